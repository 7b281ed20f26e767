package plots

import (
	"errors"
	"fmt"
	"math"
	"strings"
)

// A Figure is a chart of one or more series over two axes, or a picture of a table
// of numbers, such as [Figure.Heatmap]. Make one with [New].
//
// Its methods may not be called from several goroutines at once while series are
// being added; a finished figure may be drawn by many.
type Figure struct {
	// Bins is the number of intervals into which histograms cut their values, at
	// most 10000; 0 means NumPy's rule "auto".
	Bins int

	title, xLabel, yLabel string

	marks      []mark
	looks      int      // colours given to marks so far
	categories []string // names along the x axis in the place of numbers
	square     bool     // the axes are as long as each other
	table      table    // fills the page alone, in the place of marks
	err        error    // the first error; given up at Save and MIMEBundle
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
	f.put(method, s, err)
}

// put adds a mark in the next colour, or keeps the error.
func (f *Figure) put(method string, m mark, err error) {
	f.putAs(method, f.looks, m, err)
	f.looks++
}

// putAs adds a mark in the colour of the given number, or keeps the error.
func (f *Figure) putAs(method string, look int, m mark, err error) {
	switch {
	case f.err != nil:
	case err != nil:
		f.err = fmt.Errorf("plots: %s: %w", method, err)
	case f.table != nil:
		f.err = fmt.Errorf("plots: %s: %w", method, errAlone)
	default:
		m.setLook(look)
		f.marks = append(f.marks, m)
	}
}

// fillWith makes a table the whole of the figure, or keeps the error.
func (f *Figure) fillWith(method string, t table, err error) {
	switch {
	case f.err != nil:
	case err != nil:
		f.err = fmt.Errorf("plots: %s: %w", method, err)
	case f.table != nil || len(f.marks) > 0:
		f.err = fmt.Errorf("plots: %s: %w", method, errAlone)
	default:
		f.table = t
	}
}

var errAlone = errors.New("a heat map, a confusion matrix or a scatter matrix has the figure to itself")

var errNoSeries = errors.New("the figure is empty: add a series with Points, Line or another method first")

// check returns what prevents the figure from being drawn.
func (f *Figure) check(method string) error {
	if f.err != nil {
		return f.err
	}
	if f.Bins < 0 || f.Bins > mostBins {
		return fmt.Errorf("plots: %s: Bins is %d, it can be 0 to %d", method, f.Bins, mostBins)
	}
	if len(f.marks) == 0 && f.table == nil {
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
	if f.table != nil {
		b.WriteString("\n  " + f.table.describe())
		return b.String()
	}
	if len(f.marks) == 0 {
		b.WriteString("\n  no series")
		return b.String()
	}
	x, y := f.spans()
	fmt.Fprintf(&b, "\n  x: %s%s, y: %s%s", named(f.xLabel), f.along(x), named(f.yLabel), y)
	for _, m := range f.marks {
		if text := m.describe(); text != "" {
			b.WriteString("\n  " + text)
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

// along says what the x axis shows: its range, or how many names.
func (f *Figure) along(x span) string {
	if n := len(f.categories); n > 0 {
		return fmt.Sprintf("%d names", n)
	}
	return x.String()
}

// spans returns the smallest intervals that hold all that is drawn.
func (f *Figure) spans() (x, y span) {
	x, y = emptySpan(), emptySpan()
	for _, m := range f.marks {
		mx, my := m.extent(f)
		x, y = x.union(mx), y.union(my)
	}
	return x, y
}

// A span is an interval whose ends may be those of the axis; others get a margin.
type span struct {
	interval
	atMin, atMax bool
	whole        bool // of counts, between which there is nothing
}

func emptySpan() span { return span{interval: emptyInterval()} }

func (s span) union(t span) span {
	if t.min < s.min || t.min == s.min && !s.atMin {
		s.min, s.atMin = t.min, t.atMin
	}
	if t.max > s.max || t.max == s.max && !s.atMax {
		s.max, s.atMax = t.max, t.atMax
	}
	s.whole = s.whole || t.whole
	return s
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
