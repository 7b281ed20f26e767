package nn

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// A fit in float64 gives the numbers of a fit in float32, up to its rounding, and
// goes on from one to the other.
func TestFloat64(t *testing.T) {
	x, y := ring(120)
	run := func(wide bool) (*Model, *History) {
		m := ringModel()
		mustFit(t, m, x, y, FitConfig{Epochs: 3, Float64: wide, ValidationSplit: .2})
		return m, mustFit(t, m, x, y, FitConfig{Epochs: 3, Float64: wide, ValidationSplit: .2})
	}
	narrow, h32 := run(false)
	wide, h64 := run(true)
	for i, w := range wide.Network().Params() {
		if v := narrow.Network().Params()[i]; math.Abs(float64(v-w)) > 1e-4 || v == w && i == 0 {
			t.Errorf("weight %d: %g in float32, %g in float64", i, v, w)
		}
	}
	for i, l := range h64.ValLoss {
		if math.Abs(l-h32.ValLoss[i]) > 1e-5 {
			t.Errorf("epoch %d: loss %g in float32, %g in float64", i, h32.ValLoss[i], l)
		}
	}
	_, err := NewSequential(2, Dense(1, Sigmoid)).Compile(ownOptimizer{}, BinaryCrossentropy).Fit(x, y, FitConfig{Float64: true})
	wantError(t, "Fit", err, "nn: Fit: Float64 needs an optimizer of this package, this is nn.ownOptimizer")
}

// A row of weight 2 counts as two rows; one of weight 0 as none but in the number
// of rows.
func TestSampleWeight(t *testing.T) {
	for _, l := range []Loss{BinaryCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy} {
		net := func() *Sequential {
			if l == Loss(SparseCategoricalCrossentropy) {
				return NewSequential(2, Dense(2, Softmax))
			}
			return NewSequential(2, Dense(1, Sigmoid))
		}
		x, y := mat.NewDense(3, 2, []float64{1, 2, 3, -1, .5, 2}), []float64{0, 1, 1}
		twice, yTwice := mat.NewDense(3, 2, []float64{1, 2, 3, -1, 3, -1}), []float64{0, 1, 1}
		weighted, doubled := net().Compile(&SGD{}, l), net().Compile(&SGD{}, l)
		config := FitConfig{Epochs: 4, NoShuffle: true, SampleWeight: []float64{1, 2, 0}}
		h := mustFit(t, weighted, x, y, config)
		want := mustFit(t, doubled, twice, yTwice, FitConfig{Epochs: 4, NoShuffle: true})
		for i := range h.Loss {
			if math.Abs(h.Loss[i]-want.Loss[i]) > 1e-6 {
				t.Errorf("%v: loss %v, want %v", l, h.Loss, want.Loss)
			}
		}
		score, err := weighted.EvaluateWeighted(x, y, config.SampleWeight)
		if err != nil {
			t.Fatal(err)
		}
		if other, _ := weighted.Evaluate(twice, yTwice); math.Abs(score.Loss-other.Loss) > 1e-6 {
			t.Errorf("%v: weighted %v, doubled %v", l, score, other)
		}
	}
}

func TestClassWeight(t *testing.T) {
	x, y := ring(90)
	weights := make([]float64, len(y))
	for i, v := range y {
		weights[i] = 1
		if v == 1 {
			weights[i] = 3
		}
	}
	a, b := ringModel(), ringModel()
	mustFit(t, a, x, y, FitConfig{Epochs: 2, ClassWeight: map[int]float64{1: 3}})
	mustFit(t, b, x, y, FitConfig{Epochs: 2, SampleWeight: weights})
	if !slices.Equal(a.Network().Params(), b.Network().Params()) {
		t.Error("ClassWeight and the same SampleWeight differ")
	}
	_, err := a.Fit(x, y, FitConfig{ClassWeight: map[int]float64{0: 1}, SampleWeight: weights})
	wantError(t, "Fit", err, "nn: Fit: there are a ClassWeight and a SampleWeight")
	_, err = a.Fit(x, y, FitConfig{ClassWeight: map[int]float64{0: -1}})
	wantError(t, "Fit", err, "nn: Fit: ClassWeight of class 0 is -1")
	_, err = a.Fit(x, y, FitConfig{SampleWeight: weights[:3]})
	wantError(t, "Fit", err, "nn: Fit: SampleWeight has 3 weights, x has 90 rows")
}

// Regularizers add to the loss and pull weights to zero; constraints hold them.
func TestRegularizersAndConstraints(t *testing.T) {
	x, y := ring(60)
	layer := DenseLayer{Units: 1, Activation: Sigmoid, KernelRegularizer: Regularizer{L1: .01, L2: .1}}
	m := NewSequential(2, layer).Compile(&SGD{LearningRate: .5}, BinaryCrossentropy)
	plain := NewSequential(2, Dense(1, Sigmoid)).Compile(nil, BinaryCrossentropy)
	copy(plain.Network().Params(), m.Network().Params())
	w := m.Network().Params()[:2]
	sum := 0.0
	for _, v := range w {
		sum += .01*math.Abs(float64(v)) + .1*float64(v)*float64(v)
	}
	got, _ := m.Evaluate(x, y)
	bare, _ := plain.Evaluate(x, y)
	if math.Abs(got.Loss-bare.Loss-sum) > 1e-9 {
		t.Errorf("loss %g, want %g + %g", got.Loss, bare.Loss, sum)
	}
	layer.KernelRegularizer, layer.KernelConstraint = Regularizer{}, NonNeg{}
	m = NewSequential(2, layer).Compile(&SGD{LearningRate: 5}, BinaryCrossentropy)
	mustFit(t, m, x, y, FitConfig{Epochs: 3})
	for i, v := range m.Network().Params()[:2] {
		if v < 0 {
			t.Errorf("weight %d is %g", i, v)
		}
	}
}

// Callbacks are called in order, see the figures, and may stop or fail the fit.
func TestCallbacks(t *testing.T) {
	x, y := ring(50)
	var calls []string
	note := func(name string) func(*Training) error {
		return func(*Training) error { calls = append(calls, name); return nil }
	}
	m := ringModel()
	h := mustFit(t, m, x, y, FitConfig{Epochs: 9, BatchSize: 25, ValidationSplit: .2, Callbacks: []Callback{
		LambdaCallback{
			OnTrainBegin: note("train begin"), OnTrainEnd: note("train end"),
			OnEpochBegin: note("epoch begin"), OnTrainBatchEnd: note("batch end"),
		},
		LambdaCallback{OnEpochEnd: func(t *Training) error {
			calls = append(calls, "epoch end")
			t.Logs()["custom"] = t.Logs()["loss"]
			if t.Epoch() == 1 {
				t.Stop()
			}
			return t.SetLearningRate(t.LearningRate() / 2)
		}},
	}})
	epoch := []string{"epoch begin", "batch end", "batch end", "epoch end"}
	want := slices.Concat([]string{"train begin"}, epoch, epoch, []string{"train end"})
	if !slices.Equal(calls, want) {
		t.Errorf("calls %q, want %q", calls, want)
	}
	if len(h.Loss) != 2 || !slices.Equal(h.Metrics["custom"], h.Loss) || math.Abs(m.Optimizer().(*Adam).LearningRate-.05/4) > 1e-9 {
		t.Errorf("history %v, rate %g", h.Metrics, m.Optimizer().(*Adam).LearningRate)
	}
	failed := errors.New("the disk is full")
	h, err := m.Fit(x, y, FitConfig{Epochs: 3, Callbacks: []Callback{LambdaCallback{OnEpochEnd: func(*Training) error { return failed }}}})
	if !errors.Is(err, failed) || len(h.Loss) != 1 {
		t.Errorf("history %v, error %v", h, err)
	}
	_, err = m.Fit(x, y, FitConfig{Callbacks: []Callback{nil}})
	wantError(t, "Fit", err, "nn: Fit: callback 1 is nil")
}

// Rows to validate with may be given.
func TestValidationData(t *testing.T) {
	x, y := ring(60)
	a, b := ringModel(), ringModel()
	ha := mustFit(t, a, x, y, FitConfig{Epochs: 4, ValidationSplit: .25, ValidationFreq: 2})
	hb := mustFit(t, b, x.Slice(0, 45, 0, 2), y[:45], FitConfig{
		Epochs: 4, ValidationData: &ValidationData{X: x.Slice(45, 60, 0, 2), Y: y[45:]}, ValidationBatchSize: 7,
	})
	if len(ha.ValLoss) != 2 || len(hb.ValLoss) != 4 || math.Abs(ha.ValLoss[1]-hb.ValLoss[3]) > 1e-6 {
		t.Errorf("ValLoss %v and %v", ha.ValLoss, hb.ValLoss)
	}
	_, err := a.Fit(x, y, FitConfig{ValidationSplit: .1, ValidationData: &ValidationData{X: x, Y: y}})
	wantError(t, "Fit", err, "nn: Fit: ValidationSplit is 0.1 and there is ValidationData")
	_, err = a.Fit(x, y, FitConfig{ValidationData: &ValidationData{X: x, Y: y[1:]}})
	wantError(t, "Fit", err, "nn: Fit: ValidationData: y has 59 labels, x has 60 rows")
}
