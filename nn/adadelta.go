package nn

// Adadelta measures its steps by the steps before:
//
//	a ← ρa + (1−ρ)g²    Δ = −g·√(d+ε)/√(a+ε)    d ← ρd + (1−ρ)Δ²    w ← w + η·Δ
//
// a and d start from zeros.
//
// Source: Keras 3.15 (keras/src/optimizers/adadelta.py); Zeiler, "ADADELTA: an
// adaptive learning rate method", 2012, algorithm 1, where η = 1.
type Adadelta struct {
	LearningRate float64 // η; zero: 0.001
	Rho          float64 // ρ; zero: 0.95, negative: 0
	Epsilon      float64 // ε; zero: 1e-7, negative: 0

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Adadelta) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps a and d, in this order, in s.
func (o *Adadelta) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Adadelta) step32(s *memory[float32], w, g []float32, eta float32) {
	adadeltaStep(o, s, w, g, eta)
}
func (o *Adadelta) step64(s *memory[float64], w, g []float64, eta float64) {
	adadeltaStep(o, s, w, g, eta)
}

func adadeltaStep[T float](o *Adadelta, s *memory[T], w, g []T, eta T) {
	decay := orDefault(o.Rho, 0.95)
	rho, rest, eps := T(decay), T(1-decay), T(orDefault(o.Epsilon, 1e-7))
	a, d := s.slot(0, len(w)), s.slot(1, len(w))
	for i, g := range g {
		a[i] = rho*a[i] + rest*(g*g)
		delta := -(root(d[i]+eps) * g / root(a[i]+eps))
		d[i] = rho*d[i] + rest*(delta*delta)
		w[i] += eta * delta
	}
}

func (o *Adadelta) check() error {
	err := checkBounds(
		bound{"Rho", o.Rho, -noLimit, 1},
		bound{"Epsilon", o.Epsilon, -noLimit, 1},
	)
	if err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Adadelta) class() string             { return "Adadelta" }
func (o *Adadelta) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Adadelta) vectors() (used, kept int) { return 2, 2 }
