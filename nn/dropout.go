package nn

import (
	"fmt"

	"golab/internal/simd"
)

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

func (l DropoutLayer) stage32(shape) stage[float32] { return &dropoutStage[float32]{rate: l.Rate} }
func (l DropoutLayer) stage64(shape) stage[float64] { return &dropoutStage[float64]{rate: l.Rate} }

// dropoutStage computes a DropoutLayer.
type dropoutStage[T float] struct {
	rate float64
	drew bool      // the last Forward dropped some
	mask matrix[T] // by which it multiplied
}

func (s *dropoutStage[T]) Forward(c *call[T], in, out matrix[T]) {
	copyRows(out, in)
	if s.drew = c.training && s.rate > 0; s.drew {
		s.mask.grow(len(out.v))
		simd.Dropout(out.v, out.v, s.mask.v, 1-s.rate, c.random.Uint64())
	}
}

func (s *dropoutStage[T]) Backward(_ *call[T], p pass[T]) {
	if s.drew {
		simd.Scale(p.d.v, s.mask.v)
	}
	copyGrad(p)
}
