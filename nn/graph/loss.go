package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// labels says how the labels of a row enter the graph.
type labels struct {
	classes      bool    // one class number per row, which becomes a row of 0 and 1
	scale, shift float64 // each number y becomes y·scale + shift
	mean         bool    // a row's loss is the mean of its terms, else the sum
}

// loss adds the terms of the loss: rows×outputs numbers whose weighted sum is the
// mean loss.
func (g *Graph) loss(l nn.Loss, last nn.Activation, logits *gorgonia.Node) (*gorgonia.Node, error) {
	g.labels = labels{scale: 1}
	switch l := l.(type) {
	case nn.CrossentropyLoss:
		return g.crossentropy(l, last, logits)
	case nn.MeanSquaredErrorLoss:
		g.labels.mean = true
		e, err := gorgonia.Sub(g.outputs, g.y)
		if err != nil {
			return nil, err
		}
		return gorgonia.Square(e)
	case nil:
		return nil, fmt.Errorf("there is no loss")
	}
	return nil, fmt.Errorf("loss %v has no graph", l)
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
	g.labels.scale = 1 - l.LabelSmoothing
	if l.Labels == nn.BinaryLabels {
		g.labels.mean, g.labels.shift = true, l.LabelSmoothing/2
		return binary(logits, g.y)
	}
	g.labels.classes = l.Labels == nn.ClassNumbers
	g.labels.shift = l.LabelSmoothing / float64(g.net.Outputs())
	if g.logs == nil {
		if err := g.softmax(logits); err != nil {
			return nil, err
		}
		g.outputs = logits
	}
	terms, err := gorgonia.HadamardProd(g.logs, g.y)
	if err != nil {
		return nil, err
	}
	return gorgonia.Neg(terms)
}

// binary returns log(1+e^z) − z·y.
func binary(z, y *gorgonia.Node) (*gorgonia.Node, error) {
	soft, err := gorgonia.Softplus(z)
	if err != nil {
		return nil, err
	}
	product, err := gorgonia.HadamardProd(z, y)
	if err != nil {
		return nil, err
	}
	return gorgonia.Sub(soft, product)
}

// fill writes the labels y of some rows, and the weights of the rows, nil for all 1,
// into dst and scale, k numbers for each row.
func (l labels) fill(dst, scale []float64, k int, y, weights []float64) {
	rows := len(dst) / k
	for i := range rows {
		w := 1 / float64(rows)
		if weights != nil {
			w *= weights[i]
		}
		if l.mean {
			w /= float64(k)
		}
		for j := range k {
			label := 0.0
			switch {
			case !l.classes:
				label = y[i*k+j]
			case int(y[i]) == j:
				label = 1
			}
			dst[i*k+j] = label*l.scale + l.shift
			scale[i*k+j] = w
		}
	}
}
