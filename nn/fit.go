package nn

import (
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"
)

// FitConfig says how Fit goes through the examples. The zero value is Keras's
// default.
type FitConfig struct {
	Epochs    int // passes over the training rows; zero: 1, negative: none
	BatchSize int // rows per step; zero: 32

	// ValidationSplit is the part of the rows that is set aside, in [0, 1): the
	// last ones, before any shuffling. Zero: none.
	ValidationSplit float64

	Seed      int64     // of the shuffles; epoch e = 0, 1, … is shuffled by Seed+e
	NoShuffle bool      // keeps the rows in their order
	Quiet     bool      // never shows progress
	Progress  io.Writer // where progress goes; nil: os.Stdout
}

// Fit changes the weights so that the loss over the rows of x, n×inputs,
// becomes small, and returns what happened epoch by epoch. y holds n·k labels
// row by row, k being the outputs of the last layer, or n class numbers for
// sparse categorical crossentropy.
//
// Each epoch visits the training rows in random order, BatchSize at a time; the
// last, shorter batch counts with the mean over its own rows. A second call goes
// on from the weights and the optimizer's memory of the first: two calls of 50
// epochs are one of 100.
//
// When a fit lasts longer than 2 seconds a progress line appears.
//
// Fit fails, before anything is changed, when the model does not fit together,
// when x or y have the wrong size, hold numbers that are not finite or labels
// that do not exist, or when ValidationSplit leaves no rows on one side.
//
// Source: Keras 3.15 (keras/src/backend/tensorflow/trainer.py).
func (m *Model) Fit(x mat.Matrix, y []float64, config FitConfig) (*History, error) {
	f, err := newFitting(m, x, y, config)
	if err != nil {
		return nil, fmt.Errorf("nn: Fit: %w", err)
	}
	return f.run(), nil
}

// fitting is one call of Fit: its rows and all its buffers.
type fitting struct {
	*Model
	config FitConfig
	exec   *executor[float32]
	fused  Activation
	all    *examples
	rows   int   // all rows
	order  []int // of the training rows, which come first

	batch     *examples // room for the rows of a step
	out, grad []float64 // outputs of a batch and ∂loss/∂outputs
	k         int       // outputs per row

	train, val tally
	progress   *progress
}

// newFitting checks everything and makes the buffers.
func newFitting(m *Model, x mat.Matrix, y []float64, config FitConfig) (*fitting, error) {
	if err := m.trainable(); err != nil {
		return nil, err
	}
	if err := checkShape(x, m.net.inputs); err != nil {
		return nil, err
	}
	rows, _ := x.Dims()
	training, err := config.complete(rows)
	if err != nil {
		return nil, err
	}
	if err := m.checkLabels(rows, y); err != nil {
		return nil, err
	}
	f := &fitting{Model: m, config: config, rows: rows}
	f.plan(training)
	if f.all, err = newExamples(x, y); err != nil {
		return nil, err
	}
	return f, nil
}

// complete fills in defaults and returns the number of training rows.
func (c *FitConfig) complete(rows int) (int, error) {
	if c.BatchSize < 0 {
		return 0, fmt.Errorf("BatchSize is %d, it must be positive (or 0 for %d)", c.BatchSize, defaultBatchSize)
	}
	if c.BatchSize == 0 {
		c.BatchSize = defaultBatchSize
	}
	c.BatchSize = min(c.BatchSize, rows)
	if c.Epochs == 0 {
		c.Epochs = 1
	}
	if !(c.ValidationSplit >= 0 && c.ValidationSplit < 1) {
		return 0, fmt.Errorf("ValidationSplit is %g, it must be in [0, 1)", c.ValidationSplit)
	}
	training := int(math.Floor(float64(rows) * (1 - c.ValidationSplit)))
	if training == 0 || c.ValidationSplit > 0 && training == rows {
		return 0, fmt.Errorf("ValidationSplit %g of %d rows leaves %d to train on and %d to validate with",
			c.ValidationSplit, rows, training, rows-training)
	}
	return training, nil
}

// plan makes the buffers for a number of training rows.
func (f *fitting) plan(training int) {
	var layers []Layer
	layers, f.fused = f.Model.fused()
	f.k = f.net.Outputs()
	size := f.config.BatchSize
	f.exec = newExecutor[float32](f.net.inputs, layers, size, true)
	f.order = make([]int, training)
	for i := range f.order {
		f.order[i] = i
	}
	f.batch = &examples{
		x:      packedRows(make([]float32, size*f.net.inputs), f.net.inputs),
		y:      make([]float64, size*f.loss.labels(f.k)),
		labels: f.loss.labels(f.k),
	}
	f.out = make([]float64, size*f.k)
	f.grad = make([]float64, size*f.k)
	f.train, f.val = newTally(f.metrics), newTally(f.metrics)
	f.progress = newProgress(f.config, (training+size-1)/size)
}

// run goes through the epochs.
func (f *fitting) run() *History {
	h := &History{}
	for e := range max(f.config.Epochs, 0) {
		if !f.config.NoShuffle {
			shuffle(f.order, f.config.Seed+int64(f.epochs))
		}
		f.epoch(e, h)
		f.epochs++
	}
	f.progress.finish(h)
	return h
}

// epoch makes one pass over the training rows and one over the others.
func (f *fitting) epoch(e int, h *History) {
	f.train.reset()
	for step, at := 0, 0; at < len(f.order); step, at = step+1, at+f.config.BatchSize {
		f.step(f.order[at:min(at+f.config.BatchSize, len(f.order))])
		f.progress.step(e, step, h)
	}
	if len(f.order) == f.rows {
		h.append(&f.train, nil)
		return
	}
	f.validate()
	h.append(&f.train, &f.val)
}

// step trains on the rows that order lists.
func (f *fitting) step(order []int) {
	x, y := f.all.gather(f.batch, order)
	f.measure(x, y, &f.train)
	narrowRows(f.exec.lossGrad(x.rows), f.grad)
	f.net.ZeroGrad()
	f.exec.backward(f.net.params, f.net.grads, x)
	f.optimizer.Update(&f.state, f.net.params, f.net.grads)
}

// measure runs the network over the rows of x, adds their loss to t and leaves its
// gradient in f.grad.
func (f *fitting) measure(x matrix[float32], y []float64, t *tally) {
	out := f.out[:x.rows*f.k]
	widenRows(out, f.exec.forward(f.net.params, x))
	loss := f.loss.batch(f.grad[:len(out)], out, y, f.k, f.fused)
	t.add(loss, x.rows, out, y, f.k, f.all.labels)
}

// validate measures the rows behind the training rows.
func (f *fitting) validate() {
	f.val.reset()
	for at := len(f.order); at < f.rows; at += f.config.BatchSize {
		x, y := f.all.slice(at, min(at+f.config.BatchSize, f.rows))
		f.measure(x, y, &f.val)
	}
}
