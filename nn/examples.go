package nn

import "gonum.org/v1/gonum/mat"

// examples are the rows of x, packed once for a fit, and their labels.
type examples struct {
	rows   packed[float32]
	y      []float64
	labels int // per row
}

// newExamples packs x. It reports the first cell that is not finite.
func newExamples(x mat.Matrix, y []float64) (*examples, error) {
	rows, cols := x.Dims()
	e := &examples{y: y, labels: len(y) / rows}
	e.rows.from, e.rows.to = make([]int, rows), make([]int, rows)
	row, entries := make([]float32, cols), 0
	for r := range rows {
		readRows(row, x, r, r+1)
		if err := checkCells(row, x, r); err != nil {
			return nil, err
		}
		e.rows.from[r] = entries
		for _, v := range row {
			if v != 0 {
				entries++
			}
		}
		e.rows.to[r] = entries
	}
	e.rows.at, e.rows.val = make([]int32, entries+cols), make([]float32, entries+cols) // packRow writes beyond the end
	for r := range rows {
		readRows(row, x, r, r+1)
		packRow(e.rows.at[e.rows.from[r]:], e.rows.val[e.rows.from[r]:], row)
	}
	return e, nil
}

// slice returns the rows from to to.
func (e *examples) slice(from, to int) (packed[float32], []float64) {
	p := e.rows
	p.from, p.to = p.from[from:to], p.to[from:to]
	return p, e.y[from*e.labels : to*e.labels]
}

// gather makes dst the rows of e with the given numbers. It has room for them.
func (dst *examples) gather(e *examples, order []int) {
	dst.rows.at, dst.rows.val = e.rows.at, e.rows.val
	for i, r := range order {
		dst.rows.from[i], dst.rows.to[i] = e.rows.from[r], e.rows.to[r]
		copy(dst.y[i*e.labels:(i+1)*e.labels], e.y[r*e.labels:])
	}
}
