package nn

import "golab/internal/simd"

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

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *RMSprop) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps v, m and a in s, in this order.
func (o *RMSprop) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *RMSprop) step32(s *memory[float32], w, g []float32, eta float32) {
	if o.Momentum != 0 || o.Centered {
		rmspropStep(o, s, w, g, eta)
		return
	}
	rho := orDefault(o.Rho, 0.9)
	simd.RMSprop(w, g, s.slot(0, len(w)), float32(rho), float32(1-rho), eta, float32(orDefault(o.Epsilon, 1e-7)))
}

func (o *RMSprop) step64(s *memory[float64], w, g []float64, eta float64) {
	rmspropStep(o, s, w, g, eta)
}

func rmspropStep[T float](o *RMSprop, s *memory[T], w, g []T, eta T) {
	decay := orDefault(o.Rho, 0.9)
	rho, rest, eps := T(decay), T(1-decay), T(orDefault(o.Epsilon, 1e-7))
	n := len(w)
	v := s.slot(0, n)
	var m, a []T
	if used, _ := o.vectors(); used == 3 {
		m, a = s.slot(1, n), s.slot(2, n)
	}
	mu := T(o.Momentum)
	for i, g := range g {
		v[i] = rho*v[i] + rest*g*g
		spread := v[i]
		if o.Centered {
			a[i] = rho*a[i] + rest*g
			spread -= a[i] * a[i]
		}
		step := eta * g / root(spread+eps)
		if m != nil {
			m[i] = mu*m[i] + step
			step = m[i]
		}
		w[i] -= step
	}
}

func (o *RMSprop) check() error {
	err := checkBounds(
		bound{"Rho", o.Rho, -noLimit, 1},
		bound{"Momentum", o.Momentum, 0, 1},
		bound{"Epsilon", o.Epsilon, -noLimit, 1},
	)
	if err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *RMSprop) class() string             { return "RMSprop" }
func (o *RMSprop) rate() (*float64, float64) { return &o.LearningRate, 0.001 }

func (o *RMSprop) vectors() (used, kept int) {
	used, kept = 1, 1
	if o.Momentum != 0 {
		used, kept = 3, kept+1
	}
	if o.Centered {
		used, kept = 3, kept+1
	}
	return used, kept
}
