package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Constant is the same number everywhere.
type Constant struct {
	Value float64
}

// String returns Keras's class name.
func (Constant) String() string { return "Constant" }

func (i Constant) check([]int) error {
	return checkBounds(bound{"Value", i.Value, -math.MaxFloat32, math.MaxFloat32})
}

func (i Constant) fill(w []float32, _ []int, _ *rand.Rand) {
	for j := range w {
		w[j] = float32(i.Value)
	}
}

// Identity is Gain on the diagonal of a matrix and 0 elsewhere.
type Identity struct {
	Gain float64 // zero: 1
}

// String returns Keras's class name.
func (Identity) String() string { return "Identity" }

func (i Identity) check(dims []int) error {
	if len(dims) != 2 {
		return fmt.Errorf("the tensor has %d axes, there must be 2", len(dims))
	}
	return checkBounds(bound{"Gain", i.Gain, -noLimit, noLimit})
}

func (i Identity) fill(w []float32, dims []int, _ *rand.Rand) {
	clear(w)
	for j := range min(dims[0], dims[1]) {
		w[j*dims[1]+j] = float32(orOne(i.Gain))
	}
}

// orOne returns v, or 1 when it is 0.
func orOne(v float64) float64 {
	if v == 0 {
		return 1
	}
	return v
}
