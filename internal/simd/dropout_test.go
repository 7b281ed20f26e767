package simd

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Dropout gives what plain Go gives, in every bit, for all lengths.
func TestDropout(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 41 {
		for _, keep := range []float64{0, 1e-9, .3, .5, .8, 1} {
			src := some(n, n%3, r)
			dst, mask := make([]float32, n+1)[1:], make([]float32, n)
			Dropout(dst, src, mask, keep, uint64(n))
			plainDst, plainMask := make([]float32, n), make([]float32, n)
			plainly(func() { Dropout(plainDst, src, plainMask, keep, uint64(n)) })
			if !same(dst, plainDst) || !same(mask, plainMask) {
				t.Fatalf("%d numbers, keep %g: %v by %v, want %v by %v", n, keep, dst, mask, plainDst, plainMask)
			}
			double := make([]float64, n)
			Dropout(make([]float64, n), wide(src), double, keep, uint64(n))
			for i, m := range mask {
				if (m != 0) != (double[i] != 0) || m != 0 && m != float32(1/keep) || keep == 0 && m != 0 || keep == 1 && m != 1 {
					t.Fatalf("keep %g: mask %g, of float64s %g", keep, m, double[i])
				}
				if dst[i] != src[i]*m {
					t.Fatalf("%g by %g gives %g", src[i], m, dst[i])
				}
			}
		}
	}
}

// The masks are the same for ever: models that were fitted with a seed can be again.
func TestDropoutGolden(t *testing.T) {
	for _, golden := range []struct {
		stream uint64
		want   uint64
	}{{0, 0xc6407b7726665b7d}, {1, 0xd7d2de4f8e60cdbd}, {1 << 63, 0x226e58b745af8eed}} {
		mask := make([]float32, 1003)
		Dropout(make([]float32, len(mask)), make([]float32, len(mask)), mask, .5, golden.stream)
		sum := fnv.New64a()
		for _, m := range mask {
			sum.Write([]byte{byte(m)})
		}
		if got := sum.Sum64(); got != golden.want {
			t.Errorf("stream %d: masks hash to %#x, want %#x", golden.stream, got, golden.want)
		}
	}
}

// As many are kept as should be, and neither neighbours nor streams know of each other.
func TestDropoutRandom(t *testing.T) {
	const n = 1 << 16
	ones := slices.Repeat([]float32{1}, n)
	masks := make([][]float32, 4)
	for s := range masks {
		masks[s] = make([]float32, n)
		Dropout(make([]float32, n), ones, masks[s], .5, uint64(s))
	}
	centred := func(s, i int) float64 { return float64(masks[s][i%n]) - 1 } // ±1
	for s := range masks {
		for _, lag := range []int{0, 1, 2, 7, 8, 64, 1000} {
			for other := range masks {
				var sum float64
				for i := range n {
					if lag == 0 && other == s {
						sum += centred(s, i)
					} else {
						sum += centred(s, i) * centred(other, i+lag)
					}
				}
				if z := sum / math.Sqrt(n); math.Abs(z) > 4.5 {
					t.Errorf("streams %d and %d at a distance of %d: %.1f standard deviations", s, other, lag, z)
				}
			}
		}
	}
}

func BenchmarkDropout(b *testing.B) {
	src, mask := make([]float32, 10_000), make([]float32, 10_000)
	b.Run("vectors", func(b *testing.B) {
		for b.Loop() {
			Dropout(src, src, mask, .8, 1)
		}
	})
	b.Run("plain", func(b *testing.B) {
		plainly(func() {
			for b.Loop() {
				Dropout(src, src, mask, .8, 1)
			}
		})
	})
}
