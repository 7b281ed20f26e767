package nn

import "golab/internal/simd"

// sparseRows are some rows of a matrix without its zeros.
type sparseRows[T float] struct {
	x    simd.Sparse[T]
	list []int // the rows of x; nil: all
}

// sparseShare is the part of zeros from which on a matrix is worth keeping without them.
const sparseShare = 0.6

// takesSparse reports whether a network's first layer takes rows without their zeros.
func (s *Sequential) takesSparse() bool {
	first := s.layers[0]
	if f, ok := first.(FrozenLayer); ok {
		first = f.Layer
	}
	_, ok := first.(DenseLayer)
	return ok
}

// compress drops the zeros of x if there are many.
func (e *examples[T]) compress() {
	zeros := 0
	for _, v := range e.x.v {
		if v == 0 {
			zeros++
		}
	}
	if float64(zeros) <= sparseShare*float64(len(e.x.v)) {
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
