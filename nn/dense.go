package nn

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"golab/internal/simd"
)

// DenseLayer is a fully connected layer: out = activation(in·W + b), where in
// is rows×inputs, W is inputs×Units and b holds Units numbers. Its parameters
// are W row by row, then b.
//
// W starts from Glorot's uniform distribution, ±√(6/(inputs+Units)), and b from
// zeros, as in Keras (keras/src/layers/core/dense.py, 3.15). Source: Glorot and
// Bengio, "Understanding the difficulty of training deep feedforward neural
// networks", AISTATS 2010, equation 16.
type DenseLayer struct {
	Units      int        // outputs per row; at least 1
	Activation Activation // zero: Linear
	NoBias     bool       // leaves b out
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

func (l DenseLayer) check(inputs int) error {
	switch {
	case l.Units < 1 || l.Units > maxUnits:
		return fmt.Errorf("%d units, there must be 1 to %d", l.Units, maxUnits)
	case !l.Activation.known():
		return fmt.Errorf("unknown activation %d", int(l.Activation))
	case l.Activation == Softmax && l.Units == 1:
		return errors.New("softmax over 1 unit is always 1: use Sigmoid, or more units")
	case int64(l.Units)*int64(inputs+1) > maxParams:
		return fmt.Errorf("%d inputs × %d units are too many weights", inputs, l.Units)
	}
	return nil
}

func (l DenseLayer) kind() (name, class string)        { return "dense", "Dense" }
func (l DenseLayer) outputs(int) int                   { return l.Units }
func (l DenseLayer) activation() Activation            { return l.Activation }
func (l DenseLayer) withActivation(a Activation) Layer { l.Activation = a; return l }

// String describes the layer as it is written in code.
func (l DenseLayer) String() string {
	if l.NoBias {
		return fmt.Sprintf("Dense(%d, %v, no bias)", l.Units, l.Activation)
	}
	return fmt.Sprintf("Dense(%d, %v)", l.Units, l.Activation)
}

func (l DenseLayer) record() layerRecord {
	return layerRecord{Layer: "dense", Units: l.Units, Activation: l.Activation.String(), NoBias: l.NoBias}
}

func (l DenseLayer) size(inputs int) int {
	if l.NoBias {
		return inputs * l.Units
	}
	return (inputs + 1) * l.Units
}

func (l DenseLayer) init(params []float32, inputs int, r *rand.Rand) {
	limit := math.Sqrt(6 / float64(inputs+l.Units))
	kernel := params[:inputs*l.Units]
	for i := range kernel {
		kernel[i] = float32(limit * (2*r.Float64() - 1))
	}
	clear(params[len(kernel):])
}

func (l DenseLayer) stage32(inputs int) stage[float32] { return newDenseStage[float32](l, inputs) }
func (l DenseLayer) stage64(inputs int) stage[float64] { return newDenseStage[float64](l, inputs) }

// denseStage computes a DenseLayer that takes inputs numbers per row.
type denseStage[T float] struct {
	DenseLayer
	inputs int
}

// newDenseStage returns the computation of l.
func newDenseStage[T float](l DenseLayer, inputs int) stage[T] { return denseStage[T]{l, inputs} }

func (l denseStage[T]) Forward(w *simd.Workspace[T], params []T, in, out matrix[T]) {
	kernel := l.inputs * l.Units
	w.Multiply(simd.Product[T]{
		Rows: in.rows, Cols: l.Units, Inner: l.inputs,
		A: in.v, ARow: in.stride, AInner: 1,
		B: params[:kernel], BStride: l.Units, Bias: params[kernel:],
		C: out.v, CStride: out.stride, CPadded: true, ReLU: l.Activation == ReLU,
	})
	if l.Activation != ReLU {
		activate(l.Activation, out)
	}
}

func (l denseStage[T]) Backward(w *simd.Workspace[T], params, grads []T, p pass[T]) {
	kernel, rows := l.inputs*l.Units, p.d.rows
	activateGrad(l.Activation, p.d, p.out)
	w.Multiply(simd.Product[T]{
		Rows: l.inputs, Cols: l.Units, Inner: rows,
		A: p.in.v, ARow: 1, AInner: p.in.stride,
		B: p.d.v, BStride: p.d.stride, BPadded: true,
		C: grads[:kernel], CStride: l.Units, Accumulate: true,
	})
	simd.AddColumns(grads[kernel:], p.d.v, rows, p.d.stride)
	if p.din.rows == 0 {
		return
	}
	w.Multiply(simd.Product[T]{
		Rows: rows, Cols: l.inputs, Inner: l.Units,
		A: p.d.v, ARow: p.d.stride, AInner: 1,
		B: params[:kernel], BStride: l.Units, BTransposed: true,
		C: p.din.v, CStride: p.din.stride, CPadded: true,
	})
}
