package graph

import (
	"fmt"

	"gorgonia.org/gorgonia"

	"golab/nn"
)

// activate adds an activation to z.
func activate(a nn.Activation, z *gorgonia.Node) (*gorgonia.Node, error) {
	switch a {
	case nn.Linear:
		return z, nil
	case nn.ReLU:
		return relu(z)
	case nn.Sigmoid:
		return gorgonia.Sigmoid(z)
	case nn.Tanh:
		return gorgonia.Tanh(z)
	case nn.Softmax:
		return gorgonia.SoftMax(z)
	}
	return nil, fmt.Errorf("activation %v has no graph", a)
}

// relu is max(z, 0). Gorgonia's own Rectify has slope 1 at 0, golab/nn's and Keras's
// has slope 0 there.
func relu(z *gorgonia.Node) (*gorgonia.Node, error) {
	positive, err := gorgonia.Gt(z, gorgonia.NewConstant(0.0), true)
	if err != nil {
		return nil, err
	}
	return gorgonia.HadamardProd(z, positive)
}
