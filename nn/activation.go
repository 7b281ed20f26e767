package nn

import "fmt"

// Activation names the function that a layer applies to its weighted sums z.
// The zero value is Linear.
type Activation int

// The activations.
//
// Source: Keras 3.15 (keras/src/activations/activations.py).
const (
	Linear      Activation = iota // z
	ReLU                          // max(z, 0)
	Sigmoid                       // σ(z) = 1/(1+e^−z)
	Tanh                          // tanh z
	Softmax                       // e^zⱼ / Σₖ e^zₖ over the last axis
	LogSoftmax                    // zⱼ − log Σₖ e^zₖ over the last axis
	ELU                           // z, below 0 e^z − 1
	SELU                          // 1.0507·z, below 0 1.0507·1.6733·(e^z − 1)
	CELU                          // with α = 1 the same as ELU
	GELU                          // z·Φ(z), with the normal distribution Φ and no approximation
	LeakyReLU                     // z, below 0 z/5
	ReLU6                         // min(max(z, 0), 6)
	Softplus                      // log(1 + e^z)
	Softsign                      // z/(1 + |z|)
	SiLU                          // z·σ(z), also called swish
	Mish                          // z·tanh(log(1 + e^z))
	Exponential                   // e^z
	HardSigmoid                   // min(max(z + 3, 0), 6)/6
	HardTanh                      // min(max(z, −1), 1)
	HardSiLU                      // z·HardSigmoid(z)
)

// activationNames holds Keras's names, by number.
var activationNames = [...]string{
	"linear", "relu", "sigmoid", "tanh", "softmax", "log_softmax", "elu", "selu", "celu", "gelu",
	"leaky_relu", "relu6", "softplus", "softsign", "silu", "mish", "exponential",
	"hard_sigmoid", "hard_tanh", "hard_silu",
}

// String returns Keras's name, such as "relu".
func (a Activation) String() string {
	if !a.known() {
		return fmt.Sprintf("Activation(%d)", int(a))
	}
	return activationNames[a]
}

// known reports whether a is one of the constants above.
func (a Activation) known() bool { return a >= 0 && int(a) < len(activationNames) }

// activationNamed is the inverse of String.
func activationNamed(name string) (Activation, error) {
	for i, n := range activationNames {
		if n == name {
			return Activation(i), nil
		}
	}
	return 0, fmt.Errorf("unknown activation %q", name)
}

// MarshalText returns Keras's name.
func (a Activation) MarshalText() ([]byte, error) {
	if !a.known() {
		return nil, fmt.Errorf("unknown activation %d", int(a))
	}
	return []byte(a.String()), nil
}

// UnmarshalText is the inverse of MarshalText.
func (a *Activation) UnmarshalText(text []byte) error {
	var err error
	*a, err = activationNamed(string(text))
	return err
}
