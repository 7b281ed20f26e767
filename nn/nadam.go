package nn

// Nadam is Adam that looks ahead along the mean of the gradient, as Nesterov's
// momentum does. With uₜ = β₁(1 − 0.96ᵗ/2) and Uₜ = u₁·u₂·…·uₜ:
//
//	m ← m + (g−m)(1−β₁)    v ← v + (g²−v)(1−β₂)
//	m̂ = uₜ₊₁·m/(1−Uₜ₊₁) + (1−uₜ)·g/(1−Uₜ)    v̂ = v/(1−β₂ᵗ)
//	w ← w − η·m̂/(√v̂+ε)    at step t = 1, 2, …
//
// m and v start from zeros. As Keras, it computes uₜ and Uₜ in float32.
//
// Source: Keras 3.15 (keras/src/optimizers/nadam.py); Dozat, "Incorporating Nesterov
// momentum into Adam", ICLR 2016 workshop.
type Nadam struct {
	LearningRate float64 // η; zero: 0.001
	Beta1        float64 // β₁; zero: 0.9, negative: 0
	Beta2        float64 // β₂; zero: 0.999, negative: 0
	Epsilon      float64 // ε; zero: 1e-7, negative: 0

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Nadam) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m and v, and Uₜ as a scalar, in s.
func (o *Nadam) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Nadam) step32(s *memory[float32], w, g []float32, eta float32) { nadamStep(o, s, w, g, eta) }
func (o *Nadam) step64(s *memory[float64], w, g []float64, eta float64) { nadamStep(o, s, w, g, eta) }

func nadamStep[T float](o *Nadam, s *memory[T], w, g []T, eta T) {
	if len(s.Scalars) == 0 {
		s.Scalars = append(s.Scalars, 1)
	}
	beta1, beta2 := T(orDefault(o.Beta1, 0.9)), T(orDefault(o.Beta2, 0.999))
	eps := T(orDefault(o.Epsilon, 1e-7))
	u, next := beta1*nadamFactor[T](s.Iterations), beta1*nadamFactor[T](s.Iterations+1)
	s.Scalars[0] *= u
	product := s.Scalars[0]
	ahead, here, spread := 1-product*next, 1-product, 1-power(beta2, s.Iterations)
	m, v := s.slot(0, len(w)), s.slot(1, len(w))
	for i, g := range g {
		m[i] += (g - m[i]) * (1 - beta1)
		v[i] += (g*g - v[i]) * (1 - beta2)
		mean := next*m[i]/ahead + (1-u)*g/here
		w[i] -= mean * eta / (root(v[i]/spread) + eps)
	}
}

// nadamFactor returns 1 − 0.96ᵗ/2.
func nadamFactor[T float](t int) T { return 1 - 0.5*power(T(0.96), t) }

func (o *Nadam) check() error {
	if err := checkMoments(o.Beta1, o.Beta2, o.Epsilon); err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Nadam) class() string             { return "Nadam" }
func (o *Nadam) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Nadam) vectors() (used, kept int) { return 2, 2 }
