package nn

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Model is a network with what it takes to fit it: an optimizer, a loss,
// metrics. Sequential.Compile makes one. It shares the network's weights.
type Model struct {
	net       *Sequential
	optimizer Optimizer
	loss      Loss
	metrics   []Metric
	state     State // the optimizer's
	epochs    int   // epochs fitted so far
	batch     *batchRun
}

// Compile joins the network with an optimizer, a loss and metrics. The weights
// stay as they are; the optimizer starts afresh for each model, and its
// hyperparameters may be changed between two calls of Fit. What does not fit
// together (a softmax loss after one output, say) is reported by Fit and
// Evaluate.
func (s *Sequential) Compile(optimizer Optimizer, loss Loss, metrics ...Metric) *Model {
	return &Model{net: s, optimizer: optimizer, loss: loss, metrics: slices.Clone(metrics)}
}

// Network returns the network that the model fits, not a copy.
func (m *Model) Network() *Sequential { return m.net }

// ready reports why the model cannot compute.
func (m *Model) ready() error {
	if m.net == nil {
		return errors.New("the model is empty: make it with Compile")
	}
	return m.net.ready()
}

// measurable reports why the model cannot be evaluated.
func (m *Model) measurable() error {
	if err := m.ready(); err != nil {
		return err
	}
	if m.loss == nil {
		return errors.New("the model has no loss")
	}
	out := m.net.output()
	if len(out) > 1 {
		return fmt.Errorf("the last layer gives %v, a loss takes rows of one axis: put a Flatten behind it", out)
	}
	k := out.size()
	if err := m.loss.check(activationOf(m.net.last()), k); err != nil {
		return err
	}
	for i, metric := range m.metrics {
		if metric == nil {
			return fmt.Errorf("metric %d is nil", i+1)
		}
		if err := checkMetric(metric, m.loss, activationOf(m.net.last()), k); err != nil {
			return fmt.Errorf("%v: %w", metric, err)
		}
	}
	return nil
}

// trainable reports why the model cannot be fitted.
func (m *Model) trainable() error {
	if err := m.measurable(); err != nil {
		return err
	}
	return m.optimizable()
}

// optimizable reports why the model's optimizer cannot make a step.
func (m *Model) optimizable() error {
	if m.optimizer == nil {
		return errors.New("the model has no optimizer")
	}
	if o, ok := m.optimizer.(optimizerRule); ok {
		if err := o.check(); err != nil {
			return fmt.Errorf("%s: %w", o.class(), err)
		}
	}
	return nil
}

// checkRows reports why the model cannot measure the rows of x with labels y and
// weights of rows.
func (m *Model) checkRows(x mat.Matrix, y, weights []float64) error {
	if err := m.net.checkInput(x); err != nil {
		return err
	}
	rows, _ := x.Dims()
	if weights != nil && len(weights) != rows {
		return fmt.Errorf("SampleWeight has %d weights, x has %d rows", len(weights), rows)
	}
	for i, w := range weights {
		if w-w != 0 {
			return fmt.Errorf("SampleWeight[%d] = %g, all weights must be finite", i, w)
		}
	}
	return m.checkLabels(rows, y)
}

// checkLabels reports why y cannot label rows rows.
func (m *Model) checkLabels(rows int, y []float64) error {
	k := m.net.Outputs()
	per := m.loss.labels(k)
	switch {
	case len(y) == rows*per:
		return m.loss.checkLabels(y, k)
	case per == 1:
		return fmt.Errorf("y has %d labels, x has %d rows", len(y), rows)
	case len(y) == rows:
		return fmt.Errorf("y has %d labels, %v takes %d for each of %d rows: "+
			"for class numbers use SparseCategoricalCrossentropy", len(y), m.loss, per, rows)
	}
	return fmt.Errorf("y has %d labels, %v takes %d for each of %d rows", len(y), m.loss, per, rows)
}

// fused returns the layers that fitting runs and the activation that the loss
// computes in place of the last one.
func (m *Model) fused() ([]Layer, Activation) {
	layers, last := m.net.Layers(), m.net.last()
	fused := m.loss.fused(activationOf(last))
	if fused == Linear {
		return layers, Linear
	}
	bare := last.(activated).withActivation(Linear)
	if bare == nil {
		return layers, Linear
	}
	layers[len(layers)-1] = bare
	return layers, fused
}

// last returns the last layer.
func (s *Sequential) last() Layer { return s.layers[len(s.layers)-1] }
