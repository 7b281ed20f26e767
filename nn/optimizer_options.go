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
	}
	if c.Schedule != nil {
		if err := c.Schedule.check(); err != nil {
			return fmt.Errorf("%v: %w", c.Schedule, err)
		}
	}
	return checkBounds(
		bound{"LearningRate", *field, 0, noLimit},
		bound{"WeightDecay", c.WeightDecay, 0, noLimit},
		bound{"ClipNorm", c.ClipNorm, 0, noLimit},
		bound{"GlobalClipNorm", c.GlobalClipNorm, 0, noLimit},
		bound{"ClipValue", c.ClipValue, 0, noLimit},
		bound{"EMAMomentum", c.EMAMomentum, 0, 1},
	)
}

// clip bounds the gradient as the options say.
func clip[T float](o *OptimizerOptions, grads []T, places []place) {
	switch {
	case o.ClipNorm != 0:
		for _, p := range places {
			clipNorm(grads[p.from:p.to], T(o.ClipNorm))
		}
	case o.GlobalClipNorm != 0:
		clipNorm(grads, T(o.GlobalClipNorm))
	case o.ClipValue != 0:
		limit := T(o.ClipValue)
		for i, g := range grads {
			grads[i] = min(max(g, -limit), limit)
		}
	}
}

// clipNorm scales g down to a norm of at most limit. Where the norm is not finite,
// all becomes NaN.
func clipNorm[T float](g []T, limit T) {
	var sum T
	for _, v := range g {
		sum += v * v
	}
	norm := T(math.Sqrt(float64(sum)))
	switch {
	case norm-norm != 0:
		for i := range g {
			g[i] = norm - norm
		}
	case norm > limit:
		for i := range g {
			g[i] *= limit / norm
		}
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
