package data

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// A Statistic makes one value of many. Missing values do not count.
type Statistic uint8

// The statistics. All but Count and Mode want numbers.
const (
	Mean   Statistic = iota // the sum over the number of values
	Sum                     // 0 where there are no values
	Min                     // the smallest value
	Max                     // the largest value
	Std                     // the standard deviation of a sample, √(Σ(x-mean)²/(n-1))
	Median                  // the middle value, or the mean of the two in the middle
	Count                   // the number of values
	Mode                    // the most frequent value, of several the smallest
)

var statisticNames = [...]string{"mean", "sum", "min", "max", "std", "median", "count", "mode"}

// String returns the name as pandas has it: "mean", "std" and so on.
func (s Statistic) String() string {
	if int(s) < len(statisticNames) {
		return statisticNames[s]
	}
	return fmt.Sprintf("Statistic(%d)", uint8(s))
}

// check returns an error if the statistic does not exist or wants other cells.
func (s Statistic) check(v values) error {
	switch {
	case int(s) >= len(statisticNames):
		return fmt.Errorf("%v is none of the %d statistics", s, len(statisticNames))
	case !v.numeric() && s != Count && s != Mode:
		return fmt.Errorf("column %q holds text, which has no %v", v.name, s)
	}
	return nil
}

// kind returns what a column of the statistic holds.
func (s Statistic) kind(v values) kind {
	switch {
	case s == Count:
		return kindInt
	case s == Mode, (s == Min || s == Max) && v.kind == kindBool:
		return v.kind
	case v.kind != kindFloat && (s == Sum || s == Min || s == Max):
		return kindInt
	default:
		return kindFloat
	}
}

// addTo appends the statistic of the given rows of v to c.
func (s Statistic) addTo(c *column, v values, rows []int) {
	some := rows // with a value
	if v.gaps > 0 {
		some = slices.DeleteFunc(slices.Clone(rows), func(i int) bool { return v.missing[i] })
	}
	switch {
	case s == Count:
		c.addInt(len(some))
	case s == Sum && v.kind != kindFloat:
		sum := 0
		for _, i := range some {
			if v.kind == kindInt {
				sum += v.ints[i]
			} else {
				sum += int(v.floats[i])
			}
		}
		c.addInt(sum)
	case len(some) == 0 && s != Sum:
		c.addMissing()
	case s == Min:
		v.addTo(c, slices.MinFunc(some, v.comparer()))
	case s == Max:
		v.addTo(c, slices.MaxFunc(some, v.comparer()))
	case s == Mode:
		v.addTo(c, v.mode(some))
	default:
		numbers := make([]float64, len(some))
		for k, i := range some {
			numbers[k] = v.floats[i]
		}
		c.addFloat(s.of(numbers))
	}
}

// of returns the sum, mean, deviation or median of numbers, which are none of
// them missing, as pandas computes those of groups.
func (s Statistic) of(numbers []float64) float64 {
	switch s {
	case Sum:
		return compensatedSum(numbers)
	case Mean:
		return compensatedSum(numbers) / float64(len(numbers))
	case Std:
		return runningStd(numbers)
	default:
		return median(numbers)
	}
}

// comparer returns the order of rows by their values.
func (v values) comparer() func(i, j int) int {
	switch v.kind {
	case kindText:
		texts := v.texts
		return func(i, j int) int { return cmp.Compare(texts[i], texts[j]) }
	case kindInt: // not as floats, which are too coarse for great numbers
		ints := v.ints
		return func(i, j int) int { return cmp.Compare(ints[i], ints[j]) }
	default:
		floats := v.floats
		return func(i, j int) int { return compareDoubles(floats[i], floats[j]) }
	}
}

// mode returns the first of the rows with the smallest of the most frequent
// values.
func (v values) mode(rows []int) int {
	sorted, compare := slices.Clone(rows), v.comparer()
	slices.SortStableFunc(sorted, compare)
	best, most, start := sorted[0], 0, 0
	for k := range sorted {
		if compare(sorted[start], sorted[k]) != 0 {
			start = k
		}
		if n := k - start + 1; n > most {
			best, most = sorted[start], n
		}
	}
	return best
}

// pairwiseSum adds numbers as NumPy's sum does: 128 at a time in eight streams,
// the partial sums in pairs.
//
// Source: pairwise_sum in loops_utils.h.src, NumPy 2.
func pairwiseSum(a []float64) float64 {
	n := len(a)
	switch {
	case n < 8:
		sum := 0.0
		for _, x := range a {
			sum += x
		}
		return sum
	case n <= 128:
		var r [8]float64
		whole := n - n%8
		for i := 0; i < whole; i += 8 {
			for k := range r {
				r[k] += a[i+k]
			}
		}
		sum := ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
		for _, x := range a[whole:] {
			sum += x
		}
		return sum
	default:
		half := n / 2
		half -= half % 8
		return pairwiseSum(a[:half]) + pairwiseSum(a[half:])
	}
}

// compensatedSum adds numbers as pandas does in groups, by Kahan's method.
//
// Source: group_mean and group_sum in groupby.pyx, pandas 3.
func compensatedSum(a []float64) float64 {
	sum, lost := 0.0, 0.0
	for _, x := range a {
		y := x - lost
		t := sum + y
		lost = t - sum - y
		if math.IsNaN(lost) { // of infinite numbers
			lost = 0
		}
		sum = t
	}
	return sum
}

// runningStd returns the sample deviation as pandas computes it in groups, by
// Welford's method; of one number it is NaN.
//
// Source: group_var in groupby.pyx, pandas 3.
func runningStd(a []float64) float64 {
	if len(a) < 2 {
		return math.NaN()
	}
	mean, squares := 0.0, 0.0
	for i, x := range a {
		before := mean
		mean += (x - before) / float64(i+1)
		squares += float64((x - mean) * (x - before)) // rounded, not fused
	}
	return math.Sqrt(squares / float64(len(a)-1))
}

// median returns the middle of a, or the mean of the two in the middle.
func median(a []float64) float64 {
	sorted := slices.Sorted(slices.Values(a))
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}
