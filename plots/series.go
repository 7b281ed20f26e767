package plots

import (
	"fmt"
	"math"
	"slices"
)

// A kind is a way to draw a series.
type kind int

const (
	points kind = iota
	line
)

func (k kind) String() string {
	if k == points {
		return "points"
	}
	return "line"
}

// A series is a checked copy of the numbers that were given.
type series struct {
	kind   kind
	label  string
	xs, ys []float64
}

// maxMagnitude keeps differences and margins of coordinates within float64.
const maxMagnitude = 1e300

func newSeries(k kind, label string, xs, ys []float64) (series, error) {
	if len(xs) != len(ys) {
		return series{}, fmt.Errorf("%q has %d x values and %d y values", label, len(xs), len(ys))
	}
	if len(xs) == 0 {
		return series{}, fmt.Errorf("%q has no values", label)
	}
	s := series{kind: k, label: label, xs: slices.Clone(xs), ys: slices.Clone(ys)}
	if s.skipped() == len(xs) {
		return series{}, fmt.Errorf("%q has no finite point among %d", label, len(xs))
	}
	for i := range xs {
		if v := math.Max(math.Abs(xs[i]), math.Abs(ys[i])); s.drawable(i) && v > maxMagnitude {
			return series{}, fmt.Errorf("%q has the value %g at index %d, the largest that can be drawn is %g", label, v, i, maxMagnitude)
		}
	}
	return s, nil
}

// drawable reports whether both coordinates of point i are finite.
func (s series) drawable(i int) bool { return finite(s.xs[i]) && finite(s.ys[i]) }

// skipped returns the number of points that are not drawn.
func (s series) skipped() int {
	n := 0
	for i := range s.xs {
		if !s.drawable(i) {
			n++
		}
	}
	return n
}

// runs returns the index ranges [from, to) of neighbouring drawable points.
func (s series) runs() [][2]int {
	var runs [][2]int
	start := -1
	for i := 0; i <= len(s.xs); i++ {
		switch ok := i < len(s.xs) && s.drawable(i); {
		case ok && start < 0:
			start = i
		case !ok && start >= 0:
			runs = append(runs, [2]int{start, i})
			start = -1
		}
	}
	return runs
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
