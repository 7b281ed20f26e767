package plots

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// mostVariables is how many variables a scatter matrix can show.
const mostVariables = 10

// A scatterMatrix shows each pair of variables.
type scatterMatrix struct {
	names   []string
	columns [][]float64
	classes []class
}

// A class is the rows of one colour.
type class struct {
	look
	name string
	rows []int
}

// ScatterMatrix draws each pair of the columns of x, n×p, as a panel of n dots, and
// on the diagonal the histogram of each column, of which the scale on the left tells
// nothing. The names are those of the columns. y has the class of each row, a whole
// number from 0, by which it is coloured, and classes the names of these in the
// legend; a nil y is for rows of one sort. The panels have the figure to themselves.
//
// A row with a number that is not finite has no dots where that stands. It fails, at
// Save or MIMEBundle, when there is not a name for each column, less than 2 or more
// than 10 of them, not a class for each row, or a column without a finite number.
func (f *Figure) ScatterMatrix(names []string, x Matrix, y []float64, classes ...string) {
	s, err := newScatterMatrix(names, x, y, classes)
	f.fillWith("ScatterMatrix", s, err)
}

func newScatterMatrix(names []string, x Matrix, y []float64, classes []string) (*scatterMatrix, error) {
	if x == nil {
		return nil, fmt.Errorf("the matrix is nil")
	}
	n, p := x.Dims()
	switch {
	case len(names) != p:
		return nil, fmt.Errorf("%d names for a matrix of %d×%d", len(names), n, p)
	case p < 2 || p > mostVariables:
		return nil, fmt.Errorf("%d columns, there can be 2 to %d", p, mostVariables)
	case y != nil && len(y) != n:
		return nil, fmt.Errorf("%d rows and %d classes", n, len(y))
	}
	s := &scatterMatrix{}
	for j, name := range names {
		column := make([]float64, n)
		for i := range column {
			column[i] = x.At(i, j)
		}
		s.names, s.columns = append(s.names, oneLine(name)), append(s.columns, column)
		if _, err := finiteValues(s.names[j], column); err != nil {
			return nil, err
		}
	}
	var err error
	s.classes, err = classesOf(n, y, classes)
	return s, err
}

// classesOf puts rows together by their class.
func classesOf(n int, y []float64, names []string) ([]class, error) {
	if y == nil {
		y = make([]float64, n)
	}
	rows := map[int][]int{}
	for i, v := range y {
		k := int(v)
		if float64(k) != v || k < 0 {
			return nil, fmt.Errorf("row %d is of class %g, classes are whole numbers from 0", i, v)
		}
		if len(names) > 0 && k >= len(names) {
			return nil, fmt.Errorf("row %d is of class %d, there are names of %d classes", i, k, len(names))
		}
		rows[k] = append(rows[k], i)
	}
	var classes []class
	for k, in := range rows {
		c := class{look: look(k), name: strconv.Itoa(k), rows: in}
		if k < len(names) {
			c.name = oneLine(names[k])
		}
		classes = append(classes, c)
	}
	slices.SortFunc(classes, func(a, b class) int { return int(a.look) - int(b.look) })
	return classes, nil
}

func (s *scatterMatrix) describe() string {
	text := fmt.Sprintf("scatter matrix of %d variables, %d rows", len(s.names), len(s.columns[0]))
	if n := len(s.classes); n > 1 {
		text += fmt.Sprintf(", %d classes", n)
	}
	return text
}

// Measures of scatter matrices, in points.
const (
	panelGap    = vg.Length(7)
	smallTick   = vg.Length(8) // the size of the numbers
	leastPanel  = vg.Length(58)
	widestPanel = vg.Length(135)
	panelsWidth = vg.Length(500)
)

// side returns the length of a panel.
func (s *scatterMatrix) side() vg.Length {
	return max(leastPanel, min(widestPanel, panelsWidth/vg.Length(len(s.names))))
}

// around returns what is left free around the panels.
func (s *scatterMatrix) around(fonts typefaces, f *Figure) (left, bottom, top vg.Length) {
	wide := fonts.regular.run(minus+"0.00e0", smallTick).width
	left = pageMargin + capitals(labelSize) + depth(labelSize) + gap + wide + tickLength
	bottom = pageMargin + capitals(labelSize) + depth(labelSize) + gap + capitals(smallTick) + tickGap + tickLength
	top = pageMargin
	if f.title != "" {
		top += capitals(titleSize) + depth(titleSize) + gap
	}
	if len(s.classes) > 1 {
		top += capitals(legendSize) + 1.5*gap
	}
	return left, bottom, top
}

func (s *scatterMatrix) size(fonts typefaces, f *Figure) (width, height vg.Length) {
	left, bottom, top := s.around(fonts, f)
	n := vg.Length(len(s.names))
	panels := n*s.side() + (n-1)*panelGap
	return left + panels + pageMargin, bottom + panels + top
}

func (s *scatterMatrix) draw(on *sheet) {
	left, bottom, top := s.around(on.fonts, on.Figure)
	side, n := s.side(), len(s.names)
	axes := make([]axis, n)
	for j, column := range s.columns {
		axes[j] = newAxis(span{interval: reach(column)}, func(ticks []tick) bool {
			return vg.Length(len(ticks))*(widestLabel(on.fonts, ticks)+smallTick) <= side
		})
	}
	for i := range n {
		for j := range n {
			corner := vg.Point{X: left + vg.Length(j)*(side+panelGap), Y: bottom + vg.Length(n-1-i)*(side+panelGap)}
			c := on.canvas
			c.Rectangle = vg.Rectangle{Min: corner, Max: corner.Add(vg.Point{X: side, Y: side})}
			p := panel{on, c, axes[j], axes[i]}
			p.drawGrid(i == j)
			if i == j {
				s.drawHistograms(p, j)
			} else {
				s.drawDots(p, s.columns[j], s.columns[i])
			}
			c.StrokeLines(frameLine, closed(c.Rectangle))
			if i == n-1 {
				p.drawBelow(s.names[j])
			}
			if j == 0 {
				p.drawBeside(s.names[i])
			}
		}
	}
	inner := vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: on.canvas.Max.X - pageMargin, Y: on.canvas.Max.Y - top}}
	on.drawTexts(inner, 0)
	s.drawLegend(on, inner)
}

// reach returns the smallest interval that holds all finite values, of which there is
// one, and their histogram.
func reach(values []float64) interval {
	some := slices.DeleteFunc(slices.Clone(values), func(v float64) bool { return !finite(v) })
	slices.Sort(some)
	edges := binEdges(some, 1)
	return interval{edges[0], edges[1]}
}

func widestLabel(fonts typefaces, ticks []tick) vg.Length {
	var w vg.Length
	for _, t := range ticks {
		w = max(w, fonts.regular.run(t.label, smallTick).width)
	}
	return w
}

// A panel is one of the charts of a scatter matrix.
type panel struct {
	on     *sheet
	canvas draw.Canvas
	x, y   axis
}

// drawGrid draws the light lines, those that go up only where the panel is of one
// variable.
func (p panel) drawGrid(upOnly bool) {
	c := p.canvas
	for _, t := range p.x.ticks {
		c.StrokeLine2(gridLine, c.X(p.x.at(t.value)), c.Min.Y, c.X(p.x.at(t.value)), c.Max.Y)
	}
	for _, t := range p.y.ticks {
		if !upOnly {
			c.StrokeLine2(gridLine, c.Min.X, c.Y(p.y.at(t.value)), c.Max.X, c.Y(p.y.at(t.value)))
		}
	}
}

// nameSize returns the size of the variables' names, smaller beside small panels.
func nameSize(c draw.Canvas) vg.Length {
	return max(smallTick-0.5, min(labelSize, (c.Max.X-c.Min.X)/8))
}

func (p panel) drawBelow(name string) {
	c, regular := p.canvas, p.on.fonts.regular
	for _, t := range p.x.ticks {
		x := c.X(p.x.at(t.value))
		c.StrokeLine2(frameLine, x, c.Min.Y-tickLength, x, c.Min.Y)
		label := regular.run(t.label, smallTick)
		if left, right := x-label.width/2, x+label.width/2; left < c.Min.X-panelGap/2 || right > c.Max.X+panelGap/2 {
			continue // it would touch the next panel's
		}
		label.draw(c, vg.Point{X: x - label.width/2, Y: c.Min.Y - tickLength - tickGap - capitals(smallTick)}, 0, ink)
	}
	text := regular.fitted(name, nameSize(c), c.Max.X-c.Min.X)
	text.draw(c, vg.Point{X: (c.Min.X + c.Max.X - text.width) / 2, Y: pageMargin + depth(labelSize)}, 0, ink)
}

func (p panel) drawBeside(name string) {
	c, regular := p.canvas, p.on.fonts.regular
	for _, t := range p.y.ticks {
		y := c.Y(p.y.at(t.value))
		c.StrokeLine2(frameLine, c.Min.X-tickLength, y, c.Min.X, y)
		label := regular.run(t.label, smallTick)
		label.draw(c, vg.Point{X: c.Min.X - tickLength - tickGap - label.width, Y: y - capitals(smallTick)/2}, 0, ink)
	}
	text := regular.fitted(name, nameSize(c), c.Max.Y-c.Min.Y)
	text.draw(c, vg.Point{X: pageMargin + capitals(labelSize), Y: (c.Min.Y + c.Max.Y - text.width) / 2}, upright, ink)
}

// drawDots draws a dot for each row, in the order of the rows, so that no class
// covers the others.
func (s *scatterMatrix) drawDots(p panel, xs, ys []float64) {
	styles := make([]draw.GlyphStyle, len(xs))
	for _, c := range s.classes {
		style := c.glyph()
		style.Radius = vg.Length(math.Max(0.8, math.Min(2.1, 22/math.Sqrt(float64(len(xs))))))
		style.Color = c.faint(0xa8)
		for _, i := range c.rows {
			styles[i] = style
		}
	}
	for i := range xs {
		if finite(xs[i]) && finite(ys[i]) {
			p.canvas.DrawGlyph(styles[i], vg.Point{X: p.canvas.X(p.x.at(xs[i])), Y: p.canvas.Y(p.y.at(ys[i]))})
		}
	}
}

// drawHistograms draws the counts of column j by class, with room above.
func (s *scatterMatrix) drawHistograms(p panel, j int) {
	f := New("", "", "")
	for _, c := range s.classes {
		values := make([]float64, 0, len(c.rows))
		for _, i := range c.rows {
			values = append(values, s.columns[j][i])
		}
		h, err := newHistogram("", values)
		f.putAs("", int(c.look), h, err)
		f.err = nil // a class may have no number here
	}
	_, counts := f.spans()
	counts.atMin = true
	inside := &page{Figure: f, fonts: p.on.fonts, canvas: p.canvas, data: p.canvas, x: p.x, y: axis{interval: interval{0, counts.max * 1.08}}}
	for _, m := range f.marks {
		m.draw(inside)
	}
}

// drawLegend names the classes in a line above the panels.
func (s *scatterMatrix) drawLegend(on *sheet, inner vg.Rectangle) {
	if len(s.classes) < 2 {
		return
	}
	const radius, apart = vg.Length(3.2), vg.Length(16)
	room := (inner.Max.X-inner.Min.X)/vg.Length(len(s.classes)) - apart - 4*radius
	var texts []run
	width := -apart
	for _, c := range s.classes {
		text := on.fonts.regular.fitted(c.name, legendSize, room)
		texts = append(texts, text)
		width += 4*radius + text.width + apart
	}
	at := vg.Point{X: (inner.Min.X + inner.Max.X - width) / 2, Y: inner.Max.Y + gap}
	for k, c := range s.classes {
		style := c.glyph()
		style.Radius = radius
		on.canvas.DrawGlyph(style, vg.Point{X: at.X + radius, Y: at.Y + capitals(legendSize)/2})
		texts[k].draw(on.canvas, vg.Point{X: at.X + 4*radius, Y: at.Y}, 0, ink)
		at.X += 4*radius + texts[k].width + apart
	}
}
