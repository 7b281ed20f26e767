package nn

// AdamW is Adam whose weights decay, w ← w − w·λ·η, before each step: WeightDecay λ is
// 0.004 where it is zero, and 0 where it is negative.
//
// Source: Keras 3.15 (keras/src/optimizers/adamw.py); Loshchilov and Hutter, "Decoupled
// weight decay regularization", ICLR 2019.
type AdamW struct {
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
func (o *AdamW) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps in s what Adam does.
func (o *AdamW) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *AdamW) step32(s *memory[float32], w, g []float32, eta float32) {
	(*Adam)(o).step32(s, w, g, eta)
}

func (o *AdamW) step64(s *memory[float64], w, g []float64, eta float64) {
	(*Adam)(o).step64(s, w, g, eta)
}

func (o *AdamW) check() error {
	if err := checkMoments(o.Beta1, o.Beta2, o.Epsilon); err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *AdamW) class() string             { return "AdamW" }
func (o *AdamW) rate() (*float64, float64) { return (*Adam)(o).rate() }
func (o *AdamW) vectors() (used, kept int) { return (*Adam)(o).vectors() }
func (o *AdamW) defaultDecay() float64     { return 0.004 }
