package nn

import (
	"errors"
	"fmt"
	"math"
)

// CosineDecay goes down along half a cosine, from the first rate to Alpha times as
// much, in DecaySteps steps, and stays there:
//
//	η(s) = first · ((1 − Alpha)·(1 + cos(π·s/DecaySteps))/2 + Alpha)
//
// With WarmupSteps it first rises from InitialLearningRate to WarmupTarget in a
// straight line, and goes down from there.
//
// Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm
// restarts", ICLR 2017, equation 5.
type CosineDecay struct {
	InitialLearningRate float64
	DecaySteps          int
	Alpha               float64 // part of the first rate that is left
	WarmupTarget        float64 // needs WarmupSteps
	WarmupSteps         int     // zero: none
}

// String returns Keras's class name.
func (CosineDecay) String() string { return "CosineDecay" }

// Rate returns the learning rate of a step, counted from 0.
func (d CosineDecay) Rate(step int) float64 {
	first, s := float32(d.InitialLearningRate), float32(step)
	if warm := float32(d.WarmupSteps); warm > 0 {
		target := float32(d.WarmupTarget)
		if s < warm {
			return float64(float32((target-first)*(s/warm)) + first)
		}
		first, s = target, s-warm
	}
	steps := float32(d.DecaySteps)
	return float64(first * cosine(min(s, steps)/steps, 1, d.Alpha))
}

func (d CosineDecay) check() error {
	switch {
	case d.WarmupSteps < 0:
		return fmt.Errorf("WarmupSteps is %d, it must not be negative", d.WarmupSteps)
	case d.WarmupSteps == 0 && d.WarmupTarget != 0:
		return errors.New("WarmupTarget is set, but WarmupSteps is 0")
	}
	return checkDecay(d.DecaySteps,
		bound{"InitialLearningRate", d.InitialLearningRate, 0, noLimit},
		bound{"Alpha", d.Alpha, 0, noLimit},
		bound{"WarmupTarget", d.WarmupTarget, 0, noLimit})
}

// CosineDecayRestarts is CosineDecay that starts anew at its end: each time it lasts
// TMul times as long and begins at MMul times the rate.
//
// Source: as CosineDecay.
type CosineDecayRestarts struct {
	InitialLearningRate float64
	FirstDecaySteps     int
	TMul                float64 // zero: 2
	MMul                float64 // zero: 1
	Alpha               float64 // part of InitialLearningRate that is left at the end of each decay
}

// String returns Keras's class name.
func (CosineDecayRestarts) String() string { return "CosineDecayRestarts" }

// Rate returns the learning rate of a step, counted from 0.
func (d CosineDecayRestarts) Rate(step int) float64 {
	part := float32(step) / float32(d.FirstDecaySteps)
	longer := float32(orDefault(d.TMul, 2))
	var restarts float32
	if longer == 1 {
		restarts = floor32(part)
		part -= restarts
	} else {
		restarts = floor32(natural32(1-float32(part*(1-longer))) / natural32(longer))
		length := pow32(longer, restarts)
		part = (part - (1-length)/(1-longer)) / length
	}
	scale := pow32(float32(orDefault(d.MMul, 1)), restarts)
	return float64(float32(d.InitialLearningRate) * cosine(part, scale, d.Alpha))
}

func (d CosineDecayRestarts) check() error {
	if d.TMul != 0 && !(d.TMul >= 1) {
		return fmt.Errorf("TMul is %g, it must be at least 1", d.TMul)
	}
	return checkDecay(d.FirstDecaySteps,
		bound{"InitialLearningRate", d.InitialLearningRate, 0, noLimit},
		bound{"TMul", d.TMul, 0, noLimit},
		bound{"MMul", d.MMul, 0, noLimit},
		bound{"Alpha", d.Alpha, 0, noLimit})
}

// cosine returns (1 − alpha)·scale·(1 + cos πx)/2 + alpha.
func cosine(x, scale float32, alpha float64) float32 {
	down := 0.5 * scale * (1 + cosine32(math.Pi*x))
	return float32(float32(1-alpha)*down) + float32(alpha)
}
