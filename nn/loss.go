package nn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Loss is what fitting makes small: a mean over the rows of a batch. The losses are
// the types of this package whose names end in Loss, under Keras's names as variables,
// and what [LossFunc] makes of a function. Each is a [Metric] too.
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
	// batch returns the mean over the rows of b of weight times loss, and writes its
	// gradient to b.grad. When b.fused is not Linear, b.out holds logits and batch
	// replaces them by their activations.
	batch(b *lossBatch) float64

	// fits and start make the loss a metric, see there.
	fits(k, labels int) error
	start() counter
}

// lossBatch is some rows of outputs with their labels.
type lossBatch struct {
	out, grad []float64 // k per row
	y         []float64 // as many per row as the loss takes
	weights   []float64 // one per row; nil: all 1
	k         int
	fused     Activation // what the loss computes in place of the last layer; or Linear
	err       error      // of a loss that is a caller's
	losses    []float64  // room for its numbers
}

// rows returns the number of rows.
func (b *lossBatch) rows() int { return len(b.out) / b.k }

// weight returns the weight of row i.
func (b *lossBatch) weight(i int) float64 {
	if b.weights == nil {
		return 1
	}
	return b.weights[i]
}

// eachRow calls loss for every row, which returns the row's loss and writes its
// gradient, and returns the mean of weight times loss.
func (b *lossBatch) eachRow(loss func(row int, out, grad []float64) float64) float64 {
	var sum float64
	n := float64(b.rows())
	for i := range b.rows() {
		g := b.grad[i*b.k : (i+1)*b.k]
		w := b.weight(i)
		sum += w * loss(i, b.out[i*b.k:(i+1)*b.k], g)
		for j := range g {
			g[j] *= w / n
		}
	}
	return sum / n
}

// eachOutput calls loss for every output p and its label y, which returns the loss and
// its slope ∂loss/∂p, and returns the mean of weight times loss.
func (b *lossBatch) eachOutput(loss func(p, y float64) (value, slope float64)) float64 {
	var sum float64
	scale := 1 / float64(len(b.out))
	for i := range b.rows() {
		w := b.weight(i)
		for j := i * b.k; j < (i+1)*b.k; j++ {
			value, slope := loss(b.out[j], b.y[j])
			sum += w * value
			b.grad[j] = slope * w * scale
		}
	}
	return sum * scale
}

// eachLabelled is eachRow for losses that read the row's labels in b.
func (b *lossBatch) eachLabelled(loss func(b *lossBatch, row int, out, grad []float64) float64) float64 {
	return b.eachRow(func(row int, out, grad []float64) float64 { return loss(b, row, out, grad) })
}

// outputwise is what losses have in common that take a label for each output.
type outputwise struct{}

func (outputwise) labels(k int) int            { return k }
func (outputwise) check(Activation, int) error { return nil }
func (outputwise) fused(Activation) Activation { return Linear }

func (outputwise) checkLabels(y []float64, _ int) error {
	for i, v := range y {
		if v-v != 0 {
			return fmt.Errorf("y[%d] = %g, all labels must be finite", i, v)
		}
	}
	return nil
}

func (outputwise) fits(k, labels int) error {
	if labels != k {
		return fmt.Errorf("it takes a label for each of the %d outputs, there are %d per row", k, labels)
	}
	return nil
}

// checkAtLeast reports the first label that is not finite or below lo.
func checkAtLeast(l Loss, lo float64, y []float64) error {
	for i, v := range y {
		if !(v >= lo && v <= math.MaxFloat64) {
			return fmt.Errorf("y[%d] = %g, %v takes labels of at least %g", i, v, l, lo)
		}
	}
	return nil
}

// checkUnit reports the first label outside 0 to 1.
func checkUnit(l Loss, y []float64) error {
	for i, v := range y {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("y[%d] = %g, %v takes labels from 0 to 1", i, v, l)
		}
	}
	return nil
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
	value := l.batch(&lossBatch{out: out, grad: grad, y: y, k: k})
	return value, mat.NewDense(n, k, grad)
}
