package plots

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars are a series of numbers with a name each.
type bars struct {
	look
	label  string
	values []float64
	group  int // which of the series side by side
}

// Bars draws a bar from 0 to each value, over its name. Several series of bars have
// the same names and stand side by side. The label names the series in the legend;
// an empty label leaves it out there.
//
// A value that is not finite has no bar. It fails, at Save or MIMEBundle, when names
// and values differ in number, when there is no finite value, or when the names are
// not those of the bars before.
func (f *Figure) Bars(label string, names []string, values []float64) {
	b := &bars{label: oneLine(label), values: slices.Clone(values)}
	err := b.check(names)
	if err == nil {
		b.group, err = f.shareNames(b.label, names)
	}
	f.put("Bars", b, err)
}

func (b *bars) check(names []string) error {
	if len(names) != len(b.values) {
		return fmt.Errorf("%q has %d names and %d values", b.label, len(names), len(b.values))
	}
	_, err := finiteValues(b.label, b.values)
	return err
}

// shareNames sets the names along the x axis, or makes sure that they are the same,
// and returns how many series of bars there are.
func (f *Figure) shareNames(label string, names []string) (group int, err error) {
	for _, m := range f.marks {
		switch m.(type) {
		case *bars:
			group++
		case *box:
			return 0, fmt.Errorf("%q: the figure has boxes, which have other names", label)
		}
	}
	shown := make([]string, len(names))
	for i, name := range names {
		shown[i] = oneLine(name)
	}
	if group > 0 && !slices.Equal(shown, f.categories) {
		return 0, fmt.Errorf("%q has other names than the bars before: %q, %q", label, shown, f.categories)
	}
	f.categories = shown
	return group, nil
}

func (b *bars) name() string { return b.label }

func (b *bars) describe() string { return fmt.Sprintf("bars %q, %d values", b.label, len(b.values)) }

func (b *bars) extent(*Figure) (x, y span) {
	x, y = emptySpan(), emptySpan()
	x.interval = interval{-0.5, float64(len(b.values)) - 0.5}
	y.interval = interval{0, 0}
	for _, v := range b.values {
		if finite(v) {
			y.interval = y.with(v)
		}
	}
	y.atMin, y.atMax = y.min == 0, y.max == 0
	return x, y
}

// slot returns where bar i begins and ends, beside those of other series.
func (b *bars) slot(f *Figure, i int) (from, to float64) {
	groups := 0
	for _, m := range f.marks {
		if _, ok := m.(*bars); ok {
			groups++
		}
	}
	const filled = 0.78 // of the width that a name has
	width := filled / float64(groups)
	from = float64(i) - filled/2 + float64(b.group)*width
	return from, from + width
}

func (b *bars) draw(p *page) {
	for i, v := range b.values {
		if finite(v) {
			from, to := b.slot(p.Figure, i)
			p.drawBar(from, to, 0, v, b.colour(), barGap)
		}
	}
	if zero := p.data.Y(p.y.at(0)); p.y.min < 0 {
		p.canvas.StrokeLine2(frameLine, p.data.Min.X, zero, p.data.Max.X, zero)
	}
}

func (b *bars) thumb(p *page, at vg.Point) { fillThumb(p.canvas, at, b.colour()) }

func (b *bars) samples(p *page) []vg.Point {
	var shown []vg.Point
	for i, v := range b.values {
		if finite(v) {
			from, to := b.slot(p.Figure, i)
			shown = append(shown, within(p.point(from, 0), p.point(to, v))...)
		}
	}
	return shown
}

// A box sums up values over their name.
type box struct {
	look
	strip
	label           string
	n, place        int
	low, lower, mid float64
	upper, high     float64
	outliers        []float64
}

// Box draws a box from the lower to the upper quartile of the values with a line at
// the median, over the label. Its whiskers reach to the last values within 1.5 times
// the box's height, and those beyond are dots. Each call draws one box, right of
// those before.
//
// Values that are not finite are left out. It fails, at Save or MIMEBundle, when
// there is no other value, or when the figure has bars.
func (f *Figure) Box(label string, values []float64) {
	b := &box{label: oneLine(label), place: len(f.categories)}
	some, err := finiteValues(b.label, values)
	if err == nil && len(f.categories) > 0 && !slices.ContainsFunc(f.marks, func(m mark) bool { _, ok := m.(*box); return ok }) {
		err = errors.New("the figure has bars, which have other names")
	}
	if err == nil {
		b.sumUp(some)
	}
	f.putAs("Box", 0, b, err)
	if f.err == nil {
		f.categories = append(f.categories, b.label)
	}
}

// sumUp computes what is drawn.
func (b *box) sumUp(values []float64) {
	slices.Sort(values)
	b.n = len(values)
	b.lower, b.mid, b.upper = quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)
	reach := 1.5 * (b.upper - b.lower)
	b.low, b.high = b.lower, b.upper
	for _, v := range values {
		if v < b.lower-reach || v > b.upper+reach {
			b.outliers = append(b.outliers, v)
			continue
		}
		b.low, b.high = math.Min(b.low, v), math.Max(b.high, v)
	}
}

func (b *box) describe() string {
	return fmt.Sprintf("box %q, %d values, quartiles %.4g, %.4g, %.4g", b.label, b.n, b.lower, b.mid, b.upper)
}

func (b *box) extent(*Figure) (x, y span) {
	x, y = emptySpan(), emptySpan()
	x.interval = interval{float64(b.place) - 0.5, float64(b.place) + 0.5}
	y.interval = y.with(b.low).with(b.high)
	for _, v := range b.outliers {
		y.interval = y.with(v)
	}
	return x, y
}

func (b *box) draw(p *page) {
	const half, cap = 0.25, 0.12
	x := float64(b.place)
	across := func(style draw.LineStyle, width, y float64) {
		a, e := p.point(x-width, y), p.point(x+width, y)
		p.canvas.StrokeLine2(style, a.X, a.Y, e.X, e.Y)
	}
	up := func(from, to float64) {
		a, e := p.point(x, from), p.point(x, to)
		p.canvas.StrokeLine2(frameLine, a.X, a.Y, e.X, e.Y)
	}
	up(b.low, b.lower)
	up(b.upper, b.high)
	across(frameLine, cap, b.low)
	across(frameLine, cap, b.high)
	r := vg.Rectangle{Min: p.point(x-half, b.lower), Max: p.point(x+half, b.upper)}
	p.canvas.FillPolygon(color.White, corners(r))
	p.canvas.FillPolygon(b.faint(0x99), corners(r))
	p.canvas.StrokeLines(frameLine, closed(r))
	across(draw.LineStyle{Color: ink, Width: lineWidth}, half, b.mid)
	dots := draw.GlyphStyle{Color: ink, Radius: 1.6, Shape: draw.RingGlyph{}}
	for _, v := range b.outliers {
		p.canvas.DrawGlyph(dots, p.point(x, v))
	}
}
