package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// NormalizationLayer brings each column to mean 0 and variance 1, given its mean and
// variance before: (z − Mean)/max(√Variance, 1e-7). No fit changes them. [Adapt]
// makes one from data.
//
// Source: Keras 3.15 (keras/src/layers/preprocessing/normalization.py), where mean and
// variance are given.
type NormalizationLayer struct {
	Mean, Variance []float64 // one for each place on the last axis
}

// Adapt returns a NormalizationLayer of the means and variances of the columns of x.
// The variance is the mean square of what is left without the mean. It fails when x is
// empty or holds a number that is not finite.
func Adapt(x mat.Matrix) (NormalizationLayer, error) {
	l, err := adapt(x)
	if err != nil {
		return l, fmt.Errorf("nn: Adapt: %w", err)
	}
	return l, nil
}

func adapt(x mat.Matrix) (NormalizationLayer, error) {
	var none NormalizationLayer
	if err := checkExists(x); err != nil {
		return none, err
	}
	rows, cols := x.Dims()
	l := NormalizationLayer{make([]float64, cols), make([]float64, cols)}
	row := make([]float64, cols)
	for i := range rows {
		mat.Row(row, i, x)
		if err := checkCells(row, x, i); err != nil {
			return none, err
		}
		for j, v := range row {
			l.Mean[j] += v / float64(rows)
		}
	}
	for i := range rows {
		for j, v := range mat.Row(row, i, x) {
			d := v - l.Mean[j]
			l.Variance[j] += d * d / float64(rows)
		}
	}
	return l, l.checkNumbers()
}

func (l NormalizationLayer) check(in shape) error {
	if n := in.last(); len(l.Mean) != n || len(l.Variance) != n {
		return fmt.Errorf("%d means and %d variances, the last axis of the input has %d numbers: Adapt makes them from data",
			len(l.Mean), len(l.Variance), n)
	}
	return l.checkNumbers()
}

func (l NormalizationLayer) checkNumbers() error {
	for j := range l.Mean {
		err := checkBounds(
			bound{fmt.Sprintf("Mean[%d]", j), l.Mean[j], -math.MaxFloat32, math.MaxFloat32},
			bound{fmt.Sprintf("Variance[%d]", j), l.Variance[j], 0, noLimit},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

func (NormalizationLayer) kind() (name, class string) { return "normalization", "Normalization" }
func (NormalizationLayer) output(in shape) shape      { return in }
func (NormalizationLayer) variables(shape) []variable { return nil }

// String tells how many columns the layer takes.
func (l NormalizationLayer) String() string { return fmt.Sprintf("Normalization(%d)", len(l.Mean)) }

func (l NormalizationLayer) stage32(shape) stage[float32] { return newNormalizing[float32](l) }
func (l NormalizationLayer) stage64(shape) stage[float64] { return newNormalizing[float64](l) }

func newNormalizing[T float](l NormalizationLayer) affine[T] {
	a := affine[T]{convert[T](l.Mean), make([]T, len(l.Mean)), make([]T, len(l.Mean))}
	for j, v := range l.Variance {
		a.scale[j] = T(1 / max(math.Sqrt(v), 1e-7))
	}
	return a
}
