package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// EmbeddingLayer puts in the place of each class number a row of OutputDim numbers,
// which are learned: rows of n class numbers become rows of n×OutputDim. It is the
// first layer of its network; a Flatten behind it makes one axis for a Dense.
//
// Fit, Evaluate and Predict report a number that is not one of 0 to InputDim−1.
//
// Source: Keras 3.15 (keras/src/layers/core/embedding.py).
type EmbeddingLayer struct {
	InputDim  int // classes; at least 1
	OutputDim int // numbers for each class; at least 1

	EmbeddingsInitializer Initializer // nil: RandomUniform
	EmbeddingsRegularizer Regularizer // zero: none
	EmbeddingsConstraint  Constraint  // nil: none
}

// Embedding is short for EmbeddingLayer{InputDim: vocabulary, OutputDim: dim}.
func Embedding(vocabulary, dim int) EmbeddingLayer {
	return EmbeddingLayer{InputDim: vocabulary, OutputDim: dim}
}

func (l EmbeddingLayer) check(in shape) error {
	switch {
	case l.InputDim < 1 || l.InputDim > maxUnits:
		return fmt.Errorf("InputDim is %d, there must be 1 to %d classes", l.InputDim, maxUnits)
	case l.OutputDim < 1 || l.OutputDim > maxUnits:
		return fmt.Errorf("OutputDim is %d, it must be 1 to %d", l.OutputDim, maxUnits)
	case int64(l.InputDim)*int64(l.OutputDim) > maxParams:
		return fmt.Errorf("%d classes × %d are too many weights", l.InputDim, l.OutputDim)
	}
	return checkVariables(l.variables(in))
}

// checkInput reports the first cell that is not a class number.
func (l EmbeddingLayer) checkInput(x mat.Matrix) error {
	rows, cols := x.Dims()
	for i := range rows {
		for j := range cols {
			if v := x.At(i, j); !(v >= 0 && v < float64(l.InputDim)) || v != math.Trunc(v) {
				return fmt.Errorf("x[%d, %d] = %g is not one of the classes 0 to %d of the Embedding", i, j, v, l.InputDim-1)
			}
		}
	}
	return nil
}

func (EmbeddingLayer) kind() (name, class string) { return "embedding", "Embedding" }

func (l EmbeddingLayer) output(in shape) shape { return append(in[:len(in):len(in)], l.OutputDim) }

func (l EmbeddingLayer) variables(shape) []variable {
	return []variable{{
		name: "embeddings", dims: []int{l.InputDim, l.OutputDim},
		initializer: orInitializer(l.EmbeddingsInitializer, RandomUniform{}),
		regularizer: l.EmbeddingsRegularizer, constraint: l.EmbeddingsConstraint,
	}}
}

// String describes the layer as it is written in code.
func (l EmbeddingLayer) String() string {
	return fmt.Sprintf("Embedding(%d, %d)", l.InputDim, l.OutputDim)
}

func (l EmbeddingLayer) stage32(shape) stage[float32] { return embeddingStage[float32]{l.OutputDim} }
func (l EmbeddingLayer) stage64(shape) stage[float64] { return embeddingStage[float64]{l.OutputDim} }

// embeddingStage computes an EmbeddingLayer. It is the first stage.
type embeddingStage[T float] struct{ dim int }

func (s embeddingStage[T]) Forward(c *call[T], in, out matrix[T]) {
	for r := range in.rows {
		out := out.row(r)
		for i, class := range in.row(r) {
			copy(out[i*s.dim:(i+1)*s.dim], c.params[int(class)*s.dim:])
		}
	}
}

func (s embeddingStage[T]) Backward(c *call[T], p pass[T]) {
	if c.grads == nil {
		return
	}
	for r := range p.in.rows {
		d := p.d.row(r)
		for i, class := range p.in.row(r) {
			grads := c.grads[int(class)*s.dim:][:s.dim]
			for j, v := range d[i*s.dim : (i+1)*s.dim] {
				grads[j] += v
			}
		}
	}
}
