package nn

import "golab/internal/simd"

// ELULayer is z, below 0 Alpha·(e^z − 1).
//
// Source: Keras 3.15 (keras/src/layers/activations/elu.py).
type ELULayer struct {
	Alpha float64 // zero: 1; not negative
}

func (l ELULayer) check(shape) error { return checkBounds(bound{"Alpha", l.Alpha, 0, noLimit}) }

func (ELULayer) kind() (name, class string) { return "elu", "ELU" }
func (ELULayer) output(in shape) shape      { return in }
func (ELULayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l ELULayer) String() string { return literal(l) }

func (l ELULayer) stage32(shape) stage[float32] { return newELU[float32](orOne(l.Alpha)) }
func (l ELULayer) stage64(shape) stage[float64] { return newELU[float64](orOne(l.Alpha)) }

func newELU[T float](alpha float64) curve[T] {
	return curve[T]{
		apply: func(v []T) { simd.ELU(v, alpha) },
		grad:  func(d, out []T) { simd.ELUGrad(d, out, alpha) },
	}
}

// curve computes a function of one number whose derivative is taken from its value.
type curve[T float] struct {
	apply func(v []T)      // in place
	grad  func(d, out []T) // multiplies d by the derivative
}

func (s curve[T]) Forward(_ *call[T], in, out matrix[T]) {
	copyRows(out, in)
	s.apply(out.v)
}

func (s curve[T]) Backward(_ *call[T], p pass[T]) {
	s.grad(p.d.v, p.out.v)
	copyGrad(p)
}
