package nn

// Lion steps by the learning rate in the direction of the sign of a mean:
//
//	w ← w − η·sign(β₁m + (1−β₁)g)    m ← β₂m + (1−β₂)g
//
// m starts from zeros.
//
// Source: Keras 3.15 (keras/src/optimizers/lion.py); Chen et al., "Symbolic discovery
// of optimization algorithms", 2023, algorithm 2.
type Lion struct {
	LearningRate float64 // η; zero: 0.001
	Beta1        float64 // β₁; zero: 0.9
	Beta2        float64 // β₂; zero: 0.99, negative: 0

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Lion) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps m in s.
func (o *Lion) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Lion) step32(s *memory[float32], w, g []float32, eta float32) { lionStep(o, s, w, g, eta) }
func (o *Lion) step64(s *memory[float64], w, g []float64, eta float64) { lionStep(o, s, w, g, eta) }

func lionStep[T float](o *Lion, s *memory[T], w, g []T, eta T) {
	beta1, beta2 := T(orDefault(o.Beta1, 0.9)), T(orDefault(o.Beta2, 0.99))
	m := s.slot(0, len(w))
	for i, g := range g {
		switch toward := m[i]*beta1 + g*(1-beta1); {
		case toward > 0:
			w[i] -= eta
		case toward < 0:
			w[i] += eta
		case toward != toward:
			w[i] = toward
		}
		m[i] = m[i]*beta2 + g*(1-beta2)
	}
}

func (o *Lion) check() error {
	err := checkBounds(
		bound{"Beta1", o.Beta1, 0, 1},
		bound{"Beta2", o.Beta2, -noLimit, 1},
	)
	if err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Lion) class() string             { return "Lion" }
func (o *Lion) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Lion) vectors() (used, kept int) { return 1, 1 }
