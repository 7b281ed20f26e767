package graph

import "gorgonia.org/gorgonia"

// calc chains operations: the first error ends all that follow.
type calc struct{ err error }

// binary and unary are Gorgonia's operations.
type (
	binaryOp func(a, b *gorgonia.Node) (*gorgonia.Node, error)
	unaryOp  func(a *gorgonia.Node) (*gorgonia.Node, error)
)

func (c *calc) two(op binaryOp, a, b *gorgonia.Node) *gorgonia.Node {
	if c.err != nil {
		return a
	}
	var out *gorgonia.Node
	out, c.err = op(a, b)
	return out
}

func (c *calc) one(op unaryOp, a *gorgonia.Node) *gorgonia.Node {
	if c.err != nil {
		return a
	}
	var out *gorgonia.Node
	out, c.err = op(a)
	return out
}

func (c *calc) add(a, b *gorgonia.Node) *gorgonia.Node   { return c.two(gorgonia.Add, a, b) }
func (c *calc) sub(a, b *gorgonia.Node) *gorgonia.Node   { return c.two(gorgonia.Sub, a, b) }
func (c *calc) times(a, b *gorgonia.Node) *gorgonia.Node { return c.two(gorgonia.HadamardProd, a, b) }
func (c *calc) over(a, b *gorgonia.Node) *gorgonia.Node  { return c.two(gorgonia.HadamardDiv, a, b) }

// plus, by and from compute a + v, a·v and v − a.
func (c *calc) plus(a *gorgonia.Node, v float64) *gorgonia.Node {
	return c.add(a, gorgonia.NewConstant(v))
}

func (c *calc) by(a *gorgonia.Node, v float64) *gorgonia.Node {
	return c.times(a, gorgonia.NewConstant(v))
}

func (c *calc) from(v float64, a *gorgonia.Node) *gorgonia.Node {
	return c.plus(c.by(a, -1), v)
}

// relu is max(z, 0). Gorgonia's own Rectify has slope 1 at 0, golab/nn's and Keras's
// has slope 0 there.
func (c *calc) relu(z *gorgonia.Node) *gorgonia.Node {
	positive := c.one(func(a *gorgonia.Node) (*gorgonia.Node, error) {
		return gorgonia.Gt(a, gorgonia.NewConstant(0.0), true)
	}, z)
	return c.times(z, positive)
}

// below is min(z, 0).
func (c *calc) below(z *gorgonia.Node) *gorgonia.Node { return c.by(c.relu(c.by(z, -1)), -1) }

// abs is |z|.
func (c *calc) abs(z *gorgonia.Node) *gorgonia.Node { return c.add(c.relu(z), c.relu(c.by(z, -1))) }
