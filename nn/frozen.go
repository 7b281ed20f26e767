package nn

import (
	"errors"
	"fmt"
)

// FrozenLayer is a layer whose weights no fit changes, as with trainable=False in
// Keras: they are among [Sequential.NonTrainable]. Regularizers and constraints of the
// layer rest. A BatchNormalizationLayer in it takes its moving mean and variance, also
// in a fit; dropout and noise go on.
//
// Sequential.Variables lists the same tensors with and without Frozen, so what was
// learned is handed over by copying their Values one by one.
//
// Source: Keras 3.15 (keras/src/layers/layer.py).
type FrozenLayer struct {
	Layer Layer
}

// Frozen is short for FrozenLayer{Layer: layer}.
func Frozen(layer Layer) FrozenLayer { return FrozenLayer{Layer: layer} }

func (l FrozenLayer) check(in shape) error {
	if l.Layer == nil {
		return errors.New("Layer is nil")
	}
	if _, ok := l.Layer.(FrozenLayer); ok {
		return errors.New("a frozen layer in a frozen layer")
	}
	return l.Layer.check(in)
}

func (l FrozenLayer) kind() (name, class string) { return l.Layer.kind() }
func (l FrozenLayer) output(in shape) shape      { return l.Layer.output(in) }
func (l FrozenLayer) activation() Activation     { return activationOf(l.Layer) }

// withActivation is called where activation is not Linear.
func (l FrozenLayer) withActivation(a Activation) Layer {
	if l.Layer = l.Layer.(activated).withActivation(a); l.Layer == nil {
		return nil
	}
	return l
}

func (l FrozenLayer) variables(in shape) []variable {
	all := l.Layer.variables(in)
	for i := range all {
		all[i].frozen = true
	}
	return all
}

// String describes the layer as it is written in code.
func (l FrozenLayer) String() string { return fmt.Sprintf("Frozen(%v)", l.Layer) }

func (l FrozenLayer) stage32(in shape) stage[float32] { return newFrozenStage[float32](l, in) }
func (l FrozenLayer) stage64(in shape) stage[float64] { return newFrozenStage[float64](l, in) }

// frozenStage runs the stage of the layer with its weights from the state.
type frozenStage[T float] struct {
	stage  stage[T]
	call   call[T]
	params int // of the layer, which come first in the state
}

func newFrozenStage[T float](l FrozenLayer, in shape) *frozenStage[T] {
	params, _ := sizes(l.Layer, in)
	return &frozenStage[T]{stage: stageOf[T](l.Layer, in), params: params}
}

func (s *frozenStage[T]) Forward(c *call[T], in, out matrix[T]) {
	s.call = *c
	s.call.params, s.call.state, s.call.grads = c.state[:s.params], c.state[s.params:], nil
	s.call.frozen = true
	s.stage.Forward(&s.call, in, out)
	c.penalty, c.err = s.call.penalty, s.call.err
}

func (s *frozenStage[T]) Backward(c *call[T], p pass[T]) {
	s.stage.Backward(&s.call, p)
	c.err = s.call.err
}
