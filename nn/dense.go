package nn

import (
	"errors"
	"fmt"

	"golab/internal/simd"
)

// DenseLayer is a fully connected layer: out = activation(in·W + b), where in
// is rows×inputs, the kernel W is inputs×Units and the bias b holds Units numbers.
//
// Source: Keras 3.15 (keras/src/layers/core/dense.py).
type DenseLayer struct {
	Units      int        // outputs per row; at least 1
	Activation Activation // zero: Linear
	NoBias     bool       // leaves b out

	KernelInitializer Initializer // nil: GlorotUniform
	BiasInitializer   Initializer // nil: Zeros
	KernelRegularizer Regularizer // zero: none
	BiasRegularizer   Regularizer // zero: none
	KernelConstraint  Constraint  // nil: none
	BiasConstraint    Constraint  // nil: none

	// ActivityRegularizer is a penalty on the outputs, as of an
	// ActivityRegularizationLayer behind the layer.
	ActivityRegularizer Regularizer // zero: none
}

// Dense is short for DenseLayer{Units: units, Activation: activation}.
func Dense(units int, activation Activation) DenseLayer {
	return DenseLayer{Units: units, Activation: activation}
}

// Limits of the width of a layer and of the number of weights, under which no
// size overflows.
const (
	maxUnits  = 1 << 24
	maxParams = 1 << 30
)

func (l DenseLayer) check(in shape) error {
	if err := in.flat(); err != nil {
		return err
	}
	inputs := in.size()
	switch {
	case l.Units < 1 || l.Units > maxUnits:
		return fmt.Errorf("%d units, there must be 1 to %d", l.Units, maxUnits)
	case !l.Activation.known():
		return fmt.Errorf("unknown activation %d", int(l.Activation))
	case l.Activation == Softmax && l.Units == 1:
		return errors.New("softmax over 1 unit is always 1: use Sigmoid, or more units")
	case int64(l.Units)*int64(inputs+1) > maxParams:
		return fmt.Errorf("%d inputs × %d units are too many weights", inputs, l.Units)
	case l.NoBias && (l.BiasInitializer != nil || l.BiasRegularizer != (Regularizer{}) || l.BiasConstraint != nil):
		return errors.New("NoBias is true, but there is an initializer, regularizer or constraint of the bias")
	}
	if err := l.ActivityRegularizer.check(); err != nil {
		return fmt.Errorf("ActivityRegularizer: %w", err)
	}
	return checkVariables(l.variables(in))
}

func (l DenseLayer) kind() (name, class string) { return "dense", "Dense" }
func (l DenseLayer) output(shape) shape         { return shape{l.Units} }
func (l DenseLayer) activation() Activation     { return l.Activation }

func (l DenseLayer) withActivation(a Activation) Layer {
	if l.ActivityRegularizer != (Regularizer{}) {
		return nil
	}
	l.Activation = a
	return l
}

func (l DenseLayer) variables(in shape) []variable {
	all := []variable{{
		name: "kernel", dims: []int{in.size(), l.Units},
		initializer: orInitializer(l.KernelInitializer, GlorotUniform{}),
		regularizer: l.KernelRegularizer, constraint: l.KernelConstraint,
	}}
	if l.NoBias {
		return all
	}
	return append(all, variable{
		name: "bias", dims: []int{l.Units},
		initializer: orInitializer(l.BiasInitializer, Zeros{}),
		regularizer: l.BiasRegularizer, constraint: l.BiasConstraint,
	})
}

// String describes the layer as it is written in code.
func (l DenseLayer) String() string {
	if l.NoBias {
		return fmt.Sprintf("Dense(%d, %v, no bias)", l.Units, l.Activation)
	}
	return fmt.Sprintf("Dense(%d, %v)", l.Units, l.Activation)
}

func (l DenseLayer) stage32(in shape) stage[float32] { return newDenseStage[float32](l, in) }
func (l DenseLayer) stage64(in shape) stage[float64] { return newDenseStage[float64](l, in) }

// denseStage computes a DenseLayer that takes inputs numbers per row.
type denseStage[T float] struct {
	DenseLayer
	inputs int
	z      matrix[T] // the sums of the last Forward, where Backward takes them
}

func newDenseStage[T float](l DenseLayer, in shape) *denseStage[T] {
	return &denseStage[T]{DenseLayer: l, inputs: in.size()}
}

func (l *denseStage[T]) Forward(c *call[T], in, out matrix[T]) {
	l.multiply(c, in, out)
	if c.backward && l.Activation.ofInput() {
		l.z.copyFrom(out)
	}
	if l.Activation != ReLU {
		activate(l.Activation, out)
	}
	if l.ActivityRegularizer != (Regularizer{}) {
		c.penalty = activityPenalty(l.ActivityRegularizer, out)
	}
}

// multiply writes out = in·W + b, of which ReLU takes what is positive.
func (l *denseStage[T]) multiply(c *call[T], in, out matrix[T]) {
	kernel := l.inputs * l.Units
	if in.sparse != nil {
		c.work.MultiplySparse(simd.SparseProduct[T]{
			X: in.sparse.x, List: in.sparse.list, Cols: l.Units,
			B: c.params[:kernel], BStride: l.Units, Bias: c.params[kernel:],
			C: out.v, CStride: out.stride, ReLU: l.Activation == ReLU,
		})
		return
	}
	c.work.Multiply(simd.Product[T]{
		Rows: in.rows, Cols: l.Units, Inner: l.inputs,
		A: in.v, ARow: in.stride, AInner: 1,
		B: c.params[:kernel], BStride: l.Units, Bias: c.params[kernel:],
		C: out.v, CStride: out.stride, CPadded: true, ReLU: l.Activation == ReLU,
	})
}

func (l *denseStage[T]) Backward(c *call[T], p pass[T]) {
	if l.ActivityRegularizer != (Regularizer{}) {
		activityGrad(l.ActivityRegularizer, p.d, p.out)
	}
	activateGrad(l.Activation, p.d, p.out, l.z)
	if c.grads != nil {
		l.accumulate(c, p)
	}
	if p.din.rows == 0 {
		return
	}
	c.work.Multiply(simd.Product[T]{
		Rows: p.d.rows, Cols: l.inputs, Inner: l.Units,
		A: p.d.v, ARow: p.d.stride, AInner: 1,
		B: c.params[:l.inputs*l.Units], BStride: l.Units, BTransposed: true,
		C: p.din.v, CStride: p.din.stride, CPadded: true,
	})
}

// accumulate adds to the grads inᵀ·d and the sums of the columns of d.
func (l *denseStage[T]) accumulate(c *call[T], p pass[T]) {
	kernel, rows := l.inputs*l.Units, p.d.rows
	simd.AddColumns(c.grads[kernel:], p.d.v, rows, p.d.stride)
	if in := p.in.sparse; in != nil {
		c.work.AccumulateSparse(simd.SparseProduct[T]{
			X: in.x, List: in.list, Cols: l.Units,
			B: c.grads[:kernel], BStride: l.Units,
			C: p.d.v, CStride: p.d.stride,
		})
		return
	}
	c.work.Multiply(simd.Product[T]{
		Rows: l.inputs, Cols: l.Units, Inner: rows,
		A: p.in.v, ARow: 1, AInner: p.in.stride,
		B: p.d.v, BStride: p.d.stride, BPadded: true,
		C: c.grads[:kernel], CStride: l.Units, Accumulate: true,
	})
}
