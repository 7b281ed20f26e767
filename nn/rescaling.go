package nn

import "fmt"

// RescalingLayer is Scale·z + Offset.
//
// Source: Keras 3.15 (keras/src/layers/preprocessing/rescaling.py).
type RescalingLayer struct {
	Scale  float64 // not 0
	Offset float64
}

// Rescaling is short for RescalingLayer{Scale: scale, Offset: offset}.
func Rescaling(scale, offset float64) RescalingLayer {
	return RescalingLayer{Scale: scale, Offset: offset}
}

func (l RescalingLayer) check(shape) error {
	if l.Scale == 0 {
		return fmt.Errorf("the Scale is %g: all numbers would become the same", l.Scale)
	}
	return checkBounds(
		bound{"Scale", l.Scale, -noLimit, noLimit},
		bound{"Offset", l.Offset, -noLimit, noLimit},
	)
}

func (RescalingLayer) kind() (name, class string) { return "rescaling", "Rescaling" }
func (RescalingLayer) output(in shape) shape      { return in }
func (RescalingLayer) variables(shape) []variable { return nil }

// String describes the layer as it is written in code.
func (l RescalingLayer) String() string {
	return fmt.Sprintf("Rescaling(%g, %g)", l.Scale, l.Offset)
}

func (l RescalingLayer) stage32(in shape) stage[float32] { return newAffine[float32](l, in) }
func (l RescalingLayer) stage64(in shape) stage[float64] { return newAffine[float64](l, in) }

func newAffine[T float](l RescalingLayer, in shape) affine[T] {
	a := affine[T]{scale: make([]T, in.last()), shift: make([]T, in.last())}
	for j := range a.scale {
		a.scale[j], a.shift[j] = T(l.Scale), T(l.Offset)
	}
	return a
}

// affine is (z − mean)·scale + shift with numbers of its own for each place on the last
// axis.
type affine[T float] struct {
	mean         []T // nil: zeros
	scale, shift []T
}

func (s affine[T]) Forward(_ *call[T], in, out matrix[T]) {
	for i := range in.groups(len(s.scale)) {
		out := out.group(i, len(s.scale))
		for j, z := range in.group(i, len(s.scale)) {
			if s.mean != nil {
				z -= s.mean[j]
			}
			out[j] = z*s.scale[j] + s.shift[j]
		}
	}
}

func (s affine[T]) Backward(_ *call[T], p pass[T]) {
	for i := range p.din.groups(len(s.scale)) {
		din := p.din.group(i, len(s.scale))
		for j, d := range p.d.group(i, len(s.scale)) {
			din[j] = d * s.scale[j]
		}
	}
}
