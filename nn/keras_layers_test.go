package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// kerasLayers is what layers.json holds.
type kerasLayers struct {
	X           []float64
	Cases       []kerasLayerCase
	Activations []map[string]any
	Rows        []struct {
		Activation  string
		X           [][]float64
		V           []float64
		Y, Gradient [][]float64
	}
}

// kerasLayerCase is a fit by Keras.
type kerasLayerCase struct {
	Name      string
	Layers    []kerasArgs
	Optimizer kerasArgs
	Loss      kerasArgs
	Fits      []struct {
		Epochs          int
		BatchSize       int     `json:"batch_size"`
		ValidationSplit float64 `json:"validation_split"`
		Shuffle         bool
	}
	X              [][]float64
	Predicted      [][]float64 `json:"x_predict"`
	Y              []float64
	InitialWeights []any `json:"initial_weights"`
	Expected       struct {
		History      []map[string][]float64
		FinalWeights []any `json:"final_weights"`
		Evaluate     map[string]float64
		Predictions  [][]float64
	}
	Tolerance map[string]float64
}

// within holds got to want within tolerance·max(1, |want|).
func within(t *testing.T, what string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, Keras has %d", what, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= tolerance*max(1, math.Abs(want[i]))) {
			t.Errorf("%s[%d] = %.9g, Keras has %.9g", what, i, got[i], want[i])
		}
	}
}

// rowsOf returns rows as a matrix.
func rowsOf(rows [][]float64) *mat.Dense {
	return mat.NewDense(len(rows), len(rows[0]), slices.Concat(rows...))
}

// Fits through every layer, with every regularizer and constraint, as Keras makes them:
// the history, the weights, evaluation and predictions.
func TestKerasLayers(t *testing.T) {
	var all kerasLayers
	readKeras(t, "layers.json", &all)
	if len(all.Cases) < 42 {
		t.Fatalf("%d cases", len(all.Cases))
	}
	for _, c := range all.Cases {
		t.Run(c.Name, func(t *testing.T) {
			x := rowsOf(c.X)
			weights, finals := c.InitialWeights, c.Expected.FinalWeights
			var layers []Layer
			for _, a := range c.Layers {
				if take(a, "adapt", false) {
					norm, err := Adapt(x)
					if err != nil {
						t.Fatal(err)
					}
					within(t, "mean", norm.Mean, flatNumbers(weights[0]), 1e-6)
					within(t, "variance", norm.Variance, flatNumbers(weights[1]), 1e-6)
					weights, finals = weights[3:], finals[3:] // mean, variance, count
					layers = append(layers, norm)
					continue
				}
				layers = append(layers, a.layer(t))
			}
			net := NewSequential(len(c.X[0]), layers...)
			if err := net.Err(); err != nil {
				t.Fatal(err)
			}
			for i, v := range net.Variables() {
				narrowTo(v.Values, flatNumbers(weights[i]))
			}
			c.run(t, net, x, finals)
		})
	}
}

// run makes the fits and compares.
func (c *kerasLayerCase) run(t *testing.T, net *Sequential, x *mat.Dense, finals []any) {
	m := net.Compile(c.optimizer(), map[string]Loss{
		"binary_crossentropy": BinaryCrossentropy, "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
	}[c.Loss["name"].(string)], Accuracy)
	for i, f := range c.Fits {
		h := mustFit(t, m, x, c.Y, FitConfig{
			Epochs: f.Epochs, BatchSize: f.BatchSize, ValidationSplit: f.ValidationSplit, NoShuffle: !f.Shuffle,
		})
		for name, want := range c.Expected.History[i] {
			within(t, name, h.Metrics[name], want, c.Tolerance["loss"])
		}
	}
	for i, v := range net.Variables() {
		within(t, v.Name, toFloat64(v.Values), flatNumbers(finals[i]), c.Tolerance["weights"])
	}
	score, err := m.Evaluate(x, c.Y)
	if err != nil {
		t.Fatal(err)
	}
	within(t, "evaluate", []float64{score.Loss, score.Accuracy},
		[]float64{c.Expected.Evaluate["loss"], c.Expected.Evaluate["accuracy"]}, c.Tolerance["evaluate"])
	p, err := m.Predict(rowsOf(c.Predicted))
	if err != nil {
		t.Fatal(err)
	}
	within(t, "predictions", p.RawMatrix().Data, slices.Concat(c.Expected.Predictions...), c.Tolerance["predictions"])
}

func (c *kerasLayerCase) optimizer() Optimizer {
	rate := c.Optimizer["learning_rate"].(float64)
	if c.Optimizer["name"] == "Adam" {
		return &Adam{LearningRate: rate}
	}
	return &SGD{LearningRate: rate, Momentum: c.Optimizer["momentum"].(float64)}
}

// kerasLayerOf returns the layer that computes a function of layers.json; nil for those
// that this package has not.
func kerasLayerOf(t *testing.T, a kerasArgs) Layer {
	defer a.done(t)
	name := a["activation"].(string)
	switch {
	case len(a) == 1 && name == "hard_swish":
		delete(a, "activation")
		return Activate(HardSiLU)
	case len(a) == 1:
		if _, err := activationNamed(name); err == nil || name == "swish" {
			return Activate(a.activation(t))
		}
	case name == "relu":
		return map[string]Layer{name: ReLULayer{
			take(a, "max_value", 0.0), take(a, "negative_slope", 0.0), take(a, "threshold", 0.0),
		}}[take(a, "activation", "")]
	case name == "leaky_relu":
		return map[string]Layer{name: LeakyReLULayer{take(a, "negative_slope", 0.0)}}[take(a, "activation", "")]
	case name == "elu":
		return map[string]Layer{name: ELULayer{take(a, "alpha", 0.0)}}[take(a, "activation", "")]
	}
	clear(a)
	return nil
}

// Every activation has Keras's values and slopes.
func TestKerasActivations(t *testing.T) {
	var all kerasLayers
	readKeras(t, "layers.json", &all)
	known := 0
	for _, a := range all.Activations {
		name, y, dy := a["activation"].(string), flatNumbers(a["y"]), flatNumbers(a["dy"])
		delete(a, "y")
		delete(a, "dy")
		l := kerasLayerOf(t, a)
		if l == nil {
			continue
		}
		known++
		v := make([]float64, len(y))
		for i := range v {
			v[i] = 1
		}
		got, slope := valuesAndGrads(t, l, packedRows(convert[float32](all.X), 1), convert[float32](v))
		within(t, name, got, y, 1e-6)
		for i, z := range all.X {
			// At corners the derivative may be either side's, or what lies between.
			_, ramp := l.(ReLULayer)
			corner := name == "hard_tanh" && math.Abs(z) == 1 || name == "celu" && z == 0 || ramp && z == .5
			if corner || l == Layer(ELULayer{.5}) && z == 0 {
				slope[i] = dy[i]
			}
		}
		within(t, name+"′", slope, dy, 1e-6)
	}
	if known < 22 {
		t.Errorf("only %d functions were held to Keras", known)
	}
	for _, c := range all.Rows {
		a, err := activationNamed(c.Activation)
		if err != nil {
			continue
		}
		k := len(c.V)
		var v []float64
		for range c.X {
			v = append(v, c.V...)
		}
		got, grad := valuesAndGrads(t, Activate(a), packedRows(convert[float32](slices.Concat(c.X...)), k), convert[float32](v))
		within(t, c.Activation, got, slices.Concat(c.Y...), 1e-6)
		within(t, c.Activation+"′", grad, slices.Concat(c.Gradient...), 1e-6)
	}
}

// valuesAndGrads returns what l makes of the rows of x, and the gradient of Σ v·out.
func valuesAndGrads(t *testing.T, l Layer, x matrix[float32], v []float32) (out, grad []float64) {
	t.Helper()
	e := newExecutor(x.cols, []Layer{l}, x.rows, vectors[float32]{grads: []float32{}})
	out, grad = make([]float64, len(x.v)), make([]float64, len(x.v))
	widenRows(out, e.forward(x))
	copyRows(e.lossGrad(x.rows), packedRows(v, x.cols))
	din := newMatrix[float32](x.rows, x.cols)
	e.backwardTo(x, din)
	widenRows(grad, din)
	return out, grad
}
