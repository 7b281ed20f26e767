package nn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Labels says what y holds for a crossentropy.
type Labels int

// The kinds of labels.
const (
	BinaryLabels Labels = iota // a 0 or 1 for each output: binary crossentropy
	OneHotLabels               // k numbers per row, the class's is 1: categorical
	ClassNumbers               // one number per row, 0 to k−1: sparse categorical
)

// CrossentropyLoss is −log of the probability that the network gives to the
// labels, averaged over rows, and for BinaryLabels over outputs too:
//
//	BinaryLabels   −(y·log p + (1−y)·log(1−p))
//	OneHotLabels   −Σⱼ yⱼ·log pⱼ
//	ClassNumbers   −log p_y
//
// Model.Fit and Evaluate compute it from the logits z when the last layer is a
// sigmoid or a softmax, as max(z,0) − zy + log(1+e^−|z|) for BinaryLabels and as
// log Σⱼe^zⱼ − Σⱼyⱼzⱼ for the others: no probability is clipped, whatever the size
// of z. So does Keras on TensorFlow, and so it takes the logits of the wrong function,
// of a softmax for BinaryLabels or of sigmoids for the others, as those of the right
// one. In all other cases p is clipped to [1e-7, 1−1e-7], where the gradient is 0
// outside.
//
// Source: Keras 3.15 on TensorFlow (keras/src/backend/tensorflow/nn.py).
type CrossentropyLoss struct {
	Labels         Labels  // zero: BinaryLabels
	FromLogits     bool    // the last layer is linear and gives logits
	LabelSmoothing float64 // s: y becomes y(1−s) + s/2, or + s/k for one-hot; not for ClassNumbers
}

// The crossentropies under Keras's names. Those FromLogits are for networks
// whose last layer is linear.
var (
	BinaryCrossentropy                      = CrossentropyLoss{}
	BinaryCrossentropyFromLogits            = CrossentropyLoss{FromLogits: true}
	CategoricalCrossentropy                 = CrossentropyLoss{Labels: OneHotLabels}
	CategoricalCrossentropyFromLogits       = CrossentropyLoss{Labels: OneHotLabels, FromLogits: true}
	SparseCategoricalCrossentropy           = CrossentropyLoss{Labels: ClassNumbers}
	SparseCategoricalCrossentropyFromLogits = CrossentropyLoss{Labels: ClassNumbers, FromLogits: true}
)

// lowest and highest bound probabilities before their logarithm is taken; they
// are the float32 numbers that Keras has there.
const (
	lowest  = float64(float32(1e-7))
	highest = 1 - 1.0/(1<<23)
)

// Eval returns the loss of predictions yPred, n×k, and its gradient, n×k. yPred
// holds logits with FromLogits, else probabilities. y holds n·k numbers, or n
// class numbers for ClassNumbers. It panics when y has another length or a
// class number is not in 0 to k−1.
func (l CrossentropyLoss) Eval(yPred mat.Matrix, y []float64) (float64, *mat.Dense) {
	if l.Labels == ClassNumbers {
		_, k := yPred.Dims()
		if err := l.checkLabels(y, k); err != nil {
			panic(fmt.Errorf("nn: Eval: %w", err))
		}
	}
	return evaluate(l, yPred, y)
}

// String returns Keras's name.
func (l CrossentropyLoss) String() string {
	switch l.Labels {
	case OneHotLabels:
		return "categorical_crossentropy"
	case ClassNumbers:
		return "sparse_categorical_crossentropy"
	}
	return "binary_crossentropy"
}

func (l CrossentropyLoss) labels(k int) int {
	if l.Labels == ClassNumbers {
		return 1
	}
	return k
}

func (l CrossentropyLoss) check(last Activation, k int) error {
	if l.Labels < BinaryLabels || l.Labels > ClassNumbers {
		return fmt.Errorf("crossentropy of unknown labels %d", int(l.Labels))
	}
	if l.Labels == ClassNumbers && l.LabelSmoothing != 0 {
		return fmt.Errorf("LabelSmoothing is %g, %v has none", l.LabelSmoothing, l)
	}
	if err := checkBounds(bound{"LabelSmoothing", l.LabelSmoothing, 0, 1}); err != nil {
		return err
	}
	if l.Labels != BinaryLabels && k == 1 {
		return fmt.Errorf("%v takes 2 or more outputs, the last layer gives 1: use BinaryCrossentropy", l)
	}
	advice := "use Softmax, or the loss from logits"
	if l.Labels == BinaryLabels {
		advice = "use Sigmoid, or BinaryCrossentropyFromLogits"
	}
	return checkProbable(l, l.FromLogits, last, advice)
}

// checkProbable reports why a loss of probabilities, or of logits, cannot follow a last
// layer that ends in an activation.
func checkProbable(l Loss, fromLogits bool, last Activation, advice string) error {
	switch {
	case fromLogits && probable(last):
		return fmt.Errorf("%v from logits follows a linear layer, the last layer is %v: use it without FromLogits", l, last)
	case !fromLogits && !probable(last):
		return fmt.Errorf("%v takes probabilities, the last layer is %v: %s", l, last, advice)
	}
	return nil
}

// probable reports whether all that an activation gives is from 0 to 1.
func probable(a Activation) bool {
	return slices.Contains([]string{"sigmoid", "softmax", "hard_sigmoid"}, a.String())
}

func (l CrossentropyLoss) fits(k, labels int) error {
	switch {
	case l.Labels != BinaryLabels && k == 1:
		return errors.New("it takes 2 or more outputs, the last layer gives 1")
	case labels != l.labels(k):
		return fmt.Errorf("it takes %d labels per row of %d outputs, there are %d", l.labels(k), k, labels)
	}
	return nil
}

func (l CrossentropyLoss) start() counter   { return newLossCounter(l) }
func (l CrossentropyLoss) fromLogits() bool { return l.FromLogits }

func (l CrossentropyLoss) checkLabels(y []float64, k int) error {
	var sum float64
	for i, v := range y {
		switch {
		case l.Labels == ClassNumbers:
			if !(v >= 0 && v < float64(k)) || v != math.Trunc(v) {
				return fmt.Errorf("y[%d] = %g is not one of the classes 0 to %d", i, v, k-1)
			}
		case !(v >= 0 && v <= 1):
			return fmt.Errorf("y[%d] = %g, %v takes labels from 0 to 1", i, v, l)
		}
		sum += v
		if l.Labels == OneHotLabels && i%k == k-1 {
			if math.Abs(sum-1) > 1e-3 {
				return fmt.Errorf("the labels of row %d sum to %g, %v takes labels that sum to 1", i/k, sum, l)
			}
			sum = 0
		}
	}
	return nil
}

func (l CrossentropyLoss) fused(last Activation) Activation {
	if last == Sigmoid || last == Softmax {
		return last
	}
	return Linear
}

// own returns the activation whose logits the loss is made for.
func (l CrossentropyLoss) own() Activation {
	if l.Labels == BinaryLabels {
		return Sigmoid
	}
	return Softmax
}

func (l CrossentropyLoss) batch(b *lossBatch) float64 {
	mean := l.mean(b, b.fused == l.own())
	if b.fused != Linear && b.fused != l.own() {
		activate(b.fused, packedRows(b.out, b.k))
	}
	return mean
}

// mean is batch. With replace, logits become the loss's own activation of them.
func (l CrossentropyLoss) mean(b *lossBatch, replace bool) float64 {
	logits := l.FromLogits || b.fused != Linear
	if l.Labels == BinaryLabels {
		return l.binary(b, logits, replace)
	}
	return b.eachRow(func(i int, out, g []float64) float64 {
		label := l.rowLabel(b.y, i*b.k, b.k)
		switch {
		case logits:
			return logitRow(g, out, label, replace)
		case l.Labels == ClassNumbers:
			return sparseRow(g, out, label)
		}
		return categoricalRow(g, out, label)
	})
}
