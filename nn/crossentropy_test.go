package nn

import (
	"math"
	"strings"
	"testing"
)

// Values that Keras gives for single batches.
func TestCrossentropyValues(t *testing.T) {
	for _, c := range []struct {
		name string
		loss Loss
		rows int
		p, y []float64
		want float64
		tol  float64
	}{
		{"doc example", BinaryCrossentropy, 2, []float64{.6, .4, .4, .6}, []float64{0, 1, 0, 0}, (0.91629076 + 0.7135582) / 2, 1e-7},
		{"certain and wrong, y=1", BinaryCrossentropy, 1, []float64{0}, []float64{1}, 16.118095, 1e-6},
		{"certain and wrong, y=0", BinaryCrossentropy, 1, []float64{1}, []float64{0}, 15.942385, 1e-6},
		{"logits 0", BinaryCrossentropyFromLogits, 2, []float64{0, 0}, []float64{0, 1}, math.Ln2, 1e-15},
		{"large logits are not clipped", BinaryCrossentropyFromLogits, 2, []float64{1000, -1000}, []float64{0, 1}, 1000, 0},
		{"large logits and right", BinaryCrossentropyFromLogits, 2, []float64{1000, -1000}, []float64{1, 0}, 0, 0},
		{"smoothed", CrossentropyLoss{FromLogits: true, LabelSmoothing: 1}, 1, []float64{3}, []float64{1}, 3 - 1.5 + math.Log1p(math.Exp(-3)), 1e-15},
		{"one-hot", CategoricalCrossentropy, 1, []float64{.1, .8, .1}, []float64{0, 1, 0}, -math.Log(.8), 1e-15},
		{"one-hot, p is normalised", CategoricalCrossentropy, 1, []float64{1, 3}, []float64{0, 1}, -math.Log(.75), 1e-15},
		{"one-hot, smoothed", CrossentropyLoss{Labels: OneHotLabels, LabelSmoothing: .3}, 1, []float64{.1, .8, .1}, []float64{0, 1, 0}, -.8*math.Log(.8) - .2*math.Log(.1), 1e-15},
		{"one-hot logits", CategoricalCrossentropyFromLogits, 1, []float64{1, 1, 1}, []float64{0, 1, 0}, math.Log(3), 1e-15},
		{"one-hot, large logits", CategoricalCrossentropyFromLogits, 1, []float64{2000, 0}, []float64{0, 1}, 2000, 0},
		{"class numbers", SparseCategoricalCrossentropy, 2, []float64{.2, .8, .5, .5}, []float64{1, 0}, -(math.Log(.8) + math.Log(.5)) / 2, 1e-15},
		{"class numbers, logits", SparseCategoricalCrossentropyFromLogits, 1, []float64{0, math.Log(3)}, []float64{1}, -math.Log(.75), 1e-15},
		{"mean squared error", MeanSquaredError, 2, []float64{1, 2, 3, 4}, []float64{1, 0, 0, 4}, 13. / 4, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, grad := c.loss.Eval(matrixFrom(c.rows, c.p), c.y)
			if !(math.Abs(got-c.want) <= c.tol) {
				t.Errorf("loss %.10g, want %.10g", got, c.want)
			}
			if r, k := grad.Dims(); r != c.rows || k != len(c.p)/c.rows {
				t.Errorf("gradient %d×%d", r, k)
			}
			for i, g := range grad.RawMatrix().Data {
				if g-g != 0 {
					t.Errorf("gradient[%d] = %g", i, g)
				}
			}
		})
	}
}

// Class numbers and one-hot labels say the same.
func TestSparseEqualsOneHot(t *testing.T) {
	z := matrixFrom(3, []float64{.1, -2, 3, 0, 0, 1, 5, 4, -1})
	sparse, sparseGrad := SparseCategoricalCrossentropyFromLogits.Eval(z, []float64{2, 0, 1})
	hot, hotGrad := CategoricalCrossentropyFromLogits.Eval(z, []float64{0, 0, 1, 1, 0, 0, 0, 1, 0})
	near(t, "loss", []float64{sparse}, []float64{hot})
	near(t, "gradient", sparseGrad.RawMatrix().Data, hotGrad.RawMatrix().Data)
}

// A fused loss leaves the probabilities in place of the logits and gives the
// value and gradient of the loss from logits.
func TestFusedLoss(t *testing.T) {
	for _, c := range []struct {
		loss, logits CrossentropyLoss
		last         Activation
		y            []float64
	}{
		{BinaryCrossentropy, BinaryCrossentropyFromLogits, Sigmoid, []float64{0, 1, 1, 0}},
		{CategoricalCrossentropy, CategoricalCrossentropyFromLogits, Softmax, []float64{0, 1, 1, 0}},
		{SparseCategoricalCrossentropy, SparseCategoricalCrossentropyFromLogits, Softmax, []float64{1, 0}},
	} {
		z := []float64{.5, -3, 40, -800}
		if got := c.loss.fused(c.last); got != c.last {
			t.Fatalf("%v fuses %v", c.loss, got)
		}
		wantValue, wantGrad := c.logits.Eval(matrixFrom(2, z), c.y)
		out, grad := append([]float64(nil), z...), make([]float64, 4)
		value := c.loss.batch(&lossBatch{grad: grad, out: out, y: c.y, k: 2, fused: c.last})
		near(t, "loss", []float64{value}, []float64{wantValue})
		near(t, "gradient", grad, wantGrad.RawMatrix().Data)
		activate(c.last, packedRows(z, 2))
		near(t, "probabilities", out, z)
	}
}

func TestLossChecks(t *testing.T) {
	for _, c := range []struct {
		loss Loss
		last Activation
		k    int
		want string // "": accepted
	}{
		{BinaryCrossentropy, Sigmoid, 1, ""},
		{BinaryCrossentropy, Softmax, 2, ""},
		{BinaryCrossentropy, Linear, 1, "binary_crossentropy takes probabilities, the last layer is linear: use Sigmoid"},
		{CategoricalCrossentropy, ReLU, 3, "categorical_crossentropy takes probabilities, the last layer is relu: use Softmax"},
		{CategoricalCrossentropy, Sigmoid, 1, "categorical_crossentropy takes 2 or more outputs, the last layer gives 1"},
		{SparseCategoricalCrossentropy, Softmax, 3, ""},
		{SparseCategoricalCrossentropyFromLogits, Softmax, 3, "the last layer is softmax: use it without FromLogits"},
		{BinaryCrossentropyFromLogits, Sigmoid, 1, "the last layer is sigmoid"},
		{BinaryCrossentropyFromLogits, Linear, 1, ""},
		{CrossentropyLoss{LabelSmoothing: 1.5}, Sigmoid, 1, "LabelSmoothing is 1.5, it must be from 0 to 1"},
		{CrossentropyLoss{LabelSmoothing: math.NaN()}, Sigmoid, 1, "LabelSmoothing is NaN"},
		{CrossentropyLoss{Labels: ClassNumbers, LabelSmoothing: .1}, Softmax, 3, "LabelSmoothing is 0.1, sparse_categorical_crossentropy has none"},
		{CrossentropyLoss{Labels: 7}, Sigmoid, 1, "unknown labels 7"},
		{MeanSquaredError, Softmax, 3, ""},
		{BinaryFocalCrossentropy, Sigmoid, 1, ""},
		{BinaryFocalCrossentropy, Linear, 1, "binary_focal_crossentropy takes probabilities, the last layer is linear: use Sigmoid, or FromLogits"},
		{BinaryFocalCrossentropyLoss{Alpha: 2}, Sigmoid, 1, "Alpha is 2, it must be at most 1"},
		{BinaryFocalCrossentropyLoss{FromLogits: true}, Sigmoid, 1, "the last layer is sigmoid: use it without FromLogits"},
		{CategoricalFocalCrossentropy, Softmax, 3, ""},
		{CategoricalFocalCrossentropy, Sigmoid, 1, "categorical_focal_crossentropy takes 2 or more outputs, the last layer gives 1"},
		{CategoricalFocalCrossentropyLoss{Gamma: math.NaN()}, Softmax, 3, "Gamma is NaN, it must be finite"},
		{HuberLoss{Delta: -1}, Linear, 1, "Delta is -1, it must be at least 0 and finite"},
		{KLDivergence, Linear, 2, "kl_divergence takes probabilities, the last layer is linear: use Softmax"},
		{LossFunc("", nil), Linear, 1, "LossFunc without a name or a function"},
		{LossFunc("fourth power", fourthPower), ReLU, 1, ""},
	} {
		wantError(t, c.loss.String()+" "+c.last.String(), c.loss.check(c.last, c.k), c.want)
	}
}

func TestLabelChecks(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		loss Loss
		k    int
		y    []float64
		want string
	}{
		{BinaryCrossentropy, 1, []float64{0, 1, 0.5}, ""},
		{BinaryCrossentropy, 1, []float64{0, 2}, "y[1] = 2, binary_crossentropy takes labels from 0 to 1"},
		{BinaryCrossentropy, 1, []float64{-1, 1}, "y[0] = -1"},
		{BinaryCrossentropy, 1, []float64{0, nan}, "y[1] = NaN"},
		{CategoricalCrossentropy, 2, []float64{0, 1, .5, .5}, ""},
		{CategoricalCrossentropy, 2, []float64{0, 1, 0, 0}, "the labels of row 1 sum to 0"},
		{CategoricalCrossentropy, 2, []float64{1, 1}, "the labels of row 0 sum to 2"},
		{SparseCategoricalCrossentropy, 3, []float64{0, 1, 2}, ""},
		{SparseCategoricalCrossentropy, 3, []float64{0, 6}, "y[1] = 6 is not one of the classes 0 to 2"},
		{SparseCategoricalCrossentropy, 3, []float64{3}, "y[0] = 3 is not one of the classes 0 to 2"},
		{SparseCategoricalCrossentropy, 3, []float64{1.5}, "y[0] = 1.5"},
		{SparseCategoricalCrossentropy, 3, []float64{nan}, "y[0] = NaN"},
		{MeanSquaredError, 1, []float64{-5, 1e9}, ""},
		{MeanSquaredError, 1, []float64{math.Inf(1)}, "y[0] = +Inf, all labels must be finite"},
		{BinaryFocalCrossentropy, 1, []float64{0, 1.5}, "y[1] = 1.5, binary_focal_crossentropy takes labels from 0 to 1"},
		{CategoricalFocalCrossentropy, 2, []float64{0, nan}, "y[1] = NaN"},
		{KLDivergence, 2, []float64{.5, -1}, "y[1] = -1, kl_divergence takes labels from 0 to 1"},
		{Poisson, 1, []float64{3, -1}, "y[1] = -1, poisson takes labels of at least 0"},
		{MeanSquaredLogarithmicError, 1, []float64{math.Inf(1)}, "y[0] = +Inf, mean_squared_logarithmic_error takes labels of at least 0"},
		{Hinge, 1, []float64{1, 0, 0, 1}, ""},
		{Hinge, 1, []float64{1, -1, -1, 1}, ""},
		{SquaredHinge, 1, []float64{1, 1, 0, -1}, "y[3] = -1 after labels of 0, squared_hinge takes −1 and 1, or 0 and 1"},
		{CategoricalHinge, 2, []float64{1, .5}, "y[1] = 0.5, categorical_hinge takes −1 and 1, or 0 and 1"},
		{CosineSimilarity, 1, []float64{nan}, "y[0] = NaN, all labels must be finite"},
	} {
		wantError(t, c.loss.String(), c.loss.checkLabels(c.y, c.k), c.want)
	}
}

// wantError holds err to contain want, or to be nil when want is empty.
func wantError(t *testing.T, what string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", what, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: error %v, want %q", what, err, want)
	}
}

// wantPanic holds f to panic with an error that contains want.
func wantPanic(t *testing.T, what string, f func(), want string) {
	t.Helper()
	defer func() {
		t.Helper()
		err, _ := recover().(error)
		if err == nil || want == "" {
			t.Errorf("%s: no panic with an error, want %q", what, want)
			return
		}
		wantError(t, what, err, want)
	}()
	f()
}

func TestEvalPanics(t *testing.T) {
	p := matrixFrom(2, []float64{.1, .2, .3, .4})
	wantPanic(t, "short y", func() { BinaryCrossentropy.Eval(p, []float64{1, 0}) }, "nn: Eval: y has 2 numbers, binary_crossentropy of 2×2 outputs takes 4")
	wantPanic(t, "long y", func() { MeanSquaredError.Eval(p, make([]float64, 5)) }, "y has 5 numbers")
	wantPanic(t, "class", func() { SparseCategoricalCrossentropy.Eval(p, []float64{1, 2}) }, "nn: Eval: y[1] = 2 is not one of the classes 0 to 1")
}
