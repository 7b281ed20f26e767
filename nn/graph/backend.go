package graph

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
	"gorgonia.org/gorgonia"

	"golab/nn"
)

// Backend computes losses and gradients as Gorgonia graphs, for FitConfig.Backend.
// It fails to begin for networks and losses that have no graph. Those that have one:
// layers Dense, Activation, Softmax, Flatten, Rescaling and what NewLayer makes, all
// activations but GELU, the crossentropies behind their own activation, squared and
// absolute errors, Huber, LogCosh, Poisson, Hinge and SquaredHinge.
type Backend struct{}

// Begin prepares a fit.
func (Backend) Begin(net *nn.Sequential, loss nn.Loss) (nn.BackendRun, error) {
	if _, err := build(net, loss, 1); err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	return &run{net: net, of: loss, plans: map[int]*plan{}}, nil
}

// run is a fit. Graphs have a fixed number of rows, so there is one for each size of
// batch.
type run struct {
	net   *nn.Sequential
	of    nn.Loss
	plans map[int]*plan
}

// plan is a graph and the machine that runs it.
type plan struct {
	*Graph
	machine gorgonia.VM
}

// Run computes the loss of some rows and its gradient.
func (r *run) Run(params []float64, x *mat.Dense, y, weights, grads []float64) (float64, []float64, error) {
	loss, outputs, err := r.run(params, x, y, weights, grads)
	if err != nil {
		return 0, nil, fmt.Errorf("graph: %w", err)
	}
	return loss, outputs, nil
}

func (r *run) run(params []float64, x *mat.Dense, y, weights, grads []float64) (float64, []float64, error) {
	rows, _ := x.Dims()
	p, err := r.plan(rows)
	if err != nil {
		return 0, nil, err
	}
	copy(numbers(p.x), x.RawMatrix().Data)
	p.labels.fill(numbers(p.y), numbers(p.scale), r.net.Outputs(), y, weights)
	for _, w := range p.weights {
		params = params[copy(numbers(w), params):]
	}
	p.machine.Reset()
	if err := p.machine.RunAll(); err != nil {
		return 0, nil, err
	}
	for _, w := range p.weights {
		g, err := w.Grad()
		if err != nil {
			return 0, nil, err
		}
		sum := g.Data().([]float64)
		grads = grads[copy(grads, sum):]
		clear(sum) // Gorgonia adds to what is there
	}
	return p.value.Data().(float64), p.given.Data().([]float64), nil
}

// numbers returns the numbers of a node that has a value.
func numbers(n *gorgonia.Node) []float64 { return n.Value().Data().([]float64) }

// plan returns the graph for a number of rows.
func (r *run) plan(rows int) (*plan, error) {
	if p := r.plans[rows]; p != nil {
		return p, nil
	}
	g, err := build(r.net, r.of, rows)
	if err != nil {
		return nil, err
	}
	p := &plan{g, gorgonia.NewTapeMachine(g.expressions, gorgonia.BindDualValues(g.weights...))}
	r.plans[rows] = p
	return p, nil
}

// Close ends the fit.
func (r *run) Close() error {
	var first error
	for _, p := range r.plans {
		if err := p.machine.Close(); err != nil && first == nil {
			first = fmt.Errorf("graph: %w", err)
		}
	}
	return first
}
