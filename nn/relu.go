package nn

import "golab/internal/simd"

// ReLULayer is the rectifier with all its options:
//
//	min(z, MaxValue)               z > Threshold
//	NegativeSlope·(z − Threshold)  else
//
// Source: Keras 3.15 (keras/src/layers/activations/relu.py).
type ReLULayer struct {
	MaxValue      float64 // zero: none
	NegativeSlope float64 // at least 0
	Threshold     float64 // at least 0
}

func (l ReLULayer) check(shape) error {
	return checkBounds(
		bound{"MaxValue", l.MaxValue, 0, noLimit},
		bound{"NegativeSlope", l.NegativeSlope, 0, noLimit},
		bound{"Threshold", l.Threshold, 0, noLimit},
	)
}

func (ReLULayer) kind() (name, class string) { return "re_lu", "ReLU" }
func (ReLULayer) output(in shape) shape      { return in }
func (ReLULayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l ReLULayer) String() string { return literal(l) }

func (l ReLULayer) stage32(shape) stage[float32] { return newReLU[float32](l) }
func (l ReLULayer) stage64(shape) stage[float64] { return newReLU[float64](l) }

// LeakyReLULayer is z, below 0 NegativeSlope·z.
//
// Source: Keras 3.15 (keras/src/layers/activations/leaky_relu.py).
type LeakyReLULayer struct {
	NegativeSlope float64 // zero: 0.3, negative: 0
}

func (l LeakyReLULayer) check(shape) error {
	return checkBounds(bound{"NegativeSlope", l.NegativeSlope, -noLimit, noLimit})
}

func (LeakyReLULayer) kind() (name, class string) { return "leaky_re_lu", "LeakyReLU" }
func (LeakyReLULayer) output(in shape) shape      { return in }
func (LeakyReLULayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l LeakyReLULayer) String() string { return literal(l) }

// slope returns the slope below 0.
func (l LeakyReLULayer) slope() float64 { return orDefault(l.NegativeSlope, 0.3) }

func (l LeakyReLULayer) stage32(shape) stage[float32] {
	return newReLU[float32](ReLULayer{NegativeSlope: l.slope()})
}

func (l LeakyReLULayer) stage64(shape) stage[float64] {
	return newReLU[float64](ReLULayer{NegativeSlope: l.slope()})
}

// newReLU returns the stage of a ReLULayer: of vectors, unless it has several options
// at once.
func newReLU[T float](l ReLULayer) stage[T] {
	slope := l.NegativeSlope
	switch {
	case l.Threshold != 0 || l.MaxValue != 0 && slope != 0:
		return ramp[T]{T(slope), T(l.Threshold), T(l.MaxValue), l.MaxValue != 0}
	case l.MaxValue != 0:
		h := simd.HardLinear{Scale: 1, High: l.MaxValue}
		return curve[T]{
			apply: func(v []T) { simd.HardApply(h, v) },
			grad:  func(d, out []T) { simd.HardGrad(h, d, out) },
		}
	case slope != 0:
		return curve[T]{
			apply: func(v []T) { simd.LeakyReLU(v, slope) },
			grad:  func(d, out []T) { simd.LeakyReLUGrad(d, out, slope) },
		}
	}
	return curve[T]{simd.ReLU[T], simd.ReLUGrad[T]}
}

// ramp computes a ReLULayer with all its options.
type ramp[T float] struct {
	slope, from T
	top         T
	bounded     bool // by top
}

func (s ramp[T]) Forward(_ *call[T], in, out matrix[T]) {
	for r := range in.rows {
		out := out.row(r)
		for i, z := range in.row(r) {
			switch {
			case z <= s.from:
				z = s.slope * (z - s.from)
			case s.bounded && z > s.top:
				z = s.top
			}
			out[i] = z
		}
	}
}

func (s ramp[T]) Backward(_ *call[T], p pass[T]) {
	for r := range p.din.rows {
		d, din := p.d.row(r), p.din.row(r)
		for i, z := range p.in.row(r) {
			v := d[i]
			switch {
			case z <= s.from:
				v *= s.slope
			case s.bounded && z > s.top:
				v = 0
			}
			din[i] = v
		}
	}
}
