package nn

import (
	"errors"
	"fmt"
	"math"
)

// checkOptions reports options that make no sense.
func checkOptions(o optimizerRule) error {
	c := o.common()
	field, _ := o.rate()
	clips := 0
	for _, v := range []float64{c.ClipNorm, c.GlobalClipNorm, c.ClipValue} {
		if v != 0 {
			clips++
		}
	}
	switch {
	case clips > 1:
		return fmt.Errorf("ClipNorm is %g, GlobalClipNorm %g, ClipValue %g: one of them at most can be set",
			c.ClipNorm, c.GlobalClipNorm, c.ClipValue)
	case c.Schedule != nil && *field != 0:
		return fmt.Errorf("LearningRate is %g and there is a Schedule: only one can be set", *field)
	case c.EMAOverwriteFrequency < 0:
		return fmt.Errorf("EMAOverwriteFrequency is %d, it must not be negative", c.EMAOverwriteFrequency)
	case c.EMAOverwriteFrequency > 0 && c.EMAMomentum == 0:
		return errors.New("EMAOverwriteFrequency is set, but EMAMomentum is 0")
	case c.GradientAccumulationSteps < 0 || c.GradientAccumulationSteps == 1:
		return fmt.Errorf("GradientAccumulationSteps is %d, it must be at least 2 (or 0 for none)", c.GradientAccumulationSteps)
	}
	if c.Schedule != nil {
		if err := c.Schedule.check(); err != nil {
			return fmt.Errorf("%v: %w", c.Schedule, err)
		}
	}
	leastDecay := 0.0
	if _, ok := o.(decaying); ok {
		leastDecay = -noLimit
	}
	return checkBounds(
		bound{"LearningRate", *field, 0, noLimit},
		bound{"WeightDecay", c.WeightDecay, leastDecay, noLimit},
		bound{"ClipNorm", c.ClipNorm, 0, noLimit},
		bound{"GlobalClipNorm", c.GlobalClipNorm, 0, noLimit},
		bound{"ClipValue", c.ClipValue, 0, noLimit},
		bound{"EMAMomentum", c.EMAMomentum, 0, 1},
	)
}

// decaying is an optimizer whose WeightDecay has a default of its own.
type decaying interface {
	// defaultDecay returns what a WeightDecay of 0 means.
	defaultDecay() float64
}

// weightDecay returns λ of o.
func weightDecay(o optimizerRule) float64 {
	lambda := o.common().WeightDecay
	if d, ok := o.(decaying); ok {
		return orDefault(lambda, d.defaultDecay())
	}
	return lambda
}

// filled is an optimizer whose vectors do not all start from zeros.
type filled interface {
	// start returns the number that vector i starts from.
	start(i int) float64
}

// reserveFor makes room for the vectors of o and its options, n numbers each, and
// returns where those of the options begin.
func reserveFor[T float](o optimizerRule, s *memory[T], n int) (own int) {
	own, _ = o.vectors()
	all, there := own, len(s.Slots)/max(n, 1)
	if o.common().EMAMomentum != 0 {
		all++
	}
	if o.common().GradientAccumulationSteps != 0 {
		all++
	}
	s.reserve(all, n)
	f, ok := o.(filled)
	for i := there; ok && i < own; i++ {
		v := T(f.start(i))
		for j := range n {
			s.Slots[i*n+j] = v
		}
	}
	return own
}

// keptNumbers returns how many numbers Keras keeps for o and a number of parameters:
// its vectors, the step number, and the learning rate unless there is a Schedule.
func keptNumbers(o optimizerRule, params int) int {
	_, vectors := o.vectors()
	c, n := o.common(), 1
	if c.EMAMomentum != 0 {
		vectors++
	}
	if c.GradientAccumulationSteps != 0 {
		vectors++
	}
	if c.Schedule == nil {
		n++
	}
	if _, ok := o.(*Nadam); ok {
		n++ // the product of the u
	}
	return vectors*params + n
}

// accumulate adds the gradient of step t to sum, and reports whether the weights are
// to be changed now: by the mean, which is in grads then.
func accumulate[T float](steps, t int, grads, sum []T) bool {
	if t%steps != 0 {
		for i, g := range grads {
			sum[i] += g
		}
		return false
	}
	n := T(steps)
	for i, g := range grads {
		grads[i] = (g + sum[i]) / n
		sum[i] = 0
	}
	return true
}

// clip bounds the gradient as the options say.
func clip[T float](o *OptimizerOptions, grads []T, places []place) {
	switch {
	case o.ClipNorm != 0:
		for _, p := range places {
			clipNorm(grads[p.from:p.to], T(o.ClipNorm))
		}
	case o.GlobalClipNorm != 0:
		clipGlobalNorm(grads, T(o.GlobalClipNorm))
	case o.ClipValue != 0:
		limit := T(o.ClipValue)
		for i, g := range grads {
			grads[i] = min(max(g, -limit), limit)
		}
	}
}

// norm returns the Euclidean norm of g.
func norm[T float](g []T) T {
	var sum T
	for _, v := range g {
		sum += v * v
	}
	return T(math.Sqrt(float64(sum)))
}

// clipNorm scales g down to a norm of at most limit. An infinite norm makes finite
// numbers 0 and the others NaN, a norm of NaN all NaN.
func clipNorm[T float](g []T, limit T) {
	n := max(norm(g), limit)
	if n == limit {
		return
	}
	for i, v := range g {
		g[i] = v * limit / n
	}
}

// clipGlobalNorm is clipNorm of all tensors together, where a norm that is not
// finite makes all NaN.
func clipGlobalNorm[T float](g []T, limit T) {
	n := norm(g)
	scale := limit*min(1/n, 1/limit) + (n - n)
	for i := range g {
		g[i] *= scale
	}
}

// decay shrinks the weights.
func decay[T float](w []T, lambda, eta T) {
	for i, v := range w {
		w[i] -= v * lambda * eta
	}
}

// average moves the average of the weights towards those of step t, and has it
// become the weights when its time has come.
func average[T float](o *OptimizerOptions, t int, w, mean []T) {
	mu := T(o.EMAMomentum)
	if t == 1 {
		mu = 0
	}
	for i, v := range w {
		mean[i] = mu*mean[i] + (1-mu)*v
	}
	if o.EMAOverwriteFrequency > 0 && t%o.EMAOverwriteFrequency == 0 {
		copy(w, mean)
	}
}

// finish has the average become the weights at the end of a fit.
func finish[T float](o optimizerRule, s *memory[T], params []T) {
	if own, _ := o.vectors(); o.common().EMAMomentum != 0 && len(s.Slots) > own*len(params) {
		copy(params, s.slot(own, len(params)))
	}
}
