package nn

import "gonum.org/v1/gonum/mat"

// examples are the rows of x, converted once for a fit, and their labels.
type examples struct {
	x      matrix[float32]
	y      []float64
	labels int // per row
}

// newExamples converts x. It reports the first cell that is not finite.
func newExamples(x mat.Matrix, y []float64) (*examples, error) {
	rows, cols := x.Dims()
	e := &examples{x: packedRows(make([]float32, rows*cols), cols), y: y, labels: len(y) / rows}
	return e, readRows(e.x.v, x, 0, rows)
}

// packedRows returns rows of cols numbers as a matrix, one after the other.
func packedRows[T float](v []T, cols int) matrix[T] {
	return matrix[T]{v, len(v) / cols, cols, cols}
}

// slice returns the rows from to to.
func (e *examples) slice(from, to int) (matrix[float32], []float64) {
	cols := e.x.cols
	return packedRows(e.x.v[from*cols:to*cols], cols), e.y[from*e.labels : to*e.labels]
}

// gather makes the first rows of dst those of e with the given numbers, and returns
// them. dst has room for them.
func (e *examples) gather(dst *examples, order []int) (matrix[float32], []float64) {
	cols := e.x.cols
	for i, r := range order {
		copy(dst.x.v[i*cols:(i+1)*cols], e.x.v[r*cols:(r+1)*cols])
		copy(dst.y[i*e.labels:(i+1)*e.labels], e.y[r*e.labels:])
	}
	return dst.slice(0, len(order))
}
