package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

// gradientCase is a loss behind a last layer.
type gradientCase struct {
	loss Loss
	last Activation
	k    int
}

// gradientCases are all losses behind all last layers that Fit takes, and the
// widths that make a difference.
var gradientCases = []gradientCase{
	{MeanSquaredError, Linear, 1},
	{MeanSquaredError, ReLU, 3},
	{MeanSquaredError, Sigmoid, 3},
	{MeanSquaredError, Tanh, 2},
	{MeanSquaredError, Softmax, 4},
	{BinaryCrossentropy, Sigmoid, 1},
	{BinaryCrossentropy, Sigmoid, 3},
	{BinaryCrossentropy, Softmax, 3},
	{CrossentropyLoss{LabelSmoothing: 0.2}, Sigmoid, 2},
	{BinaryCrossentropyFromLogits, Linear, 1},
	{BinaryCrossentropyFromLogits, Tanh, 2},
	{BinaryCrossentropyFromLogits, ReLU, 2},
	{CategoricalCrossentropy, Softmax, 3},
	{CategoricalCrossentropy, Sigmoid, 3},
	{CrossentropyLoss{Labels: OneHotLabels, LabelSmoothing: 0.1}, Softmax, 4},
	{CategoricalCrossentropyFromLogits, Linear, 3},
	{CategoricalCrossentropyFromLogits, Tanh, 3},
	{SparseCategoricalCrossentropy, Softmax, 3},
	{SparseCategoricalCrossentropy, Sigmoid, 3},
	{SparseCategoricalCrossentropyFromLogits, Linear, 5},
	{SparseCategoricalCrossentropyFromLogits, ReLU, 2},
	{BinaryFocalCrossentropy, Sigmoid, 1},
	{BinaryFocalCrossentropy, Softmax, 3},
	{BinaryFocalCrossentropyLoss{ClassBalancing: true, Gamma: 1.5, LabelSmoothing: .1}, Sigmoid, 2},
	{BinaryFocalCrossentropyLoss{FromLogits: true, Gamma: -1}, Linear, 2},
	{CategoricalFocalCrossentropy, Softmax, 3},
	{CategoricalFocalCrossentropyLoss{Gamma: 3, Alpha: 2, LabelSmoothing: .2}, Sigmoid, 3},
	{CategoricalFocalCrossentropyLoss{FromLogits: true}, Tanh, 3},
	{MeanAbsoluteError, Linear, 1},
	{MeanAbsoluteError, Tanh, 3},
	{MeanAbsolutePercentageError, Linear, 2},
	{MeanSquaredLogarithmicError, Sigmoid, 2},
	{MeanSquaredLogarithmicError, Linear, 3},
	{Huber, Linear, 1},
	{HuberLoss{Delta: .3}, Tanh, 3},
	{LogCosh, Linear, 2},
	{Poisson, Sigmoid, 2},
	{KLDivergence, Softmax, 4},
	{KLDivergence, Sigmoid, 1},
	{CosineSimilarity, Linear, 3},
	{CosineSimilarity, Softmax, 2},
	{Hinge, Linear, 1},
	{Hinge, Tanh, 3},
	{SquaredHinge, Linear, 2},
	{CategoricalHinge, Linear, 3},
	{CategoricalHinge, Softmax, 3},
	{LossFunc("fourth power", fourthPower), Linear, 2},
}

// fourthPower is a caller's loss.
func fourthPower(yTrue, yPred, grad []float64) float64 {
	var sum float64
	for j, p := range yPred {
		e := p - yTrue[j]
		sum += e * e * e * e / 40
		grad[j] = e * e * e / 10
	}
	return sum
}

// labelsFor draws labels of n rows that the loss accepts.
func labelsFor(l Loss, n, k int, r *rand.Rand) []float64 {
	y := make([]float64, n*l.labels(k))
	draw := func(int, int) float64 { return float64(r.IntN(2)) }
	switch l := l.(type) {
	case CrossentropyLoss:
		switch l.Labels {
		case ClassNumbers:
			for i := range y {
				y[i] = float64(r.IntN(k))
			}
			return y
		case OneHotLabels:
			draw = nil
		}
	case CategoricalFocalCrossentropyLoss, CategoricalHingeLoss:
		draw = nil
	case BinaryFocalCrossentropyLoss, HingeLoss, SquaredHingeLoss:
	case KLDivergenceLoss:
		draw = func(int, int) float64 { return r.Float64() }
	case MeanSquaredLogarithmicErrorLoss, PoissonLoss:
		draw = func(int, int) float64 { return float64(r.IntN(4)) }
	default:
		draw = func(int, int) float64 { return r.NormFloat64() }
	}
	for i := range n {
		if draw == nil {
			y[i*k+r.IntN(k)] = 1
			continue
		}
		for j := range k {
			y[i*k+j] = draw(i, j)
		}
	}
	return y
}

// The analytic gradient of the float64 executor against central differences:
// every hidden activation, every loss behind every last layer, with the last
// activation in the network and fused into the loss, with biases and without.
func TestGradients(t *testing.T) {
	const inputs, rows = 4, 6
	for _, c := range gradientCases {
		for _, hidden := range []Activation{Linear, ReLU, Sigmoid, Tanh, Softmax} {
			for _, fuse := range []bool{false, true} {
				if fuse && c.loss.fused(c.last) == Linear {
					continue
				}
				name := fmt.Sprintf("%v/%v/%v%d/fused=%v", c.loss, hidden, c.last, c.k, fuse)
				t.Run(name, func(t *testing.T) {
					if err := c.loss.check(c.last, c.k); err != nil {
						t.Fatal(err)
					}
					layers := []Layer{
						Dense(5, hidden),
						DenseLayer{Units: 9, Activation: hidden, NoBias: true},
						Dense(c.k, c.last),
					}
					checkGradient(t, inputs, layers, rows, c, fuse)
				})
			}
		}
	}
}

func checkGradient(t *testing.T, inputs int, layers []Layer, rows int, c gradientCase, fuse bool) {
	t.Helper()
	r := newStream(4, 99)
	fused := Linear
	if fuse {
		fused = c.loss.fused(c.last)
		layers[len(layers)-1] = layers[len(layers)-1].(activated).withActivation(Linear)
	}
	size := len(NewSequential(inputs, layers...).Params())
	params, got := make([]float64, size), make([]float64, size)
	e := newExecutor(inputs, layers, rows, vectors[float64]{params: params, grads: got})
	for i := range params {
		params[i] = 0.6 * r.NormFloat64()
	}
	x := make([]float64, rows*inputs)
	for i := range x {
		if r.IntN(3) > 0 { // a third are zeros
			x[i] = r.NormFloat64()
		}
	}
	y := labelsFor(c.loss, rows, c.k, r)
	grad := make([]float64, rows*c.k)
	value := func(p []float64) float64 {
		out := make([]float64, rows*c.k)
		copy(params, p)
		widenRows(out, e.forward(packedRows(x, inputs)))
		return c.loss.batch(&lossBatch{grad: grad, out: out, y: y, k: c.k, fused: fused})
	}
	start := slices.Clone(params)
	value(start)
	narrowRows(e.lossGrad(rows), grad)
	e.backward(packedRows(x, inputs))

	want := fd.Gradient(nil, value, start, &fd.Settings{Formula: fd.Central, Step: 1e-6})
	largest := 0.0
	for i := range got {
		largest = max(largest, math.Abs(want[i]))
		if math.Abs(got[i]-want[i]) > 1e-7*max(1, math.Abs(want[i])) {
			t.Errorf("∂loss/∂w[%d] = %g, differences give %g", i, got[i], want[i])
		}
	}
	if largest < 1e-4 {
		t.Errorf("all gradients are below %g: nothing was tested", largest)
	}
}

// Grads after Forward, Eval, Backward in float32 against the float64 executor.
func TestOpenGradients(t *testing.T) {
	const inputs, rows = 4, 7
	for _, c := range gradientCases {
		r := newStream(5, 99)
		net := NewSequential(inputs, Dense(5, Tanh), Dense(c.k, c.last)).Init(8)
		x := make([]float64, rows*inputs)
		for i := range x {
			x[i] = float64(float32(r.NormFloat64()))
		}
		y := labelsFor(c.loss, rows, c.k, r)

		params, want := toFloat64(net.Params()), make([]float64, len(net.Params()))
		e := newExecutor(inputs, net.Layers(), rows, vectors[float64]{params: params, grads: want})
		out, wantGrad := make([]float64, rows*c.k), make([]float64, rows*c.k)
		widenRows(out, e.forward(packedRows(x, inputs)))
		wantValue := c.loss.batch(&lossBatch{grad: wantGrad, out: out, y: y, k: c.k})
		narrowRows(e.lossGrad(rows), wantGrad)
		e.backward(packedRows(x, inputs))

		value, grad := c.loss.Eval(net.Forward(matrixFrom(rows, x)), y)
		net.Backward(grad)
		if math.Abs(value-wantValue) > 1e-5 {
			t.Errorf("%v %v: loss %g, want %g", c.loss, c.last, value, wantValue)
		}
		for i, g := range net.Grads() {
			if math.Abs(float64(g)-want[i]) > 1e-5*max(1, math.Abs(want[i])) {
				t.Errorf("%v %v: grad[%d] = %g, want %g", c.loss, c.last, i, g, want[i])
			}
		}
		once := toFloat64(net.Grads())
		net.Backward(grad)
		for i, g := range net.Grads() {
			if math.Abs(float64(g)-2*once[i]) > 1e-5*max(1, math.Abs(once[i])) {
				t.Fatalf("%v %v: grad[%d] = %g after two Backwards, %g after one", c.loss, c.last, i, g, once[i])
			}
		}
		net.ZeroGrad()
		for i, g := range net.Grads() {
			if g != 0 {
				t.Fatalf("grad[%d] = %g after ZeroGrad", i, g)
			}
		}
	}
}
