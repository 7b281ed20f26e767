package nn

import (
	"errors"

	"golab/internal/simd"
)

// SGD is stochastic gradient descent, w ← w − η·g. With Momentum μ it is
//
//	m ← μm − η·g    w ← w + m
//
// and with Nesterov too, w ← w + μm − η·g. m starts from zeros.
//
// Source: Keras 3.15 (keras/src/optimizers/sgd.py).
type SGD struct {
	LearningRate float64 // η; zero: 0.01
	Momentum     float64 // μ; zero: none
	Nesterov     bool    // looks ahead along m; needs Momentum
	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *SGD) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m in s.
func (o *SGD) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *SGD) step32(s *memory[float32], w, g []float32, eta float32) {
	if o.Momentum == 0 {
		simd.SGD(w, g, eta)
		return
	}
	sgdStep(o, s, w, g, eta)
}

func (o *SGD) step64(s *memory[float64], w, g []float64, eta float64) { sgdStep(o, s, w, g, eta) }

func sgdStep[T float](o *SGD, s *memory[T], w, g []T, eta T) {
	if o.Momentum == 0 {
		for i, v := range g {
			w[i] -= eta * v
		}
		return
	}
	mu, m := T(o.Momentum), s.slot(0, len(w))
	for i, v := range g {
		m[i] = mu*m[i] - eta*v
		if o.Nesterov {
			w[i] += mu*m[i] - eta*v
		} else {
			w[i] += m[i]
		}
	}
}

func (o *SGD) check() error {
	if o.Nesterov && o.Momentum == 0 {
		return errors.New("momentum is 0, Nesterov needs it")
	}
	if err := checkBounds(bound{"Momentum", o.Momentum, 0, 1}); err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *SGD) class() string             { return "SGD" }
func (o *SGD) rate() (*float64, float64) { return &o.LearningRate, 0.01 }

func (o *SGD) vectors() (used, kept int) {
	if o.Momentum == 0 {
		return 0, 0
	}
	return 1, 1
}
