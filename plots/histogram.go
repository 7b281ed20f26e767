package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A histogram is a series of bars that stand for how many values lie where.
type histogram struct {
	look
	label   string
	values  []float64 // sorted, all finite
	skipped int
	density bool
}

// Histogram counts the values in intervals and draws a bar for each. Several
// histograms of a figure share their intervals and are seen through each other.
// The label names the series in the legend; an empty label leaves it out there.
//
// The intervals are equally wide and reach from the smallest value to the largest.
// There are [Figure.Bins] of them or else as many as NumPy's rule "auto" gives: the
// width is the smaller one of Sturges's, range/(log₂n+1), and Freedman and
// Diaconis's, 2·IQR/∛n, which is kept from getting less than range/(2√n); of whole
// numbers it is at least 1. Each interval has its lower end, the last one both.
//
// Values that are not finite are left out. It fails, at Save or MIMEBundle, when
// there is no other value.
//
// Source: numpy.histogram_bin_edges, NumPy 2.4.
func (f *Figure) Histogram(label string, values []float64) {
	h, err := newHistogram(label, values)
	f.put("Histogram", h, err)
}

// Density draws a histogram as [Figure.Histogram] does, but scaled so that the area
// of its bars is 1: series of different lengths can be compared.
func (f *Figure) Density(label string, values []float64) {
	h, err := newHistogram(label, values)
	if err == nil {
		h.density = true
	}
	f.put("Density", h, err)
}

func newHistogram(label string, values []float64) (*histogram, error) {
	h := &histogram{label: oneLine(label)}
	var err error
	h.values, err = finiteValues(h.label, values)
	h.skipped = len(values) - len(h.values)
	slices.Sort(h.values)
	return h, err
}

// finiteValues returns a copy of the values that can be drawn.
func finiteValues(label string, values []float64) ([]float64, error) {
	var some []float64
	for i, v := range values {
		if finite(v) && math.Abs(v) > maxMagnitude {
			return nil, fmt.Errorf("%q has the value %g at index %d, the largest that can be drawn is %g", label, v, i, maxMagnitude)
		}
		if finite(v) {
			some = append(some, v)
		}
	}
	switch {
	case len(values) == 0:
		return nil, fmt.Errorf("%q has no values", label)
	case len(some) == 0:
		return nil, fmt.Errorf("%q has no finite value among %d", label, len(values))
	}
	return some, nil
}

func (h *histogram) name() string { return h.label }

func (h *histogram) describe() string {
	kind := "histogram"
	if h.density {
		kind = "density"
	}
	text := fmt.Sprintf("%s %q, %d values", kind, h.label, len(h.values)+h.skipped)
	if h.skipped > 0 {
		text += fmt.Sprintf(", %d not finite", h.skipped)
	}
	return text
}

func (h *histogram) extent(f *Figure) (x, y span) {
	edges := f.edges()
	x, y = emptySpan(), emptySpan()
	x.interval = interval{edges[0], edges[len(edges)-1]}
	y.interval = interval{0, slices.Max(h.heights(edges))}
	y.atMin, y.whole = true, !h.density
	return x, y
}

const mostBins = 10_000

// edges returns the ends of the intervals that all histograms share.
func (f *Figure) edges() []float64 {
	var all []float64
	for _, m := range f.marks {
		if h, ok := m.(*histogram); ok {
			all = append(all, h.values...)
		}
	}
	slices.Sort(all)
	return binEdges(all, min(f.Bins, mostBins))
}

// binEdges returns the ends of n intervals for sorted values, or of as many as
// NumPy's rule gives if n is 0.
func binEdges(sorted []float64, n int) []float64 {
	first, last := sorted[0], sorted[len(sorted)-1]
	if n <= 0 {
		n = 1
		if width := autoWidth(sorted); width > 0 {
			n = int(math.Ceil((last - first) / width))
		}
	}
	if magnitude := max(math.Abs(first), math.Abs(last)); last-first <= 1e-12*magnitude || last-first < 1e-290 {
		n = 1 // more could not be told apart
		half := max(0.5, 1e-9*magnitude)
		first, last = first-half, last+half
	}
	edges := make([]float64, n+1)
	step := (last - first) / float64(n)
	for i := range edges {
		edges[i] = first + float64(float64(i)*step)
	}
	edges[n] = last
	return edges
}

// autoWidth is the width of intervals by NumPy's rule "auto".
func autoWidth(sorted []float64) float64 {
	n := float64(len(sorted))
	extent := sorted[len(sorted)-1] - sorted[0]
	sturges := extent / (math.Log2(n) + 1)
	diaconis := 2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25)) * math.Pow(n, -1.0/3)
	width := min(max(diaconis, extent/math.Sqrt(n)/2), sturges)
	whole := func(v float64) bool { return v == math.Trunc(v) }
	if width < 1 && width > 0 && !slices.ContainsFunc(sorted, func(v float64) bool { return !whole(v) }) {
		return 1
	}
	return width
}

// quantile returns the value at place (n-1)·q of sorted values, on the line between
// two of them.
func quantile(sorted []float64, q float64) float64 {
	place := float64(len(sorted)-1) * q
	i := int(place)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (sorted[i+1]-sorted[i])*(place-float64(i))
}

// heights returns the height of each bar.
func (h *histogram) heights(edges []float64) []float64 {
	heights := make([]float64, len(edges)-1)
	bin := 0
	for _, v := range h.values {
		for bin < len(heights)-1 && v >= edges[bin+1] {
			bin++
		}
		heights[bin]++
	}
	if h.density {
		for i := range heights {
			heights[i] /= float64(len(h.values)) * (edges[i+1] - edges[i])
		}
	}
	return heights
}

// barAlpha is how little is seen through a bar, of 255.
const barAlpha = 0x70

// alone reports whether the figure has one histogram.
func (h *histogram) alone(f *Figure) bool {
	return !slices.ContainsFunc(f.marks, func(m mark) bool {
		other, ok := m.(*histogram)
		return ok && other != h
	})
}

func (h *histogram) draw(p *page) {
	edges := p.edges()
	heights := h.heights(edges)
	if h.alone(p.Figure) {
		for i, height := range heights {
			if height > 0 {
				p.drawBar(edges[i], edges[i+1], 0, height, h.colour(), barGap)
			}
		}
		return
	}
	outline := []vg.Point{p.point(edges[0], 0)}
	for i, height := range heights {
		outline = append(outline, p.point(edges[i], height), p.point(edges[i+1], height))
	}
	outline = append(outline, p.point(edges[len(edges)-1], 0))
	p.canvas.FillPolygon(h.faint(barAlpha), outline)
	style := h.line()
	style.Width = 1.1
	p.canvas.StrokeLines(style, outline)
}

// barGap is the white line between bars.
const barGap = vg.Length(0.7)

// drawBar fills a rectangle, with a thin line of the page's colour left of and right
// of it.
func (p *page) drawBar(x0, x1, y0, y1 float64, fill color.Color, gap vg.Length) {
	r := vg.Rectangle{Min: p.point(x0, min(y0, y1)), Max: p.point(x1, max(y0, y1))}
	if r.Max.X-r.Min.X > 3*gap {
		r.Min.X += gap / 2
		r.Max.X -= gap / 2
	}
	p.canvas.FillPolygon(fill, corners(r))
}

func (h *histogram) thumb(p *page, at vg.Point) {
	if h.alone(p.Figure) {
		fillThumb(p.canvas, at, h.colour())
		return
	}
	fillThumb(p.canvas, at, h.faint(0xb0))
}

// fillThumb draws the sample of a filled area.
func fillThumb(c draw.Canvas, at vg.Point, fill color.Color) {
	const half = legendSize * 0.36
	c.FillPolygon(fill, corners(vg.Rectangle{
		Min: vg.Point{X: at.X, Y: at.Y - half}, Max: vg.Point{X: at.X + thumbWidth, Y: at.Y + half},
	}))
}

func (h *histogram) samples(p *page) []vg.Point {
	edges := p.edges()
	var shown []vg.Point
	for i, height := range h.heights(edges) {
		if height > 0 {
			shown = append(shown, within(p.point(edges[i], 0), p.point(edges[i+1], height))...)
		}
	}
	return shown
}

// within returns points of a rectangle, evenly spaced.
func within(a, b vg.Point) []vg.Point {
	const apart = 8
	var ps []vg.Point
	for y := min(a.Y, b.Y); y <= max(a.Y, b.Y); y += apart {
		for x := min(a.X, b.X); x <= max(a.X, b.X); x += apart {
			ps = append(ps, vg.Point{X: x, Y: y})
		}
		ps = append(ps, vg.Point{X: b.X, Y: y})
	}
	return append(ps, b)
}
