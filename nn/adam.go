package nn

import (
	"math"

	"golab/internal/simd"
)

// Adam follows running means of the gradient g and of its square:
//
//	m ← m + (g−m)(1−β₁)    v ← v + (g²−v)(1−β₂)
//	w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v+ε)    at step t = 1, 2, …
//
// m and v start from zeros. With AMSGrad, the greatest v so far takes the place of v.
// As Keras, it takes β₁ᵗ and β₂ᵗ in float32.
//
// Source: Keras 3.15 (keras/src/optimizers/adam.py); Kingma and Ba, "Adam: a
// method for stochastic optimization", ICLR 2015, end of section 2; Reddi, Kale and
// Kumar, "On the convergence of Adam and beyond", ICLR 2018.
type Adam struct {
	LearningRate float64 // η; zero: 0.001
	Beta1        float64 // β₁; zero: 0.9, negative: 0
	Beta2        float64 // β₂; zero: 0.999, negative: 0
	Epsilon      float64 // ε; zero: 1e-7, negative: 0
	AMSGrad      bool    // never forgets a large gradient

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Adam) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m, v and the greatest v in s, in this order.
func (o *Adam) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Adam) step32(s *memory[float32], w, g []float32, eta float32) {
	beta1, beta2 := orDefault(o.Beta1, 0.9), orDefault(o.Beta2, 0.999)
	eta *= root(1-power(float32(beta2), s.Iterations)) / (1 - power(float32(beta1), s.Iterations))
	if o.AMSGrad {
		adamStep(o, s, w, g, eta)
		return
	}
	eps := float32(orDefault(o.Epsilon, 1e-7))
	simd.Adam(w, g, s.slot(0, len(w)), s.slot(1, len(w)), float32(1-beta1), float32(1-beta2), eta, eps)
}

func (o *Adam) step64(s *memory[float64], w, g []float64, eta float64) {
	beta1, beta2 := orDefault(o.Beta1, 0.9), orDefault(o.Beta2, 0.999)
	t := float64(s.Iterations)
	adamStep(o, s, w, g, eta*math.Sqrt(1-math.Pow(beta2, t))/(1-math.Pow(beta1, t)))
}

// adamStep makes the step, where eta has the factors of t.
func adamStep[T float](o *Adam, s *memory[T], w, g []T, eta T) {
	rest1, rest2 := T(1-orDefault(o.Beta1, 0.9)), T(1-orDefault(o.Beta2, 0.999))
	eps := T(orDefault(o.Epsilon, 1e-7))
	m, v := s.slot(0, len(w)), s.slot(1, len(w))
	spread := v
	if o.AMSGrad {
		spread = s.slot(2, len(w))
	}
	for i, g := range g {
		m[i] += (g - m[i]) * rest1
		v[i] += (g*g - v[i]) * rest2
		spread[i] = max(spread[i], v[i])
		w[i] -= eta * m[i] / (root(spread[i]) + eps)
	}
}

func (o *Adam) check() error {
	if err := checkMoments(o.Beta1, o.Beta2, o.Epsilon); err != nil {
		return err
	}
	return checkOptions(o)
}

// checkMoments holds the hyperparameters of Adam and its like to their limits.
func checkMoments(beta1, beta2, epsilon float64) error {
	return checkBounds(
		bound{"Beta1", beta1, -noLimit, below1},
		bound{"Beta2", beta2, -noLimit, below1},
		bound{"Epsilon", epsilon, -noLimit, 1},
	)
}

func (o *Adam) class() string             { return "Adam" }
func (o *Adam) rate() (*float64, float64) { return &o.LearningRate, 0.001 }

func (o *Adam) vectors() (used, kept int) {
	if o.AMSGrad {
		return 3, 3
	}
	return 2, 2
}

// below1 is the largest mean that still forgets in float32.
const below1 = 1 - 1.0/(1<<24)

// root returns the correctly rounded square root.
func root[T float](v T) T { return T(math.Sqrt(float64(v))) }

// power returns b to the power of t.
func power[T float](b T, t int) T { return T(math.Pow(float64(b), float64(t))) }
