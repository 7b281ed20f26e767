package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A page is a figure laid out on a canvas: where the axes are and what they show.
type page struct {
	*Figure
	fonts  typefaces
	canvas draw.Canvas // the whole page
	data   draw.Canvas // the part inside the frame
	x, y   axis

	slanted   bool      // names below the x axis
	slantRoom vg.Length // for each, along its letters
}

// layOut divides the page: the title above, labels and ticks below and to the
// left, the rest for the data.
func layOut(f *Figure, fonts typefaces, c draw.Canvas) *page {
	p := &page{Figure: f, fonts: fonts, canvas: c, data: c}
	r := &p.data.Rectangle
	xRange, yRange := f.spans()

	r.Max.Y -= pageMargin
	if f.title != "" {
		r.Max.Y -= capitals(titleSize) + depth(titleSize) + gap
	}
	r.Min.Y += pageMargin + p.xLabelsRoom() + tickGap + tickLength
	if f.xLabel != "" {
		r.Min.Y += capitals(labelSize) + depth(labelSize) + gap
	}
	height := r.Max.Y - r.Min.Y
	p.y = newAxis(yRange, func(ticks []tick) bool {
		return vg.Length(len(ticks))*2.2*tickSize <= height
	})

	r.Min.X += pageMargin + p.widest(p.y.ticks) + tickGap + tickLength
	if f.yLabel != "" {
		r.Min.X += capitals(labelSize) + depth(labelSize) + gap
	}
	r.Max.X -= pageMargin
	if len(f.categories) > 0 {
		p.x = namedAxis(f.categories, p.widthOfNames())
		return p
	}
	width := r.Max.X - r.Min.X
	p.x = newAxis(xRange, func(ticks []tick) bool {
		return vg.Length(len(ticks))*(p.widest(ticks)+tickSize) <= width
	})
	p.keepLastTickOnPage()
	return p
}

// widthOfNames returns how many names fit side by side below the axis, or 0 for
// any number.
func (p *page) widthOfNames() int {
	if !p.slanted {
		return 0
	}
	return int((p.data.Max.X - p.data.Min.X) / (1.3 * tickSize))
}

// xLabelsRoom returns the height of what is written below the ticks of the x axis,
// and settles whether it is slanted.
func (p *page) xLabelsRoom() vg.Length {
	if len(p.categories) == 0 {
		return capitals(tickSize)
	}
	const besides = 60 // about what stands left of the data
	slot := (p.canvas.Size().X - besides) / vg.Length(len(p.categories))
	var widest vg.Length
	for _, name := range p.categories {
		widest = max(widest, p.fonts.regular.run(name, tickSize).width)
	}
	if widest+tickSize/2 <= slot {
		return capitals(tickSize)
	}
	p.slanted, p.slantRoom = true, min(widest, longestName)
	return slantedHeight(p.slantRoom, tickSize)
}

// keepLastTickOnPage makes room on the right for the half of the last tick's label
// that sticks out there.
func (p *page) keepLastTickOnPage() {
	if len(p.x.ticks) == 0 {
		return
	}
	last := p.x.ticks[len(p.x.ticks)-1]
	reach := p.data.X(p.x.at(last.value)) + p.fonts.regular.run(last.label, tickSize).width/2
	if over := reach - (p.canvas.Max.X - pageMargin/2); over > 0 {
		p.data.Max.X -= over
	}
}

// widest returns the width of the widest label.
func (p *page) widest(ticks []tick) vg.Length {
	var w vg.Length
	for _, t := range ticks {
		w = max(w, p.fonts.regular.run(t.label, tickSize).width)
	}
	return w
}

// point returns the place of (x, y) on the canvas.
func (p *page) point(x, y float64) vg.Point {
	return vg.Point{X: p.data.X(p.x.at(x)), Y: p.data.Y(p.y.at(y))}
}
