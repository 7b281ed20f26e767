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
	if f.table != nil {
		f.table.draw(&sheet{f, fonts, c})
		return nil
	}
	p := layOut(f, fonts, c)
	p.drawGrid()
	for _, m := range f.marks {
		m.draw(p)
	}
	p.drawFrame()
	p.drawTexts()
	p.drawLegend()
	return nil
}

func (p *page) drawGrid() {
	d := p.data
	for _, t := range p.x.ticks {
		if x := d.X(p.x.at(t.value)); len(p.categories) == 0 {
			d.StrokeLine2(gridLine, x, d.Min.Y, x, d.Max.Y)
		}
	}
	for _, t := range p.y.ticks {
		y := d.Y(p.y.at(t.value))
		d.StrokeLine2(gridLine, d.Min.X, y, d.Max.X, y)
	}
}

// drawFrame draws the border of the data, the ticks and their numbers.
func (p *page) drawFrame() {
	d, regular := p.data, p.fonts.regular
	for _, t := range p.x.ticks {
		x := d.X(p.x.at(t.value))
		d.StrokeLine2(frameLine, x, d.Min.Y-tickLength, x, d.Min.Y)
		p.drawXLabel(t, x)
	}
	for _, t := range p.y.ticks {
		y := d.Y(p.y.at(t.value))
		d.StrokeLine2(frameLine, d.Min.X-tickLength, y, d.Min.X, y)
		label := regular.run(t.label, tickSize)
		label.draw(d, vg.Point{X: d.Min.X - tickLength - tickGap - label.width, Y: y - capitals(tickSize)/2}, 0, ink)
	}
	d.StrokeLines(frameLine, closed(d.Rectangle))
}

// drawXLabel writes what stands below a tick: upright or, where names are too long
// for that, slanting up to the tick.
func (p *page) drawXLabel(t tick, x vg.Length) {
	d, top := p.data, p.data.Min.Y-tickLength-tickGap
	if !p.slanted {
		label := p.fonts.regular.run(t.label, tickSize)
		label.draw(d, vg.Point{X: x - label.width/2, Y: top - capitals(tickSize)}, 0, ink)
		return
	}
	drawSlanted(d, p.fonts.regular, t.label, vg.Point{X: x, Y: top}, p.slantRoom)
}

// drawTexts writes the title over the data and the labels beside the axes, each
// shortened to the length of the page.
func (p *page) drawTexts() {
	s := sheet{p.Figure, p.fonts, p.canvas}
	s.drawTexts(p.data.Rectangle, 0)
}

// drawTexts writes them around data, with some room left of the label beside.
func (s *sheet) drawTexts(data vg.Rectangle, beside vg.Length) {
	c, middle := s.canvas, centre(data)
	width, height := c.Max.X-2*pageMargin, c.Max.Y-2*pageMargin

	title := s.fonts.bold.fitted(s.title, titleSize, width)
	title.draw(c, vg.Point{X: centred(middle.X, title.width, c.Max.X), Y: c.Max.Y - pageMargin - capitals(titleSize)}, 0, ink)

	xLabel := s.fonts.regular.fitted(s.xLabel, labelSize, width)
	xLabel.draw(c, vg.Point{X: centred(middle.X, xLabel.width, c.Max.X), Y: pageMargin + depth(labelSize)}, 0, ink)

	yLabel := s.fonts.regular.fitted(s.yLabel, labelSize, height)
	yLabel.draw(c, vg.Point{X: beside + pageMargin + capitals(labelSize), Y: centred(middle.Y, yLabel.width, c.Max.Y)}, upright, ink)
}

// centred returns where a text of the given width starts: around centre, yet
// inside a page of the given length.
func centred(centre, width, length vg.Length) vg.Length {
	return max(pageMargin, min(centre-width/2, length-pageMargin-width))
}

// centre returns the middle of a rectangle.
func centre(r vg.Rectangle) vg.Point { return r.Min.Add(r.Max).Scale(0.5) }

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
