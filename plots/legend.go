package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
)

// Measures of the legend, in points.
const (
	thumbWidth    = vg.Length(22)
	legendPadding = vg.Length(6)
	legendSpacing = vg.Length(5)
	legendMargin  = vg.Length(7) // from the frame
	sampleSpacing = vg.Length(3) // between the places where lines are looked at
)

// An entry is one line of the legend.
type entry struct {
	mark mark // nil for the ellipsis
	text run
}

// drawLegend names the series that have a label, in a box placed by
// placeLegend. When there are more than fit between the frame's lower and upper
// edge, the last ones are left out and an ellipsis says so.
func (p *page) drawLegend() {
	entries := p.entries()
	if len(entries) == 0 {
		return
	}
	rowHeight := capitals(legendSize) + legendSpacing
	var width vg.Length
	for _, e := range entries {
		width = max(width, e.text.width)
	}
	box := p.placeLegend(vg.Point{
		X: thumbWidth + legendSpacing + width + 2*legendPadding,
		Y: vg.Length(len(entries))*rowHeight - legendSpacing + 2*legendPadding,
	})
	p.canvas.FillPolygon(color.White, corners(box))
	p.canvas.StrokeLines(boxLine, closed(box))
	base := box.Max.Y - legendPadding - capitals(legendSize)
	for _, e := range entries {
		left := box.Min.X + legendPadding
		if e.mark != nil {
			e.mark.thumb(p, vg.Point{X: left, Y: base + capitals(legendSize)/2})
		}
		e.text.draw(p.canvas, vg.Point{X: left + thumbWidth + legendSpacing, Y: base}, 0, ink)
		base -= rowHeight
	}
}

// entries returns the labelled series, as many as there is room for.
func (p *page) entries() []entry {
	size := p.data.Size()
	room := int((size.Y - 2*legendMargin - 2*legendPadding) / (capitals(legendSize) + legendSpacing))
	var entries []entry
	for _, m := range p.marks {
		if m.name() == "" {
			continue
		}
		if len(entries) == room {
			entries[room-1] = entry{nil, p.fonts.regular.run("…", legendSize)}
			break
		}
		entries = append(entries, entry{m, p.fonts.regular.fitted(m.name(), legendSize, size.X/2)})
	}
	return entries
}

// placeLegend returns the box of the given size, among nine places along the
// frame and in the middle, that covers the fewest dots and the least line; of equal
// ones the first in the order upper right, upper left, lower left, lower right,
// right, left, bottom, top, middle.
func (p *page) placeLegend(size vg.Point) vg.Rectangle {
	places := [...]vg.Point{{X: 1, Y: 1}, {X: 0, Y: 1}, {X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: .5}, {X: 0, Y: .5}, {X: .5, Y: 0}, {X: .5, Y: 1}, {X: .5, Y: .5}}
	shown := p.samples()
	free := p.data.Size().Sub(size).Sub(vg.Point{X: 2 * legendMargin, Y: 2 * legendMargin})
	var best vg.Rectangle
	fewest := math.MaxInt
	for _, place := range places {
		corner := p.data.Min.Add(vg.Point{X: legendMargin + place.X*free.X, Y: legendMargin + place.Y*free.Y})
		box := vg.Rectangle{Min: corner, Max: corner.Add(size)}
		if n := covered(shown, box); n < fewest {
			best, fewest = box, n
		}
	}
	return best
}

// samples returns places on the page where something of the data is drawn.
func (p *page) samples() []vg.Point {
	var shown []vg.Point
	for _, m := range p.marks {
		shown = append(shown, m.samples(p)...)
	}
	return shown
}

// between returns points of the segment from a to b, evenly spaced.
func between(a, b vg.Point) []vg.Point {
	along := b.Sub(a)
	n := int(vg.Length(math.Hypot(float64(along.X), float64(along.Y))) / sampleSpacing)
	var ps []vg.Point
	for i := 1; i < n; i++ {
		ps = append(ps, a.Add(along.Scale(vg.Length(i)/vg.Length(n))))
	}
	return ps
}

// covered counts the points that the box, or the edge of a dot at it, hides.
func covered(ps []vg.Point, box vg.Rectangle) int {
	n := 0
	for _, p := range ps {
		if p.X > box.Min.X-dotRadius && p.X < box.Max.X+dotRadius && p.Y > box.Min.Y-dotRadius && p.Y < box.Max.Y+dotRadius {
			n++
		}
	}
	return n
}
