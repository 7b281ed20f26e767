package simd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"unsafe"
)

// sparseShape is a sparse product to test.
type sparseShape struct {
	rows, inner, cols int
	density           float64
	extra             int // columns between rows of all matrices
	listed            bool
	relu, bias        bool
}

// sparseCase is a sparse product and the dense rows of its X, in the order of C.
type sparseCase[T Float] struct {
	SparseProduct[T]
	dense []T
}

// converted returns v as Ts.
func converted[T Float](v []float32) []T {
	w := make([]T, len(v))
	for i, f := range v {
		w[i] = T(f)
	}
	return w
}

// sparseOf makes a product of random numbers.
func sparseOf[T Float](s sparseShape, r *rand.Rand) sparseCase[T] {
	all, stride := s.rows+3, s.inner+s.extra
	x := converted[T](numbers(all*stride, r))
	for i := range x {
		if r.Float64() >= s.density {
			x[i] = 0
		}
	}
	sparse := NewSparse[T](s.inner)
	sparse.Append(x, 2, stride)
	sparse.Append(x[2*stride:], all-2, stride)
	p := sparseCase[T]{SparseProduct: SparseProduct[T]{
		X: sparse.Slice(1, 1+s.rows), Cols: s.cols, BStride: s.cols + s.extra,
		CStride: Padded(s.cols) + Lanes*s.extra, ReLU: s.relu,
	}}
	if s.listed {
		p.X, p.List = sparse.Slice(0, all), make([]int, s.rows)
		for i := range p.List {
			p.List[i] = r.IntN(all)
		}
	}
	p.B = converted[T](numbers(s.inner*p.BStride, r))[:(s.inner-1)*p.BStride+s.cols]
	p.C = converted[T](numbers(s.rows*p.CStride, r))
	if s.bias {
		p.Bias = converted[T](numbers(s.cols, r))
	}
	for i := range s.rows {
		row := make([]T, s.inner)
		for _, e := range p.row(i) {
			row[e.col] = e.value
		}
		p.dense = append(p.dense, row...)
	}
	return p
}

// equal reports whether float32s are equal; float64s may be rounded otherwise, as the
// dense product fuses multiplications and additions where it can.
func equal[T Float](a, b []T) bool {
	part := 0.0
	if unsafe.Sizeof(T(0)) == 8 {
		part = 1e-12
	}
	return slices.EqualFunc(a, b, func(x, y T) bool { return math.Abs(float64(x-y)) <= part })
}

// checkSparse compares both products with the dense ones, in every bit of float32s.
func checkSparse[T Float](t *testing.T, p sparseCase[T]) {
	t.Helper()
	rows := p.Rows()
	var w, d Workspace[T]
	c := slices.Clone(p.C)
	d.Multiply(Product[T]{
		Rows: rows, Cols: p.Cols, Inner: p.X.Cols(), A: p.dense, ARow: p.X.Cols(), AInner: 1,
		B: p.B, BStride: p.BStride, C: c, CStride: p.CStride, CPadded: true, Bias: p.Bias, ReLU: p.ReLU,
	})
	w.MultiplySparse(p.SparseProduct)
	for i := range rows {
		if got, want := p.C[i*p.CStride:][:p.Cols], c[i*p.CStride:][:p.Cols]; !equal(got, want) {
			t.Fatalf("row %d of %d×%d×%d: %v, want %v", i, rows, p.X.Cols(), p.Cols, got, want)
		}
		if got, want := p.C[i*p.CStride+Padded(p.Cols):(i+1)*p.CStride], c[i*p.CStride+Padded(p.Cols):(i+1)*p.CStride]; !equal(got, want) {
			t.Fatalf("what is beside row %d was written to", i)
		}
	}
	b := slices.Clone(p.B)
	d.Multiply(Product[T]{
		Rows: p.X.Cols(), Cols: p.Cols, Inner: rows, A: p.dense, ARow: 1, AInner: p.X.Cols(),
		B: p.C, BStride: p.CStride, BPadded: true, C: b, CStride: p.BStride, Accumulate: true,
	})
	w.AccumulateSparse(p.SparseProduct)
	if !equal(p.B, b) {
		for i := range b {
			if b[i] != p.B[i] {
				t.Fatalf("%d×%d×%d: B[%d, %d] = %v, want %v", rows, p.X.Cols(), p.Cols, i/p.BStride, i%p.BStride, p.B[i], b[i])
			}
		}
	}
}

// Sparse products are the dense ones in every bit.
func TestSparse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, rows := range []int{1, 2, 5, 130} {
		for _, inner := range []int{1, 7, 57, 300} {
			if rows*inner > 300 && testing.Short() {
				continue
			}
			for cols := 1; cols <= 150; cols += 1 + cols/20*3 {
				for bits := range 4 {
					s := sparseShape{
						rows: rows, inner: inner, cols: cols, density: r.Float64() * 1.1, extra: bits % 3,
						listed: bits&1 > 0, relu: bits&2 > 0, bias: bits > 0,
					}
					if rows == 130 && bits != cols%4 {
						continue
					}
					checkSparse(t, sparseOf[float32](s, r))
					if bits == 1 {
						checkSparse(t, sparseOf[float64](s, r))
					}
				}
			}
		}
	}
}

// Products that several goroutines share, too.
func TestSparseShared(t *testing.T) {
	for _, cores := range []int{1, 2, 5} {
		previous := runtime.GOMAXPROCS(cores)
		s := sparseShape{rows: 400, inner: 200, cols: 201, density: .4, listed: true}
		checkSparse(t, sparseOf[float32](s, rand.New(rand.NewPCG(1, 2))))
		runtime.GOMAXPROCS(previous)
	}
}

// FuzzSparse compares sparse products with dense ones over all sizes.
func FuzzSparse(f *testing.F) {
	f.Add(uint64(1), uint8(57), uint8(20), uint16(100), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, rows, cols uint8, inner uint16, bits uint8) {
		r := rand.New(rand.NewPCG(seed, 2))
		checkSparse(t, sparseOf[float32](sparseShape{
			rows: int(rows)%40 + 1, cols: int(cols) + 1, inner: int(inner)%600 + 1, extra: int(bits >> 6),
			density: r.Float64(), listed: bits&1 > 0, relu: bits&2 > 0, bias: bits&4 > 0,
		}, r))
	})
}

func TestSparseRows(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	s := NewSparse[float32](3)
	for range 2 {
		s.Append([]float32{0, 1, float32(math.Copysign(0, -1)), 9, nan, inf, 0, 9, 0, 0, 0, 9}, 3, 4)
		if s.Rows() != 3 || s.Cols() != 3 || s.Entries() != 3 {
			t.Fatalf("%d rows, %d columns, %d entries, want 3 of each", s.Rows(), s.Cols(), s.Entries())
		}
		one := s.Slice(1, 2)
		if one.Rows() != 1 || one.Entries() != 2 {
			t.Errorf("the slice has %d rows and %d entries, want 1 and 2", one.Rows(), one.Entries())
		}
		if got := fmt.Sprint(one.row(0)); got != "[{0 NaN} {1 -Inf}]" {
			t.Errorf("the second row is %s", got)
		}
		s.Reset()
	}
	if s.Rows() != 0 || s.Entries() != 0 {
		t.Errorf("%d rows and %d entries after Reset", s.Rows(), s.Entries())
	}
}

// Rows of few numbers pay, full ones do not.
func TestSparsePays(t *testing.T) {
	s := NewSparse[float32](4)
	s.Append([]float32{0, 0, 1, 0}, 1, 4)
	if !s.Pays() {
		t.Error("1 number of 4 does not pay")
	}
	for range 10 {
		s.Append([]float32{1, 1, 1, 1}, 1, 4)
	}
	if s.Pays() {
		t.Error("41 numbers of 44 pay")
	}
}

// Rows that are not there and matrices that are too short are refused.
func TestSparseRefuses(t *testing.T) {
	for name, spoil := range map[string]func(p *SparseProduct[float32]){
		"a row beyond the last":  func(p *SparseProduct[float32]) { p.List[1] = p.X.Rows() },
		"a row before the first": func(p *SparseProduct[float32]) { p.List[0] = -1 },
		"no columns":             func(p *SparseProduct[float32]) { p.Cols = 0 },
		"B too short":            func(p *SparseProduct[float32]) { p.B = p.B[:len(p.B)-1] },
		"C too short":            func(p *SparseProduct[float32]) { p.C = p.C[:len(p.C)-1] },
		"rows of B overlap":      func(p *SparseProduct[float32]) { p.BStride = 4 },
	} {
		for _, call := range []func(*Workspace[float32], SparseProduct[float32]){
			(*Workspace[float32]).MultiplySparse, (*Workspace[float32]).AccumulateSparse,
		} {
			p := sparseOf[float32](sparseShape{rows: 4, inner: 6, cols: 5, density: .5, listed: true}, rand.New(rand.NewPCG(1, 2)))
			spoil(&p.SparseProduct)
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s: no panic", name)
					}
				}()
				call(new(Workspace[float32]), p.SparseProduct)
			}()
		}
	}
}

func TestSparseAllocatesNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	for _, s := range []sparseShape{
		{rows: 100, inner: 57, cols: 20, density: .2, listed: true},
		{rows: 200, inner: 200, cols: 201, density: .4},
	} {
		p := sparseOf[float32](s, rand.New(rand.NewPCG(1, 2)))
		var w Workspace[float32]
		if n := testing.AllocsPerRun(20, func() {
			w.MultiplySparse(p.SparseProduct)
			w.AccumulateSparse(p.SparseProduct)
		}); n != 0 {
			t.Errorf("%+v: %g allocations", s, n)
		}
	}
}

// BenchmarkSparse has the lab's first layer and wider ones, each beside the dense
// product of the same rows.
func BenchmarkSparse(b *testing.B) {
	for _, s := range []sparseShape{
		{rows: 100, inner: 57, cols: 20, density: .226, listed: true, bias: true, relu: true},
		{rows: 2630, inner: 57, cols: 20, density: .226, bias: true, relu: true},
		{rows: 128, inner: 784, cols: 512, density: .19, listed: true, bias: true, relu: true},
	} {
		name := fmt.Sprintf("%dx%dx%d", s.rows, s.inner, s.cols)
		p := sparseOf[float32](s, rand.New(rand.NewPCG(1, 2)))
		var w Workspace[float32]
		b.Run(name+"/multiply/sparse", func(b *testing.B) {
			for b.Loop() {
				w.MultiplySparse(p.SparseProduct)
			}
		})
		b.Run(name+"/multiply/dense", func(b *testing.B) {
			for b.Loop() {
				w.Multiply(Product[float32]{
					Rows: s.rows, Cols: p.Cols, Inner: s.inner, A: p.dense, ARow: s.inner, AInner: 1,
					B: p.B, BStride: p.BStride, C: p.C, CStride: p.CStride, CPadded: true, Bias: p.Bias, ReLU: p.ReLU,
				})
			}
		})
		clear(p.C)
		b.Run(name+"/accumulate/sparse", func(b *testing.B) {
			for b.Loop() {
				w.AccumulateSparse(p.SparseProduct)
			}
		})
		b.Run(name+"/accumulate/dense", func(b *testing.B) {
			for b.Loop() {
				w.Multiply(Product[float32]{
					Rows: s.inner, Cols: p.Cols, Inner: s.rows, A: p.dense, ARow: 1, AInner: s.inner,
					B: p.C, BStride: p.CStride, BPadded: true, C: p.B, CStride: p.BStride, Accumulate: true,
				})
			}
		})
		b.Run(name+"/append", func(b *testing.B) {
			x := NewSparse[float32](s.inner)
			for b.Loop() {
				x.Reset()
				x.Append(p.dense, s.rows, s.inner)
			}
		})
	}
}
