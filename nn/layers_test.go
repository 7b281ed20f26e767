package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
)

// checkLayers holds the gradient of layers to central differences, as a fit and as
// Predict computes.
func checkLayers(t *testing.T, inputs int, layers ...Layer) {
	t.Helper()
	checkLayersAt(t, drawnRows(5, inputs), layers...)
}

// drawnRows returns rows of normal numbers.
func drawnRows(rows, cols int) matrix[float64] {
	r := newStream(3, 99)
	x := packedRows(make([]float64, rows*cols), cols)
	for i := range x.v {
		x.v[i] = r.NormFloat64()
	}
	return x
}

// checkLayersAt is checkLayers with rows x.
func checkLayersAt(t *testing.T, x matrix[float64], layers ...Layer) {
	t.Helper()
	for _, training := range []bool{true, false} {
		checkMode(t, x, training, layers)
	}
}

// checkMode is checkLayers of one of the modes: the gradient of the weights and of the
// inputs.
func checkMode(t *testing.T, x matrix[float64], training bool, layers []Layer) {
	t.Helper()
	net := NewSequential(x.cols, layers...).Init(3)
	if err := net.Err(); err != nil {
		t.Fatal(err)
	}
	r := newStream(4, 99)
	params, state := toFloat64(net.Params()), toFloat64(net.NonTrainable())
	for i := range params {
		params[i] += 0.4 * r.NormFloat64()
	}
	for i := range state {
		state[i] += 0.3 * r.Float64()
	}
	start := slices.Concat(params, x.v)
	got := make([]float64, len(start))
	now := slices.Clone(state)
	e := newExecutor(x.cols, layers, x.rows, vectors[float64]{params: params, grads: got[:len(params)], state: now})
	k := net.Outputs()
	y, out := make([]float64, x.rows*k), make([]float64, x.rows*k)
	for i := range y {
		y[i] = r.NormFloat64()
	}
	grad := make([]float64, len(y))
	value := func(p []float64) float64 {
		copy(params, p)
		copy(x.v, p[len(params):])
		copy(now, state)
		e.seed(8)
		e.mode(training)
		widenRows(out, e.forward(x))
		return MeanSquaredError.batch(&lossBatch{grad: grad, out: out, y: y, k: k}) + e.penalty()
	}
	value(start)
	narrowRows(e.lossGrad(x.rows), grad)
	din := newMatrix[float64](x.rows, x.cols)
	if _, checks := inputCheckerOf(layers[0]); checks {
		e.backward(x)
		start = start[:len(params)] // class numbers have no neighbours
	} else {
		e.backwardTo(x, din)
		widenRows(got[len(params):], din)
	}
	want := fd.Gradient(nil, value, start, &fd.Settings{Formula: fd.Central, Step: 1e-6})
	largest := 0.0
	for i := range want {
		largest = max(largest, math.Abs(want[i]))
		if !(math.Abs(got[i]-want[i]) <= 2e-7*max(1, math.Abs(want[i]))) {
			t.Errorf("training %v: gradient %d of %d weights and %d inputs is %g, differences give %g",
				training, i, len(params), len(x.v), got[i], want[i])
		}
	}
	if largest < 1e-4 {
		t.Errorf("training %v: all gradients are below %g: nothing was tested", training, largest)
	}
}

// Every layer has the gradient that differences give.
func TestLayerGradients(t *testing.T) {
	classes := packedRows([]float64{0, 2, 1, 2, 2, 2, 3, 0, 1, 1}, 2)
	for _, c := range []struct {
		name   string
		x      matrix[float64]
		layers []Layer
	}{
		{"relu", drawnRows(4, 6), []Layer{ReLULayer{MaxValue: .9, NegativeSlope: .1, Threshold: .2}}},
		{"leaky relu", drawnRows(4, 6), []Layer{LeakyReLULayer{}, Dense(2, Linear), LeakyReLULayer{NegativeSlope: .01}}},
		{"prelu", drawnRows(4, 6), []Layer{PReLULayer{}, Dense(3, Linear), PReLULayer{AlphaInitializer: Ones{}}}},
		{"shared prelu", drawnRows(4, 6), []Layer{Reshape(2, 3), PReLULayer{SharedAxes: []int{1}}, PReLULayer{SharedAxes: []int{1, 2}}}},
		{"elu", drawnRows(4, 6), []Layer{ELULayer{}, ELULayer{Alpha: .3}}},
		{"softmax", drawnRows(4, 6), []Layer{SoftmaxLayer{}, Reshape(2, 3), SoftmaxLayer{}}},
		{"dropout", drawnRows(6, 5), []Layer{Dropout(.4), Dense(8, Tanh), Dropout(.3)}},
		{"noise", drawnRows(4, 5), []Layer{GaussianNoise(.5), Dense(3, Tanh), GaussianNoise(.1)}},
		{"batch normalization", drawnRows(6, 4), []Layer{Dense(3, Tanh), BatchNormalization(), Dense(2, Tanh)}},
		{"first batch normalization", drawnRows(6, 3), []Layer{BatchNormalizationLayer{NoScale: true, Epsilon: .1}, BatchNormalizationLayer{NoCenter: true}}},
		{"wide batch normalization", drawnRows(3, 6), []Layer{Reshape(3, 2), BatchNormalization(), Flatten(), Dense(2, Tanh)}},
		{"layer normalization", drawnRows(4, 6), []Layer{LayerNormalization(), Dense(3, Tanh), LayerNormalizationLayer{NoScale: true}}},
		{"wide layer normalization", drawnRows(3, 6), []Layer{Reshape(2, 3), LayerNormalizationLayer{NoCenter: true}, Activate(Tanh)}},
		{"normalization", drawnRows(3, 4), []Layer{Reshape(2, 2), NormalizationLayer{Mean: []float64{1, -2}, Variance: []float64{4, .25}}}},
		{"rescaling", drawnRows(3, 4), []Layer{Rescaling(.3, 2), Dense(2, Tanh)}},
		{"activity", drawnRows(3, 4), []Layer{ActivityRegularizationLayer{L1: .2}, Dense(3, Tanh), ActivityRegularizationLayer{L1: .1, L2: .3}}},
		{"embedding", classes, []Layer{Embedding(4, 3), Flatten(), Dense(2, Tanh)}},
		{"wide embedding", classes, []Layer{Embedding(5, 2), LayerNormalization()}},
		{"frozen", drawnRows(6, 4), []Layer{Frozen(Dense(4, GELU)), Dense(3, SiLU), Frozen(BatchNormalization()), Frozen(PReLULayer{}), Dense(2, Tanh)}},
		{"more frozen", drawnRows(6, 4), []Layer{Dense(3, Tanh), Frozen(LayerNormalization()), Frozen(Dropout(.5)), Frozen(ActivityRegularizationLayer{L2: .3}), Frozen(Dense(2, Sigmoid))}},
		{"frozen embedding", classes, []Layer{Frozen(Embedding(4, 3)), Flatten(), Dense(2, Tanh)}},
	} {
		t.Run(c.name, func(t *testing.T) { checkLayersAt(t, c.x, c.layers...) })
	}
}
