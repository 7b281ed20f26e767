package plots

import (
	"math"
	"strconv"
	"strings"
)

// A tick is a labelled position on an axis.
type tick struct {
	value float64
	label string
}

// An axis maps data values to the unit interval and knows its ticks.
type axis struct {
	interval
	ticks []tick
}

// at returns the place of v on the axis, 0 at its lower end and 1 at its upper.
func (a axis) at(v float64) float64 { return (v - a.min) / (a.max - a.min) }

// margin is the share of the data's range left free at each end of an axis.
const margin = 0.05

// newAxis returns an axis that shows the whole range, with a margin where it does
// not say otherwise, with the finest round ticks for which fits holds.
//
// Steps are 1, 2, 2.5 or 5 times a power of ten, as in matplotlib's MaxNLocator. A
// range without extent, or too narrow for its magnitude, is widened.
func newAxis(data span, fits func([]tick) bool) axis {
	data.interval = widened(data.interval)
	free := margin * (data.max - data.min)
	a := axis{interval: interval{data.min - free, data.max + free}}
	if data.atMin {
		a.min = data.min
	}
	if data.atMax {
		a.max = data.max
	}
	for s := firstStep((a.max - a.min) / maxIntervals); ; s = s.next() {
		if size := s.size(); data.whole && size != math.Trunc(size) {
			continue
		}
		ticks := s.ticks(a.interval)
		if len(ticks) <= 2 || fits(ticks) {
			a.ticks = ticks
			return a
		}
	}
}

// maxIntervals is the largest number of steps between the ends of an axis.
const maxIntervals = 9

// widened returns a range that can be divided into distinct ticks.
func widened(r interval) interval {
	magnitude := math.Max(math.Abs(r.min), math.Abs(r.max))
	if r.max-r.min > 1e-12*magnitude && r.max-r.min > 1e-290 {
		return r
	}
	if magnitude < 1e-280 {
		return interval{r.min - 1, r.max + 1}
	}
	return interval{r.min - 0.05*magnitude, r.max + 0.05*magnitude}
}

// A step is roundSteps[i] × 10^exp.
type step struct{ i, exp int }

var roundSteps = [...]float64{1, 2, 2.5, 5}

// firstStep returns the smallest round step that is not below least.
func firstStep(least float64) step {
	s := step{0, int(math.Floor(math.Log10(least))) - 1}
	for s.size() < least*(1-1e-9) {
		s = s.next()
	}
	return s
}

func (s step) next() step {
	if s.i+1 < len(roundSteps) {
		return step{s.i + 1, s.exp}
	}
	return step{0, s.exp + 1}
}

func (s step) size() float64 { return scale10(roundSteps[s.i], s.exp) }

// ticks returns the multiples of the step within r.
func (s step) ticks(r interval) []tick {
	size, slack := s.size(), 1e-9
	first, last := math.Ceil(r.min/size-slack), math.Floor(r.max/size+slack)
	var ticks []tick
	for k := first; k <= last; k++ {
		ticks = append(ticks, tick{value: k * size})
	}
	s.label(ticks)
	return ticks
}

// minus is the sign, which is longer than a hyphen.
const minus = "\u2212"

// label writes the numbers with as many decimals as the step needs; large and small
// ones as 2.5e6.
func (s step) label(ticks []tick) {
	largest := 0.0
	for _, t := range ticks {
		largest = math.Max(largest, math.Abs(t.value))
	}
	exp := s.exp
	if roundSteps[s.i] != math.Trunc(roundSteps[s.i]) {
		exp-- // 2.5 needs one decimal more
	}
	scientific := largest >= 1e6 || largest < 1e-3 && largest > 0
	for i, t := range ticks {
		switch {
		case largest == 0: // nothing to stand beside
			ticks[i].label = "0"
		case t.value == 0:
			ticks[i].label = strconv.FormatFloat(0, 'f', decimals(exp, scientific), 64)
		case scientific:
			ticks[i].label = scientificLabel(t.value, exp)
		default:
			ticks[i].label = strconv.FormatFloat(t.value, 'f', decimals(exp, false), 64)
		}
		ticks[i].label = strings.ReplaceAll(ticks[i].label, "-", minus)
	}
}

// decimals returns the digits after the point that show multiples of 10^exp.
func decimals(exp int, scientific bool) int {
	if scientific {
		return 0
	}
	return max(0, -exp)
}

// scientificLabel writes v with all its digits down to 10^exp, as 2.5e6.
func scientificLabel(v float64, exp int) string {
	digits := int(math.Floor(math.Log10(math.Abs(v))*(1+1e-15))) - exp
	s := strconv.FormatFloat(v, 'e', min(max(digits, 0), 15), 64)
	mantissa, power, _ := strings.Cut(s, "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	sign := ""
	if power[0] == '-' {
		sign = "-"
	}
	return mantissa + "e" + sign + strings.TrimLeft(power[1:], "0")
}

// scale10 returns m × 10^exp, rounded once where exp is small, so that the step
// 0.1 is the number 0.1.
func scale10(m float64, exp int) float64 {
	if exp < 0 && exp >= -22 {
		return m / math.Pow10(-exp)
	}
	return m * math.Pow10(exp)
}
