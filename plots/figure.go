package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// A Figure is a chart of one or more series over two axes. Make one with [New].
//
// Its methods may not be called from several goroutines at once while series are
// being added; a finished figure may be drawn by many.
type Figure struct {
	title, xLabel, yLabel string

	series []series
	err    error // the first error; given up at Save and MIMEBundle
}

// New returns a figure without data. Any of the three texts may be empty.
func New(title, xLabel, yLabel string) *Figure {
	return &Figure{title: oneLine(title), xLabel: oneLine(xLabel), yLabel: oneLine(yLabel)}
}

// Points adds a dot at (xs[i], ys[i]) for each i. The label names the series in
// the legend; an empty label leaves it out there.
//
// It fails, at Save or MIMEBundle, when xs and ys differ in length, are empty, or
// hold no point whose both coordinates are finite.
func (f *Figure) Points(label string, xs, ys []float64) {
	f.add("Points", points, label, xs, ys)
}

// Line adds the points (xs[i], ys[i]) joined in order by straight lines. The label
// names the series in the legend; an empty label leaves it out there.
//
// A NaN or infinite coordinate interrupts the line. Line fails as [Figure.Points]
// does.
func (f *Figure) Line(label string, xs, ys []float64) {
	f.add("Line", line, label, xs, ys)
}

// Err returns the first error met while series were added, the one that Save and
// MIMEBundle will return.
func (f *Figure) Err() error { return f.err }

func (f *Figure) add(method string, k kind, label string, xs, ys []float64) {
	if f.err != nil {
		return
	}
	s, err := newSeries(k, oneLine(label), xs, ys)
	if err != nil {
		f.err = fmt.Errorf("plots: %s: %w", method, err)
		return
	}
	f.series = append(f.series, s)
}

var errNoSeries = errors.New("the figure is empty: add a series with Points or Line first")

// check returns what prevents the figure from being drawn.
func (f *Figure) check(method string) error {
	if f.err != nil {
		return f.err
	}
	if len(f.series) == 0 {
		return fmt.Errorf("plots: %s: %w", method, errNoSeries)
	}
	return nil
}

// String describes the figure in words: title, axes with their ranges, and the
// series with their numbers of points. A figure with an error says that instead.
func (f *Figure) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Figure %q", f.title)
	if f.err != nil {
		fmt.Fprintf(&b, "\n  %v", f.err)
		return b.String()
	}
	if len(f.series) == 0 {
		b.WriteString("\n  no series")
		return b.String()
	}
	x, y := f.ranges()
	fmt.Fprintf(&b, "\n  x: %s%s, y: %s%s", named(f.xLabel), x, named(f.yLabel), y)
	for _, s := range f.series {
		fmt.Fprintf(&b, "\n  %s %q, %d points", s.kind, s.label, len(s.xs))
		if n := s.skipped(); n > 0 {
			fmt.Fprintf(&b, ", %d not finite", n)
		}
	}
	return b.String()
}

func named(label string) string {
	if label == "" {
		return ""
	}
	return label + " "
}

// ranges returns the smallest intervals that hold all drawable points.
func (f *Figure) ranges() (x, y interval) {
	x, y = emptyInterval(), emptyInterval()
	for _, s := range f.series {
		for i := range s.xs {
			if s.drawable(i) {
				x, y = x.with(s.xs[i]), y.with(s.ys[i])
			}
		}
	}
	return x, y
}

// An interval is a range of data values, min ≤ max.
type interval struct{ min, max float64 }

func emptyInterval() interval { return interval{math.Inf(1), math.Inf(-1)} }

func (r interval) with(v float64) interval {
	return interval{math.Min(r.min, v), math.Max(r.max, v)}
}

func (r interval) String() string { return fmt.Sprintf("%.4g to %.4g", r.min, r.max) }

// oneLine replaces line breaks and tabs, for which the figure has no room.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
