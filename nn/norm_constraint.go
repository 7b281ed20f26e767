package nn

import (
	"fmt"
	"math"
)

// MaxNorm scales vectors of weights down to a length of at most MaxValue.
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py).
type MaxNorm struct {
	MaxValue float64 // zero: 2
	Axis     int     // along which the vectors lie; zero: the weights of each unit of a Dense
}

// String returns Keras's class name.
func (MaxNorm) String() string { return "MaxNorm" }

func (c MaxNorm) check(dims []int) error {
	if err := checkBounds(bound{"MaxValue", c.MaxValue, 0, noLimit}); err != nil {
		return err
	}
	return checkAxis(c.Axis, dims)
}

func (c MaxNorm) project32(w []float32, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }
func (c MaxNorm) project64(w []float64, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }

func (c MaxNorm) length(norm float64) float64 { return min(norm, orDefault(c.MaxValue, 2)) }

// UnitNorm scales vectors of weights to length 1.
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py).
type UnitNorm struct {
	Axis int // along which the vectors lie, as of MaxNorm
}

// String returns Keras's class name.
func (UnitNorm) String() string { return "UnitNorm" }

func (c UnitNorm) check(dims []int) error { return checkAxis(c.Axis, dims) }

func (c UnitNorm) project32(w []float32, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }
func (c UnitNorm) project64(w []float64, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }

func (UnitNorm) length(float64) float64 { return 1 }

// MinMaxNorm brings the length of vectors of weights towards MinValue to MaxValue: to
//
//	Rate·min(max(norm, MinValue), MaxValue) + (1 − Rate)·norm
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py).
type MinMaxNorm struct {
	MinValue float64 // at most MaxValue
	MaxValue float64 // zero: 1
	Rate     float64 // zero: 1
	Axis     int     // along which the vectors lie, as of MaxNorm
}

// String returns Keras's class name.
func (MinMaxNorm) String() string { return "MinMaxNorm" }

func (c MinMaxNorm) check(dims []int) error {
	err := checkBounds(bound{"MaxValue", c.MaxValue, 0, noLimit}, bound{"Rate", c.Rate, 0, 1})
	if err != nil {
		return err
	}
	if top := orDefault(c.MaxValue, 1); !(c.MinValue >= 0 && c.MinValue <= top) {
		return fmt.Errorf("MinValue is %g, it must be from 0 to MaxValue, %g", c.MinValue, top)
	}
	return checkAxis(c.Axis, dims)
}

func (c MinMaxNorm) project32(w []float32, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }
func (c MinMaxNorm) project64(w []float64, dims []int) { scaleVectors(w, dims, c.Axis, c.length) }

func (c MinMaxNorm) length(norm float64) float64 {
	rate := orDefault(c.Rate, 1)
	return rate*min(max(norm, c.MinValue), orDefault(c.MaxValue, 1)) + (1-rate)*norm
}

// checkAxis reports an axis that a tensor has not.
func checkAxis(axis int, dims []int) error {
	if axis < 0 || axis >= len(dims) {
		return fmt.Errorf("the Axis is %d, the tensor has axes 0 to %d", axis, len(dims)-1)
	}
	return nil
}

// scaleVectors multiplies the vectors of w along an axis by length(norm)/(1e-7 + norm).
func scaleVectors[T float](w []T, dims []int, axis int, length func(norm float64) float64) {
	step := shape(dims[axis+1:]).size()
	block := step * dims[axis] // of vectors whose first numbers lie side by side
	for first := range w {
		if first%block >= step {
			continue
		}
		var sum float64
		end := first - first%block + block
		for i := first; i < end; i += step {
			sum += float64(w[i]) * float64(w[i])
		}
		norm := math.Sqrt(sum)
		factor := T(length(norm) / (1e-7 + norm))
		for i := first; i < end; i += step {
			w[i] *= factor
		}
	}
}
