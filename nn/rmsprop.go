package nn

import (
	"math"

	"golab/internal/simd"
)

// RMSprop divides the gradient g by a running root of its mean square:
//
//	v ← ρv + (1−ρ)g²    w ← w − η·g/√(v+ε)
//
// With Centered, v − a² takes the place of v, where a ← ρa + (1−ρ)g. With
// Momentum μ, m ← μm + η·g/√(v+ε) and w ← w − m. v, a and m start from zeros.
//
// Source: Keras 3.15 (keras/src/optimizers/rmsprop.py), where ε is inside the
// root; Tieleman and Hinton, "Neural networks for machine learning", lecture
// 6.5, 2012.
type RMSprop struct {
	LearningRate float64 // η; zero: 0.001
	Rho          float64 // ρ; zero: 0.9, negative: 0
	Momentum     float64 // μ; zero: none
	Epsilon      float64 // ε; zero: 1e-7, negative: 0
	Centered     bool    // subtracts the squared mean of the gradient

	state State
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *RMSprop) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps v, m and a in s, in this order.
func (o *RMSprop) Update(s *State, params, grads []float32) {
	eta := float32(orDefault(o.LearningRate, 0.001))
	decay := orDefault(o.Rho, 0.9)
	rho, rest := float32(decay), float32(1-decay)
	eps := float32(orDefault(o.Epsilon, 1e-7))
	n, vectors := len(params), 1
	if o.Momentum != 0 || o.Centered {
		vectors = 3
	}
	s.reserve(vectors, n)
	s.Iterations++
	grads, v := grads[:n], s.slot(0, n)
	if vectors == 1 {
		simd.RMSprop(params, grads, v, rho, rest, eta, eps)
		return
	}
	mu, m, a := float32(o.Momentum), s.slot(1, n), s.slot(2, n)
	for i, g := range grads {
		v[i] = rho*v[i] + rest*g*g
		spread := v[i]
		if o.Centered {
			a[i] = rho*a[i] + rest*g
			spread -= a[i] * a[i]
		}
		m[i] = mu*m[i] + eta*g/sqrt32(spread+eps)
		params[i] -= m[i]
	}
}

func (o *RMSprop) check() error {
	return checkBounds(
		bound{"LearningRate", o.LearningRate, 0, noLimit},
		bound{"Rho", o.Rho, -noLimit, 1},
		bound{"Momentum", o.Momentum, 0, 1},
		bound{"Epsilon", o.Epsilon, -noLimit, 1},
	)
}

// slots is the number of vectors that Keras keeps.
func (o *RMSprop) slots() int {
	n := 1
	if o.Momentum != 0 {
		n++
	}
	if o.Centered {
		n++
	}
	return n
}

// sqrt32 is the correctly rounded square root of a float32.
func sqrt32(v float32) float32 { return float32(math.Sqrt(float64(v))) }
