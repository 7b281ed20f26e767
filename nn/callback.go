package nn

import "fmt"

// Callback is called while a Fit runs. The callbacks are types of this package, such
// as [LambdaCallback], whose functions are your own.
type Callback interface {
	// hooks returns what to call during a fit that is about to begin.
	hooks(t *Training) (LambdaCallback, error)
}

// LambdaCallback is a callback of functions; nil ones are left out. An error ends
// the fit, which returns it.
//
// Source: Keras 3.15 (keras/src/callbacks/lambda_callback.py).
type LambdaCallback struct {
	OnTrainBegin, OnTrainEnd           func(*Training) error
	OnEpochBegin, OnEpochEnd           func(*Training) error
	OnTrainBatchBegin, OnTrainBatchEnd func(*Training) error
}

func (c LambdaCallback) hooks(*Training) (LambdaCallback, error) { return c, nil }

// moment is a place in a fit where callbacks are called.
type moment int

const (
	onTrainBegin moment = iota
	onTrainEnd
	onEpochBegin
	onEpochEnd
	onTrainBatchBegin
	onTrainBatchEnd
	moments
)

// callbacks are those of one fit.
type callbacks struct {
	training *Training
	hooks    [moments][]func(*Training) error
}

// begin asks every callback for its hooks.
func (c *callbacks) begin(t *Training, all []Callback) error {
	c.training = t
	for i, callback := range all {
		h, err := callback.hooks(t)
		if err != nil {
			return fmt.Errorf("callback %d: %w", i+1, err)
		}
		for m, f := range [moments]func(*Training) error{
			h.OnTrainBegin, h.OnTrainEnd, h.OnEpochBegin, h.OnEpochEnd, h.OnTrainBatchBegin, h.OnTrainBatchEnd,
		} {
			if f != nil {
				c.hooks[m] = append(c.hooks[m], f)
			}
		}
	}
	return nil
}

// has reports whether anything is called at a moment.
func (c *callbacks) has(m moment) bool { return len(c.hooks[m]) > 0 }

// call calls what is to be called at a moment. The first error ends it.
func (c *callbacks) call(m moment) error {
	for _, f := range c.hooks[m] {
		if err := f(c.training); err != nil {
			return err
		}
	}
	return nil
}

// Training is a Fit that is running, as callbacks see it.
type Training struct {
	model        *Model
	epochs       int
	steps        int
	epoch, batch int
	logs         map[string]float64
	history      *History
	stopped      bool
	validates    bool // there are rows to validate with
	progress     *progress
	iterations   func() int // steps made
}

// Model returns the model that is fitted. Its weights may be read and written.
func (t *Training) Model() *Model { return t.model }

// Epochs returns the number of the last epoch.
func (t *Training) Epochs() int { return t.epochs }

// Steps returns the number of batches of an epoch.
func (t *Training) Steps() int { return t.steps }

// Epoch returns the number of the current epoch, from 0.
func (t *Training) Epoch() int { return t.epoch }

// Batch returns the number of the current batch, from 0.
func (t *Training) Batch() int { return t.batch }

// Logs returns the figures of the epoch so far by Keras's names, such as "loss" and
// "val_accuracy". What is written to it at the end of an epoch comes into the
// History.
func (t *Training) Logs() map[string]float64 { return t.logs }

// History returns what the epochs before this one reported.
func (t *Training) History() *History { return t.history }

// Printf prints a line where the fit shows its progress; nothing when that is Quiet.
func (t *Training) Printf(format string, args ...any) {
	t.progress.print(fmt.Sprintf(format, args...))
}

// Stop ends the fit after the current batch or epoch.
func (t *Training) Stop() { t.stopped = true }

// LearningRate returns the learning rate of the next step, rounded to float32 as Keras
// keeps it; 0 for optimizers that are not this package's.
func (t *Training) LearningRate() float64 {
	if o, ok := t.model.optimizer.(optimizerRule); ok {
		return float64(float32(learningRate(o, t.iterations())))
	}
	return 0
}

// SetLearningRate changes the optimizer's learning rate, which stays so after the
// fit. It fails for a rate that is not positive and finite, for an optimizer with a
// Schedule, and for one that is not this package's.
func (t *Training) SetLearningRate(rate float64) error {
	o, ok := t.model.optimizer.(optimizerRule)
	switch {
	case !ok:
		return fmt.Errorf("SetLearningRate: the optimizer is %T, which has none that can be set", t.model.optimizer)
	case o.common().Schedule != nil:
		return fmt.Errorf("SetLearningRate: the optimizer has the schedule %v", o.common().Schedule)
	case !(rate > 0 && rate <= maxRate):
		return fmt.Errorf("SetLearningRate: the rate is %g, it must be positive and finite", rate)
	}
	field, _ := o.rate()
	*field = rate
	return nil
}

// maxRate is the greatest learning rate.
const maxRate = 1e30

// beginEpoch forgets the figures of the epoch before.
func (t *Training) beginEpoch() {
	t.batch, t.logs = 0, map[string]float64{}
}

// log takes the figures of a tally under their names after prefix.
func (t *Training) log(prefix string, from *tally) {
	for name, value := range from.figures {
		t.logs[prefix+name] = value
	}
}
