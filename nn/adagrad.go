package nn

// Adagrad divides the gradient g by the root of the sum of all its squares:
//
//	a ← a + g²    w ← w − η·g/√(a+ε)
//
// Source: Keras 3.15 (keras/src/optimizers/adagrad.py), where ε is inside the root;
// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and
// stochastic optimization", Journal of Machine Learning Research 12, 2011.
type Adagrad struct {
	LearningRate            float64 // η; zero: 0.001
	InitialAccumulatorValue float64 // where a starts; zero: 0.1, negative: 0
	Epsilon                 float64 // ε; zero: 1e-7, negative: 0

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Adagrad) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps a in s.
func (o *Adagrad) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Adagrad) step32(s *memory[float32], w, g []float32, eta float32) {
	adagradStep(o, s, w, g, eta)
}
func (o *Adagrad) step64(s *memory[float64], w, g []float64, eta float64) {
	adagradStep(o, s, w, g, eta)
}

func adagradStep[T float](o *Adagrad, s *memory[T], w, g []T, eta T) {
	a, eps := s.slot(0, len(w)), T(orDefault(o.Epsilon, 1e-7))
	for i, g := range g {
		a[i] += g * g
		w[i] -= eta * g / root(a[i]+eps)
	}
}

func (o *Adagrad) check() error {
	err := checkBounds(
		bound{"InitialAccumulatorValue", o.InitialAccumulatorValue, -noLimit, noLimit},
		bound{"Epsilon", o.Epsilon, -noLimit, 1},
	)
	if err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Adagrad) class() string             { return "Adagrad" }
func (o *Adagrad) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Adagrad) vectors() (used, kept int) { return 1, 1 }
func (o *Adagrad) start(int) float64         { return orDefault(o.InitialAccumulatorValue, 0.1) }
