package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// HingeLoss is the mean of max(1 − y·p, 0) over all rows and outputs. Labels are −1 or
// 1, or 0 or 1 where 0 means −1.
//
// Source: Keras 3.15 (keras/src/losses/losses.py), as for the losses below.
type HingeLoss struct{ outputwise }

// Hinge is Keras's "hinge".
var Hinge = HingeLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l HingeLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (HingeLoss) String() string { return "hinge" }

func (l HingeLoss) start() counter             { return newLossCounter(l) }
func (l HingeLoss) batch(b *lossBatch) float64 { return b.eachSide(l.margin) }

func (l HingeLoss) checkLabels(y []float64, _ int) error { return checkSides(l, y) }

// margin returns max(1 − y·p, 0) and its slope.
func (HingeLoss) margin(p, y float64) (value, slope float64) {
	if m := 1 - y*p; m >= 0 {
		return m, -y
	}
	return 0, 0
}

// SquaredHingeLoss is the mean of max(1 − y·p, 0)² over all rows and outputs, with
// labels as HingeLoss has them.
type SquaredHingeLoss struct{ outputwise }

// SquaredHinge is Keras's "squared_hinge".
var SquaredHinge = SquaredHingeLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l SquaredHingeLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (SquaredHingeLoss) String() string { return "squared_hinge" }

func (l SquaredHingeLoss) start() counter             { return newLossCounter(l) }
func (l SquaredHingeLoss) batch(b *lossBatch) float64 { return b.eachSide(l.margin) }

func (l SquaredHingeLoss) checkLabels(y []float64, _ int) error { return checkSides(l, y) }

func (SquaredHingeLoss) margin(p, y float64) (value, slope float64) {
	m := max(1-y*p, 0)
	return m * m, -2 * y * m
}

// CategoricalHingeLoss is the mean over rows of max(1 + n − q, 0), where q = Σⱼ yⱼ·pⱼ is
// the output of the right class and n = maxⱼ (1−yⱼ)·pⱼ the greatest of the others.
type CategoricalHingeLoss struct{ outputwise }

// CategoricalHinge is Keras's "categorical_hinge".
var CategoricalHinge = CategoricalHingeLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l CategoricalHingeLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (CategoricalHingeLoss) String() string { return "categorical_hinge" }

func (l CategoricalHingeLoss) start() counter             { return newLossCounter(l) }
func (l CategoricalHingeLoss) batch(b *lossBatch) float64 { return b.eachLabelled(l.row) }

func (l CategoricalHingeLoss) checkLabels(y []float64, _ int) error { return checkSides(l, y) }

func (CategoricalHingeLoss) row(b *lossBatch, i int, out, g []float64) float64 {
	y := b.y[i*b.k : (i+1)*b.k]
	var right float64
	other, ties := math.Inf(-1), 0.0
	for j, p := range out {
		right += y[j] * p
		switch q := (1 - y[j]) * p; {
		case q > other:
			other, ties = q, 1
		case q == other:
			ties++
		}
	}
	loss := other - right + 1
	if loss < 0 {
		clear(g)
		return 0
	}
	for j, p := range out {
		g[j] = -y[j]
		if (1-y[j])*p == other {
			g[j] += (1 - y[j]) / ties
		}
	}
	return loss
}

// checkSides reports the first label that is not one of two: −1 and 1, or 0 and 1.
func checkSides(l Loss, y []float64) error {
	low := 0.0
	for i, v := range y {
		switch {
		case v == 1:
		case (v == 0 || v == -1) && (low == 0 || low == v-2):
			low = v - 2
		case v == 0 || v == -1:
			return fmt.Errorf("y[%d] = %g after labels of %g, %v takes −1 and 1, or 0 and 1", i, v, low+2, l)
		default:
			return fmt.Errorf("y[%d] = %g, %v takes −1 and 1, or 0 and 1", i, v, l)
		}
	}
	return nil
}

// eachSide is eachOutput for labels of −1 and 1. Where all labels of the batch are 0 or
// 1, 0 counts as −1.
func (b *lossBatch) eachSide(loss func(p, y float64) (value, slope float64)) float64 {
	sides := false
	for _, y := range b.y {
		sides = sides || y != 0 && y != 1
	}
	return b.eachOutput(func(p, y float64) (float64, float64) {
		if !sides {
			y = 2*y - 1
		}
		return loss(p, y)
	})
}
