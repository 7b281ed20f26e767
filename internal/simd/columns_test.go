package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Sums and normalizations of columns give what plain Go gives, in every bit, and moments
// those of float64s.
func TestColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, cols := range lengths[1:12] {
		for _, rows := range []int{1, 2, 9, 100} {
			stride := Padded(cols) + 8*(rows%3)
			x, y := numbers(rows*stride, r), numbers(rows*stride, r)
			for i := range x {
				x[i] = 100 + 3*x[i]
			}
			mean, variance := make([]float32, cols), make([]float32, cols)
			scale, shift := numbers(cols, r), numbers(cols, r)
			products, out, d := numbers(cols, r), slices.Clone(x), slices.Clone(y)
			all := [][]float32{mean, variance, products, out, d}
			run := func(v [][]float32) {
				ColumnMoments(v[0], v[1], x, rows, stride)
				AddColumnProducts(v[2], x, stride, y, stride, rows)
				Normalize(v[3], stride, x, stride, rows, v[0], scale, shift)
				NormalizeGrad(v[4], stride, x, stride, rows, v[0], scale, shift, products)
			}
			want := cloned(all)
			run(all)
			plainly(func() { run(want) })
			for k := range all {
				for i, v := range all[k] {
					if k >= 3 && i%stride >= cols {
						continue
					}
					if math.Float32bits(v) != math.Float32bits(want[k][i]) {
						t.Fatalf("%d×%d: slice %d[%d] = %g, want %g", rows, cols, k, i, v, want[k][i])
					}
				}
			}
			checkMoments(t, x, mean, variance, rows, stride)
		}
	}
}

// checkMoments compares moments with those of float64s.
func checkMoments(t *testing.T, x, mean, variance []float32, rows, stride int) {
	t.Helper()
	for j := range mean {
		var m, v float64
		for r := range rows {
			m += float64(x[r*stride+j]) / float64(rows)
		}
		for r := range rows {
			d := float64(x[r*stride+j]) - m
			v += d * d / float64(rows)
		}
		if !near(float64(mean[j]), m, 1e-5) || math.Abs(float64(variance[j])-v) > 1e-5*(v+1) {
			t.Fatalf("%d rows, column %d: mean %g and variance %g, want %g and %g", rows, j, mean[j], variance[j], m, v)
		}
	}
}

// The gradient of a normalization by a batch's own moments is the slope of its loss.
func TestNormalizeGrad(t *testing.T) {
	const rows, h = 7, 1e-6
	r := rand.New(rand.NewPCG(1, 2))
	x, weights := make([]float64, rows*Lanes), make([]float64, rows*Lanes)
	for i := range x {
		x[i], weights[i] = r.NormFloat64(), r.NormFloat64()
	}
	const gamma, eps = 1.3, 1e-3
	mean, variance, scale, shift := make([]float64, 1), make([]float64, 1), make([]float64, 1), make([]float64, 1)
	loss := func() float64 {
		out := make([]float64, len(x))
		ColumnMoments(mean, variance, x, rows, Lanes)
		scale[0] = gamma / math.Sqrt(variance[0]+eps)
		Normalize(out, Lanes, x, Lanes, rows, mean, scale, shift)
		var sum float64
		for i := 0; i < len(x); i += Lanes {
			sum += out[i] * weights[i]
		}
		return sum
	}
	loss()
	d, a, b := slices.Clone(weights), make([]float64, 1), make([]float64, 1)
	AddColumns(a, d, rows, Lanes)
	AddColumnProducts(b, x, Lanes, d, Lanes, rows)
	b[0] = (b[0] - mean[0]*a[0]) / (variance[0] + eps) / rows
	a[0] /= rows
	NormalizeGrad(d, Lanes, x, Lanes, rows, mean, scale, a, b)
	for i := 0; i < len(x); i += Lanes {
		was := x[i]
		x[i] = was + h
		above := loss()
		x[i] = was - h
		if want := (above - loss()) / (2 * h); math.Abs(d[i]-want) > 1e-7 {
			t.Errorf("row %d: %g, want %g", i/Lanes, d[i], want)
		}
		x[i] = was
	}
}

func BenchmarkColumns(b *testing.B) {
	const rows, cols = 100, 20
	x, v := make([]float32, rows*24), make([]float32, cols)
	run := map[string]func(){
		"AddColumns":    func() { AddColumns(v, x, rows, 24) },
		"ColumnMoments": func() { ColumnMoments(v, v, x, rows, 24) },
		"Normalize":     func() { Normalize(x, 24, x, 24, rows, v, v, v) },
	}
	for name, f := range run {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
		})
		b.Run(name+"/plain", func(b *testing.B) {
			plainly(func() {
				for b.Loop() {
					f()
				}
			})
		})
	}
}
