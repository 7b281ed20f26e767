package nn

// Adamax is Adam with the greatest gradient in place of the mean square:
//
//	m ← m + (g−m)(1−β₁)    u ← max(β₂u, |g|)
//	w ← w − η/(1−β₁ᵗ) · m/(u+ε)    at step t = 1, 2, …
//
// m and u start from zeros. As Keras, it takes β₁ᵗ in float32.
//
// Source: Keras 3.15 (keras/src/optimizers/adamax.py); Kingma and Ba, "Adam: a method
// for stochastic optimization", ICLR 2015, section 7.1.
type Adamax struct {
	LearningRate float64 // η; zero: 0.001
	Beta1        float64 // β₁; zero: 0.9, negative: 0
	Beta2        float64 // β₂; zero: 0.999, negative: 0
	Epsilon      float64 // ε; zero: 1e-7, negative: 0

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Adamax) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m and u, in this order, in s.
func (o *Adamax) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Adamax) step32(s *memory[float32], w, g []float32, eta float32) { adamaxStep(o, s, w, g, eta) }
func (o *Adamax) step64(s *memory[float64], w, g []float64, eta float64) { adamaxStep(o, s, w, g, eta) }

func adamaxStep[T float](o *Adamax, s *memory[T], w, g []T, eta T) {
	beta1, beta2 := orDefault(o.Beta1, 0.9), T(orDefault(o.Beta2, 0.999))
	rest1, eps := T(1-beta1), T(orDefault(o.Epsilon, 1e-7))
	far := 1 - power(T(beta1), s.Iterations)
	m, u := s.slot(0, len(w)), s.slot(1, len(w))
	for i, g := range g {
		m[i] += (g - m[i]) * rest1
		u[i] = max(beta2*u[i], g, -g)
		w[i] -= eta * m[i] / (far * (u[i] + eps))
	}
}

func (o *Adamax) check() error {
	if err := checkMoments(o.Beta1, o.Beta2, o.Epsilon); err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Adamax) class() string             { return "Adamax" }
func (o *Adamax) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Adamax) vectors() (used, kept int) { return 2, 2 }
