package nn

import (
	"fmt"
	"slices"
)

// variable is a tensor of a layer's weights, as the layer describes it.
type variable struct {
	name        string // Keras's: kernel, bias, gamma
	dims        []int
	initializer Initializer
	regularizer Regularizer
	constraint  Constraint // nil: none
	frozen      bool       // not changed by the gradient
}

// size returns how many numbers the variable has.
func (v variable) size() int { return shape(v.dims).size() }

// checkVariables reports the first variable that cannot be drawn, penalized or
// constrained as described.
func checkVariables(all []variable) error {
	for _, v := range all {
		if err := v.initializer.check(v.dims); err != nil {
			return fmt.Errorf("%s: %v: %w", v.name, v.initializer, err)
		}
		if err := v.regularizer.check(); err != nil {
			return fmt.Errorf("%s: regularizer: %w", v.name, err)
		}
		if v.constraint != nil {
			if err := v.constraint.check(v.dims); err != nil {
				return fmt.Errorf("%s: %v: %w", v.name, v.constraint, err)
			}
		}
	}
	return nil
}

// place is where a variable lies in the network's vectors.
type place struct {
	variable
	layer    int
	from, to int // in Params, or in NonTrainable for frozen ones
}

// places lists the variables of all layers.
func (s *Sequential) places() []place {
	var all []place
	var at [2]int // in Params and in NonTrainable
	in := shape{s.inputs}
	for i, l := range s.layers {
		for _, v := range l.variables(in) {
			from := &at[0]
			if v.frozen {
				from = &at[1]
			}
			all = append(all, place{variable: v, layer: i, from: *from, to: *from + v.size()})
			*from += v.size()
		}
		in = l.output(in)
	}
	return all
}

// trainablePlaces lists the variables in Params.
func (s *Sequential) trainablePlaces() []place {
	return slices.DeleteFunc(s.places(), func(p place) bool { return p.frozen })
}

// Variable is one tensor of a network's weights, as Keras's model.weights lists
// them.
type Variable struct {
	Layer     int       // number of the layer, from 0
	Name      string    // Keras's name within the layer, such as "kernel"
	Shape     []int     // lengths of the axes; the last is the fastest in Values
	Trainable bool      // changed by the gradient
	Values    []float32 // the network's own memory: part of Params or NonTrainable
}

// Variables returns the tensors of weights, layer by layer, in Keras's order.
func (s *Sequential) Variables() []Variable {
	if s.ready() != nil {
		return nil
	}
	var all []Variable
	for _, p := range s.places() {
		memory := s.params
		if p.frozen {
			memory = s.state
		}
		all = append(all, Variable{
			Layer: p.layer, Name: p.name, Shape: slices.Clone(p.dims),
			Trainable: !p.frozen, Values: memory[p.from:p.to:p.to],
		})
	}
	return all
}
