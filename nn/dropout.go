package nn

import "fmt"

// DropoutLayer makes each number 0 with probability Rate, in a fit only, and
// multiplies the others by 1/(1−Rate), so that the mean stays. Predict and Evaluate
// change nothing.
//
// Source: Keras 3.15 (keras/src/layers/regularization/dropout.py); Srivastava et al.,
// "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014.
type DropoutLayer struct {
	Rate float64 // from 0 to 1
}

// Dropout is short for DropoutLayer{Rate: rate}.
func Dropout(rate float64) DropoutLayer { return DropoutLayer{Rate: rate} }

func (l DropoutLayer) check(shape) error { return checkBounds(bound{"Rate", l.Rate, 0, 1}) }

func (DropoutLayer) kind() (name, class string) { return "dropout", "Dropout" }
func (DropoutLayer) output(in shape) shape      { return in }
func (DropoutLayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l DropoutLayer) String() string { return fmt.Sprintf("Dropout(%g)", l.Rate) }

func (l DropoutLayer) stage32(shape) stage[float32] { return newDropoutStage[float32](l) }
func (l DropoutLayer) stage64(shape) stage[float64] { return newDropoutStage[float64](l) }

// dropoutStage computes a DropoutLayer.
type dropoutStage[T float] struct {
	limit   uint64    // of 32 random bits: below it a number is dropped
	factors [2]T      // of what is dropped and kept
	mask    matrix[T] // the factors of the last Forward; without rows: all 1
}

func newDropoutStage[T float](l DropoutLayer) *dropoutStage[T] {
	s := &dropoutStage[T]{limit: uint64(l.Rate * (1 << 32))}
	if l.Rate < 1 {
		s.factors[1] = T(1 / (1 - l.Rate))
	}
	return s
}

func (s *dropoutStage[T]) Forward(c *call[T], in, out matrix[T]) {
	if s.mask.rows = 0; !c.training || s.limit == 0 {
		copyRows(out, in)
		return
	}
	s.mask.grow(in.rows * in.cols)
	s.mask = packedRows(s.mask.v, in.cols)
	s.draw(c)
	for r := range in.rows {
		out, mask := out.row(r), s.mask.row(r)
		for i, v := range in.row(r) {
			out[i] = v * mask[i]
		}
	}
}

// draw fills the mask.
func (s *dropoutStage[T]) draw(c *call[T]) {
	var bits uint64
	for i := range s.mask.v {
		if bits >>= 32; i%2 == 0 {
			bits = c.random.Uint64()
		}
		kept := 0
		if bits&(1<<32-1) >= s.limit {
			kept = 1
		}
		s.mask.v[i] = s.factors[kept]
	}
}

func (s *dropoutStage[T]) Backward(_ *call[T], p pass[T]) {
	if s.mask.rows == 0 {
		copyGrad(p)
		return
	}
	for r := range p.din.rows {
		din, mask := p.din.row(r), s.mask.row(r)
		for i, d := range p.d.row(r) {
			din[i] = d * mask[i]
		}
	}
}
