package nn

import (
	"fmt"
	"iter"

	"gonum.org/v1/gonum/mat"
)

// defaultBatchSize is Keras's.
const defaultBatchSize = 32

// Batch is a few examples: the rows of X and, row by row, their labels.
type Batch struct {
	X *mat.Dense
	Y []float64
}

// Batches visits all rows of x, n×p, with their labels y, once, in the random
// order that seed gives, size rows at a time and the rest at the end. Size 0
// means 32. y has the same number of labels for each row. Batches(x, y, size,
// seed+e) are the batches of epoch e = 0, 1, … of Model.Fit with FitConfig{Seed:
// seed}. Each batch is a copy of its own.
//
// It panics when y cannot be divided among the rows or size is negative.
func Batches(x mat.Matrix, y []float64, size int, seed int64) iter.Seq2[int, Batch] {
	n, p := x.Dims()
	if n == 0 || len(y)%n != 0 || len(y) == 0 || size < 0 {
		panic(fmt.Errorf("nn: Batches: x has %d rows, y %d labels, size is %d", n, len(y), size))
	}
	if size == 0 {
		size = defaultBatchSize
	}
	order, k := make([]int, n), len(y)/n
	shuffle(order, seed)
	return func(yield func(int, Batch) bool) {
		for at := 0; at < n; at += size {
			rows := order[at:min(at+size, n)]
			b := Batch{X: mat.NewDense(len(rows), p, nil), Y: make([]float64, 0, len(rows)*k)}
			for i, r := range rows {
				mat.Row(b.X.RawRowView(i), r, x)
				b.Y = append(b.Y, y[r*k:(r+1)*k]...)
			}
			if !yield(at/size, b) {
				return
			}
		}
	}
}
