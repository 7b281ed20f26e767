package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// numbers returns n normal numbers.
func numbers(n int, r *rand.Rand) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	return v
}

// shape is a product to test: sizes, and how far apart rows lie.
type shape struct {
	rows, cols, inner    int
	extra                int // columns between rows of all matrices
	transA, transB       bool
	bias, add, relu, pad bool
}

// product makes a product of random numbers.
func (s shape) product(r *rand.Rand) Product[float32] {
	p := Product[float32]{
		Rows: s.rows, Cols: s.cols, Inner: s.inner,
		ARow: s.inner + s.extra, AInner: 1, BStride: s.cols + s.extra, BTransposed: s.transB,
		CStride: s.cols + s.extra, CPadded: s.pad, Accumulate: s.add, ReLU: s.relu,
	}
	p.A = numbers(s.rows*p.ARow, r)
	if s.transA {
		p.ARow, p.AInner = 1, s.rows+s.extra
		p.A = numbers(s.inner*p.AInner, r)
	}
	p.B = numbers(s.inner*p.BStride, r)
	if s.transB {
		p.BStride = s.inner + s.extra
		p.B = numbers(s.cols*p.BStride, r)
	}
	if s.pad {
		p.CStride = Padded(s.cols) + s.extra
	}
	if s.bias {
		p.Bias = numbers(s.cols, r)
	}
	p.C = numbers(s.rows*p.CStride, r)
	return p
}

// want returns C in float64, and the sums of the terms' sizes.
func want(p Product[float32]) (c, size []float64) {
	c, size = make([]float64, p.Rows*p.Cols), make([]float64, p.Rows*p.Cols)
	for i := range p.Rows {
		for j := range p.Cols {
			sum, abs := 0.0, 0.0
			if p.Bias != nil {
				sum = float64(p.Bias[j])
			}
			if p.Accumulate {
				sum = float64(p.C[i*p.CStride+j])
			}
			abs = math.Abs(sum)
			for l := range p.Inner {
				at := l*p.BStride + j
				if p.BTransposed {
					at = j*p.BStride + l
				}
				t := float64(p.A[i*p.ARow+l*p.AInner]) * float64(p.B[at])
				sum += t
				abs += math.Abs(t)
			}
			if p.ReLU {
				sum = max(sum, 0)
			}
			c[i*p.Cols+j], size[i*p.Cols+j] = sum, abs
		}
	}
	return c, size
}

// checkProduct compares a product with float64, and what lies beside C.
func checkProduct(t *testing.T, p Product[float32]) {
	t.Helper()
	c, size := want(p)
	before := slices.Clone(p.C)
	var w Workspace[float32]
	w.Multiply(p)
	cols := p.Cols
	if p.CPadded {
		cols = Padded(cols)
	}
	for i, v := range p.C {
		row, col := i/p.CStride, i%p.CStride
		if col < p.Cols {
			at := row*p.Cols + col
			if e := math.Abs(float64(v) - c[at]); !(e <= 1e-7*float64(p.Inner+2)*(size[at]+1e-30)) {
				t.Fatalf("C[%d, %d] = %g, want %g", row, col, v, c[at])
			}
		} else if col >= cols && v != before[i] {
			t.Fatalf("C[%d, %d], beside the product, was written to", row, col)
		}
	}
}

func TestMultiply(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, rows := range []int{1, 2, 3, 4, 5, 9, 131} {
		for _, inner := range []int{1, 8, 17, 260} {
			if rows*inner > 3000 && testing.Short() {
				continue
			}
			for cols := 1; cols <= 50; cols += 1 + cols/12 {
				for bits := range 32 {
					s := shape{rows: rows, cols: cols, inner: inner, extra: bits % 3, transA: bits&1 > 0, transB: bits&2 > 0,
						bias: bits&4 > 0, relu: bits&8 > 0, pad: bits&16 > 0}
					s.add = !s.bias && bits&8 > 0
					checkProduct(t, s.product(r))
				}
			}
		}
	}
}

// Sizes that several goroutines share, by panels and by rows, give the same on any
// number of cores.
func TestMultiplyShared(t *testing.T) {
	for _, s := range []shape{
		{rows: 50, cols: 300, inner: 300},
		{rows: 50, cols: 301, inner: 299, transA: true, transB: true, bias: true},
		{rows: 2000, cols: 20, inner: 60, relu: true, pad: true},
	} {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			p := s.product(rand.New(rand.NewPCG(1, 2)))
			if p.Rows*p.Cols*p.Inner < sharedWork {
				t.Fatal("the product is too small for this test")
			}
			var first []float32
			for _, cores := range []int{1, 2, 3, 7} {
				previous := runtime.GOMAXPROCS(cores)
				checkProduct(t, p)
				runtime.GOMAXPROCS(previous)
				if first == nil {
					first = slices.Clone(p.C)
				}
				if !slices.Equal(first, p.C) {
					t.Errorf("%d cores give another product", cores)
				}
			}
		})
	}
}

// A row's entries are the same in every bit in every batch.
func TestMultiplyRowAlone(t *testing.T) {
	p := shape{rows: 11, cols: 29, inner: 300, bias: true}.product(rand.New(rand.NewPCG(1, 2)))
	var w Workspace[float32]
	w.Multiply(p)
	all := slices.Clone(p.C)
	for i := range p.Rows {
		one := p
		one.Rows, one.A, one.C = 1, p.A[i*p.ARow:], make([]float32, 29)
		w.Multiply(one)
		if !slices.Equal(one.C, all[i*29:(i+1)*29]) {
			t.Errorf("row %d differs when it is alone", i)
		}
	}
}

func TestMultiplyAllocatesNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	for _, s := range []shape{{rows: 20, cols: 20, inner: 57}, {rows: 128, cols: 256, inner: 128, transB: true}} {
		p := s.product(rand.New(rand.NewPCG(1, 2)))
		var w Workspace[float32]
		if n := testing.AllocsPerRun(20, func() { w.Multiply(p) }); n != 0 {
			t.Errorf("%+v: %g allocations", s, n)
		}
	}
}

// FuzzMultiply compares the kernels with float64, over all sizes, strides and
// offsets.
func FuzzMultiply(f *testing.F) {
	f.Add(uint64(1), uint16(57), uint16(20), uint16(100), uint8(0))
	f.Add(uint64(2), uint16(5), uint16(49), uint16(7), uint8(255))
	f.Fuzz(func(t *testing.T, seed uint64, rows, cols, inner uint16, bits uint8) {
		s := shape{
			rows: int(rows)%40 + 1, cols: int(cols)%80 + 1, inner: int(inner)%600 + 1, extra: int(bits >> 6),
			transA: bits&1 > 0, transB: bits&2 > 0, bias: bits&4 > 0, add: bits&12 == 8, relu: bits&16 > 0, pad: bits&32 > 0,
		}
		checkProduct(t, s.product(rand.New(rand.NewPCG(seed, 2))))
	})
}

func BenchmarkMultiply(b *testing.B) {
	for _, s := range []shape{
		{rows: 100, cols: 20, inner: 57, bias: true, relu: true, pad: true},
		{rows: 57, cols: 20, inner: 100, transA: true},
		{rows: 128, cols: 512, inner: 784, bias: true, relu: true, pad: true},
		{rows: 784, cols: 512, inner: 128, transA: true},
		{rows: 128, cols: 512, inner: 512, transB: true, pad: true},
		{rows: 1024, cols: 1024, inner: 1024},
	} {
		b.Run(fmt.Sprintf("%dx%dx%d", s.rows, s.inner, s.cols), func(b *testing.B) {
			p := s.product(rand.New(rand.NewPCG(1, 2)))
			var w Workspace[float32]
			b.ReportAllocs()
			for b.Loop() {
				w.Multiply(p)
			}
			b.ReportMetric(2*float64(p.Rows*p.Cols*p.Inner)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gflop/s")
		})
	}
}
