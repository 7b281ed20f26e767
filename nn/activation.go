package nn

import (
	"fmt"
	"math"

	"golab/internal/simd"
)

// Activation names the function that a layer applies to its weighted sums z.
// The zero value is Linear.
type Activation int

// The activations, with the formulas of Keras 3 (keras/src/activations).
const (
	Linear  Activation = iota // z
	ReLU                      // max(z, 0)
	Sigmoid                   // 1/(1+e^−z)
	Tanh                      // tanh z
	Softmax                   // e^zⱼ / Σₖ e^zₖ over the outputs of a row
)

// activationNames holds Keras's names, by number.
var activationNames = [...]string{"linear", "relu", "sigmoid", "tanh", "softmax"}

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

// activate applies a to m in place.
func activate[T float](a Activation, m matrix[T]) {
	switch a {
	case ReLU:
		for i, v := range m.v {
			m.v[i] = max(v, 0)
		}
	case Sigmoid:
		simd.Sigmoid(m.v)
	case Tanh:
		simd.Tanh(m.v)
	case Softmax:
		for r := range m.rows {
			softmax(m.row(r))
		}
	}
}

// activateGrad turns d = ∂loss/∂a(z) into ∂loss/∂z in place, given out = a(z).
func activateGrad[T float](a Activation, d, out matrix[T]) {
	switch a {
	case ReLU:
		simd.ReLUGrad(d.v, out.v)
	case Sigmoid:
		simd.SigmoidGrad(d.v, out.v)
	case Tanh:
		simd.TanhGrad(d.v, out.v)
	case Softmax:
		for r := range d.rows {
			softmaxGrad(d.row(r), out.row(r))
		}
	}
}

// softmaxGrad is activateGrad of one row.
func softmaxGrad[T float](d, out []T) {
	var dot T
	for i, v := range d {
		dot += v * out[i]
	}
	for i, o := range out {
		d[i] = o * (d[i] - dot)
	}
}

// softmax replaces the logits of one row by their probabilities.
func softmax[T float](z []T) {
	top := z[0]
	for _, v := range z[1:] {
		top = max(top, v)
	}
	var sum float64
	for i, v := range z {
		e := math.Exp(float64(v - top))
		z[i] = T(e)
		sum += e
	}
	for i := range z {
		z[i] = T(float64(z[i]) / sum)
	}
}
