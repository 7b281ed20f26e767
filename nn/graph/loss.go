package graph

import (
	"errors"
	"fmt"
	"math"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// loss adds the terms of the loss: rows×outputs numbers whose weighted sum is the
// mean loss.
func (g *Graph) loss(l nn.Loss, last nn.Activation, logits *gorgonia.Node) (*gorgonia.Node, error) {
	g.labels = labels{scale: 1}
	switch l := l.(type) {
	case nn.CrossentropyLoss:
		return g.crossentropy(l, last, logits)
	case nil:
		return nil, errors.New("there is no loss")
	}
	g.labels.mean = true
	var c calc
	terms := g.outputwise(&c, l)
	return terms, c.err
}

// outputwise adds the terms of a loss that is a mean over outputs.
func (g *Graph) outputwise(c *calc, l nn.Loss) *gorgonia.Node {
	p, y := g.outputs, g.y
	e := c.sub(p, y)
	switch l := l.(type) {
	case nn.MeanSquaredErrorLoss:
		return c.one(gorgonia.Square, e)
	case nn.MeanAbsoluteErrorLoss:
		return c.abs(e)
	case nn.HuberLoss:
		delta := l.Delta
		if delta == 0 {
			delta = 1
		}
		size := c.abs(e)
		far := c.relu(c.plus(size, -delta))
		near := c.sub(size, far)
		return c.add(c.by(c.one(gorgonia.Square, near), 0.5), c.by(far, delta))
	case nn.LogCoshLoss:
		return c.plus(c.add(e, c.one(gorgonia.Softplus, c.by(e, -2))), -math.Ln2)
	case nn.PoissonLoss:
		return c.sub(p, c.times(y, c.one(gorgonia.Log, c.plus(p, 1e-7))))
	case nn.HingeLoss:
		g.labels.sides = true
		return c.relu(c.from(1, c.times(y, p)))
	case nn.SquaredHingeLoss:
		g.labels.sides = true
		return c.one(gorgonia.Square, c.relu(c.from(1, c.times(y, p))))
	}
	if c.err == nil {
		c.err = fmt.Errorf("loss %v has no graph", l)
	}
	return p
}

// crossentropy adds the terms of a crossentropy, which is computed from logits.
func (g *Graph) crossentropy(l nn.CrossentropyLoss, last nn.Activation, logits *gorgonia.Node) (*gorgonia.Node, error) {
	want := nn.Softmax
	if l.Labels == nn.BinaryLabels {
		want = nn.Sigmoid
	}
	if l.FromLogits {
		want = nn.Linear
	}
	if last != want {
		return nil, fmt.Errorf("loss %v after %v has no graph, only after %v", l, last, want)
	}
	var c calc
	g.labels.scale = 1 - l.LabelSmoothing
	if l.Labels == nn.BinaryLabels {
		g.labels.mean, g.labels.shift = true, l.LabelSmoothing/2
		terms := c.sub(c.one(gorgonia.Softplus, logits), c.times(logits, g.y))
		return terms, c.err
	}
	g.labels.classes = l.Labels == nn.ClassNumbers
	g.labels.shift = l.LabelSmoothing / float64(g.net.Outputs())
	if g.logs == nil {
		if err := g.softmax(logits); err != nil {
			return nil, err
		}
		g.outputs = logits
	}
	terms := c.by(c.times(g.logs, g.y), -1)
	return terms, c.err
}
