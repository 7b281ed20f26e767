package nn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// BinaryFocalCrossentropyLoss is binary crossentropy that makes little of the outputs
// that are right already, averaged over rows and outputs: with q = y·p + (1−y)(1−p),
// the probability given to the label,
//
//	(1−q)^Gamma · −(y·log p + (1−y)·log(1−p))
//
// With ClassBalancing, times y·Alpha + (1−y)(1−Alpha). Behind a sigmoid the logarithms
// are computed from logits, as CrossentropyLoss does.
//
// Source: Keras 3.15 (keras/src/losses/losses.py); Lin et al., "Focal loss for dense
// object detection", ICCV 2017, equation 5.
type BinaryFocalCrossentropyLoss struct {
	Gamma          float64 // zero: 2, negative: 0
	ClassBalancing bool
	Alpha          float64 // of ClassBalancing; zero: 0.25, negative: 0
	FromLogits     bool    // the last layer is linear and gives logits
	LabelSmoothing float64 // s: y becomes y(1−s) + s/2

	outputwise
}

// BinaryFocalCrossentropy is Keras's "binary_focal_crossentropy".
var BinaryFocalCrossentropy = BinaryFocalCrossentropyLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l BinaryFocalCrossentropyLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (BinaryFocalCrossentropyLoss) String() string { return "binary_focal_crossentropy" }

func (l BinaryFocalCrossentropyLoss) start() counter   { return newLossCounter(l) }
func (l BinaryFocalCrossentropyLoss) fromLogits() bool { return l.FromLogits }

func (l BinaryFocalCrossentropyLoss) checkLabels(y []float64, _ int) error { return checkUnit(l, y) }

func (l BinaryFocalCrossentropyLoss) check(last Activation, _ int) error {
	err := checkBounds(
		bound{"Gamma", l.Gamma, -noLimit, noLimit},
		bound{"Alpha", l.Alpha, -noLimit, 1},
		bound{"LabelSmoothing", l.LabelSmoothing, 0, 1},
	)
	if err != nil {
		return err
	}
	return checkProbable(l, l.FromLogits, last, "use Sigmoid, or FromLogits")
}

func (l BinaryFocalCrossentropyLoss) fused(last Activation) Activation {
	if last == Sigmoid {
		return last
	}
	return Linear
}

func (l BinaryFocalCrossentropyLoss) batch(b *lossBatch) float64 {
	switch {
	case b.fused != Linear:
		mean := b.eachOutput(l.logit)
		for i, z := range b.out {
			b.out[i] = logistic(z)
		}
		return mean
	case l.FromLogits:
		return b.eachOutput(l.logit)
	}
	return b.eachOutput(l.probability)
}

// logit is the loss of a logit and its slope.
func (l BinaryFocalCrossentropyLoss) logit(z, y float64) (value, slope float64) {
	y = y*(1-l.LabelSmoothing) + l.LabelSmoothing/2
	p := logistic(z)
	loss := max(z, 0) - z*y + math.Log1p(math.Exp(-math.Abs(z)))
	factor, rise := l.factor(p, y)
	return factor * loss, factor*(p-y) + rise*p*(1-p)*loss
}

// probability is the loss of a probability and its slope.
func (l BinaryFocalCrossentropyLoss) probability(p, y float64) (value, slope float64) {
	y = y*(1-l.LabelSmoothing) + l.LabelSmoothing/2
	q := min(max(p, lowest), highest)
	loss := -(y*math.Log(q) + (1-y)*math.Log(1-q))
	factor, rise := l.factor(p, y)
	slope = rise * loss
	if q == p {
		slope += factor * (p - y) / (p * (1 - p))
	}
	return factor * loss, slope
}

// factor returns what crossentropy is multiplied by, and its slope by p.
func (l BinaryFocalCrossentropyLoss) factor(p, y float64) (value, slope float64) {
	gamma, weight := orDefault(l.Gamma, 2), 1.0
	if l.ClassBalancing {
		alpha := orDefault(l.Alpha, 0.25)
		weight = y*alpha + (1-y)*(1-alpha)
	}
	if gamma == 0 {
		return weight, 0
	}
	wrong := 1 - (y*p + (1-y)*(1-p))
	return weight * math.Pow(wrong, gamma), -weight * gamma * math.Pow(wrong, gamma-1) * (2*y - 1)
}

// logistic returns 1/(1+e^−z).
func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
