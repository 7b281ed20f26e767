package nn

import (
	"fmt"
	"math"
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

// activate applies a to the rows of z in place; z is rows×k.
func activate[T float](a Activation, z []T, k int) {
	switch a {
	case ReLU:
		for i, v := range z {
			z[i] = max(v, 0)
		}
	case Sigmoid:
		for i, v := range z {
			z[i] = T(sigmoid(float64(v)))
		}
	case Tanh:
		for i, v := range z {
			z[i] = T(math.Tanh(float64(v)))
		}
	case Softmax:
		for ; len(z) > 0; z = z[k:] {
			softmax(z[:k])
		}
	}
}

// activateGrad turns d = ∂loss/∂a(z) into ∂loss/∂z in place, given
// out = a(z); both are rows×k.
func activateGrad[T float](a Activation, d, out []T, k int) {
	out = out[:len(d)]
	switch a {
	case ReLU:
		for i, o := range out {
			if o <= 0 {
				d[i] = 0
			}
		}
	case Sigmoid:
		for i, o := range out {
			d[i] *= o * (1 - o)
		}
	case Tanh:
		for i, o := range out {
			d[i] *= 1 - o*o
		}
	case Softmax:
		for ; len(d) > 0; d, out = d[k:], out[k:] {
			var dot T
			for i, v := range d[:k] {
				dot += v * out[i]
			}
			for i, o := range out[:k] {
				d[i] = o * (d[i] - dot)
			}
		}
	}
}

// sigmoid returns 1/(1+e^−z) without overflow.
func sigmoid(z float64) float64 {
	e := math.Exp(-math.Abs(z))
	if z < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
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
