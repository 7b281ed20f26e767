package graph

import (
	"errors"
	"fmt"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// Graph is a network with a loss as a Gorgonia expression graph, for a fixed number
// of rows: all its nodes are float64.
type Graph struct {
	net  *nn.Sequential
	rows int

	expressions *gorgonia.ExprGraph
	x, y, scale *gorgonia.Node // rows×inputs; rows×outputs; the weights of y's numbers in the loss
	weights     gorgonia.Nodes // in the order of Sequential.Variables
	outputs     *gorgonia.Node // rows×outputs
	logs        *gorgonia.Node // their logarithms, where the last activation is a softmax
	cost        *gorgonia.Node // the mean loss over the rows
	labels      labels

	given, value gorgonia.Value // of outputs and cost, in the last run
}

// New builds the graph of a network and a loss for rows rows at a time. It fails for
// layers and losses that have no such graph.
func New(net *nn.Sequential, loss nn.Loss, rows int) (*Graph, error) {
	g, err := build(net, loss, rows)
	if err != nil {
		return nil, fmt.Errorf("graph: New: %w", err)
	}
	return g, nil
}

// build does the work of New. Gorgonia panics where it is asked for what it cannot.
func build(net *nn.Sequential, loss nn.Loss, rows int) (g *Graph, err error) {
	if net == nil {
		return nil, errors.New("there is no network")
	}
	if err := net.Err(); err != nil {
		return nil, err
	}
	if rows < 1 {
		return nil, fmt.Errorf("%d rows, there must be at least 1", rows)
	}
	defer func() {
		if r := recover(); r != nil {
			g, err = nil, fmt.Errorf("gorgonia: %v", r)
		}
	}()
	g = &Graph{net: net, rows: rows, expressions: gorgonia.NewGraph()}
	k := net.Outputs()
	g.x = g.input("x", rows, net.Inputs())
	logits, activation, err := g.forward()
	if err != nil {
		return nil, err
	}
	if activation == nn.Softmax {
		err = g.softmax(logits)
	} else {
		g.outputs, err = activate(activation, logits)
	}
	if err != nil {
		return nil, err
	}
	g.y, g.scale = g.input("y", rows, k), g.input("weights", rows, k)
	terms, err := g.loss(loss, activation, logits)
	if err != nil {
		return nil, err
	}
	if g.cost, err = weighted(terms, g.scale); err != nil {
		return nil, err
	}
	gorgonia.Read(g.outputs, &g.given)
	gorgonia.Read(g.cost, &g.value)
	_, err = gorgonia.Grad(g.cost, g.weights...)
	return g, err
}

// input adds a matrix that is given for each run.
func (g *Graph) input(name string, rows, cols int) *gorgonia.Node {
	return zeros(g.expressions, name, rows, cols)
}

// weighted returns the sum of terms times their weights.
func weighted(terms, weights *gorgonia.Node) (*gorgonia.Node, error) {
	product, err := gorgonia.HadamardProd(terms, weights)
	if err != nil {
		return nil, err
	}
	return gorgonia.Sum(product)
}

// forward adds the layers. It returns what enters the activation of the last one,
// and that activation.
func (g *Graph) forward() (*gorgonia.Node, nn.Activation, error) {
	out, pending := g.x, nn.Linear
	variables := g.net.Variables()
	for i, l := range g.net.Layers() {
		var err error
		if out, err = activate(pending, out); err != nil {
			return nil, nn.Linear, err
		}
		pending = nn.Linear
		var own []nn.Variable
		for len(variables) > 0 && variables[0].Layer == i {
			own, variables = append(own, variables[0]), variables[1:]
		}
		switch l := l.(type) {
		case nn.DenseLayer:
			out, err = g.dense(i, l, own, out)
			pending = l.Activation
		case nn.ActivationLayer:
			pending = l.Activation
		case nn.SoftmaxLayer:
			pending = nn.Softmax
		case nn.FlattenLayer:
		case nn.RescalingLayer:
			var c calc
			out, err = c.plus(c.by(out, l.Scale), l.Offset), c.err
		case nn.CustomLayer:
			out, err = g.custom(i, l, own, out)
		default:
			err = fmt.Errorf("layer %d is %v, which has no graph", i+1, l)
		}
		if err != nil {
			return nil, nn.Linear, err
		}
	}
	return out, pending, nil
}

// softmax adds a softmax that ends the network, by its logarithm, which the loss
// takes: Gorgonia would merge the two operations if both were applied to z.
func (g *Graph) softmax(z *gorgonia.Node) error {
	var err error
	if g.logs, err = gorgonia.LogSoftMax(z); err != nil {
		return err
	}
	g.outputs, err = gorgonia.Exp(g.logs)
	return err
}

// dense adds the weighted sums of a dense layer.
func (g *Graph) dense(layer int, l nn.DenseLayer, own []nn.Variable, in *gorgonia.Node) (*gorgonia.Node, error) {
	if l.ActivityRegularizer != (nn.Regularizer{}) {
		return nil, fmt.Errorf("layer %d has an ActivityRegularizer, which has no graph", layer+1)
	}
	kernel := g.weight(layer, own[0], own[0].Shape...)
	out, err := gorgonia.Mul(in, kernel)
	if err != nil || len(own) == 1 {
		return out, err
	}
	return gorgonia.BroadcastAdd(out, g.weight(layer, own[1], 1, own[1].Shape[0]), nil, []byte{0})
}

// custom adds a layer that NewLayer made.
func (g *Graph) custom(i int, l nn.CustomLayer, own []nn.Variable, in *gorgonia.Node) (*gorgonia.Node, error) {
	s, ok := l.New(in.Shape()[1]).(*stage)
	if !ok {
		return nil, fmt.Errorf("layer %d is %v, which has no graph: make it with NewLayer", i+1, l)
	}
	var weights gorgonia.Nodes
	for _, v := range own {
		weights = append(weights, g.weight(i, v, v.Shape...))
	}
	return s.expression(in, weights, g.rows)
}

// weight adds a variable as a matrix.
func (g *Graph) weight(layer int, v nn.Variable, dims ...int) *gorgonia.Node {
	name := fmt.Sprintf("%s %d", v.Name, layer+1)
	w := zeros(g.expressions, name, dims...)
	g.weights = append(g.weights, w)
	return w
}
