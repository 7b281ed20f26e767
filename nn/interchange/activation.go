package interchange

import (
	"fmt"

	"golab/nn"
)

// function is an activation's name in ONNX; Keras's is its String.
type function struct {
	nn   nn.Activation
	onnx string // "" for none
}

// functions returns the activations that golab/nn has.
func functions() []function {
	return []function{
		{nn.Linear, ""},
		{nn.ReLU, "Relu"},
		{nn.Sigmoid, "Sigmoid"},
		{nn.Tanh, "Tanh"},
		{nn.Softmax, "Softmax"},
	}
}

// activationNamed returns the activation that Keras calls name.
func activationNamed(name string) (nn.Activation, error) {
	for _, f := range functions() {
		if f.nn.String() == name {
			return f.nn, nil
		}
	}
	return 0, fmt.Errorf("activation %q, which golab/nn has not", name)
}

// onnxOperator returns ONNX's operator for an activation, "" for Linear.
func onnxOperator(a nn.Activation) (string, error) {
	for _, f := range functions() {
		if f.nn == a {
			return f.onnx, nil
		}
	}
	return "", fmt.Errorf("activation %v has no operator here", a)
}
