package nn

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// LossFunc returns a loss that is the mean over rows of what f returns for a row of
// labels and of outputs, as many of both. f writes to grad, as long, the slope of its
// loss by each output. It is called from one goroutine at a time by Fit, from several
// by Evaluate. The name is what the loss is called as a metric.
//
// A model with such a loss does not go into bytes.
func LossFunc(name string, f func(yTrue, yPred, grad []float64) float64) Loss {
	l := &functionLoss{name: name}
	if f != nil {
		l.f = func(yTrue, yPred, losses, grad []float64) error {
			k := len(yPred) / len(losses)
			for i := range losses {
				losses[i] = f(yTrue[i*k:(i+1)*k], yPred[i*k:(i+1)*k], grad[i*k:(i+1)*k])
			}
			return nil
		}
	}
	return l
}

// LossOfRows is LossFunc for functions that take the rows of a batch at once, one
// after the other: f writes the loss of each row to losses. An error ends the fit.
func LossOfRows(name string, f func(yTrue, yPred, losses, grad []float64) error) Loss {
	return &functionLoss{name: name, f: f}
}

// functionLoss is a loss of a caller's function.
type functionLoss struct {
	outputwise
	name string
	f    func(yTrue, yPred, losses, grad []float64) error
}

// Eval returns the loss and its gradient.
func (l *functionLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns the name given.
func (l *functionLoss) String() string { return l.name }

func (l *functionLoss) check(Activation, int) error {
	if l.name == "" || l.f == nil {
		return errors.New("LossFunc without a name or a function")
	}
	return nil
}

func (l *functionLoss) start() counter { return newLossCounter(l) }

func (l *functionLoss) batch(b *lossBatch) float64 {
	if n := b.rows(); len(b.losses) < n {
		b.losses = make([]float64, n)
	}
	losses := b.losses[:b.rows()]
	if err := l.f(b.y, b.out, losses, b.grad); err != nil {
		b.err = fmt.Errorf("%s: %w", l.name, err)
	}
	return b.eachRow(func(row int, _, _ []float64) float64 { return losses[row] })
}

// unwritable says why the loss has no bytes.
func (l *functionLoss) unwritable() error {
	return errors.New("LossFunc: a function does not go into files")
}
