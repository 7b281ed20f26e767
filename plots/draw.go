package plots

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// draw paints the figure on a canvas of any format.
func (f *Figure) draw(c draw.Canvas) error {
	fonts, err := loadTypefaces()
	if err != nil {
		return err
	}
	c.FillPolygon(color.White, corners(c.Rectangle))
	p := layOut(f, fonts, c)
	p.drawGrid()
	for i, s := range f.series {
		p.drawSeries(i, s)
	}
	p.drawFrame()
	p.drawTexts()
	p.drawLegend()
	return nil
}

func (p *page) drawGrid() {
	d := p.data
	for _, t := range p.x.ticks {
		x := d.X(p.x.at(t.value))
		d.StrokeLine2(gridLine, x, d.Min.Y, x, d.Max.Y)
	}
	for _, t := range p.y.ticks {
		y := d.Y(p.y.at(t.value))
		d.StrokeLine2(gridLine, d.Min.X, y, d.Max.X, y)
	}
}

// drawSeries draws series i. A point of a line that has no neighbour, and so no
// segment, is drawn as a dot.
func (p *page) drawSeries(i int, s series) {
	if s.kind == line {
		p.canvas.SetLineStyle(lineStyle(i))
	}
	dots := glyphStyle(i)
	for _, run := range s.runs() {
		if s.kind == line && run[1]-run[0] > 1 {
			p.canvas.Stroke(p.path(s, run))
			continue
		}
		for j := run[0]; j < run[1]; j++ {
			p.canvas.DrawGlyph(dots, p.point(s.xs[j], s.ys[j]))
		}
	}
}

func (p *page) path(s series, run [2]int) vg.Path {
	var path vg.Path
	path.Move(p.point(s.xs[run[0]], s.ys[run[0]]))
	for j := run[0] + 1; j < run[1]; j++ {
		path.Line(p.point(s.xs[j], s.ys[j]))
	}
	return path
}

// drawFrame draws the border of the data, the ticks and their numbers.
func (p *page) drawFrame() {
	d, regular := p.data, p.fonts.regular
	for _, t := range p.x.ticks {
		x := d.X(p.x.at(t.value))
		d.StrokeLine2(frameLine, x, d.Min.Y-tickLength, x, d.Min.Y)
		label := regular.run(t.label, tickSize)
		label.draw(d, vg.Point{X: x - label.width/2, Y: d.Min.Y - tickLength - tickGap - capitals(tickSize)}, 0, ink)
	}
	for _, t := range p.y.ticks {
		y := d.Y(p.y.at(t.value))
		d.StrokeLine2(frameLine, d.Min.X-tickLength, y, d.Min.X, y)
		label := regular.run(t.label, tickSize)
		label.draw(d, vg.Point{X: d.Min.X - tickLength - tickGap - label.width, Y: y - capitals(tickSize)/2}, 0, ink)
	}
	d.StrokeLines(frameLine, closed(d.Rectangle))
}

// drawTexts writes the title over the data and the labels beside the axes, each
// shortened to the length of the page.
func (p *page) drawTexts() {
	c, d := p.canvas, p.data
	width, height := c.Max.X-2*pageMargin, c.Max.Y-2*pageMargin

	title := p.fonts.bold.fitted(p.title, titleSize, width)
	title.draw(c, vg.Point{X: centred(d.Center().X, title.width, c.Max.X), Y: c.Max.Y - pageMargin - capitals(titleSize)}, 0, ink)

	xLabel := p.fonts.regular.fitted(p.xLabel, labelSize, width)
	xLabel.draw(c, vg.Point{X: centred(d.Center().X, xLabel.width, c.Max.X), Y: pageMargin + depth(labelSize)}, 0, ink)

	yLabel := p.fonts.regular.fitted(p.yLabel, labelSize, height)
	yLabel.draw(c, vg.Point{X: pageMargin + capitals(labelSize), Y: centred(d.Center().Y, yLabel.width, c.Max.Y)}, upright, ink)
}

// centred returns where a text of the given width starts: around centre, yet
// inside a page of the given length.
func centred(centre, width, length vg.Length) vg.Length {
	return max(pageMargin, min(centre-width/2, length-pageMargin-width))
}

// corners returns the four corners of a rectangle.
func corners(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
}

// closed returns the outline of a rectangle, which starts in the middle of a side
// so that all four corners are joined.
func closed(r vg.Rectangle) []vg.Point {
	middle := vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: r.Min.Y}
	c := corners(r)
	return []vg.Point{middle, c[1], c[2], c[3], c[0], middle}
}
