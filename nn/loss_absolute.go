package nn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// MeanAbsoluteErrorLoss is the mean of |p−y| over all rows and outputs.
//
// Source: Keras 3.15 (keras/src/losses/losses.py), as for the losses below.
type MeanAbsoluteErrorLoss struct{ outputwise }

// MeanAbsoluteError is Keras's "mean_absolute_error".
var MeanAbsoluteError = MeanAbsoluteErrorLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l MeanAbsoluteErrorLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (MeanAbsoluteErrorLoss) String() string { return "mean_absolute_error" }

func (l MeanAbsoluteErrorLoss) start() counter             { return newLossCounter(l) }
func (l MeanAbsoluteErrorLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (MeanAbsoluteErrorLoss) at(p, y float64) (value, slope float64) {
	return math.Abs(p - y), sign(p - y)
}

// MeanAbsolutePercentageErrorLoss is the mean of 100·|p−y|/max(|y|, 1e-7) over all rows
// and outputs.
type MeanAbsolutePercentageErrorLoss struct{ outputwise }

// MeanAbsolutePercentageError is Keras's "mean_absolute_percentage_error".
var MeanAbsolutePercentageError = MeanAbsolutePercentageErrorLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l MeanAbsolutePercentageErrorLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (MeanAbsolutePercentageErrorLoss) String() string { return "mean_absolute_percentage_error" }

func (l MeanAbsolutePercentageErrorLoss) start() counter             { return newLossCounter(l) }
func (l MeanAbsolutePercentageErrorLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (MeanAbsolutePercentageErrorLoss) at(p, y float64) (value, slope float64) {
	part := 100 / max(math.Abs(y), lowest)
	return part * math.Abs(p-y), part * sign(p-y)
}

// HuberLoss is the mean over all rows and outputs of e²/2 where the error e = p−y is at
// most Delta, and of Delta·|e| − Delta²/2 elsewhere.
//
// Source: Huber, "Robust estimation of a location parameter", Annals of Mathematical
// Statistics 35, 1964.
type HuberLoss struct {
	Delta float64 // zero: 1

	outputwise
}

// Huber is Keras's "huber".
var Huber = HuberLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l HuberLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (HuberLoss) String() string { return "huber" }

func (l HuberLoss) start() counter             { return newLossCounter(l) }
func (l HuberLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (l HuberLoss) check(Activation, int) error {
	return checkBounds(bound{"Delta", l.Delta, 0, noLimit})
}

func (l HuberLoss) at(p, y float64) (value, slope float64) {
	e, delta := p-y, orDefault(l.Delta, 1)
	if math.Abs(e) <= delta {
		return e * e / 2, e
	}
	return delta*math.Abs(e) - delta*delta/2, delta * sign(e)
}

// LogCoshLoss is the mean of log(cosh(p−y)) over all rows and outputs: nearly e²/2 for
// small errors e and |e| − log 2 for large ones.
type LogCoshLoss struct{ outputwise }

// LogCosh is Keras's "log_cosh".
var LogCosh = LogCoshLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l LogCoshLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (LogCoshLoss) String() string { return "log_cosh" }

func (l LogCoshLoss) start() counter             { return newLossCounter(l) }
func (l LogCoshLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (LogCoshLoss) at(p, y float64) (value, slope float64) {
	e := math.Abs(p - y)
	return e + math.Log1p(math.Exp(-2*e)) - math.Ln2, math.Tanh(p - y)
}

// sign returns −1, 0 or 1, and NaN for NaN.
func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return v
}
