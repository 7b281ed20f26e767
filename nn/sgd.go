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

	state State
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *SGD) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m in s.
func (o *SGD) Update(s *State, params, grads []float32) {
	eta, mu := float32(orDefault(o.LearningRate, 0.01)), float32(o.Momentum)
	grads = grads[:len(params)]
	s.Iterations++
	if mu == 0 {
		simd.SGD(params, grads, eta)
		return
	}
	s.reserve(1, len(params))
	m := s.slot(0, len(params))
	for i, g := range grads {
		m[i] = mu*m[i] - eta*g
		if o.Nesterov {
			params[i] += mu*m[i] - eta*g
		} else {
			params[i] += m[i]
		}
	}
}

func (o *SGD) check() error {
	if o.Nesterov && o.Momentum == 0 {
		return errors.New("momentum is 0, Nesterov needs it")
	}
	return checkBounds(
		bound{"LearningRate", o.LearningRate, 0, noLimit},
		bound{"Momentum", o.Momentum, 0, 1},
	)
}

// slots is the number of vectors that Keras keeps.
func (o *SGD) slots() int {
	if o.Momentum == 0 {
		return 0
	}
	return 1
}
