package nn

import (
	"math"
	"math/rand/v2"
)

// Initializer draws the first values of a tensor of weights. The initializers are
// the types of this package that have Keras's names, such as [GlorotUniform].
type Initializer interface {
	// String returns Keras's class name.
	String() string
	// check reports why the initializer cannot fill a tensor with these axes.
	check(dims []int) error
	// fill draws the numbers of a tensor with these axes.
	fill(w []float32, dims []int, r *rand.Rand)
}

// fans returns the numbers of inputs and outputs that a tensor of weights joins.
func fans(dims []int) (in, out float64) {
	switch len(dims) {
	case 0:
		return 1, 1
	case 1:
		return float64(dims[0]), float64(dims[0])
	}
	field := shape(dims[:len(dims)-2]).size()
	return float64(field * dims[len(dims)-2]), float64(field * dims[len(dims)-1])
}

// GlorotUniform draws from ±√(6/(fan in + fan out)), evenly: Keras's default for
// kernels.
//
// Source: Glorot and Bengio, "Understanding the difficulty of training deep
// feedforward neural networks", AISTATS 2010, equation 16.
type GlorotUniform struct{}

// String returns Keras's class name.
func (GlorotUniform) String() string { return "GlorotUniform" }

func (GlorotUniform) check([]int) error { return nil }

func (GlorotUniform) fill(w []float32, dims []int, r *rand.Rand) {
	in, out := fans(dims)
	limit := math.Sqrt(6 / (in + out))
	for i := range w {
		w[i] = float32(limit * (2*r.Float64() - 1))
	}
}

// Zeros are all 0: Keras's default for biases.
type Zeros struct{}

// String returns Keras's class name.
func (Zeros) String() string { return "Zeros" }

func (Zeros) check([]int) error                       { return nil }
func (Zeros) fill(w []float32, _ []int, _ *rand.Rand) { clear(w) }

// Ones are all 1.
type Ones struct{}

// String returns Keras's class name.
func (Ones) String() string { return "Ones" }

func (Ones) check([]int) error { return nil }

func (Ones) fill(w []float32, _ []int, _ *rand.Rand) {
	for i := range w {
		w[i] = 1
	}
}

// orInitializer returns i, or def when there is none.
func orInitializer(i, def Initializer) Initializer {
	if i == nil {
		return def
	}
	return i
}
