package jvm

import (
	"fmt"
	"math"
	"testing"
)

// The orders, and those whose bits are promised.
var (
	allOrders   = []ProductOrder{F2J, Java8BLAS, Java11BLAS, VectorBLAS, NativeProducts}
	exactOrders = allOrders[:4]
)

func TestProductOrderString(t *testing.T) {
	want := []string{"F2J", "Java8BLAS", "Java11BLAS", "VectorBLAS", "NativeProducts", "ProductOrder(5)"}
	for i, name := range want {
		if got := ProductOrder(i).String(); got != name {
			t.Errorf("ProductOrder %d is %q, want %q", i, got, name)
		}
		if got := ProductOrder(i).Valid(); got != (i < 5) {
			t.Errorf("%s: Valid() = %v", name, got)
		}
	}
}

// entry is an entry of op(A) or op(B).
func entry(m []float64, transposed bool, rows, cols, i, j int) float64 {
	if transposed {
		return m[j+i*cols]
	}
	return m[i+j*rows]
}

// reference computes one entry of C by the words of the specification.
func reference(p Product, c, a, b []float64, i, j int) float64 {
	at := func(l int) (x, y float64) {
		return entry(a, p.TransA, p.Rows, p.Inner, i, l), entry(b, p.TransB, p.Inner, p.Cols, l, j)
	}
	old := c[i+j*p.Rows]
	scaled := float64(p.Beta * old)
	if p.Beta == 0 {
		scaled = 0
	}
	if (p.Order == F2J || p.Order == NativeProducts) && !p.TransA {
		for l := range p.Inner {
			if x, y := at(l); y != 0 {
				scaled += float64(float64(p.Alpha*y) * x)
			}
		}
		return scaled
	}
	fused := p.Order == Java11BLAS || p.Order == VectorBLAS
	panel := p.Inner
	cols := p.Cols
	if p.OneColumnAtATime {
		cols = 1
	}
	large := p.Order != F2J && p.Order != NativeProducts && p.Rows*p.Inner*cols >= 1_000_000
	if large {
		panel = 500
	}
	lanes := p.Order == VectorBLAS && large && i < p.Rows/3*3 && j < cols/3*3
	sum := func(from, to int) float64 {
		s := 0.0
		if lanes {
			whole := from + (to-from)/p.Lanes*p.Lanes
			vector := make([]float64, p.Lanes)
			for ; from < whole; from++ {
				x, y := at(from)
				lane := &vector[(from-whole+500*p.Lanes)%p.Lanes]
				*lane = math.FMA(x, y, *lane)
			}
			for _, v := range vector {
				s += v
			}
		}
		for l := from; l < to; l++ {
			x, y := at(l)
			if fused {
				s = math.FMA(x, y, s)
			} else {
				s += float64(x * y)
			}
		}
		return s
	}
	merge := func(s, onto float64) float64 {
		if fused {
			return math.FMA(p.Alpha, s, onto)
		}
		return float64(p.Alpha*s) + onto
	}
	if !large && p.Beta == 0 {
		return float64(p.Alpha * sum(0, p.Inner))
	}
	for from := 0; from < p.Inner; from += panel {
		scaled = merge(sum(from, min(from+panel, p.Inner)), scaled)
	}
	return scaled
}

// matrix draws n numbers, a part of them zero and some of them large or tiny.
func matrix(random *XORShiftRandom, n int, zeros float64) []float64 {
	m := make([]float64, n)
	for i := range m {
		if random.NextDouble() >= zeros {
			m[i] = (random.NextDouble() - 0.5) * math.Pow(10, math.Floor(random.NextDouble()*9-4))
		}
	}
	return m
}

func TestProductExact(t *testing.T) {
	random := NewXORShiftRandom(3)
	shapes := []struct{ rows, cols, inner int }{{1, 1, 1}, {2, 3, 5}, {20, 7, 57}, {5, 4, 20}, {13, 3, 128}, {8, 2, 1}, {3, 2, 0}}
	scales := []struct{ alpha, beta float64 }{{1, 1}, {1, 0}, {1.0 / 128, 1}, {0.3, 0.7}}
	for _, order := range exactOrders {
		for _, trans := range []struct{ a, b bool }{{}, {a: true}, {b: true}} {
			for _, shape := range shapes {
				for _, s := range scales {
					p := Product{
						Order: order, TransA: trans.a, TransB: trans.b, Rows: shape.rows, Cols: shape.cols, Inner: shape.inner,
						Alpha: s.alpha, Beta: s.beta,
					}
					a := matrix(random, p.Rows*p.Inner, 0.1)
					b := matrix(random, p.Inner*p.Cols, 0.6)
					checkProduct(t, p, matrix(random, p.Rows*p.Cols, 0), a, b)
				}
			}
		}
	}
}

// checkProduct computes p in two ranges of columns, in vectors and in turn, and
// compares with the reference.
func checkProduct(t *testing.T, p Product, c, a, b []float64) {
	t.Helper()
	want := make([]float64, len(c))
	for j := range p.Cols {
		for i := range p.Rows {
			want[i+j*p.Rows] = reference(p, c, a, b, i, j)
		}
	}
	for name, compute := range map[string]func(w *Workspace, c, a, b []float64, from, to int){
		"Compute": p.Compute, "inTurn": p.inTurn,
	} {
		var w Workspace
		got := append([]float64(nil), c...)
		compute(&w, got, a, b, p.Cols/2, p.Cols)
		compute(&w, got, a, b, 0, p.Cols/2)
		for i, v := range got {
			if !same(v, want[i]) {
				t.Fatalf("%s %+v: entry %d, %d = %v (%x), want %v (%x)", name, p, i%p.Rows, i/p.Rows, v, v, want[i], want[i])
			}
		}
	}
}

// NativeProducts promise no bits, but the product.
func TestProductNative(t *testing.T) {
	random := NewXORShiftRandom(5)
	for _, p := range []Product{
		{Rows: 20, Cols: 9, Inner: 57, Alpha: 1, Beta: 1},
		{TransB: true, Rows: 5, Cols: 21, Inner: 128, Alpha: 1.0 / 128, Beta: 1},
		{TransA: true, Rows: 7, Cols: 3, Inner: 2, Alpha: 1, Beta: 0},
	} {
		p.Order = NativeProducts
		a, b, c := matrix(random, p.Rows*p.Inner, 0), matrix(random, p.Inner*p.Cols, .5), matrix(random, p.Rows*p.Cols, 0)
		got := append([]float64(nil), c...)
		p.Compute(&Workspace{}, got, a, b, 0, p.Cols)
		for i, v := range got {
			want := reference(p, c, a, b, i%p.Rows, i/p.Rows)
			if math.Abs(v-want) > 1e-6 {
				t.Errorf("%+v: entry %d = %v, want %v", p, i, v, want)
			}
		}
	}
}

// From a million multiplications on, sums are cut into panels.
func TestProductExactPanels(t *testing.T) {
	random := NewXORShiftRandom(4)
	for _, order := range exactOrders {
		for _, p := range []Product{
			{TransB: true, Rows: 20, Cols: 40, Inner: 1300, Alpha: 1.0 / 1300, Beta: 1},
			{Rows: 10, Cols: 100, Inner: 1001, Alpha: 1, Beta: 0},
			{Rows: 10, Cols: 100, Inner: 1000, Alpha: 0.5, Beta: 0.25},
			{Rows: 10, Cols: 100, Inner: 999, Alpha: 0.5, Beta: 0.25},
			{Rows: 10, Cols: 100, Inner: 1001, Alpha: 1, Beta: 1, OneColumnAtATime: true},
			{TransA: true, Rows: 50, Cols: 30, Inner: 700, Alpha: 1, Beta: 0},
		} {
			p.Order, p.Lanes = order, 4
			if p.TransB {
				p.Lanes = 8
			}
			a, b := matrix(random, p.Rows*p.Inner, 0), matrix(random, p.Inner*p.Cols, 0.5)
			checkProduct(t, p, matrix(random, p.Rows*p.Cols, 0), a, b)
		}
	}
}

// The size is a Java int: 2³¹ multiplications are a small product again.
func TestProductPanelled(t *testing.T) {
	tests := []struct {
		p    Product
		want bool
	}{
		{Product{Order: Java8BLAS, Rows: 100, Cols: 100, Inner: 100}, true},
		{Product{Order: Java8BLAS, Rows: 99, Cols: 100, Inner: 100}, false},
		{Product{Order: F2J, Rows: 1000, Cols: 100, Inner: 100}, false},
		{Product{Order: VectorBLAS, Rows: 1 << 11, Cols: 1 << 10, Inner: 1 << 10}, false},
		{Product{Order: VectorBLAS, Rows: 1 << 11, Cols: 1 << 10, Inner: 1 << 11}, false},
		{Product{Order: Java11BLAS, Rows: 1 << 10, Cols: 1 << 10, Inner: 1 << 10}, true},
		{Product{Order: Java11BLAS, Rows: 1 << 10, Cols: 1 << 10, Inner: 1 << 9, OneColumnAtATime: true}, false},
	}
	for _, tt := range tests {
		if got := tt.p.panelled(); got != tt.want {
			t.Errorf("%+v: panelled() = %v, want %v", tt.p, got, tt.want)
		}
	}
}

// Zeros in B may be left out only where no infinity or NaN in A meets them, and
// where no sum underflows to -0.
func TestProductExactZeros(t *testing.T) {
	cases := []struct {
		name string
		a, b []float64 // 2×3 and 3×2
	}{
		{"infinity", []float64{1, 2, math.Inf(1), 3, 4, 5}, []float64{1, 0, 2, 0, 0, 0}},
		{"NaN", []float64{1, math.NaN(), 1, 3, 4, 5}, []float64{0, 1, 2, 0, 0, 0}},
		{"NaN in B", []float64{1, 2, 1, 3, 4, 5}, []float64{0, math.NaN(), 2, 0, 0, 0}},
		{"underflow", []float64{-0x1p-600, 1, 5, 5, 7, 7}, []float64{0x1p-600, 0, 0, 0, 0, 0}},
		{"negative zeros", []float64{-1, 1, -5, 5, -7, 7}, []float64{0, math.Copysign(0, -1), 0, math.Copysign(0, -1), 0, 0}},
	}
	for _, order := range exactOrders {
		for _, tt := range cases {
			for _, trans := range []struct{ a, b bool }{{}, {a: true}, {b: true}} {
				for _, beta := range []float64{0, 1} {
					p := Product{Order: order, TransA: trans.a, TransB: trans.b, Rows: 2, Cols: 2, Inner: 3, Alpha: 1, Beta: beta}
					t.Run(fmt.Sprint(tt.name, " ", order, trans, beta), func(t *testing.T) {
						checkProduct(t, p, make([]float64, 4), tt.a, tt.b)
					})
				}
			}
		}
	}
}

func TestAddMatVecExact(t *testing.T) {
	random := NewXORShiftRandom(5)
	for _, order := range allOrders {
		for _, lanes := range []int{2, 4, 8} {
			for _, m := range []int{1, 3, 4, 8, 20} {
				for _, n := range []int{0, 1, 4, 7, 88} {
					y, a, x := matrix(random, m, 0), matrix(random, m*n, 0.1), matrix(random, n, 0.2)
					got := append([]float64(nil), y...)
					order.AddMatVec(lanes, 0.25, got, a, x)
					for i := range y {
						if want := referenceRow(order, lanes, 0.25, y, a, x, i); !same(got[i], want) {
							t.Fatalf("%v, %d lanes: row %d of %d×%d = %v, want %v", order, lanes, i, m, n, got[i], want)
						}
					}
				}
			}
		}
	}
}

// referenceRow computes one entry of y by the words of the specification.
func referenceRow(order ProductOrder, lanes int, alpha float64, y, a, x []float64, i int) float64 {
	m, s := len(y), y[i]
	t := func(j int) float64 { return float64(alpha * x[j]) }
	v := func(j int) float64 { return a[i+j*m] }
	fused := order == Java11BLAS || order == VectorBLAS && i < m/lanes*lanes
	j := 0
	if order != F2J && order != NativeProducts {
		for ; j+4 <= len(x); j += 4 {
			if fused {
				s = math.FMA(t(j+3), v(j+3), s)
				s = math.FMA(t(j+2), v(j+2), s)
				s = math.FMA(t(j+1), v(j+1), s)
				s = math.FMA(t(j), v(j), s)
				continue
			}
			sum := float64(t(j)*v(j)) + float64(t(j+1)*v(j+1))
			sum += float64(t(j+2) * v(j+2))
			sum += float64(t(j+3) * v(j+3))
			s += sum
		}
	}
	for ; j < len(x); j++ {
		if fused {
			s = math.FMA(t(j), v(j), s)
		} else {
			s += float64(t(j) * v(j))
		}
	}
	return s
}

func TestVectorLanes(t *testing.T) {
	if n := VectorLanes(); n != 4 && n != 8 {
		t.Errorf("VectorLanes() = %d, want 4 or 8", n)
	}
}

func BenchmarkProduct(b *testing.B) {
	random := NewXORShiftRandom(6)
	weights, delta := matrix(random, 20*57, 0), matrix(random, 20*128, 0)
	x, out := matrix(random, 57*128, 0.77), make([]float64, 20*128)
	for _, order := range allOrders {
		b.Run(order.String()+"/forward", func(b *testing.B) {
			var w Workspace
			p := Product{Order: order, Rows: 20, Cols: 128, Inner: 57, Alpha: 1, Beta: 0}
			for b.Loop() {
				p.Compute(&w, out, weights, x, 0, 128)
			}
		})
		b.Run(order.String()+"/gradient", func(b *testing.B) {
			var w Workspace
			p := Product{Order: order, TransB: true, Rows: 20, Cols: 57, Inner: 128, Alpha: 1.0 / 128, Beta: 0}
			for b.Loop() {
				p.Compute(&w, out, delta, x, 0, 57)
			}
		})
	}
}
