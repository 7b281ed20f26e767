package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// CategoricalFocalCrossentropyLoss is categorical crossentropy that makes little of
// what is right already, averaged over rows:
//
//	−Alpha · Σⱼ yⱼ·(1−pⱼ)^Gamma·log pⱼ
//
// where p is divided by its sum and clipped to [1e-7, 1−1e-7]. It is computed from the
// probabilities, never from logits.
//
// Source: Keras 3.15 (keras/src/losses/losses.py); Lin et al., "Focal loss for dense
// object detection", ICCV 2017.
type CategoricalFocalCrossentropyLoss struct {
	Alpha          float64 // zero: 0.25
	Gamma          float64 // zero: 2, negative: 0
	FromLogits     bool    // the last layer is linear, a softmax comes first
	LabelSmoothing float64 // s: y becomes y(1−s) + s/k

	outputwise
}

// CategoricalFocalCrossentropy is Keras's "categorical_focal_crossentropy".
var CategoricalFocalCrossentropy = CategoricalFocalCrossentropyLoss{}

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. It panics
// when y has not n·k numbers.
func (l CategoricalFocalCrossentropyLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (CategoricalFocalCrossentropyLoss) String() string { return "categorical_focal_crossentropy" }

func (l CategoricalFocalCrossentropyLoss) start() counter   { return newLossCounter(l) }
func (l CategoricalFocalCrossentropyLoss) fromLogits() bool { return l.FromLogits }

func (l CategoricalFocalCrossentropyLoss) checkLabels(y []float64, _ int) error {
	return checkUnit(l, y)
}

func (l CategoricalFocalCrossentropyLoss) check(last Activation, k int) error {
	err := checkBounds(
		bound{"Gamma", l.Gamma, -noLimit, noLimit},
		bound{"Alpha", l.Alpha, 0, noLimit},
		bound{"LabelSmoothing", l.LabelSmoothing, 0, 1},
	)
	if err != nil {
		return err
	}
	if k == 1 {
		return fmt.Errorf("%v takes 2 or more outputs, the last layer gives 1: use BinaryFocalCrossentropy", l)
	}
	return checkProbable(l, l.FromLogits, last, "use Softmax, or FromLogits")
}

func (l CategoricalFocalCrossentropyLoss) batch(b *lossBatch) float64 {
	return b.eachLabelled(l.row)
}

func (l CategoricalFocalCrossentropyLoss) row(b *lossBatch, i int, out, g []float64) float64 {
	copy(g, out)
	if l.FromLogits {
		softmax(g)
	}
	var sum float64
	for _, p := range g {
		sum += p
	}
	alpha, gamma := orDefault(l.Alpha, 0.25), orDefault(l.Gamma, 2)
	smooth, even := 1-l.LabelSmoothing, l.LabelSmoothing/float64(b.k)
	var loss, dot float64
	for j, p := range g {
		y, q := b.y[i*b.k+j]*smooth+even, p/sum
		clipped := min(max(q, lowest), highest)
		factor := alpha * math.Pow(1-clipped, gamma)
		loss -= factor * y * math.Log(clipped)
		var slope float64
		if clipped == q {
			slope = -y * (factor/q - gamma*alpha*math.Pow(1-q, gamma-1)*math.Log(q))
		}
		dot += slope * q
		g[j] = slope
	}
	for j := range g {
		g[j] = (g[j] - dot) / sum
	}
	if l.FromLogits {
		l.throughSoftmax(out, g)
	}
	return loss
}

// throughSoftmax turns g = ∂loss/∂softmax(z) into ∂loss/∂z.
func (CategoricalFocalCrossentropyLoss) throughSoftmax(z, g []float64) {
	top := z[0]
	for _, v := range z {
		top = max(top, v)
	}
	var sum, dot float64
	for j, v := range z {
		e := math.Exp(v - top)
		sum += e
		dot += e * g[j]
	}
	for j, v := range z {
		g[j] = math.Exp(v-top) / sum * (g[j] - dot/sum)
	}
}
