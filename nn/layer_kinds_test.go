package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// layerKind is a layer in a network of 6 inputs, as code and in a summary.
type layerKind struct {
	before  []Layer
	layer   Layer
	code    string
	summary string // of the last layer, words joined
}

// layerKinds are all layers of this package, with options.
var layerKinds = []layerKind{
	{nil, Dense(3, Mish), "Dense(3, mish)", "dense (Dense) (None, 3) 21"},
	{nil, Activate(HardSiLU), "Activate(hard_silu)", "activation (Activation) (None, 6) 0"},
	{nil, SoftmaxLayer{}, "SoftmaxLayer{}", "softmax (Softmax) (None, 6) 0"},
	{nil, ReLULayer{MaxValue: 6}, "ReLULayer{MaxValue: 6}", "re_lu (ReLU) (None, 6) 0"},
	{nil, ReLULayer{}, "ReLULayer{}", "re_lu (ReLU) (None, 6) 0"},
	{nil, LeakyReLULayer{NegativeSlope: .1}, "LeakyReLULayer{NegativeSlope: 0.1}", "leaky_re_lu (LeakyReLU) (None, 6) 0"},
	{nil, PReLULayer{AlphaInitializer: Ones{}}, "PReLULayer{AlphaInitializer: Ones}", "p_re_lu (PReLU) (None, 6) 6"},
	{[]Layer{Reshape(2, 3)}, PReLULayer{SharedAxes: []int{1}}, "PReLULayer{SharedAxes: [1]}", "p_re_lu (PReLU) (None, 2, 3) 3"},
	{nil, ELULayer{}, "ELULayer{}", "elu (ELU) (None, 6) 0"},
	{nil, Dropout(.25), "Dropout(0.25)", "dropout (Dropout) (None, 6) 0"},
	{nil, GaussianNoise(.1), "GaussianNoise(0.1)", "gaussian_noise (GaussianNoise) (None, 6) 0"},
	{nil, BatchNormalization(), "BatchNormalization()", "batch_normalization (None, 6) 24 (BatchNormalization)"},
	{nil, BatchNormalizationLayer{NoScale: true}, "BatchNormalizationLayer{NoScale: true}", "batch_normalization (None, 6) 18 (BatchNormalization)"},
	{[]Layer{Reshape(3, -1)}, LayerNormalization(), "LayerNormalization()", "layer_normalization (None, 3, 2) 4 (LayerNormalization)"},
	{nil, LayerNormalizationLayer{GammaRegularizer: L2(.1)}, "LayerNormalizationLayer{GammaRegularizer: L2(0.1)}", "layer_normalization (None, 6) 12 (LayerNormalization)"},
	{[]Layer{Reshape(3, 2)}, NormalizationLayer{[]float64{1, 2}, []float64{3, .1}}, "Normalization(2)", "normalization (Normalization) (None, 3, 2) 0"},
	{nil, Rescaling(1./255, -1), "Rescaling(0.00392156862745098, -1)", "rescaling (Rescaling) (None, 6) 0"},
	{[]Layer{Reshape(1, 2, 3)}, Flatten(), "Flatten()", "flatten (Flatten) (None, 6) 0"},
	{nil, Reshape(2, 3), "Reshape(2, 3)", "reshape (Reshape) (None, 2, 3) 0"},
	{nil, Embedding(9, 2), "Embedding(9, 2)", "embedding (Embedding) (None, 6, 2) 18"},
	{nil, ActivityRegularizationLayer{L1: .1}, "ActivityRegularizationLayer{L1: 0.1}", "activity_regularization (None, 6) 0 (ActivityRegularization)"},
	{nil, Frozen(Dense(2, ReLU)), "Frozen(Dense(2, relu))", "dense (Dense) (None, 2) 14"},
}

// classRows are rows that every layer takes.
func classRows(rows int) *mat.Dense {
	r := newStream(6, 99)
	x := mat.NewDense(rows, 6, nil)
	for i := range x.RawMatrix().Data {
		x.RawMatrix().Data[i] = float64(r.IntN(9))
	}
	return x
}

// Layers print as code, are summed up as in Keras, and are the same after a round trip
// through bytes: same outputs, in Forward and in Predict.
func TestLayerKinds(t *testing.T) {
	x := classRows(7)
	for _, k := range layerKinds {
		if got := fmt.Sprint(k.layer); got != k.code {
			t.Errorf("%q, want %q", got, k.code)
		}
		net := NewSequential(6, append(slices.Clone(k.before), k.layer)...)
		if err := net.Err(); err != nil {
			t.Errorf("%s: %v", k.code, err)
			continue
		}
		words := strings.Join(strings.FieldsFunc(net.Summary(), func(r rune) bool { return strings.ContainsRune(" \n│", r) }), " ")
		if !strings.Contains(words, " "+k.summary+" ") {
			t.Errorf("%s: no %q in\n%s", k.code, k.summary, net.Summary())
		}
		var back Sequential
		if err := back.UnmarshalBinary(marshal(t, net)); err != nil {
			t.Errorf("%s: %v", k.code, err)
			continue
		}
		p, err := net.Compile(nil, nil).Predict(x)
		if err != nil {
			t.Errorf("%s: %v", k.code, err)
			continue
		}
		if back.String() != net.String() || !mat.Equal(back.Eval().Forward(x), p) {
			t.Errorf("%s: %v and other outputs after a round trip", k.code, &back)
		}
		if !mat.Equal(back.Train().Forward(x), net.Forward(x)) {
			t.Errorf("%s: other outputs in training after a round trip", k.code)
		}
	}
}

// All kinds of layers are among those that go into files, and those are among the kinds
// that are tested.
func TestAllLayersAreTested(t *testing.T) {
	tested := map[string]bool{}
	for _, k := range layerKinds {
		tested[fmt.Sprintf("%T", k.layer)] = true
	}
	for _, o := range objects() {
		if _, ok := o.(Layer); ok && !tested[fmt.Sprintf("%T", o)] {
			t.Errorf("%T is not tested", o)
		}
	}
}

// Forward and Backward make no garbage once their buffers are there.
func TestLayersAllocateNothing(t *testing.T) {
	for _, k := range layerKinds {
		for _, a := range []Activation{SiLU, Softmax} {
			layers := append(append(slices.Clone(k.before), k.layer), Flatten(), Dense(3, a))
			net := NewSequential(6, layers...)
			v := vectors[float32]{net.params, net.grads, net.state}
			e := newExecutor(6, layers, 5, v)
			e.seed(1)
			x := packedRows(convert[float32](classRows(5).RawMatrix().Data), 6)
			step := func() {
				e.mode(true)
				e.forward(x)
				clear(e.lossGrad(x.rows).v)
				e.backward(x)
				e.mode(false)
				e.forward(x)
			}
			if n := testing.AllocsPerRun(3, step); n > 0 {
				t.Errorf("%s: %g allocations in a step", k.code, n)
			}
		}
	}
}

func TestLayerErrors(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		layers []Layer
		want   string
	}{
		{[]Layer{Activate(-1)}, "layer 1: unknown activation -1"},
		{[]Layer{Reshape(6, 1), Activate(LogSoftmax)}, "layer 2: log_softmax over 1 number is always the same"},
		{[]Layer{Reshape(6, 1), SoftmaxLayer{}}, "layer 2: softmax over 1 number is always the same"},
		{[]Layer{ReLULayer{MaxValue: -1}}, "MaxValue is -1, it must be at least 0 and finite"},
		{[]Layer{ReLULayer{NegativeSlope: -1}}, "NegativeSlope is -1"},
		{[]Layer{ReLULayer{Threshold: inf}}, "Threshold is +Inf"},
		{[]Layer{LeakyReLULayer{NegativeSlope: inf}}, "NegativeSlope is +Inf"},
		{[]Layer{ELULayer{Alpha: -1}}, "Alpha is -1"},
		{[]Layer{PReLULayer{SharedAxes: []int{2}}}, "SharedAxes[0] is 2, a row has axes 1 to 1"},
		{[]Layer{PReLULayer{AlphaInitializer: Identity{}}}, "alpha: Identity: the tensor has 1 axes, there must be 2"},
		{[]Layer{Dropout(1.5)}, "Rate is 1.5, it must be from 0 to 1"},
		{[]Layer{GaussianNoise(nan)}, "StdDev is NaN, it must be from 0 to 1"},
		{[]Layer{BatchNormalizationLayer{Momentum: 2}}, "Momentum is 2, it must be at most 1"},
		{[]Layer{BatchNormalizationLayer{Epsilon: -1}}, "Epsilon is -1"},
		{[]Layer{BatchNormalizationLayer{NoScale: true, GammaInitializer: Ones{}}}, "NoScale is true, but there is an initializer"},
		{[]Layer{BatchNormalizationLayer{MovingMeanInitializer: Constant{inf}}}, "moving_mean: Constant: Value is +Inf"},
		{[]Layer{LayerNormalizationLayer{Epsilon: nan}}, "Epsilon is NaN"},
		{[]Layer{LayerNormalizationLayer{NoCenter: true, BetaConstraint: NonNeg{}}}, "NoCenter is true, but there is an initializer"},
		{[]Layer{LayerNormalizationLayer{BetaRegularizer: L1(-1)}}, "beta: regularizer: L1 is -1"},
		{[]Layer{NormalizationLayer{}}, "0 means and 0 variances, the last axis of the input has 6 numbers: Adapt makes them from data"},
		{[]Layer{Reshape(6, 1), NormalizationLayer{[]float64{1}, []float64{-1}}}, "Variance[0] is -1"},
		{[]Layer{Rescaling(0, 1)}, "the Scale is 0: all numbers would become the same"},
		{[]Layer{Rescaling(nan, 1)}, "Scale is NaN"},
		{[]Layer{Reshape()}, "TargetShape is empty, the input is (None, 6)"},
		{[]Layer{Reshape(4, 2)}, "the input is (None, 6), which has not the numbers of TargetShape [4 2]"},
		{[]Layer{Reshape(4, -1)}, "the input is (None, 6), which has not the numbers of TargetShape [4 -1]"},
		{[]Layer{Reshape(-1, -1)}, "TargetShape is [-1 -1]: one axis at most can be -1"},
		{[]Layer{Reshape(0)}, "TargetShape is [0]: an axis has 1 to"},
		{[]Layer{Reshape(1<<22, 1<<22, 1<<22, 1<<22)}, "which has not the numbers of TargetShape"},
		{[]Layer{Embedding(0, 2)}, "InputDim is 0"},
		{[]Layer{Embedding(2, -1)}, "OutputDim is -1"},
		{[]Layer{Embedding(1<<20, 1<<20)}, "1048576 classes × 1048576 are too many weights"},
		{[]Layer{Embedding(2, 1<<24)}, "layer 1 gives (None, 6, 16777216), a row has 1 to 16777216 numbers"},
		{[]Layer{ActivityRegularizationLayer{L1: -1}}, "L1 is -1"},
		{[]Layer{DenseLayer{Units: 1, ActivityRegularizer: L2(nan)}}, "ActivityRegularizer: L2 is NaN"},
		{[]Layer{Frozen(nil)}, "layer 1: Layer is nil"},
		{[]Layer{Frozen(Frozen(Dense(1, ReLU)))}, "a frozen layer in a frozen layer"},
		{[]Layer{Frozen(Dense(0, ReLU))}, "layer 1: 0 units"},
		{[]Layer{Reshape(2, 3), Dense(1, ReLU)}, "layer 2: the input is (None, 2, 3), the layer takes rows of one axis: put a Flatten before it"},
		{[]Layer{DenseLayer{Units: 2, KernelConstraint: MaxNorm{Axis: 2}}}, "kernel: MaxNorm: the Axis is 2, the tensor has axes 0 to 1"},
		{[]Layer{DenseLayer{Units: 2, KernelConstraint: MaxNorm{MaxValue: -2}}}, "kernel: MaxNorm: MaxValue is -2"},
		{[]Layer{DenseLayer{Units: 2, BiasConstraint: UnitNorm{Axis: -1}}}, "bias: UnitNorm: the Axis is -1"},
		{[]Layer{DenseLayer{Units: 2, KernelConstraint: MinMaxNorm{MinValue: 2}}}, "MinValue is 2, it must be from 0 to MaxValue, 1"},
		{[]Layer{DenseLayer{Units: 2, KernelConstraint: MinMaxNorm{Rate: 2}}}, "Rate is 2, it must be from 0 to 1"},
	} {
		wantError(t, fmt.Sprint(c.layers), NewSequential(6, c.layers...).Err(), c.want)
	}
}

// A loss takes rows of one axis.
func TestWideOutputs(t *testing.T) {
	x, y := classRows(4), make([]float64, 24)
	m := NewSequential(6, Reshape(2, 3), Activate(Sigmoid)).Compile(&SGD{}, MeanSquaredError)
	_, err := m.Fit(x, y, FitConfig{})
	wantError(t, "Fit", err, "nn: Fit: the last layer gives (None, 2, 3), a loss takes rows of one axis: put a Flatten behind it")
	p, err := m.Predict(x)
	if err != nil {
		t.Fatal(err)
	}
	if rows, cols := p.Dims(); rows != 4 || cols != 6 {
		t.Errorf("Predict gives %d×%d numbers", rows, cols)
	}
}

// A loss computes the last activation also where that is a layer of its own, so that
// probabilities of 0 do no harm.
func TestFusedLayers(t *testing.T) {
	x, y := ring(50)
	for i := range y {
		x.Set(i, 0, 1e4*x.At(i, 0))
	}
	fit := func(loss Loss, layers ...Layer) []float32 {
		m := NewSequential(2, layers...).Compile(&SGD{LearningRate: 1e-9}, loss)
		mustFit(t, m, x, y, FitConfig{Epochs: 2})
		return slices.Concat(m.net.params, m.net.state)
	}
	sigmoid := fit(BinaryCrossentropy, Dense(1, Sigmoid))
	if !slices.Equal(sigmoid, fit(BinaryCrossentropy, Dense(1, Linear), Activate(Sigmoid))) {
		t.Error("Activate(Sigmoid) differs from the Dense's activation")
	}
	softmax := fit(SparseCategoricalCrossentropy, Dense(2, Softmax))
	for _, l := range []Layer{Activate(Softmax), SoftmaxLayer{}, Frozen(SoftmaxLayer{})} {
		if !slices.Equal(softmax, fit(SparseCategoricalCrossentropy, Dense(2, Linear), l)) {
			t.Errorf("%v differs from the Dense's activation", l)
		}
	}
	start := NewSequential(2, Dense(1, Sigmoid)).Params()
	if slices.Equal(sigmoid, start) {
		t.Error("nothing was learned")
	}
	if !slices.Equal(fit(BinaryCrossentropy, Frozen(Dense(1, Sigmoid))), start) {
		t.Error("a frozen layer was changed")
	}
}
