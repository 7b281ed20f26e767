package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Orthogonal draws a matrix whose columns, or rows when these are fewer, have length
// Gain and right angles between them, evenly from all such matrices. All axes but the
// last are one.
//
// Source: Keras 3.15; Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear
// dynamics of learning in deep linear neural networks", ICLR 2014.
type Orthogonal struct {
	Gain float64 // zero: 1
}

// String returns Keras's class name.
func (Orthogonal) String() string { return "Orthogonal" }

func (i Orthogonal) check(dims []int) error {
	if len(dims) < 2 {
		return fmt.Errorf("the tensor has %d axes, there must be 2 or more", len(dims))
	}
	return checkBounds(bound{"Gain", i.Gain, -noLimit, noLimit})
}

func (i Orthogonal) fill(w []float32, dims []int, r *rand.Rand) {
	cols := dims[len(dims)-1]
	rows := len(w) / cols
	count, length := min(rows, cols), max(rows, cols)
	vectors := make([][]float64, count)
	for j := range vectors {
		vectors[j] = orthogonalTo(vectors[:j], length, r)
	}
	for j, v := range vectors {
		for k, f := range v {
			at := k*cols + j
			if rows < cols {
				at = j*cols + k
			}
			w[at] = float32(orOne(i.Gain) * f)
		}
	}
}

// orthogonalTo draws a vector of length 1 that has right angles to all others: a normal
// one from which what lies along the others is taken, twice for the sake of rounding.
func orthogonalTo(others [][]float64, length int, r *rand.Rand) []float64 {
	v := make([]float64, length)
	for i := range v {
		v[i] = r.NormFloat64()
	}
	for range 2 {
		for _, other := range others {
			along := dot(v, other)
			for i, f := range other {
				v[i] -= along * f
			}
		}
	}
	norm := math.Sqrt(dot(v, v))
	for i := range v {
		v[i] /= norm
	}
	return v
}

// dot returns Σ aᵢ·bᵢ.
func dot(a, b []float64) float64 {
	var sum float64
	for i, f := range a {
		sum += f * b[i]
	}
	return sum
}
