package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// exact computes a product of float64s one number at a time.
func exact(p Product[float64]) []float64 {
	c := slices.Clone(p.C)
	for i := range p.Rows {
		for j := range p.Cols {
			sum := 0.0
			if p.Bias != nil {
				sum = p.Bias[j]
			}
			if p.Accumulate {
				sum = p.C[i*p.CStride+j]
			}
			for l := range p.Inner {
				at := l*p.BStride + j
				if p.BTransposed {
					at = j*p.BStride + l
				}
				a := p.A[i*p.ARow+l*p.AInner]
				if p.Rounding == Separate {
					sum += float64(float64(a*p.Scale) * p.B[at])
				} else {
					sum = math.FMA(a, p.B[at], sum)
				}
			}
			c[i*p.CStride+j] = sum
		}
	}
	return c
}

// wideProduct returns p in float64s.
func wideProduct(p Product[float32], rounding Rounding) Product[float64] {
	w := Product[float64]{
		Rows: p.Rows, Cols: p.Cols, Inner: p.Inner,
		A: wide(p.A), ARow: p.ARow, AInner: p.AInner,
		B: wide(p.B), BStride: p.BStride, BTransposed: p.BTransposed,
		C: wide(p.C), CStride: p.CStride, Accumulate: p.Accumulate,
		Rounding: rounding, Scale: math.Pi,
	}
	if p.Bias != nil {
		w.Bias = wide(p.Bias)
	}
	return w
}

// checkExact compares every bit of a product of float64s.
func checkExact(t *testing.T, p Product[float64]) {
	t.Helper()
	want := exact(p)
	var w Workspace[float64]
	w.Multiply(p)
	for i, v := range p.C {
		if v != want[i] {
			t.Fatalf("%d×%d×%d, rounding %d: C[%d] = %x, want %x", p.Rows, p.Inner, p.Cols, p.Rounding, i, v, want[i])
		}
	}
}

// The products that are told how to round have every bit of the chain of
// operations that they promise.
func TestExactProducts(t *testing.T) {
	if !Exact() {
		t.Skip("this processor has no exact products")
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, rows := range []int{1, 3, 4, 7, 130} {
		for cols := 1; cols <= 27; cols++ {
			for _, inner := range []int{1, 2, 57, 300} {
				for bits := range 8 {
					s := shape{rows: rows, cols: cols, inner: inner, extra: cols % 2, transA: bits&1 > 0, transB: bits&2 > 0, add: bits&4 > 0}
					s.bias = !s.add && bits&1 == 0
					checkExact(t, wideProduct(s.product(r), Fused))
					checkExact(t, wideProduct(s.product(r), Separate))
				}
			}
		}
	}
}

// FuzzExactProducts does the same for all sizes, strides and offsets.
func FuzzExactProducts(f *testing.F) {
	f.Add(uint64(1), uint8(57), uint8(20), uint16(100), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, rows, cols uint8, inner uint16, bits uint8) {
		if !Exact() {
			t.Skip("this processor has no exact products")
		}
		s := shape{
			rows: int(rows)%40 + 1, cols: int(cols)%60 + 1, inner: int(inner)%600 + 1, extra: int(bits >> 6),
			transA: bits&1 > 0, transB: bits&2 > 0, bias: bits&4 > 0, add: bits&12 == 8,
		}
		p := s.product(rand.New(rand.NewPCG(seed, 2)))
		checkExact(t, wideProduct(p, Fused))
		checkExact(t, wideProduct(p, Separate))
	})
}
