package nn

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Backend computes a network's losses and gradients in place of this package, for
// FitConfig.Backend. golab/nn/graph has one.
type Backend interface {
	// Begin prepares to compute for a network and a loss.
	Begin(net *Sequential, loss Loss) (BackendRun, error)
}

// BackendRun is a Backend at work on one fit.
type BackendRun interface {
	// Run computes with weights params, as Sequential.Params has them, for the rows
	// of x, n×inputs, with labels y and weights of rows, nil for all 1. It returns
	// the mean of weight times loss and the outputs of the network, n×k row by row,
	// and writes ∂loss/∂params to grads unless that is nil. What it returns stays
	// valid until the next call.
	Run(params []float64, x *mat.Dense, y, weights []float64, grads []float64) (loss float64, outputs []float64, err error)
	// Close ends the fit.
	Close() error
}

// foreign is a Backend as an engine.
type foreign[T float] struct {
	run    BackendRun
	v      vectors[T]
	params []float64
	grads  []float64
	room   []float64
	inputs int
}

// newForeign begins a fit with a backend.
func newForeign[T float](m *Model, b Backend, rows int, v vectors[T]) (*foreign[T], error) {
	if len(v.state) > 0 {
		return nil, errors.New("Backend: the network has weights that the gradient does not change")
	}
	run, err := b.Begin(m.net, m.loss)
	if err != nil {
		return nil, fmt.Errorf("Backend: %w", err)
	}
	n := len(v.params)
	return &foreign[T]{run, v, make([]float64, n), make([]float64, n), make([]float64, rows*m.net.inputs), m.net.inputs}, nil
}

// Seed does nothing: backends have no random numbers.
func (f *foreign[T]) Seed(int64) {}

// Measure is the engine's.
func (f *foreign[T]) Measure(x matrix[T], b *lossBatch, training bool) (float64, error) {
	for i, v := range f.v.params {
		f.params[i] = float64(v)
	}
	in := f.room[:x.rows*f.inputs]
	widenRows(in, x)
	var grads []float64
	if training {
		grads = f.grads
	}
	loss, out, err := f.run.Run(f.params, mat.NewDense(x.rows, f.inputs, in), b.y, b.weights, grads)
	if err != nil {
		return 0, fmt.Errorf("Backend: %w", err)
	}
	if len(out) != len(b.out) {
		return 0, fmt.Errorf("Backend: %d outputs of %d rows, there must be %d", len(out), x.rows, len(b.out))
	}
	copy(b.out, out)
	return loss, nil
}

// Differentiate is the engine's.
func (f *foreign[T]) Differentiate(matrix[T], *lossBatch) error {
	for i, g := range f.grads {
		f.v.grads[i] += T(g)
	}
	return nil
}

// Close is the engine's.
func (f *foreign[T]) Close() { f.run.Close() }
