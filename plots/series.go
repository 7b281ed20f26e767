package plots

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// A kind is a way to draw a series.
type kind int

const (
	points kind = iota
	line
	dottedLine // a line with dots on it
)

func (k kind) String() string {
	if k == points {
		return "points"
	}
	return "line"
}

// A series is a checked copy of the numbers that were given.
type series struct {
	look
	kind   kind
	label  string
	square bool // the axes show 0 to 1
	xs, ys []float64
}

// maxMagnitude keeps differences and margins of coordinates within float64.
const maxMagnitude = 1e300

func newSeries(k kind, label string, xs, ys []float64) (*series, error) {
	if len(xs) != len(ys) {
		return nil, fmt.Errorf("%q has %d x values and %d y values", label, len(xs), len(ys))
	}
	if len(xs) == 0 {
		return nil, fmt.Errorf("%q has no values", label)
	}
	s := &series{kind: k, label: label, xs: slices.Clone(xs), ys: slices.Clone(ys)}
	if s.skipped() == len(xs) {
		return nil, fmt.Errorf("%q has no finite point among %d", label, len(xs))
	}
	for i := range xs {
		if v := math.Max(math.Abs(xs[i]), math.Abs(ys[i])); s.drawable(i) && v > maxMagnitude {
			return nil, fmt.Errorf("%q has the value %g at index %d, the largest that can be drawn is %g", label, v, i, maxMagnitude)
		}
	}
	return s, nil
}

// drawable reports whether both coordinates of point i are finite.
func (s *series) drawable(i int) bool { return finite(s.xs[i]) && finite(s.ys[i]) }

// skipped returns the number of points that are not drawn.
func (s *series) skipped() int {
	n := 0
	for i := range s.xs {
		if !s.drawable(i) {
			n++
		}
	}
	return n
}

// runs returns the index ranges [from, to) of neighbouring drawable points.
func (s *series) runs() [][2]int {
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

func (s *series) name() string { return s.label }

func (s *series) describe() string {
	text := fmt.Sprintf("%s %q, %d points", s.kind, s.label, len(s.xs))
	if n := s.skipped(); n > 0 {
		text += fmt.Sprintf(", %d not finite", n)
	}
	return text
}

func (s *series) extent(*Figure) (x, y span) {
	x, y = emptySpan(), emptySpan()
	if s.square {
		return unitSpan, unitSpan
	}
	for i := range s.xs {
		if s.drawable(i) {
			x.interval, y.interval = x.with(s.xs[i]), y.with(s.ys[i])
		}
	}
	return x, y
}

// unitSpan is the axis of rates, wider than 0 to 1 by so much that a line at an end
// is seen whole.
var unitSpan = span{interval: interval{-0.015, 1.015}, atMin: true, atMax: true}

// draw draws the series. A point of a line that has no neighbour, and so no
// segment, is drawn as a dot.
func (s *series) draw(p *page) {
	if s.kind != points {
		p.canvas.SetLineStyle(s.line())
	}
	dots := s.glyph()
	for _, run := range s.runs() {
		if s.kind != points && run[1]-run[0] > 1 {
			p.canvas.Stroke(p.path(s, run))
			if s.kind == line {
				continue
			}
		}
		for j := run[0]; j < run[1]; j++ {
			p.canvas.DrawGlyph(dots, p.point(s.xs[j], s.ys[j]))
		}
	}
}

func (p *page) path(s *series, run [2]int) vg.Path {
	var path vg.Path
	path.Move(p.point(s.xs[run[0]], s.ys[run[0]]))
	for j := run[0] + 1; j < run[1]; j++ {
		path.Line(p.point(s.xs[j], s.ys[j]))
	}
	return path
}

func (s *series) thumb(p *page, at vg.Point) {
	if s.kind != points {
		p.canvas.StrokeLine2(s.line(), at.X, at.Y, at.X+thumbWidth, at.Y)
	}
	if s.kind != line {
		p.canvas.DrawGlyph(s.glyph(), vg.Point{X: at.X + thumbWidth/2, Y: at.Y})
	}
}

// samples returns each dot, and points along the lines.
func (s *series) samples(p *page) []vg.Point {
	var shown []vg.Point
	for _, run := range s.runs() {
		for j := run[0]; j < run[1]; j++ {
			at := p.point(s.xs[j], s.ys[j])
			if s.kind != points && j > run[0] {
				shown = append(shown, between(p.point(s.xs[j-1], s.ys[j-1]), at)...)
			}
			shown = append(shown, at)
		}
	}
	return shown
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
