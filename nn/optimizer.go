package nn

import (
	"fmt"
	"math"
)

// Optimizer changes the weights of a network by its gradient. RMSprop, SGD and
// Adam are optimizers; any other type with an Update is one too.
//
// The hyperparameters are in the optimizer, what it remembers from step to step
// is in a State, so one value may serve several models.
type Optimizer interface {
	// Update makes one step: it changes params in place, given grads of the
	// same length, the same vector as at the last step with s.
	Update(s *State, params, grads []float32)
}

// State is what an optimizer remembers of one network.
type State struct {
	Iterations int       // steps made
	Slots      []float32 // vectors as long as the parameters, one after the other
}

// reserve makes room for vectors vectors of n numbers, which start as zeros. It
// panics when the last step had another number of parameters.
func (s *State) reserve(vectors, n int) {
	if n > 0 && len(s.Slots)%n != 0 {
		panic(fmt.Errorf("nn: Step: %d parameters, the optimizer's vectors of the last step hold %d numbers", n, len(s.Slots)))
	}
	if missing := vectors*n - len(s.Slots); missing > 0 {
		s.Slots = append(s.Slots, make([]float32, missing)...)
	}
}

// slot returns the i-th vector of n numbers, for which there is room.
func (s *State) slot(i, n int) []float32 { return s.Slots[i*n : (i+1)*n] }

// orDefault returns v, def for 0, and 0 for negative numbers.
func orDefault(v, def float64) float64 {
	switch {
	case v == 0:
		return def
	case v < 0:
		return 0
	}
	return v
}

// bound holds a hyperparameter to its limits.
type bound struct {
	name          string
	value, lo, hi float64
}

// The limits of hyperparameters whose negative values mean 0 are open below.
const noLimit = math.MaxFloat64

// checkBounds reports the first hyperparameter outside its limits.
func checkBounds(bounds ...bound) error {
	for _, b := range bounds {
		switch {
		case b.value >= b.lo && b.value <= b.hi:
		case b.hi == noLimit:
			return fmt.Errorf("%s is %g, it must be at least %g and finite", b.name, b.value, b.lo)
		case b.lo == -noLimit:
			return fmt.Errorf("%s is %g, it must be at most %g", b.name, b.value, b.hi)
		default:
			return fmt.Errorf("%s is %g, it must be from %g to %g", b.name, b.value, b.lo, b.hi)
		}
	}
	return nil
}
