package nn

import (
	"fmt"
	"slices"
)

// PReLULayer is z, below 0 α·z, where α is learned: a slope for every number of a row,
// or one for all numbers along SharedAxes.
//
// Source: Keras 3.15 (keras/src/layers/activations/prelu.py).
type PReLULayer struct {
	AlphaInitializer Initializer // nil: Zeros
	AlphaRegularizer Regularizer // zero: none
	AlphaConstraint  Constraint  // nil: none
	SharedAxes       []int       // 1 is the first axis of a row
}

func (l PReLULayer) check(in shape) error {
	for i, a := range l.SharedAxes {
		if a < 1 || a > len(in) {
			return fmt.Errorf("SharedAxes[%d] is %d, a row has axes 1 to %d", i, a, len(in))
		}
	}
	return checkVariables(l.variables(in))
}

func (PReLULayer) kind() (name, class string) { return "p_re_lu", "PReLU" }
func (PReLULayer) output(in shape) shape      { return in }

func (l PReLULayer) variables(in shape) []variable {
	dims := slices.Clone(in)
	for _, a := range l.SharedAxes {
		dims[a-1] = 1
	}
	return []variable{{
		name: "alpha", dims: dims,
		initializer: orInitializer(l.AlphaInitializer, Zeros{}),
		regularizer: l.AlphaRegularizer, constraint: l.AlphaConstraint,
	}}
}

// String describes the layer as it is written in code.
func (l PReLULayer) String() string { return literal(l) }

func (l PReLULayer) stage32(in shape) stage[float32] { return preluStage[float32]{l.slopes(in)} }
func (l PReLULayer) stage64(in shape) stage[float64] { return preluStage[float64]{l.slopes(in)} }

// slopes returns which slope belongs to each number of a row.
func (l PReLULayer) slopes(in shape) []int {
	all := make([]int, in.size())
	for i := range all {
		rest, step := i, 1
		for axis := len(in) - 1; axis >= 0; axis-- {
			if !slices.Contains(l.SharedAxes, axis+1) {
				all[i] += rest % in[axis] * step
				step *= in[axis]
			}
			rest /= in[axis]
		}
	}
	return all
}

// preluStage computes a PReLULayer.
type preluStage[T float] struct{ slopes []int }

func (s preluStage[T]) Forward(c *call[T], in, out matrix[T]) {
	for r := range in.rows {
		out := out.row(r)
		for i, z := range in.row(r) {
			if z < 0 {
				z *= c.params[s.slopes[i]]
			}
			out[i] = z
		}
	}
}

func (s preluStage[T]) Backward(c *call[T], p pass[T]) {
	for r := range p.d.rows {
		d := p.d.row(r)
		for i, z := range p.in.row(r) {
			if z > 0 {
				continue
			}
			if c.grads != nil {
				c.grads[s.slopes[i]] += d[i] * z
			}
			if d[i] *= c.params[s.slopes[i]]; z == 0 {
				d[i] = 0
			}
		}
	}
	copyGrad(p)
}
