package nn

import "math"

// Ftrl follows the regularized leader, which keeps weights at 0 exactly where L1 is
// stronger than all gradients together. With q = −LearningRatePower:
//
//	a′ = a + g²    z ← z + g + 2·Shrinkage·w − (a′^q − a^q)/η·w
//	w ← (clip(z, −L1, L1) − z) / (a′^q/η + 2·L2 + β/η)    a ← a′
//
// z starts from zeros.
//
// Source: Keras 3.15 (keras/src/optimizers/ftrl.py); McMahan et al., "Ad click
// prediction: a view from the trenches", KDD 2013, algorithm 1.
type Ftrl struct {
	LearningRate            float64 // η; zero: 0.001
	LearningRatePower       float64 // zero: −0.5; never above 0
	InitialAccumulatorValue float64 // where a starts; zero: 0.1, negative: 0
	L1, L2                  float64 // Keras's l1 and l2_regularization_strength
	Shrinkage               float64 // Keras's l2_shrinkage_regularization_strength
	Beta                    float64 // β

	OptimizerOptions

	ownState
}

// Step makes one step on a network of its own. It panics when the number of
// parameters changes from one step to the next.
func (o *Ftrl) Step(params, grads []float32) { o.Update(&o.state, params, grads) }

// Update makes one step and keeps a and z, in this order, in s.
func (o *Ftrl) Update(s *State, params, grads []float32) { updateWhole(o, s, params, grads) }

func (o *Ftrl) step32(s *memory[float32], w, g []float32, eta float32) { ftrlStep(o, s, w, g, eta) }
func (o *Ftrl) step64(s *memory[float64], w, g []float64, eta float64) { ftrlStep(o, s, w, g, eta) }

func ftrlStep[T float](o *Ftrl, s *memory[T], w, g []T, eta T) {
	pow := root[T]
	if q := -o.LearningRatePower; q != 0 && q != 0.5 {
		pow = func(v T) T { return T(math.Pow(float64(v), q)) }
	}
	l1, l2, shrinkage := T(o.L1), T(o.L2)+T(o.Beta)/(2*eta), T(2*o.Shrinkage)
	a, z := s.slot(0, len(w)), s.slot(1, len(w))
	for i, g := range g {
		grown := a[i] + g*g
		z[i] += g + shrinkage*w[i] - (pow(grown)-pow(a[i]))/eta*w[i]
		w[i] = (min(max(z[i], -l1), l1) - z[i]) / (pow(grown)/eta + 2*l2)
		a[i] = grown
	}
}

func (o *Ftrl) check() error {
	err := checkBounds(
		bound{"LearningRatePower", o.LearningRatePower, -noLimit, 0},
		bound{"InitialAccumulatorValue", o.InitialAccumulatorValue, -noLimit, noLimit},
		bound{"L1", o.L1, 0, noLimit},
		bound{"L2", o.L2, 0, noLimit},
		bound{"Shrinkage", o.Shrinkage, 0, noLimit},
		bound{"Beta", o.Beta, 0, noLimit},
	)
	if err != nil {
		return err
	}
	return checkOptions(o)
}

func (o *Ftrl) class() string             { return "Ftrl" }
func (o *Ftrl) rate() (*float64, float64) { return &o.LearningRate, 0.001 }
func (o *Ftrl) vectors() (used, kept int) { return 2, 2 }

// start has only a start from another number than 0.
func (o *Ftrl) start(i int) float64 {
	if i > 0 {
		return 0
	}
	return orDefault(o.InitialAccumulatorValue, 0.1)
}
