package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// activate adds an activation to z.
func activate(a nn.Activation, z *gorgonia.Node) (*gorgonia.Node, error) {
	var c calc
	out := c.activate(a, z)
	return out, c.err
}

// Factors of SELU.
const (
	seluScale = 1.0507009873554805
	seluAlpha = 1.6732632423543772
)

func (c *calc) activate(a nn.Activation, z *gorgonia.Node) *gorgonia.Node {
	softmax := func(a *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.SoftMax(a) }
	logSoftmax := func(a *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.LogSoftMax(a) }
	switch a {
	case nn.Linear:
		return z
	case nn.ReLU:
		return c.relu(z)
	case nn.Sigmoid:
		return c.one(gorgonia.Sigmoid, z)
	case nn.Tanh:
		return c.one(gorgonia.Tanh, z)
	case nn.Softmax:
		return c.one(softmax, z)
	case nn.LogSoftmax:
		return c.one(logSoftmax, z)
	case nn.ELU, nn.CELU:
		return c.elu(z, 1)
	case nn.SELU:
		return c.by(c.elu(z, seluAlpha), seluScale)
	case nn.LeakyReLU:
		return c.add(c.relu(z), c.by(c.below(z), 0.2))
	case nn.Softplus:
		return c.one(gorgonia.Softplus, z)
	case nn.Softsign:
		return c.over(z, c.plus(c.abs(z), 1))
	case nn.SiLU:
		return c.times(z, c.one(gorgonia.Sigmoid, z))
	case nn.Mish:
		return c.times(z, c.one(gorgonia.Tanh, c.one(gorgonia.Softplus, z)))
	case nn.Exponential:
		return c.one(gorgonia.Exp, z)
	}
	return c.hard(a, z)
}

// elu is z above 0 and alpha·(e^z − 1) below.
func (c *calc) elu(z *gorgonia.Node, alpha float64) *gorgonia.Node {
	return c.add(c.relu(z), c.by(c.plus(c.one(gorgonia.Exp, c.below(z)), -1), alpha))
}

// hard adds the activations made of straight lines.
func (c *calc) hard(a nn.Activation, z *gorgonia.Node) *gorgonia.Node {
	// between is max(z − lo, 0) up to hi − lo.
	between := func(lo, hi float64) *gorgonia.Node {
		return c.sub(c.relu(c.plus(z, -lo)), c.relu(c.plus(z, -hi)))
	}
	switch a {
	case nn.ReLU6:
		return between(0, 6)
	case nn.HardTanh:
		return c.plus(between(-1, 1), -1)
	case nn.HardSigmoid:
		return c.by(between(-3, 3), 1.0/6)
	case nn.HardSiLU:
		return c.times(z, c.by(between(-3, 3), 1.0/6))
	}
	if c.err == nil {
		c.err = fmt.Errorf("activation %v has no graph", a)
	}
	return z
}
