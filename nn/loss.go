package nn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Loss is what fitting makes small: a mean over the rows of a batch. The losses
// are CrossentropyLoss and MeanSquaredErrorLoss.
type Loss interface {
	// Eval returns the loss of predictions yPred, n×k, against y, and its
	// gradient ∂loss/∂yPred, n×k.
	Eval(yPred mat.Matrix, y []float64) (value float64, grad *mat.Dense)
	// String returns Keras's name.
	String() string

	// labels returns how many numbers of y belong to a row of k outputs.
	labels(k int) int
	// check reports why the loss cannot follow a last layer of k outputs.
	check(last Activation, k int) error
	// checkLabels reports the first of y that cannot be a label.
	checkLabels(y []float64, k int) error
	// fused returns the activation of the last layer that the loss computes by
	// itself, from logits; or Linear.
	fused(last Activation) Activation
	// batch returns the mean loss and writes ∂loss/∂out into grad. out and grad
	// are n×k; y has labels(k) numbers per row. When fused is not Linear, out
	// holds logits and batch replaces them by their activations.
	batch(grad, out, y []float64, k int, fused Activation) float64
	// record describes the loss for a file.
	record() lossRecord
}

// evaluate is the Eval of every loss. It panics when y has not as many numbers
// as yPred asks for.
func evaluate(l Loss, yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	n, k := yPred.Dims()
	if want := n * l.labels(k); len(y) != want || n == 0 {
		panic(fmt.Errorf("nn: Eval: y has %d numbers, %v of %d×%d outputs takes %d", len(y), l, n, k, want))
	}
	out := mat.DenseCopyOf(yPred).RawMatrix().Data
	grad := make([]float64, n*k)
	value := l.batch(grad, out, y, k, Linear)
	return value, mat.NewDense(n, k, grad)
}
