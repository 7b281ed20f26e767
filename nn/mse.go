package nn

import "gonum.org/v1/gonum/mat"

// MeanSquaredErrorLoss is the mean of (p−y)² over all rows and outputs; y holds
// k numbers per row of k outputs.
//
// Source: Keras 3.15 (keras/src/losses/losses.py, mean_squared_error).
type MeanSquaredErrorLoss struct{ outputwise }

// MeanSquaredError is Keras's "mean_squared_error".
var MeanSquaredError = MeanSquaredErrorLoss{}

// Eval returns the mean of (p−y)² and its gradient 2(p−y)/(n·k), n×k. It panics
// when y has not n·k numbers.
func (l MeanSquaredErrorLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (MeanSquaredErrorLoss) String() string { return "mean_squared_error" }

func (l MeanSquaredErrorLoss) start() counter { return newLossCounter(l) }

func (MeanSquaredErrorLoss) batch(b *lossBatch) float64 {
	var sum float64
	scale := 1 / float64(len(b.out))
	for i := range b.rows() {
		w := b.weight(i)
		for j := i * b.k; j < (i+1)*b.k; j++ {
			e := b.out[j] - b.y[j]
			sum += w * e * e
			b.grad[j] = 2 * e * w * scale
		}
	}
	return sum * scale
}
