package nn

import (
	"errors"
	"fmt"
	"math"
)

// Optimizer changes the weights of a network by its gradient. RMSprop, SGD, Adam
// and their like are optimizers; any other type with an Update is one too.
//
// The hyperparameters are in the optimizer, what it remembers from step to step
// is in a State, so one value may serve several models.
type Optimizer interface {
	// Update makes one step: it changes params in place, given grads of the
	// same length, the same vector as at the last step with s. It may spoil grads.
	Update(s *State, params, grads []float32)
}

// State is what an optimizer remembers of one network.
type State struct {
	Iterations int       // steps made
	Slots      []float32 // vectors as long as the parameters, one after the other
	Scalars    []float32 // numbers that belong to no parameter
}

// memory is a State in float32 or float64.
type memory[T float] struct {
	Iterations int
	Slots      []T
	Scalars    []T
}

// reserve makes room for vectors vectors of n numbers, which start as zeros. It
// panics when the last step had another number of parameters.
func (s *memory[T]) reserve(vectors, n int) {
	if n > 0 && len(s.Slots)%n != 0 {
		panic(fmt.Errorf("nn: Step: %d parameters, the optimizer's vectors of the last step hold %d numbers", n, len(s.Slots)))
	}
	if missing := vectors*n - len(s.Slots); missing > 0 {
		s.Slots = append(s.Slots, make([]T, missing)...)
	}
}

// slot returns the i-th vector of n numbers, for which there is room.
func (s *memory[T]) slot(i, n int) []T { return s.Slots[i*n : (i+1)*n] }

// optimizerRule is an optimizer of this package: what it does to the gradient is its own,
// the learning rate and the options are handled for all alike.
type optimizerRule interface {
	Optimizer
	// check reports hyperparameters that make no sense.
	check() error
	// class returns Keras's name.
	class() string
	// rate returns where the learning rate is kept, and what 0 there means.
	rate() (field *float64, zero float64)
	// common returns the options.
	common() *OptimizerOptions
	// vectors returns how many vectors of State.Slots a step uses, and how many
	// of them Keras keeps.
	vectors() (used, kept int)
	// step32 and step64 make step s.Iterations, counted from 1, with learning
	// rate eta. There is room for the vectors.
	step32(s *memory[float32], w, g []float32, eta float32)
	step64(s *memory[float64], w, g []float64, eta float64)
}

// OptimizerOptions are what every optimizer offers beside its own
// hyperparameters. They are applied in this order: gradients are added up, they are
// clipped, weights decay, the optimizer's own step, the average.
//
// Source: Keras 3.15 (keras/src/optimizers/base_optimizer.py).
type OptimizerOptions struct {
	// Schedule gives the learning rate step by step, in place of LearningRate.
	Schedule Schedule

	// WeightDecay λ shrinks all weights before each step: w ← w − w·λ·η.
	WeightDecay float64

	// One of these at most. ClipNorm bounds the Euclidean norm of the gradient of
	// each tensor of weights, GlobalClipNorm that of all together, ClipValue each
	// number of it. Zero: no bound.
	ClipNorm, GlobalClipNorm, ClipValue float64

	// EMAMomentum μ keeps an exponential moving average of the weights, a ← μa +
	// (1−μ)w, which becomes the weights when Fit ends and every
	// EMAOverwriteFrequency steps. Keras's use_ema has 0.99. Zero: no average.
	EMAMomentum           float64
	EMAOverwriteFrequency int

	// GradientAccumulationSteps n changes the weights in every n-th step only, by the
	// mean of the last n gradients. Zero: in every step.
	GradientAccumulationSteps int
}

// common returns the options.
func (o *OptimizerOptions) common() *OptimizerOptions { return o }

// learningRate returns η of the step that follows iterations steps.
func learningRate(o optimizerRule, iterations int) float64 {
	if s := o.common().Schedule; s != nil {
		return s.Rate(iterations)
	}
	field, zero := o.rate()
	return orDefault(*field, zero)
}

// update makes one step of o. places lists the tensors of params; nil where they
// are not known.
func update[T float](o optimizerRule, s *memory[T], params, grads []T, places []place) {
	options, n := o.common(), len(params)
	own, g := reserveFor(o, s, n), grads[:n]
	next := own
	var mean, sum []T
	if options.EMAMomentum != 0 {
		mean = s.slot(next, n)
		next++
	}
	if options.GradientAccumulationSteps != 0 {
		sum = s.slot(next, n)
	}
	eta, calls := learningRate(o, s.Iterations), s.Iterations+1
	s.Iterations = (calls-1)/max(options.GradientAccumulationSteps, 1) + 1
	if sum == nil || accumulate(options.GradientAccumulationSteps, calls, g, sum) {
		clip(options, g, places)
		if lambda := weightDecay(o); lambda != 0 {
			decay(params, T(lambda), T(eta))
		}
		applyRule(o, s, params, g, eta)
	}
	if mean != nil {
		average(options, s.Iterations, params, mean)
	}
	s.Iterations = calls
}

// applyRule has o make its own step with the gradient as it is.
func applyRule[T float](o optimizerRule, s *memory[T], w, g []T, eta float64) {
	switch s := any(s).(type) {
	case *memory[float32]:
		o.step32(s, any(w).([]float32), any(g).([]float32), float32(eta))
	case *memory[float64]:
		o.step64(s, any(w).([]float64), any(g).([]float64), eta)
	}
}

// updateWhole is the Update of this package's optimizers. It panics when the norms
// of single tensors are to be clipped, since it does not know where they begin.
func updateWhole(o optimizerRule, s *State, params, grads []float32) {
	if o.common().ClipNorm != 0 {
		panic(errors.New("nn: Step: ClipNorm needs the network's tensors: use Sequential.Step"))
	}
	update(o, (*memory[float32])(s), params, grads, nil)
}

// Step makes one step of o with Params and Grads, as Fit does: constraints of layers
// are applied too. o is one of this package's optimizers, or has a method
// Step(params, grads []float32). Like that method, it remembers in o. It panics when
// o is anything else or its hyperparameters make no sense.
func (s *Sequential) Step(o Optimizer) {
	switch o := o.(type) {
	case interface {
		optimizerRule
		own() *State
	}:
		if err := o.check(); err != nil {
			panic(fmt.Errorf("nn: Step: %s: %w", o.class(), err))
		}
		update(o, (*memory[float32])(o.own()), s.params, s.grads, s.trainablePlaces())
	case interface{ Step(params, grads []float32) }:
		o.Step(s.params, s.grads)
	default:
		panic(fmt.Errorf("nn: Step: %T has no Step", o))
	}
	for _, p := range s.constraints() {
		project(p.constraint, s.params[p.from:p.to], p.dims)
	}
}

// ownState is what an optimizer remembers of the steps of its Step.
type ownState struct{ state State }

func (s *ownState) own() *State { return &s.state }

// orDefault returns v, def for 0, and 0 for negative numbers.
func orDefault(v, def float64) float64 {
	switch {
	case v == 0:
		return def
	case v < 0:
		return 0
	}
	return v
}

// bound holds a hyperparameter to its limits.
type bound struct {
	name          string
	value, lo, hi float64
}

// The limits of hyperparameters whose negative values mean 0 are open below.
const noLimit = math.MaxFloat64

// checkBounds reports the first hyperparameter outside its limits.
func checkBounds(bounds ...bound) error {
	for _, b := range bounds {
		switch {
		case b.value >= b.lo && b.value <= b.hi:
		case b.hi == noLimit && b.lo == -noLimit:
			return fmt.Errorf("%s is %g, it must be finite", b.name, b.value)
		case b.hi == noLimit:
			return fmt.Errorf("%s is %g, it must be at least %g and finite", b.name, b.value, b.lo)
		case b.lo == -noLimit:
			return fmt.Errorf("%s is %g, it must be at most %g", b.name, b.value, b.hi)
		default:
			return fmt.Errorf("%s is %g, it must be from %g to %g", b.name, b.value, b.lo, b.hi)
		}
	}
	return nil
}
