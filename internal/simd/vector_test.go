package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// lengths are those around whole vectors.
var lengths = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 64, 100, 1271}

// some returns n numbers that begin offset numbers into their memory.
func some(n, offset int, r *rand.Rand) []float32 { return numbers(n+offset, r)[offset:] }

// wide returns v as float64s.
func wide(v []float32) []float64 {
	w := make([]float64, len(v))
	for i, f := range v {
		w[i] = float64(f)
	}
	return w
}

func TestReLUGrad(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths {
		d, out := some(n, 1, r), some(n, 2, r)
		for i := range out {
			switch i % 5 {
			case 0:
				out[i] = 0
			case 1:
				out[i] = float32(math.NaN())
			}
		}
		want := slices.Clone(d)
		for i, o := range out {
			if o <= 0 {
				want[i] = 0
			}
		}
		ReLUGrad(d, out)
		if !slices.Equal(d, want) {
			t.Errorf("%d numbers: %v, want %v", n, d, want)
		}
	}
}

func TestAddColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths[1:] {
		for _, rows := range []int{0, 1, 2, 9} {
			stride := Padded(n) + 3
			d, dst := numbers(rows*stride, r), some(n, 1, r)
			want := slices.Clone(dst)
			for i := range rows {
				for j := range n {
					want[j] += d[i*stride+j]
				}
			}
			AddColumns(dst, d, rows, stride)
			if !slices.Equal(dst, want) {
				t.Errorf("%d×%d: %v, want %v", rows, n, dst, want)
			}
		}
	}
}

func TestNarrow(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range lengths {
		src := wide(some(n, 1, r))
		for i := range src {
			src[i] *= math.Pi
		}
		got := make([]float32, n+1)
		if !Narrow(got[1:], src) {
			t.Errorf("%d finite numbers are said not to be", n)
		}
		for i, v := range src {
			if got[i+1] != float32(v) {
				t.Fatalf("%d numbers: [%d] = %g, want %g", n, i, got[i+1], float32(v))
			}
		}
		for i := range src {
			for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
				was := src[i]
				src[i] = bad
				if Narrow(got[1:], src) {
					t.Errorf("%d numbers, %g at %d: all are said to be finite", n, bad, i)
				}
				src[i] = was
			}
		}
	}
}

// near reports whether got is want within a part of its size.
func near(got, want, part float64) bool {
	return got == want || math.Abs(got-want) <= part*math.Abs(want) || math.IsNaN(got) && math.IsNaN(want)
}

// plainLoss is LogitLoss for one number, of weight 1.
func plainLoss(l LogitLoss, z, y float64) (loss, grad, p float64) {
	label := y*l.Scale + l.Shift
	p = 1 / (1 + math.Exp(-z))
	return max(z, 0) - z*label + math.Log1p(math.Exp(-math.Abs(z))), (p - label) * l.GradScale, p
}

func TestLogitLoss(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range append([]int{10_000}, lengths...) {
		z, y, grad := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range z {
			z[i] = r.NormFloat64() * math.Exp(3*r.NormFloat64())
			y[i] = float64(r.IntN(2))
		}
		copy(z, []float64{0, 30, -30, 700, -700, 720, -800, 1e-300})
		weights := make([]float64, n)
		for i := range weights {
			weights[i] = float64(i % 7)
		}
		for _, l := range []LogitLoss{
			{Scale: 1, GradScale: .5}, {Scale: .8, Shift: .1, GradScale: 1, Replace: true},
			{Scale: 1, GradScale: 3, Weights: weights}, {Scale: 1, GradScale: .5, Replace: true, Weights: weights},
		} {
			out := slices.Clone(z)
			got, want := l.Sum(grad, out, y), 0.0
			for i, v := range z {
				loss, g, p := plainLoss(l, v, y[i])
				if l.Weights != nil {
					loss, g = loss*weights[i], g*weights[i]
				}
				want += loss
				if !near(grad[i], g, 1e-14) && math.Abs(grad[i]-g) > 1e-16 {
					t.Fatalf("grad(%g) = %g, want %g", v, grad[i], g)
				}
				if l.Replace && !near(out[i], p, 1e-14) && p > 1e-305 {
					t.Fatalf("p(%g) = %g, want %g", v, out[i], p)
				}
				if !l.Replace && out[i] != v {
					t.Fatalf("z = %g became %g", v, out[i])
				}
			}
			if !near(got, want, 1e-13) {
				t.Errorf("%d numbers: loss %g, want %g", n, got, want)
			}
		}
	}
	for _, z := range []float64{0, 1, 2, 5, 20, 36, 100} { // small losses are as exact as large ones
		l, v := LogitLoss{Scale: 1}, []float64{z, z, z, z}
		want, _, _ := plainLoss(l, z, 1)
		if got := l.Sum(make([]float64, 4), v, []float64{1, 1, 1, 1}) / 4; !near(got, want, 1e-13) {
			t.Errorf("loss(%g) = %g, want %g", z, got, want)
		}
	}
	for at := range 6 {
		z := make([]float64, 6)
		z[at] = math.NaN()
		if got := (LogitLoss{Scale: 1}).Sum(make([]float64, 6), z, make([]float64, 6)); !math.IsNaN(got) {
			t.Errorf("the loss of NaN at %d is %g", at, got)
		}
	}
}
