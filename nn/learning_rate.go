package nn

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ReduceLROnPlateau multiplies the learning rate by Factor when a figure has not
// become better by MinDelta for Patience epochs. The rate of each epoch is in the
// History as "learning_rate".
//
// Source: Keras 3.15 (keras/src/callbacks/reduce_lr_on_plateau.py).
type ReduceLROnPlateau struct {
	Monitor  string  // the figure's name; zero: val_loss
	Factor   float64 // below 1; zero: 0.1
	Patience int     // epochs without improvement; zero: 10, negative: 0
	Mode     Mode    // zero: AutoMode
	MinDelta float64 // zero: 1e-4, negative: 0
	Cooldown int     // epochs after a reduction that do not count
	MinLR    float64 // the rate never falls below it
	Verbose  bool    // says what it does
}

// reducing is ReduceLROnPlateau during one fit.
type reducing struct {
	ReduceLROnPlateau
	*monitor
	wait, cooling int
}

func (c ReduceLROnPlateau) hooks(t *Training) (LambdaCallback, error) {
	c.Factor = orDefault(c.Factor, 0.1)
	c.Patience = int(orDefault(float64(c.Patience), 10))
	m, err := newMonitor(t, c.Monitor, c.Mode, orDefault(c.MinDelta, 1e-4))
	switch {
	case err != nil:
	case !(c.Factor > 0 && c.Factor < 1):
		err = fmt.Errorf("a Factor of %g, it must be between 0 and 1", c.Factor)
	case c.Cooldown < 0 || c.MinLR < 0:
		err = fmt.Errorf("a Cooldown of %d, a MinLR of %g: they must not be negative", c.Cooldown, c.MinLR)
	default:
		err = t.rateCanBeSet()
	}
	if err != nil {
		return LambdaCallback{}, fmt.Errorf("ReduceLROnPlateau: %w", err)
	}
	r := &reducing{ReduceLROnPlateau: c, monitor: m}
	return LambdaCallback{OnEpochEnd: r.epochEnd}, nil
}

func (r *reducing) epochEnd(t *Training) error {
	rate := t.LearningRate()
	t.logs["learning_rate"] = rate
	figure, ok, err := r.read(t)
	if err != nil {
		return fmt.Errorf("ReduceLROnPlateau: %w", err)
	}
	if !ok {
		return nil
	}
	if r.cooling > 0 {
		r.cooling--
		r.wait = 0
	}
	if r.improves(figure) {
		r.wait = 0
		return nil
	}
	if r.cooling > 0 {
		return nil
	}
	if r.wait++; r.wait < r.Patience || rate <= float64(float32(r.MinLR)) {
		return nil
	}
	lower := max(rate*r.Factor, r.MinLR)
	if r.Verbose {
		t.Printf("\nEpoch %d: ReduceLROnPlateau reducing learning rate to %s.", t.Epoch()+1, pythonFloat(lower))
	}
	r.cooling, r.wait = r.Cooldown, 0
	return t.SetLearningRate(lower)
}

// LearningRateScheduler sets the learning rate before each epoch. The rate of each
// epoch is in the History as "learning_rate".
//
// Source: Keras 3.15 (keras/src/callbacks/learning_rate_scheduler.py).
type LearningRateScheduler struct {
	Schedule func(epoch int, rate float64) float64 // from the epoch, counted from 0, and the rate so far
	Verbose  bool                                  // says what it does
}

func (c LearningRateScheduler) hooks(t *Training) (LambdaCallback, error) {
	err := t.rateCanBeSet()
	if c.Schedule == nil {
		err = errors.New("Schedule is nil")
	}
	if err != nil {
		return LambdaCallback{}, fmt.Errorf("LearningRateScheduler: %w", err)
	}
	return LambdaCallback{
		OnEpochBegin: func(t *Training) error {
			rate := c.Schedule(t.Epoch(), t.LearningRate())
			if c.Verbose {
				t.Printf("\nEpoch %d: LearningRateScheduler setting learning rate to %s.", t.Epoch()+1, pythonFloat(rate))
			}
			return t.SetLearningRate(rate)
		},
		OnEpochEnd: func(t *Training) error {
			t.logs["learning_rate"] = t.LearningRate()
			return nil
		},
	}, nil
}

// TerminateOnNaN ends a fit after a batch whose loss is NaN or infinite.
//
// Source: Keras 3.15 (keras/src/callbacks/terminate_on_nan.py).
type TerminateOnNaN struct{}

func (TerminateOnNaN) hooks(*Training) (LambdaCallback, error) {
	return LambdaCallback{OnTrainBatchEnd: func(t *Training) error {
		if loss := t.logs["loss"]; loss-loss != 0 {
			t.Printf("Batch %d: Invalid loss, terminating training", t.Batch())
			t.Stop()
		}
		return nil
	}}, nil
}

// pythonFloat prints a number as Python does: 2.0, 0.005, 1e-05.
func pythonFloat(v float64) string {
	text := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(text, ".en") {
		text += ".0"
	}
	return text
}
