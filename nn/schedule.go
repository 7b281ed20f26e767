package nn

import (
	"fmt"
	"math"
)

// Schedule is a learning rate that depends on the number of steps made. The schedules
// are types of this package under Keras's names, such as [ExponentialDecay]. They
// compute in float32, as Keras does.
type Schedule interface {
	// String returns Keras's class name.
	String() string
	// Rate returns the learning rate of a step, counted from 0.
	Rate(step int) float64
	// check reports settings that make no sense.
	check() error
}

// ExponentialDecay multiplies the rate by DecayRate every DecaySteps steps:
//
//	η(s) = InitialLearningRate · DecayRate^(s/DecaySteps)
//
// Source: Keras 3.15 (keras/src/optimizers/schedules/learning_rate_schedule.py), as
// for all schedules.
type ExponentialDecay struct {
	InitialLearningRate float64
	DecaySteps          int
	DecayRate           float64
	Staircase           bool // rounds s/DecaySteps down
}

// String returns Keras's class name.
func (ExponentialDecay) String() string { return "ExponentialDecay" }

// Rate returns the learning rate of a step, counted from 0.
func (d ExponentialDecay) Rate(step int) float64 {
	return float64(float32(d.InitialLearningRate) * pow32(float32(d.DecayRate), decayed(step, d.DecaySteps, d.Staircase)))
}

func (d ExponentialDecay) check() error {
	return checkDecay(d.DecaySteps,
		bound{"InitialLearningRate", d.InitialLearningRate, 0, noLimit},
		bound{"DecayRate", d.DecayRate, 0, noLimit})
}

// InverseTimeDecay divides the rate by a number that grows with the steps:
//
//	η(s) = InitialLearningRate / (1 + DecayRate·s/DecaySteps)
type InverseTimeDecay struct {
	InitialLearningRate float64
	DecaySteps          int
	DecayRate           float64
	Staircase           bool // rounds s/DecaySteps down
}

// String returns Keras's class name.
func (InverseTimeDecay) String() string { return "InverseTimeDecay" }

// Rate returns the learning rate of a step, counted from 0.
func (d InverseTimeDecay) Rate(step int) float64 {
	grown := 1 + float32(float32(d.DecayRate)*decayed(step, d.DecaySteps, d.Staircase))
	return float64(float32(d.InitialLearningRate) / grown)
}

func (d InverseTimeDecay) check() error {
	return checkDecay(d.DecaySteps,
		bound{"InitialLearningRate", d.InitialLearningRate, 0, noLimit},
		bound{"DecayRate", d.DecayRate, 0, noLimit})
}

// PolynomialDecay goes from InitialLearningRate to EndLearningRate in DecaySteps
// steps, and stays there:
//
//	η(s) = (InitialLearningRate − EndLearningRate)·(1 − s/DecaySteps)^Power + EndLearningRate
//
// With Cycle it rises again when it has ended, and goes down over 2, 3, … times
// DecaySteps.
type PolynomialDecay struct {
	InitialLearningRate float64
	DecaySteps          int
	EndLearningRate     float64 // zero: 0.0001, negative: 0
	Power               float64 // zero: 1
	Cycle               bool
}

// String returns Keras's class name.
func (PolynomialDecay) String() string { return "PolynomialDecay" }

// Rate returns the learning rate of a step, counted from 0.
func (d PolynomialDecay) Rate(step int) float64 {
	s, steps := float32(step), float32(d.DecaySteps)
	if d.Cycle {
		if step > 0 {
			steps *= ceil32(s / steps)
		}
	} else {
		s = min(s, steps)
	}
	first, last := float32(d.InitialLearningRate), float32(orDefault(d.EndLearningRate, 0.0001))
	return float64(float32((first-last)*pow32(1-s/steps, float32(orDefault(d.Power, 1)))) + last)
}

func (d PolynomialDecay) check() error {
	return checkDecay(d.DecaySteps,
		bound{"InitialLearningRate", d.InitialLearningRate, 0, noLimit},
		bound{"EndLearningRate", d.EndLearningRate, -noLimit, noLimit},
		bound{"Power", d.Power, 0, noLimit})
}

// PiecewiseConstantDecay is Values[i] up to and with step Boundaries[i], and the last
// of the Values after that: there is one more of them.
type PiecewiseConstantDecay struct {
	Boundaries []int // rising
	Values     []float64
}

// String returns Keras's class name.
func (PiecewiseConstantDecay) String() string { return "PiecewiseConstantDecay" }

// Rate returns the learning rate of a step, counted from 0.
func (d PiecewiseConstantDecay) Rate(step int) float64 {
	i := 0
	for i < len(d.Boundaries) && step > d.Boundaries[i] {
		i++
	}
	return float64(float32(d.Values[i]))
}

func (d PiecewiseConstantDecay) check() error {
	if len(d.Boundaries) == 0 || len(d.Values) != len(d.Boundaries)+1 {
		return fmt.Errorf("%d Boundaries and %d Values, there must be one more of the Values", len(d.Boundaries), len(d.Values))
	}
	for i, b := range d.Boundaries[1:] {
		if b <= d.Boundaries[i] {
			return fmt.Errorf("boundary %d comes after %d, they must rise", b, d.Boundaries[i])
		}
	}
	for i, v := range d.Values {
		if err := checkBounds(bound{fmt.Sprintf("Values[%d]", i), v, 0, noLimit}); err != nil {
			return err
		}
	}
	return nil
}

// decayed returns step/steps, rounded down with staircase.
func decayed(step, steps int, staircase bool) float32 {
	p := float32(step) / float32(steps)
	if staircase {
		p = floor32(p)
	}
	return p
}

// checkDecay holds what a schedule is made of to its limits.
func checkDecay(steps int, bounds ...bound) error {
	if steps < 1 {
		return fmt.Errorf("%d steps of decay, there must be at least 1", steps)
	}
	return checkBounds(bounds...)
}

// Functions in float32.
func pow32(b, x float32) float32  { return float32(math.Pow(float64(b), float64(x))) }
func floor32(v float32) float32   { return float32(math.Floor(float64(v))) }
func ceil32(v float32) float32    { return float32(math.Ceil(float64(v))) }
func cosine32(v float32) float32  { return float32(math.Cos(float64(v))) }
func natural32(v float32) float32 { return float32(math.Log(float64(v))) }
