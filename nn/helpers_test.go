package nn

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// matrixFrom returns v as a matrix of rows rows.
func matrixFrom(rows int, v []float64) *mat.Dense { return mat.NewDense(rows, len(v)/rows, v) }

// sparseNumbers returns n numbers, part of them zero.
func sparseNumbers(n int, part float64, r *rand.Rand) []float64 {
	v := make([]float64, n)
	for i := range v {
		if r.Float64() >= part {
			v[i] = r.NormFloat64()
		}
	}
	return v
}

// near holds got to want within 1e-12.
func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= 1e-12*max(1, math.Abs(want[i]))) {
			t.Errorf("%s[%d] = %g, want %g", what, i, got[i], want[i])
		}
	}
}
