package nn

import "fmt"

// ActivationLayer applies an activation to what it is given. Behind a Dense that is
// Linear it is the same as that Dense with the activation.
//
// Source: Keras 3.15 (keras/src/layers/activations/activation.py).
type ActivationLayer struct {
	Activation Activation // zero: Linear
}

// Activate is short for ActivationLayer{Activation: activation}.
func Activate(activation Activation) ActivationLayer { return ActivationLayer{Activation: activation} }

func (l ActivationLayer) check(in shape) error {
	if !l.Activation.known() {
		return fmt.Errorf("unknown activation %d", int(l.Activation))
	}
	return checkSoftmax(l.Activation, in)
}

// checkSoftmax reports a softmax of one number.
func checkSoftmax(a Activation, in shape) error {
	if (a == Softmax || a == LogSoftmax) && in.last() == 1 {
		return fmt.Errorf("%v over 1 number is always the same: use Sigmoid, or more units", a)
	}
	return nil
}

func (l ActivationLayer) kind() (name, class string)        { return "activation", "Activation" }
func (l ActivationLayer) output(in shape) shape             { return in }
func (l ActivationLayer) variables(shape) []variable        { return nil }
func (l ActivationLayer) activation() Activation            { return l.Activation }
func (l ActivationLayer) withActivation(a Activation) Layer { l.Activation = a; return l }

// String describes the layer as it is written in code.
func (l ActivationLayer) String() string { return fmt.Sprintf("Activate(%v)", l.Activation) }

func (l ActivationLayer) stage32(in shape) stage[float32] {
	return activationStage[float32]{l.Activation, in.last()}
}

func (l ActivationLayer) stage64(in shape) stage[float64] {
	return activationStage[float64]{l.Activation, in.last()}
}

// SoftmaxLayer is e^zⱼ / Σₖ e^zₖ over the last axis.
//
// Source: Keras 3.15 (keras/src/layers/activations/softmax.py).
type SoftmaxLayer struct{}

func (SoftmaxLayer) check(in shape) error              { return checkSoftmax(Softmax, in) }
func (SoftmaxLayer) kind() (name, class string)        { return "softmax", "Softmax" }
func (SoftmaxLayer) output(in shape) shape             { return in }
func (SoftmaxLayer) variables(shape) []variable        { return nil }
func (SoftmaxLayer) activation() Activation            { return Softmax }
func (SoftmaxLayer) withActivation(a Activation) Layer { return Activate(a) }

// String describes the layer as it is written in code.
func (SoftmaxLayer) String() string { return "SoftmaxLayer{}" }

func (SoftmaxLayer) stage32(in shape) stage[float32] { return Activate(Softmax).stage32(in) }
func (SoftmaxLayer) stage64(in shape) stage[float64] { return Activate(Softmax).stage64(in) }

// activationStage computes an activation over a last axis.
type activationStage[T float] struct {
	a    Activation
	last int
}

func (s activationStage[T]) Forward(_ *call[T], in, out matrix[T]) {
	copyRows(out, in)
	if s.last == out.cols {
		activate(s.a, out)
		return
	}
	for r := range out.rows {
		activate(s.a, packedRows(out.row(r), s.last))
	}
}

func (s activationStage[T]) Backward(_ *call[T], p pass[T]) {
	if p.din.rows == 0 {
		return
	}
	if s.last == p.d.cols {
		activateGrad(s.a, p.d, p.out, p.in)
	} else {
		for r := range p.d.rows {
			d, out, in := p.d.row(r), p.out.row(r), p.in.row(r)
			activateGrad(s.a, packedRows(d, s.last), packedRows(out, s.last), packedRows(in, s.last))
		}
	}
	copyRows(p.din, p.d)
}
