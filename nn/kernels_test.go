package nn

import (
	"fmt"
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

// The three products against gonum, over widths around the blocks of 4 and 8,
// with no zeros, some, and nothing else.
func TestKernels(t *testing.T) {
	const rows, in = 5, 6
	for out := 1; out <= 21; out++ {
		for _, zeros := range []float64{0, 0.7, 1} {
			t.Run(fmt.Sprintf("out=%d/zeros=%g", out, zeros), func(t *testing.T) {
				r := newStream(int64(out), 99)
				a, w := sparseNumbers(rows*in, zeros, r), sparseNumbers(in*out, 0, r)
				b, d := sparseNumbers(out, 0, r), sparseNumbers(rows*out, 0, r)
				p := newPacked[float64](rows, in)
				p.fill(a, rows, in)
				am, wm, dm := matrixFrom(rows, a), matrixFrom(in, w), matrixFrom(rows, d)

				c := sparseNumbers(rows*out, 0, r) // to be overwritten
				affine(c, &p, w, b, rows, out)
				var want mat.Dense
				want.Mul(am, wm)
				want.Apply(func(_, j int, v float64) float64 { return v + b[j] }, &want)
				near(t, "A·W+b", c, want.RawMatrix().Data)
				affine(c, &p, w, nil, rows, out)
				want.Mul(am, wm)
				near(t, "A·W", c, want.RawMatrix().Data)

				dw, db := make([]float64, in*out), make([]float64, out)
				gradWeights(dw, db, &p, d, rows, out)
				want.Reset()
				want.Mul(am.T(), dm)
				near(t, "AᵀD", dw, want.RawMatrix().Data)
				for j := range db {
					near(t, "ΣD", db[j:j+1], []float64{mat.Sum(dm.ColView(j))})
				}

				da := sparseNumbers(rows*in, 0, r) // to be overwritten
				gradInputs(da, d, w, &p, rows, in, out)
				want.Reset()
				want.Mul(dm, wm.T())
				near(t, "DWᵀ", da, want.RawMatrix().Data)
				p.live = true
				gradInputs(da, d, w, &p, rows, in, out)
				want.Apply(func(i, j int, v float64) float64 {
					if am.At(i, j) == 0 {
						return 0
					}
					return v
				}, &want)
				near(t, "DWᵀ where A≠0", da, want.RawMatrix().Data)
			})
		}
	}
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

func TestPackedRow(t *testing.T) {
	p := newPacked[float32](3, 4)
	p.fill([]float32{0, 1, 0, 2, 0, 0, 0, 0, 3, 4, 5, float32(math.Copysign(0, -1))}, 3, 4)
	for r, want := range []struct {
		at  []int32
		val []float32
	}{
		{[]int32{1, 3}, []float32{1, 2}},
		{nil, nil},
		{[]int32{0, 1, 2}, []float32{3, 4, 5}},
	} {
		at, val := p.row(r)
		if fmt.Sprint(at, val) != fmt.Sprint(want.at, want.val) {
			t.Errorf("row %d: %v %v, want %v %v", r, at, val, want.at, want.val)
		}
	}
}
