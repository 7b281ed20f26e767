package nn

import (
	"errors"
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"
)

// FitConfig says how Fit goes through the examples. The zero value is Keras's
// default.
type FitConfig struct {
	Epochs       int // number of the last epoch; zero: 1, negative: none
	InitialEpoch int // epochs that count as made: the first is InitialEpoch+1
	BatchSize    int // rows per step; zero: 32

	// ValidationSplit is the part of the rows that is set aside, in [0, 1): the
	// last ones, before any shuffling. Zero: none.
	ValidationSplit float64
	// ValidationData are rows to validate with, in place of ValidationSplit.
	ValidationData      *ValidationData
	ValidationBatchSize int // rows at a time; zero: BatchSize
	ValidationFreq      int // validates every so many epochs; zero: 1

	// SampleWeight holds a factor for the loss of each row; nil: all 1. A part of
	// them goes with the rows that ValidationSplit sets aside.
	SampleWeight []float64
	// ClassWeight holds a factor for the loss of the training rows of a class; a class
	// that is not there has 1. Not together with SampleWeight.
	ClassWeight map[int]float64

	Callbacks []Callback // called in this order

	Seed      int64 // of the shuffles and of dropout; epoch e = 0, 1, … takes Seed+e
	NoShuffle bool  // keeps the rows in their order

	// Float64 computes in float64. The weights are rounded to float32 after each
	// epoch for all who look at them, and for good at the end.
	Float64 bool
	// Backend computes losses and gradients in place of this package; nil: this
	// package does.
	Backend Backend

	// Verbose says how progress is shown. 0: one line for the whole fit, once that
	// takes longer than 2 seconds; 1: Keras's bar for each epoch; 2: a line for each
	// epoch.
	Verbose  int
	Quiet    bool      // never shows progress
	Progress io.Writer // where progress goes; nil: os.Stdout
}

// ValidationData are rows that a Fit measures after each epoch.
type ValidationData struct {
	X            mat.Matrix
	Y            []float64
	SampleWeight []float64 // nil: all 1
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
// When a fit lasts longer than 2 seconds a progress line appears; see Verbose.
//
// Fit fails, before anything is changed, when the model does not fit together,
// when x or y have the wrong size, hold numbers that are not finite or labels
// that do not exist, or when ValidationSplit leaves no rows on one side. When a
// callback or the backend fails, or the cell that it runs in is interrupted, Fit
// stops there, keeps the weights as they are by then, and returns the history so
// far with the error.
//
// Source: Keras 3.15 (keras/src/backend/tensorflow/trainer.py).
func (m *Model) Fit(x mat.Matrix, y []float64, config FitConfig) (*History, error) {
	var h *History
	var err error
	if config.Float64 {
		h, err = fit[float64](m, x, y, config)
	} else {
		h, err = fit[float32](m, x, y, config)
	}
	if err != nil {
		return h, fmt.Errorf("nn: Fit: %w", err)
	}
	return h, nil
}

func fit[T float](m *Model, x mat.Matrix, y []float64, config FitConfig) (*History, error) {
	f, err := newFitting[T](m, x, y, config)
	if err != nil {
		return nil, err
	}
	return f.run()
}

// complete fills in defaults and returns the number of training rows.
func (c *FitConfig) complete(rows int) (int, error) {
	if err := c.checkCounts(); err != nil {
		return 0, err
	}
	if c.Epochs == 0 {
		c.Epochs = 1
	}
	if c.BatchSize == 0 {
		c.BatchSize = defaultBatchSize
	}
	if c.ValidationBatchSize == 0 {
		c.ValidationBatchSize = c.BatchSize
	}
	c.BatchSize = min(c.BatchSize, rows)
	c.ValidationFreq = max(c.ValidationFreq, 1)
	if c.ValidationData != nil {
		if c.ValidationSplit != 0 {
			return 0, fmt.Errorf("ValidationSplit is %g and there is ValidationData: only one can be set", c.ValidationSplit)
		}
		return rows, nil
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

// checkCounts reports the first count that makes no sense.
func (c *FitConfig) checkCounts() error {
	for _, n := range []struct {
		name  string
		value int
		zero  string
	}{
		{"BatchSize", c.BatchSize, fmt.Sprintf("positive (or 0 for %d)", defaultBatchSize)},
		{"InitialEpoch", c.InitialEpoch, "0 or more"},
		{"ValidationBatchSize", c.ValidationBatchSize, "positive (or 0 for BatchSize)"},
		{"ValidationFreq", c.ValidationFreq, "positive (or 0 for 1)"},
	} {
		if n.value < 0 {
			return fmt.Errorf("%s is %d, it must be %s", n.name, n.value, n.zero)
		}
	}
	if c.ClassWeight != nil && c.SampleWeight != nil {
		return errors.New("there are a ClassWeight and a SampleWeight, only one can be set")
	}
	if c.Verbose < 0 || c.Verbose > 2 {
		return fmt.Errorf("a Verbose of %d, it must be 0, 1 or 2", c.Verbose)
	}
	for i, callback := range c.Callbacks {
		if callback == nil {
			return fmt.Errorf("callback %d is nil", i+1)
		}
	}
	return nil
}
