package nn

import "golab/internal/simd"

// sparseRows are some rows of a matrix without its zeros.
type sparseRows[T float] struct {
	x    simd.Sparse[T]
	list []int // the rows of x; nil: all
}

// sampleRows is how many rows tell whether a matrix is worth keeping without its zeros.
const sampleRows = 128

// takesSparse reports whether a network's first layer takes rows without their zeros.
func (s *Sequential) takesSparse() bool {
	first := s.layers[0]
	if f, ok := first.(FrozenLayer); ok {
		first = f.Layer
	}
	_, ok := first.(DenseLayer)
	return ok
}

// compress drops the zeros of x if that pays.
func (e *examples[T]) compress() {
	sample := simd.NewSparse[T](e.x.cols)
	for r := 0; r < e.x.rows; r += max(e.x.rows/sampleRows, 1) {
		sample.Append(e.x.row(r), 1, e.x.stride)
	}
	if !sample.Pays() {
		return
	}
	e.sparse = simd.NewSparse[T](e.x.cols)
	e.sparse.Append(e.x.v, e.x.rows, e.x.stride)
	e.x.v = nil
}

// pick returns rows of e without their zeros, until the next call: those from from to
// to, or those that list names.
func (e *examples[T]) pick(from, to int, list []int) matrix[T] {
	m := matrix[T]{rows: to - from, cols: e.x.cols, sparse: &e.picked}
	e.picked = sparseRows[T]{e.sparse.Slice(from, to), list}
	if list != nil {
		m.rows = len(list)
	}
	return m
}
