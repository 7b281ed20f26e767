package simd

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// softmaxOf is the softmax of a row in float64, and log Σ e^z.
func softmaxOf(z []float32) (p []float64, total float64) {
	top, sum := math.Inf(-1), 0.0
	for _, v := range z {
		top = max(top, float64(v))
	}
	for _, v := range z {
		p = append(p, math.Exp(float64(v)-top))
		sum += p[len(p)-1]
	}
	for j := range p {
		p[j] /= sum
	}
	return p, top + math.Log(sum)
}

// rowsOf makes rows of numbers of all sizes, and NaN beside them.
func rowsOf(rows, cols, stride int, r *rand.Rand) []float32 {
	v := slices.Repeat([]float32{float32(math.NaN())}, rows*stride)
	for i := range rows {
		size := math.Exp(2 * r.NormFloat64())
		for j := range cols {
			v[i*stride+j] = float32(size * r.NormFloat64())
		}
	}
	return v
}

// Softmax, its logarithms and its gradient are those of float64s, and those of a row do
// not depend on the others.
func TestSoftmax(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for cols := 1; cols <= 40; cols++ {
		for _, rows := range []int{0, 1, 2, 7} {
			stride := Padded(cols) + 8*(cols%2)
			z := rowsOf(rows, cols, stride, r)
			p, sums, only, scratch := slices.Clone(z), make([]float32, rows), make([]float32, rows), make([]float32, 48)
			bare, logs := slices.Clone(z), slices.Clone(z)
			Softmax(p, rows, cols, stride, sums, scratch)
			Softmax(bare, rows, cols, stride, nil, nil)
			LogSumExp(only, z, rows, cols, stride, scratch)
			LogSoftmax(logs, rows, cols, stride, make([]float32, rows), scratch)
			if !same(only, sums) {
				t.Fatalf("%d×%d: LogSumExp gives %v, Softmax %v", rows, cols, only, sums)
			}
			for i := range rows {
				row := z[i*stride:][:cols]
				want, total := softmaxOf(row)
				for j, w := range want {
					got := p[i*stride+j]
					part := 1e-6 + 1.2e-7*float64(slices.Max(row)-row[j]) // the difference is rounded
					if !near(float64(got), w, part) && w > 1e-36 || got != bare[i*stride+j] {
						t.Fatalf("softmax of %v: %g and %g at %d, want %g", row, got, bare[i*stride+j], j, w)
					}
					if log := float64(row[j]) - total; math.Abs(float64(logs[i*stride+j])-log) > 3e-7*(math.Abs(log)+math.Abs(total)) {
						t.Fatalf("log softmax of %v: %g at %d, want %g", row, logs[i*stride+j], j, log)
					}
				}
				if math.Abs(float64(sums[i])-total) > 3e-7*max(1, math.Abs(total)) {
					t.Fatalf("log Σ e^z of %v is %g, want %g", row, sums[i], total)
				}
				alone := append(slices.Clone(row), make([]float32, 8)...)
				Softmax(alone, 1, cols, stride, nil, nil)
				if !same(alone[:cols], p[i*stride:][:cols]) {
					t.Fatalf("row %d differs when it is alone", i)
				}
			}
			checkSoftmaxGrad(t, p, rows, cols, stride, r)
		}
	}
}

// checkSoftmaxGrad compares the gradient with that of float64s.
func checkSoftmaxGrad(t *testing.T, p []float32, rows, cols, stride int, r *rand.Rand) {
	t.Helper()
	wider := stride + 8
	d := rowsOf(rows, cols, wider, r)
	got := slices.Clone(d)
	SoftmaxGrad(got, wider, p, stride, rows, cols)
	for i := range rows {
		d, p := d[i*wider:][:cols], p[i*stride:][:cols]
		var dot, size float64
		for j, v := range d {
			dot += float64(v) * float64(p[j])
			size = max(size, math.Abs(float64(v)))
		}
		for j, v := range d {
			want := float64(p[j]) * (float64(v) - dot)
			if math.Abs(float64(got[i*wider+j])-want) > 1e-6*size*float64(p[j])+1e-37 {
				t.Fatalf("gradient of %v by %v: %g at %d, want %g", d, p, got[i*wider+j], j, want)
			}
		}
	}
}

func TestSoftmaxEdges(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, row := range [][]float32{
		{-inf, 0, -inf}, {3e38, -3e38, 0}, {-3e38, -3e38}, {1e-45, 0, -1e-45}, {-inf, -inf}, {inf, 0}, {1, float32(math.NaN()), 2},
		{0, -87, -88, -100, -104, -200},
	} {
		want, _ := softmaxOf(row)
		got := append(slices.Clone(row), make([]float32, 8)...)
		Softmax(got, 1, len(row), 8, nil, nil)
		for j, w := range want {
			if !near(float64(got[j]), w, 1e-5) && math.Abs(float64(got[j])-w) > 1e-36 {
				t.Errorf("softmax of %v is %v, want %v", row, got[:len(row)], want)
				break
			}
		}
	}
}

func BenchmarkSoftmax(b *testing.B) {
	const rows = 100
	for _, cols := range []int{3, 10, 100} {
		stride := Padded(cols)
		z := make([]float32, rows*stride)
		run := func(b *testing.B) {
			for b.Loop() {
				Softmax(z, rows, cols, stride, nil, nil)
			}
		}
		name := map[int]string{3: "3", 10: "10", 100: "100"}[cols]
		b.Run(name, run)
		b.Run(name+"/plain", func(b *testing.B) { plainly(func() { run(b) }) })
	}
}
