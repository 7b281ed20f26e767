package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
)

// A Matrix is a table of numbers with r rows and c columns, such as gonum's
// *mat.Dense.
type Matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

// Heatmap draws a table of numbers as coloured cells, blue below 0, white at 0 and
// brown above, with the names of its rows and columns and a bar that says which
// colour is which number: correlations, above all. The colours reach from -1 to 1 or,
// if a number is beyond, as far on both sides as the number farthest from 0. The
// numbers are written in the cells where there is room. A number that is not finite
// is grey. The table has the figure to itself.
//
// It fails, at Save or MIMEBundle, when the names are not as many as the rows and
// columns, when there are none, or no finite number.
func (f *Figure) Heatmap(rows, columns []string, m Matrix) {
	g, err := newGrid(rows, columns, m)
	if err == nil {
		g.reach = 1
		for _, v := range g.cells {
			if finite(v) {
				g.reach = math.Max(g.reach, math.Abs(v))
			}
		}
		g.write = g.plain
	}
	f.fillWith("Heatmap", g, err)
}

// A grid is a table of coloured cells.
type grid struct {
	rows, columns []string
	cells         []float64 // row by row
	reach         float64   // of the colours around 0; 0 for none but the cells' own
	shares        []float64 // of a confusion matrix: how blue each cell is
	write         func(cell int) []string
}

func newGrid(rows, columns []string, m Matrix) (*grid, error) {
	if m == nil {
		return nil, fmt.Errorf("the matrix is nil")
	}
	r, c := m.Dims()
	if len(rows) != r || len(columns) != c {
		return nil, fmt.Errorf("%d and %d names for a matrix of %d×%d", len(rows), len(columns), r, c)
	}
	if r == 0 || c == 0 {
		return nil, fmt.Errorf("the matrix is empty")
	}
	g := &grid{cells: make([]float64, 0, r*c)}
	for i := range r {
		for j := range c {
			g.cells = append(g.cells, m.At(i, j))
		}
	}
	for _, name := range rows {
		g.rows = append(g.rows, oneLine(name))
	}
	for _, name := range columns {
		g.columns = append(g.columns, oneLine(name))
	}
	if _, err := finiteValues("the matrix", g.cells); err != nil {
		return nil, err
	}
	return g, nil
}

func (g *grid) describe() string {
	if g.shares != nil {
		return fmt.Sprintf("confusion matrix of %d classes", len(g.rows))
	}
	all := emptyInterval()
	for _, v := range g.cells {
		if finite(v) {
			all = all.with(v)
		}
	}
	return fmt.Sprintf("heat map, %d×%d, %v", len(g.rows), len(g.columns), all)
}

// plain writes a number with two decimals, with less where some are greater, and with
// none where all are whole.
func (g *grid) plain(cell int) []string {
	v := g.cells[cell]
	if !finite(v) {
		return nil
	}
	format, digits := byte('f'), 2
	switch {
	case g.reach >= 1e5:
		format = 'g'
		digits = 3
	case g.reach > 1 && !slices.ContainsFunc(g.cells, func(v float64) bool { return finite(v) && v != math.Trunc(v) }), g.reach >= 100:
		digits = 0
	case g.reach >= 10:
		digits = 1
	}
	text := strconv.FormatFloat(v, format, digits, 64)
	if strings.Trim(text, "-0.") == "" {
		text = strings.TrimPrefix(text, "-") // -0.00
	}
	return []string{strings.ReplaceAll(text, "-", minus)}
}

// colour returns that of a cell.
func (g *grid) colour(cell int) color.NRGBA {
	switch v := g.cells[cell]; {
	case !finite(v):
		return noNumber
	case g.shares != nil:
		return sequential.at(g.shares[cell])
	default:
		return diverging.at(0.5 + v/g.reach/2)
	}
}

// Measures of grids, in points.
const (
	widestCell  = vg.Length(64)
	widestCount = vg.Length(84)  // of a confusion matrix
	gridWidth   = vg.Length(480) // with up to fewNames columns
	wideGrid    = vg.Length(600)
	fewNames    = 20
	leastWidth  = vg.Length(270)
	barWidth    = vg.Length(11)
	shortestBar = vg.Length(75)
	nameGap     = vg.Length(4)
	leastDigits = vg.Length(5.5) // the smallest size of numbers in cells
)

// A gridLayout is where the parts of a grid stand.
type gridLayout struct {
	side                     vg.Length // of a cell
	left, right, top, bottom vg.Length // what is around the cells
	beside                   vg.Length // free at the left of the label there
	names                    vg.Length // room for the names of columns, along their letters
	size                     vg.Length // of the names
	slanted                  bool
	width, height            vg.Length // of the page
}

func (g *grid) layOut(fonts typefaces, f *Figure) gridLayout {
	l := gridLayout{size: tickSize, top: pageMargin, right: pageMargin}
	page := gridWidth
	if n := max(len(g.columns), len(g.rows)); n > fewNames {
		page, l.size = wideGrid, 7.5
	}
	widest := func(names []string) (w vg.Length) {
		for _, name := range names {
			w = max(w, fonts.regular.run(name, l.size).width)
		}
		return min(w, longestName)
	}
	l.left = pageMargin + widest(g.rows) + nameGap
	if f.yLabel != "" {
		l.left += capitals(labelSize) + depth(labelSize) + gap
	}
	if f.title != "" {
		l.top += capitals(titleSize) + depth(titleSize) + gap
	}
	if g.reach > 0 {
		l.right += barWidth + gap + tickLength + tickGap + fonts.regular.run(minus+"0.00", tickSize).width
	}
	limit := widestCell
	if g.shares != nil {
		limit = widestCount
	}
	l.side = min(limit, (page-l.left-l.right)/vg.Length(len(g.columns)))
	l.names = widest(g.columns)
	l.bottom = pageMargin + nameGap + capitals(l.size)
	if l.slanted = l.names+4 > l.side; l.slanted {
		l.bottom = pageMargin + nameGap + slantedHeight(l.names, l.size)
	}
	if f.xLabel != "" {
		l.bottom += capitals(labelSize) + depth(labelSize) + gap
	}
	cells := l.side * vg.Length(len(g.columns))
	l.width = max(leastWidth, l.left+cells+l.right)
	if free := l.width - l.left - cells - l.right; free > 0 {
		l.left, l.right = l.left+free/2, l.right+free/2
		l.beside = free / 2
	}
	l.height = l.top + l.side*vg.Length(len(g.rows)) + l.bottom
	return l
}

func (g *grid) size(fonts typefaces, f *Figure) (width, height vg.Length) {
	l := g.layOut(fonts, f)
	return l.width, l.height
}

func (g *grid) draw(s *sheet) {
	l := g.layOut(s.fonts, s.Figure)
	cells := vg.Rectangle{
		Min: vg.Point{X: l.left, Y: l.bottom},
		Max: vg.Point{X: l.left + l.side*vg.Length(len(g.columns)), Y: l.bottom + l.side*vg.Length(len(g.rows))},
	}
	size := g.digitSize(s.fonts, l.side)
	for i := range g.rows {
		for j := range g.columns {
			at := vg.Point{X: cells.Min.X + vg.Length(j)*l.side, Y: cells.Max.Y - vg.Length(i+1)*l.side}
			g.drawCell(s, i*len(g.columns)+j, vg.Rectangle{Min: at, Max: at.Add(vg.Point{X: l.side, Y: l.side})}, size)
		}
	}
	s.canvas.StrokeLines(frameLine, closed(cells))
	g.drawNames(s, l, cells)
	if g.reach > 0 {
		g.drawBar(s, cells)
	}
	s.drawTexts(cells, l.beside)
}

// digitSize returns the size of the texts in the cells, 0 if there is no room.
func (g *grid) digitSize(fonts typefaces, side vg.Length) vg.Length {
	if side < leastDigits*1.5 {
		return 0
	}
	var widest vg.Length
	lines := 1
	for cell := range g.cells {
		texts := g.write(cell)
		lines = max(lines, len(texts))
		for _, text := range texts {
			widest = max(widest, fonts.regular.run(text, 1).width)
		}
	}
	const filled = 0.86
	size := min(tickSize+1, filled*side/max(widest, 0.1), filled*side/vg.Length(lines)/1.25)
	if size < leastDigits {
		return 0
	}
	return size
}

func (g *grid) drawCell(s *sheet, cell int, r vg.Rectangle, size vg.Length) {
	fill := g.colour(cell)
	bled := r // a little into the neighbours, so that nothing shines through
	bled.Max.X += 0.2
	bled.Min.Y -= 0.2
	s.canvas.FillPolygon(fill, corners(bled))
	texts := g.write(cell)
	if size == 0 || len(texts) == 0 {
		return
	}
	line := size * 1.3
	y := centre(r).Y + line*vg.Length(len(texts)-1)/2 - capitals(size)/2
	for k, text := range texts {
		small := size
		if k > 0 {
			small = size * 0.85
		}
		label := s.fonts.regular.run(text, small)
		label.draw(s.canvas, vg.Point{X: centre(r).X - label.width/2, Y: y - vg.Length(k)*line}, 0, inkOn(fill))
	}
}

// drawNames writes those of rows and columns, or of every so many where they would
// touch.
func (g *grid) drawNames(s *sheet, l gridLayout, cells vg.Rectangle) {
	regular := s.fonts.regular
	every := max(1, int(math.Ceil(float64(1.2*l.size/l.side))))
	for i := 0; i < len(g.rows); i += every {
		label := regular.fitted(g.rows[i], l.size, longestName)
		y := cells.Max.Y - (vg.Length(i)+0.5)*l.side
		label.draw(s.canvas, vg.Point{X: cells.Min.X - nameGap - label.width, Y: y - capitals(l.size)/2}, 0, ink)
	}
	for j := 0; j < len(g.columns); j += every {
		end := vg.Point{X: cells.Min.X + (vg.Length(j)+0.5)*l.side, Y: cells.Min.Y - nameGap}
		if l.slanted {
			drawSlantedIn(s.canvas, regular, g.columns[j], end, l.names, l.size)
			continue
		}
		label := regular.run(g.columns[j], l.size)
		label.draw(s.canvas, vg.Point{X: end.X - label.width/2, Y: end.Y - capitals(l.size)}, 0, ink)
	}
}

// drawBar draws the bar that says which colour is which number.
func (g *grid) drawBar(s *sheet, cells vg.Rectangle) {
	r := vg.Rectangle{Min: vg.Point{X: cells.Max.X + gap, Y: cells.Min.Y}, Max: vg.Point{X: cells.Max.X + gap + barWidth, Y: cells.Max.Y}}
	r.Min.Y = min(r.Min.Y, max(pageMargin, r.Max.Y-shortestBar))
	const steps = 100
	height := r.Size().Y / steps
	for i := range steps {
		y := r.Min.Y + vg.Length(i)*height
		s.canvas.FillPolygon(diverging.at((float64(i)+0.5)/steps), corners(vg.Rectangle{
			Min: vg.Point{X: r.Min.X, Y: y}, Max: r.Max, // so that there are no seams
		}))
	}
	s.canvas.StrokeLines(frameLine, closed(r))
	a := newAxis(span{interval: interval{-g.reach, g.reach}, atMin: true, atMax: true}, func(ticks []tick) bool {
		return vg.Length(len(ticks))*2.2*tickSize <= r.Size().Y
	})
	for _, t := range a.ticks {
		y := r.Min.Y + vg.Length(a.at(t.value))*r.Size().Y
		s.canvas.StrokeLine2(frameLine, r.Max.X, y, r.Max.X+tickLength, y)
		s.fonts.regular.run(t.label, tickSize).draw(s.canvas, vg.Point{X: r.Max.X + tickLength + tickGap, Y: y - capitals(tickSize)/2}, 0, ink)
	}
}

// ConfusionMatrix draws how often examples of each class, a row, were taken for each
// class, a column. A cell has the count and its share of the row, by which it is
// coloured: the diagonal of a good classifier is dark, however rare a class. The
// labels of the axes, where New was given none, are True class and Predicted class.
// The table has the figure to itself.
//
// It fails, at Save or MIMEBundle, when there is not a row and a column for each
// class, or when a count is negative or not finite.
func (f *Figure) ConfusionMatrix(classes []string, counts Matrix) {
	g, err := newGrid(classes, classes, counts)
	if err == nil {
		err = g.makeShares()
	}
	f.fillWith("ConfusionMatrix", g, err)
	f.callAxes("Predicted class", "True class")
}

// makeShares turns counts into shares of their rows.
func (g *grid) makeShares() error {
	n := len(g.columns)
	g.shares = make([]float64, len(g.cells))
	for i, row := range slices.Collect(slices.Chunk(g.cells, n)) {
		sum := 0.0
		for j, v := range row {
			if !(v >= 0) || math.IsInf(v, 0) {
				return fmt.Errorf("the count of row %d, column %d is %g", i, j, v)
			}
			sum += v
		}
		for j, v := range row {
			g.shares[i*n+j] = v / math.Max(sum, 1)
		}
	}
	g.write = func(cell int) []string {
		count := strconv.FormatFloat(g.cells[cell], 'f', -1, 64)
		return []string{count, fmt.Sprintf("%.1f %%", 100*g.shares[cell])}
	}
	return nil
}
