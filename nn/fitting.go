package nn

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
)

// fitting is one call of Fit: its rows and all its buffers.
type fitting[T float] struct {
	*Model
	ctx    context.Context // of the work that the fit is a part of
	config FitConfig
	engine engine[T]
	numbers[T]

	all   *examples[T]
	order []int // of the training rows, which come first in all
	batch *examples[T]

	validating *examples[T] // nil: no validation
	aside      int          // where its rows to validate with begin

	rows       lossBatch // the rows of a step, or to validate with
	out, grad  []float64 // room for theirs
	train, val tally
	progress   *progress
	calls      callbacks
}

// newFitting checks everything and makes the buffers.
func newFitting[T float](m *Model, x mat.Matrix, y []float64, config FitConfig) (*fitting[T], error) {
	if err := m.trainable(); err != nil {
		return nil, err
	}
	if err := m.checkRows(x, y, config.SampleWeight); err != nil {
		return nil, err
	}
	rows, _ := x.Dims()
	training, err := config.complete(rows)
	if err != nil {
		return nil, err
	}
	f := &fitting[T]{Model: m, ctx: goroutine.Context(), config: config}
	if f.all, err = f.examples(x, y, config.SampleWeight); err != nil {
		return nil, err
	}
	if config.ClassWeight != nil {
		if err := f.all.weighClasses(config.ClassWeight, training); err != nil {
			return nil, err
		}
	}
	if err := f.setAside(training); err != nil {
		return nil, err
	}
	if f.numbers, err = newNumbers[T](m); err != nil {
		return nil, err
	}
	if err := f.plan(training); err != nil {
		return nil, err
	}
	return f, f.calls.begin(f.training(), config.Callbacks)
}

// examples converts x, and drops its zeros if there are many and the engine is one that
// takes such rows.
func (f *fitting[T]) examples(x mat.Matrix, y, weights []float64) (*examples[T], error) {
	e, err := newExamples[T](x, y, weights)
	if err == nil && f.config.Backend == nil && f.net.takesSparse() {
		e.compress()
	}
	return e, err
}

// setAside takes the rows to validate with.
func (f *fitting[T]) setAside(training int) error {
	v := f.config.ValidationData
	if v == nil {
		if training < f.all.x.rows {
			f.validating, f.aside = f.all, training
		}
		return nil
	}
	err := f.checkRows(v.X, v.Y, v.SampleWeight)
	if err == nil {
		f.validating, err = f.examples(v.X, v.Y, v.SampleWeight)
	}
	if err != nil {
		return fmt.Errorf("ValidationData: %w", err)
	}
	return nil
}

// plan makes the buffers for a number of training rows.
func (f *fitting[T]) plan(training int) error {
	k := f.net.Outputs()
	size := f.config.BatchSize
	if f.validating != nil {
		rest := f.validating.x.rows - f.aside
		f.config.ValidationBatchSize = min(f.config.ValidationBatchSize, rest)
		size = max(size, f.config.ValidationBatchSize)
	}
	var err error
	if f.engine, err = newEngine(f.Model, f.config.Backend, size, f.vectors); err != nil {
		return err
	}
	f.order = make([]int, training)
	for i := range f.order {
		f.order[i] = i
	}
	f.batch = f.all.room(f.config.BatchSize)
	f.out, f.grad = make([]float64, size*k), make([]float64, size*k)
	f.rows = lossBatch{k: k}
	f.train, f.val = newTally(f.metrics), newTally(f.metrics)
	f.progress = newProgress(f.config, f.steps())
	return nil
}

// steps returns the steps of an epoch.
func (f *fitting[T]) steps() int {
	return (len(f.order) + f.config.BatchSize - 1) / f.config.BatchSize
}

// training returns what callbacks see.
func (f *fitting[T]) training() *Training {
	return &Training{
		model: f.Model, epochs: max(f.config.Epochs, 0), steps: f.steps(),
		epoch: f.config.InitialEpoch, history: newHistory(), progress: f.progress, validates: f.validating != nil,
		iterations: func() int { return f.memory.Iterations },
	}
}

// run goes through the epochs.
func (f *fitting[T]) run() (*History, error) {
	defer f.engine.Close()
	t := f.calls.training
	err := f.calls.call(onTrainBegin)
	for ; err == nil && t.epoch < f.config.Epochs && !t.stopped; t.epoch++ {
		err = f.epoch()
		f.epochs++
	}
	f.finish(f.Model)
	if err == nil {
		err = f.calls.call(onTrainEnd)
	}
	f.progress.finish(t.history)
	return t.history, err
}

// epoch makes one pass over the training rows and one over the others.
func (f *fitting[T]) epoch() error {
	t, seed := f.calls.training, f.config.Seed+int64(f.epochs)
	t.beginEpoch()
	if err := f.calls.call(onEpochBegin); err != nil {
		return err
	}
	if !f.config.NoShuffle {
		shuffle(f.order, seed)
	}
	f.engine.Seed(seed)
	f.progress.beginEpoch(t.epoch)
	f.train.reset()
	for at := 0; at < len(f.order) && !t.stopped; at += f.config.BatchSize {
		if err := f.ctx.Err(); err != nil {
			return fmt.Errorf("interrupted in epoch %d of %d: %w", t.epoch+1, f.config.Epochs, err)
		}
		if err := f.step(f.order[at:min(at+f.config.BatchSize, len(f.order))]); err != nil {
			return err
		}
		t.batch++
	}
	t.log("", &f.train)
	if f.validating != nil && (t.epoch+1)%f.config.ValidationFreq == 0 {
		if err := f.validate(); err != nil {
			return err
		}
		t.log("val_", &f.val)
	}
	f.narrow(f.net)
	err := f.calls.call(onEpochEnd)
	f.progress.endEpoch(t.logs)
	f.widen(f.net)
	t.history.append(t.epoch, t.logs)
	return err
}

// step trains on the rows that order lists.
func (f *fitting[T]) step(order []int) error {
	t := f.calls.training
	if err := f.calls.call(onTrainBatchBegin); err != nil {
		return err
	}
	x := f.all.gather(f.batch, order)
	if err := f.measure(f.batch, x, 0, &f.train, true); err != nil {
		return err
	}
	clear(f.grads)
	if err := f.engine.Differentiate(x, &f.rows); err != nil {
		return err
	}
	f.update(f.Model)
	f.progress.step(t.batch, t.history, &f.train)
	if !f.calls.has(onTrainBatchEnd) {
		return nil
	}
	t.log("", &f.train)
	f.narrow(f.net)
	defer f.widen(f.net)
	return f.calls.call(onTrainBatchEnd)
}

// measure runs the network over the rows x of e, which begin at row from, and adds
// their loss to t.
func (f *fitting[T]) measure(e *examples[T], x matrix[T], from int, t *tally, training bool) error {
	n := x.rows
	f.rows.out, f.rows.grad = f.out[:n*f.rows.k], f.grad[:n*f.rows.k]
	f.rows.y, f.rows.weights = e.y[from*e.labels:(from+n)*e.labels], nil
	if e.weights != nil {
		f.rows.weights = e.weights[from : from+n]
	}
	loss, err := f.engine.Measure(x, &f.rows, training)
	if err != nil {
		return err
	}
	t.add(loss+sumPenalties(f.penalties, f.params), &f.rows)
	return nil
}

// validate measures the rows set aside.
func (f *fitting[T]) validate() error {
	f.val.reset()
	e := f.validating
	for at := f.aside; at < e.x.rows; at += f.config.ValidationBatchSize {
		x := e.slice(at, min(at+f.config.ValidationBatchSize, e.x.rows))
		if err := f.measure(e, x, at, &f.val, false); err != nil {
			return err
		}
	}
	return nil
}
