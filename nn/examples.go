package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

// examples are the rows of x, converted once for a fit, with their labels and
// weights.
type examples[T float] struct {
	x       matrix[T]
	y       []float64
	labels  int       // per row
	weights []float64 // of rows; nil: all 1

	sparse *simd.Sparse[T] // holds the numbers of x, which has none; nil: x does
	picked sparseRows[T]   // by pick
}

// newExamples converts x. It reports the first cell that is not finite.
func newExamples[T float](x mat.Matrix, y, weights []float64) (*examples[T], error) {
	rows, cols := x.Dims()
	e := &examples[T]{x: packedRows(make([]T, rows*cols), cols), y: y, labels: len(y) / rows, weights: weights}
	return e, readRows(e.x.v, x, 0, rows)
}

// room returns examples of as many rows, labels and weights as e, to gather into.
func (e *examples[T]) room(rows int) *examples[T] {
	r := &examples[T]{y: make([]float64, rows*e.labels), labels: e.labels}
	if e.sparse == nil {
		r.x = packedRows(make([]T, rows*e.x.cols), e.x.cols)
	}
	if e.weights != nil {
		r.weights = make([]float64, rows)
	}
	return r
}

// packedRows returns rows of cols numbers as a matrix, one after the other.
func packedRows[T float](v []T, cols int) matrix[T] {
	return matrix[T]{v: v, rows: len(v) / cols, cols: cols, stride: cols}
}

// slice returns the rows from to to.
func (e *examples[T]) slice(from, to int) matrix[T] {
	if e.sparse != nil {
		return e.pick(from, to, nil)
	}
	cols := e.x.cols
	return packedRows(e.x.v[from*cols:to*cols], cols)
}

// gather makes the first rows of dst those of e with the given numbers, and returns
// them. dst has room for them. Rows without zeros stay where they are.
func (e *examples[T]) gather(dst *examples[T], order []int) matrix[T] {
	cols := e.x.cols
	for i, r := range order {
		if e.sparse == nil {
			copy(dst.x.v[i*cols:(i+1)*cols], e.x.v[r*cols:(r+1)*cols])
		}
		copy(dst.y[i*e.labels:(i+1)*e.labels], e.y[r*e.labels:])
		if e.weights != nil {
			dst.weights[i] = e.weights[r]
		}
	}
	if e.sparse != nil {
		return e.pick(0, e.x.rows, order)
	}
	return dst.slice(0, len(order))
}

// weighClasses gives the first training rows the weights of their classes, all
// others 1.
func (e *examples[T]) weighClasses(weights map[int]float64, training int) error {
	for class, w := range weights {
		if !(w >= 0 && w <= math.MaxFloat64) {
			return fmt.Errorf("ClassWeight of class %d is %g, it must be at least 0 and finite", class, w)
		}
	}
	e.weights = make([]float64, e.x.rows)
	for i := range e.weights {
		e.weights[i] = 1
		if i >= training {
			continue
		}
		if w, ok := weights[e.class(i)]; ok {
			e.weights[i] = w
		}
	}
	return nil
}

// class returns the class of row i: its label, or the place of its greatest label.
func (e *examples[T]) class(i int) int {
	if e.labels == 1 {
		return int(math.RoundToEven(e.y[i]))
	}
	return greatest(e.y[i*e.labels : (i+1)*e.labels])
}
