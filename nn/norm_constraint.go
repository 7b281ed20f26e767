package nn

import (
	"fmt"
	"math"
)

// MaxNorm scales every column down to a length of at most MaxValue: for the kernel of a
// Dense, the weights of each unit.
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py), along axis 0.
type MaxNorm struct {
	MaxValue float64 // zero: 2
}

// String returns Keras's class name.
func (MaxNorm) String() string { return "MaxNorm" }

func (c MaxNorm) check() error { return checkBounds(bound{"MaxValue", c.MaxValue, 0, noLimit}) }

func (c MaxNorm) project32(w []float32, dims []int) { scaleColumns(w, dims, c.length) }
func (c MaxNorm) project64(w []float64, dims []int) { scaleColumns(w, dims, c.length) }

func (c MaxNorm) length(norm float64) float64 { return min(norm, orDefault(c.MaxValue, 2)) }

// UnitNorm scales every column to length 1.
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py), along axis 0.
type UnitNorm struct{}

// String returns Keras's class name.
func (UnitNorm) String() string { return "UnitNorm" }

func (UnitNorm) check() error { return nil }

func (c UnitNorm) project32(w []float32, dims []int) { scaleColumns(w, dims, c.length) }
func (c UnitNorm) project64(w []float64, dims []int) { scaleColumns(w, dims, c.length) }

func (UnitNorm) length(float64) float64 { return 1 }

// MinMaxNorm brings the length of every column towards MinValue to MaxValue: to
//
//	Rate·min(max(norm, MinValue), MaxValue) + (1 − Rate)·norm
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py), along axis 0.
type MinMaxNorm struct {
	MinValue float64 // at most MaxValue
	MaxValue float64 // zero: 1
	Rate     float64 // zero: 1
}

// String returns Keras's class name.
func (MinMaxNorm) String() string { return "MinMaxNorm" }

func (c MinMaxNorm) check() error {
	err := checkBounds(bound{"MaxValue", c.MaxValue, 0, noLimit}, bound{"Rate", c.Rate, 0, 1})
	if err != nil {
		return err
	}
	if top := orDefault(c.MaxValue, 1); !(c.MinValue >= 0 && c.MinValue <= top) {
		return fmt.Errorf("MinValue is %g, it must be from 0 to MaxValue, %g", c.MinValue, top)
	}
	return nil
}

func (c MinMaxNorm) project32(w []float32, dims []int) { scaleColumns(w, dims, c.length) }
func (c MinMaxNorm) project64(w []float64, dims []int) { scaleColumns(w, dims, c.length) }

func (c MinMaxNorm) length(norm float64) float64 {
	rate := orDefault(c.Rate, 1)
	return rate*min(max(norm, c.MinValue), orDefault(c.MaxValue, 1)) + (1-rate)*norm
}

// scaleColumns multiplies each column of w, whose first axis is that of the rows, by
// length(norm)/(1e-7 + norm).
func scaleColumns[T float](w []T, dims []int, length func(norm float64) float64) {
	cols := len(w) / dims[0]
	for j := range cols {
		var sum float64
		for i := j; i < len(w); i += cols {
			sum += float64(w[i]) * float64(w[i])
		}
		norm := math.Sqrt(sum)
		factor := T(length(norm) / (1e-7 + norm))
		for i := j; i < len(w); i += cols {
			w[i] *= factor
		}
	}
}
