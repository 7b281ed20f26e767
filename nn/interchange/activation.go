package interchange

import (
	"fmt"

	"golab/nn"
)

// activationNamed returns the activation that Keras calls name.
func activationNamed(name string) (nn.Activation, error) {
	switch name {
	case "swish":
		return nn.SiLU, nil
	case "hard_swish":
		return nn.HardSiLU, nil
	}
	var a nn.Activation
	if err := a.UnmarshalText([]byte(name)); err != nil {
		return 0, fmt.Errorf("activation %q, which golab/nn has not", short([]byte(name)))
	}
	return a, nil
}

// folded maps ONNX's operators to the activations that are read of it.
func folded() map[string]nn.Activation {
	return map[string]nn.Activation{"Relu": nn.ReLU, "Sigmoid": nn.Sigmoid, "Tanh": nn.Tanh, "Softmax": nn.Softmax}
}
