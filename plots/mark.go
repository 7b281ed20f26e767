package plots

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A mark is something drawn over the two axes.
type mark interface {
	setLook(i int)

	// name is what the legend calls the mark, "" if it is not to be there.
	name() string

	// describe is a line about the mark, "" for none.
	describe() string

	// extent is what the axes must show.
	extent(f *Figure) (x, y span)

	draw(p *page)

	// thumb draws a sample for the legend, its left end at the point.
	thumb(p *page, at vg.Point)

	// samples are places that the legend had better not hide.
	samples(p *page) []vg.Point
}

// A table is a picture that needs no axes of numbers and has the figure to itself.
type table interface {
	describe() string
	size(fonts typefaces, f *Figure) (width, height vg.Length)
	draw(s *sheet)
}

// A sheet is what a table draws on.
type sheet struct {
	*Figure
	fonts  typefaces
	canvas draw.Canvas
}

// longestName is the room for names beside a table and below an axis.
const longestName = vg.Length(95)

// slant is the angle of names that are too long to stand side by side.
const slant = math.Pi / 4

// slantedHeight returns the height of a slanted text.
func slantedHeight(width, size vg.Length) vg.Length {
	return (width + capitals(size)) * math.Sqrt2 / 2
}

// drawSlanted writes a name that ends below the point, shortened to a length and to
// what is left of the page.
func drawSlanted(c draw.Canvas, face typeface, name string, end vg.Point, length vg.Length) {
	drawSlantedIn(c, face, name, end, length, tickSize)
}

func drawSlantedIn(c draw.Canvas, face typeface, name string, end vg.Point, length, size vg.Length) {
	label := face.fitted(name, size, min(length, (end.X-pageMargin/2)*math.Sqrt2))
	along, up := label.width*math.Sqrt2/2, capitals(size)*math.Sqrt2/2
	label.draw(c, vg.Point{X: end.X - along + up/2, Y: end.Y - along - up}, slant, ink)
}

// namedAxis returns an axis with a slot for each name, and ticks in the middle of as
// many as fit, 0 for all.
func namedAxis(names []string, fit int) axis {
	a := axis{interval: interval{-0.5, float64(len(names)) - 0.5}}
	every := 1
	if fit > 0 {
		every = (len(names) + fit - 1) / fit
	}
	for i := 0; i < len(names); i += every {
		a.ticks = append(a.ticks, tick{value: float64(i), label: names[i]})
	}
	return a
}

// strip is for marks that the legend does not know.
type strip struct{}

func (strip) name() string               { return "" }
func (strip) thumb(*page, vg.Point)      {}
func (strip) samples(p *page) []vg.Point { return nil }
