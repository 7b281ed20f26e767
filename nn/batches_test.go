package nn

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestBatches(t *testing.T) {
	const rows = 70
	x, y := mat.NewDense(rows, 2, nil), make([]float64, 0, 2*rows)
	for i := range rows {
		x.SetRow(i, []float64{float64(i), float64(-i)})
		y = append(y, float64(i), float64(i*i))
	}
	for _, c := range []struct {
		size  int
		sizes []int
	}{
		{30, []int{30, 30, 10}}, {70, []int{70}}, {1000, []int{70}}, {0, []int{32, 32, 6}}, {35, []int{35, 35}},
	} {
		var sizes []int
		var seen []float64
		for i, b := range Batches(x, y, c.size, 5) {
			if i != len(sizes) {
				t.Fatalf("batch %d has number %d", len(sizes), i)
			}
			n, p := b.X.Dims()
			sizes = append(sizes, n)
			if p != 2 || len(b.Y) != 2*n {
				t.Fatalf("batch %d: x %d×%d, %d labels", i, n, p, len(b.Y))
			}
			for r := range n {
				id := b.X.At(r, 0)
				if b.X.At(r, 1) != -id || b.Y[2*r] != id || b.Y[2*r+1] != id*id {
					t.Fatalf("batch %d, row %d: x %v, y %v", i, r, b.X.RawRowView(r), b.Y[2*r:2*r+2])
				}
				seen = append(seen, id)
			}
			b.X.Zero() // a copy: nothing else may change
		}
		if !slices.Equal(sizes, c.sizes) {
			t.Errorf("size %d: batches of %v, want %v", c.size, sizes, c.sizes)
		}
		if slices.IsSorted(seen) {
			t.Errorf("size %d: not shuffled", c.size)
		}
		slices.Sort(seen)
		for i, v := range seen {
			if v != float64(i) {
				t.Fatalf("size %d: row %d is missing or twice", c.size, i)
			}
		}
	}
	if x.At(3, 0) != 3 {
		t.Error("a batch shares memory with x")
	}
	for range Batches(x, y, 10, 1) {
		break
	}
}

func TestBatchesPanics(t *testing.T) {
	x := mat.NewDense(4, 2, nil)
	wantPanic(t, "labels", func() { Batches(x, make([]float64, 5), 2, 0) }, "nn: Batches: x has 4 rows, y 5 labels, size is 2")
	wantPanic(t, "no labels", func() { Batches(x, nil, 2, 0) }, "y 0 labels")
	wantPanic(t, "size", func() { Batches(x, make([]float64, 4), -2, 0) }, "size is -2")
	wantPanic(t, "empty", func() { Batches(&mat.Dense{}, nil, 2, 0) }, "x has 0 rows")
}
