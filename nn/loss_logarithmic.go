package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// MeanSquaredLogarithmicErrorLoss is the mean of (log(1+p) − log(1+y))² over all rows
// and outputs. p and y below 1e-7 count as 1e-7.
//
// Source: Keras 3.15 (keras/src/losses/losses.py), as for the losses below.
type MeanSquaredLogarithmicErrorLoss struct{ outputwise }

// MeanSquaredLogarithmicError is Keras's "mean_squared_logarithmic_error".
var MeanSquaredLogarithmicError = MeanSquaredLogarithmicErrorLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l MeanSquaredLogarithmicErrorLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (MeanSquaredLogarithmicErrorLoss) String() string { return "mean_squared_logarithmic_error" }

func (l MeanSquaredLogarithmicErrorLoss) start() counter             { return newLossCounter(l) }
func (l MeanSquaredLogarithmicErrorLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (l MeanSquaredLogarithmicErrorLoss) checkLabels(y []float64, _ int) error {
	return checkAtLeast(l, 0, y)
}

func (MeanSquaredLogarithmicErrorLoss) at(p, y float64) (value, slope float64) {
	q := max(p, lowest)
	e := math.Log1p(q) - math.Log1p(max(y, lowest))
	if q == p {
		slope = 2 * e / (1 + p)
	}
	return e * e, slope
}

// PoissonLoss is the mean of p − y·log(p + 1e-7) over all rows and outputs, for labels
// that are counts. The last layer must give positive numbers, as softplus and
// exponential do.
type PoissonLoss struct{ outputwise }

// Poisson is Keras's "poisson".
var Poisson = PoissonLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l PoissonLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (PoissonLoss) String() string { return "poisson" }

func (l PoissonLoss) start() counter             { return newLossCounter(l) }
func (l PoissonLoss) batch(b *lossBatch) float64 { return b.eachOutput(l.at) }

func (l PoissonLoss) checkLabels(y []float64, _ int) error { return checkAtLeast(l, 0, y) }

func (PoissonLoss) at(p, y float64) (value, slope float64) {
	return p - y*math.Log(p+lowest), 1 - y/(p+lowest)
}

// KLDivergenceLoss is the mean over rows of Σⱼ yⱼ·log(yⱼ/pⱼ), where y and p are clipped
// to [1e-7, 1].
type KLDivergenceLoss struct{ outputwise }

// KLDivergence is Keras's "kl_divergence".
var KLDivergence = KLDivergenceLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l KLDivergenceLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (KLDivergenceLoss) String() string { return "kl_divergence" }

func (l KLDivergenceLoss) start() counter             { return newLossCounter(l) }
func (l KLDivergenceLoss) batch(b *lossBatch) float64 { return b.eachLabelled(l.row) }

func (l KLDivergenceLoss) checkLabels(y []float64, _ int) error { return checkUnit(l, y) }

func (l KLDivergenceLoss) check(last Activation, _ int) error {
	if !probable(last) {
		return fmt.Errorf("%v takes probabilities, the last layer is %v: use Softmax", l, last)
	}
	return nil
}

func (KLDivergenceLoss) row(b *lossBatch, i int, out, g []float64) float64 {
	var sum float64
	for j, p := range out {
		y, q := min(max(b.y[i*b.k+j], lowest), 1), min(max(p, lowest), 1)
		sum += y * math.Log(y/q)
		g[j] = 0
		if q == p {
			g[j] = -y / p
		}
	}
	return sum
}

// CosineSimilarityLoss is −1 times the mean over rows of the cosine of the angle between
// the outputs and the labels: −1 where they point in the same direction. As a metric
// it is the cosine itself, as in Keras.
type CosineSimilarityLoss struct{ outputwise }

// CosineSimilarity is Keras's "cosine_similarity".
var CosineSimilarity = CosineSimilarityLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l CosineSimilarityLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (CosineSimilarityLoss) String() string { return "cosine_similarity" }

func (l CosineSimilarityLoss) start() counter             { return negated{newLossCounter(l)} }
func (l CosineSimilarityLoss) batch(b *lossBatch) float64 { return b.eachLabelled(l.row) }

func (CosineSimilarityLoss) row(b *lossBatch, i int, out, g []float64) float64 {
	y := b.y[i*b.k : (i+1)*b.k]
	perY, perP := perNorm(y), perNorm(out)
	var dot float64
	for j, p := range out {
		dot += y[j] * perY * p * perP
	}
	for j, p := range out {
		g[j] = -perP * y[j] * perY
		if perP < 1/lowest {
			g[j] += perP * perP * dot * p
		}
	}
	return -dot
}

// perNorm returns 1 over the Euclidean norm of v, at most 1e7.
func perNorm(v []float64) float64 {
	var sum float64
	for _, x := range v {
		sum += x * x
	}
	return min(1/math.Sqrt(sum), 1/lowest)
}
