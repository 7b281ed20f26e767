package nn

import (
	"math"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// ring returns n points in the plane and whether they lie inside a circle.
func ring(n int) (*mat.Dense, []float64) {
	r := newStream(1, 99)
	x, y := mat.NewDense(n, 2, nil), make([]float64, n)
	for i := range n {
		a, b := r.NormFloat64(), r.NormFloat64()
		x.SetRow(i, []float64{a, b})
		if a*a+b*b < 1.4 {
			y[i] = 1
		}
	}
	return x, y
}

// ringModel is a network that can learn ring.
func ringModel() *Model {
	return NewSequential(2, Dense(8, Tanh), Dense(1, Sigmoid)).Compile(&Adam{LearningRate: .05}, BinaryCrossentropy, Accuracy)
}

// mustFit fits without showing progress.
func mustFit(t testing.TB, m *Model, x mat.Matrix, y []float64, c FitConfig) *History {
	t.Helper()
	c.Quiet = true
	h, err := m.Fit(x, y, c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestFitLearns(t *testing.T) {
	x, y := ring(400)
	m := ringModel()
	h := mustFit(t, m, x, y, FitConfig{Epochs: 40, ValidationSplit: .25})
	if last := h.ValAccuracy[39]; last < .93 {
		t.Errorf("validation accuracy %g after 40 epochs", last)
	}
	if !(h.Loss[39] < h.Loss[0]/2) {
		t.Errorf("loss went from %g to %g", h.Loss[0], h.Loss[39])
	}
	// The last validation figures are those of the weights that are left.
	score, err := m.Evaluate(x.Slice(300, 400, 0, 2), y[300:])
	if err != nil {
		t.Fatal(err)
	}
	near(t, "evaluate", []float64{score.Loss, score.Accuracy}, []float64{h.ValLoss[39], h.ValAccuracy[39]})
}

func TestHistory(t *testing.T) {
	x, y := ring(40)
	net := NewSequential(2, Dense(1, Sigmoid))
	for _, c := range []struct {
		name          string
		model         *Model
		config        FitConfig
		epochs        int
		accuracy, val bool
		text          string
	}{
		{"default", net.Compile(&SGD{}, BinaryCrossentropy), FitConfig{}, 1, false, false, ""},
		{"accuracy", net.Compile(&SGD{}, BinaryCrossentropy, Accuracy), FitConfig{Epochs: 2}, 2, true, false, ""},
		{"validation", net.Compile(&SGD{}, BinaryCrossentropy), FitConfig{Epochs: 3, ValidationSplit: .5}, 3, false, true, ""},
		{"both", net.Compile(&SGD{}, BinaryCrossentropy, Accuracy), FitConfig{Epochs: 3, ValidationSplit: .5}, 3, true, true, ""},
		{"no epochs", net.Compile(&SGD{}, BinaryCrossentropy, Accuracy), FitConfig{Epochs: -1}, 0, false, false, "0 epochs"},
	} {
		h := mustFit(t, c.model, x, y, c.config)
		want := func(on bool) int {
			if on {
				return c.epochs
			}
			return 0
		}
		if got, wants := []int{len(h.Loss), len(h.Accuracy), len(h.ValLoss), len(h.ValAccuracy)},
			[]int{c.epochs, want(c.accuracy), want(c.val), want(c.accuracy && c.val)}; !slices.Equal(got, wants) {
			t.Errorf("%s: lengths %v, want %v", c.name, got, wants)
		}
		epochs := h.Epochs()
		if len(epochs) != c.epochs || c.epochs > 0 && (epochs[0] != 1 || epochs[c.epochs-1] != float64(c.epochs)) {
			t.Errorf("%s: epochs %v", c.name, epochs)
		}
		if c.text != "" && h.String() != c.text {
			t.Errorf("%s: %q", c.name, h)
		}
	}
	h := newHistory()
	h.append(0, map[string]float64{"loss": 9, "accuracy": 0, "val_loss": 9})
	h.append(1, map[string]float64{"loss": .5, "accuracy": .75, "val_loss": 1e-4, "learning_rate": .01})
	if got, want := h.String(), "2 epochs - accuracy: 0.7500 - loss: 0.5000 - val_loss: 1.0000e-04 - learning_rate: 0.0100"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Training figures are means over rows, of the weights of the moment; the last
// batch counts by its rows.
func TestFitPartialBatch(t *testing.T) {
	x := mat.NewDense(5, 1, []float64{1, 1, 1, 1, 1})
	y := []float64{1, 1, 1, 1, 6}
	m := NewSequential(1, DenseLayer{Units: 1, NoBias: true}).Compile(&SGD{LearningRate: .25}, MeanSquaredError)
	m.Network().Params()[0] = 0
	h := mustFit(t, m, x, y, FitConfig{BatchSize: 4, NoShuffle: true})
	// w = 0: loss 1 on four rows, w ← 0 + .25·2 = .5; loss 5.5² on one, w ← .5 + .25·11.
	if want := (4*1 + 5.5*5.5) / 5; math.Abs(h.Loss[0]-want) > 1e-12 {
		t.Errorf("loss %g, want %g", h.Loss[0], want)
	}
	if w := m.Network().Params()[0]; w != 3.25 {
		t.Errorf("w = %g, want 3.25", w)
	}
}

// Two fits of 7 and 13 epochs are one of 20.
func TestFitContinues(t *testing.T) {
	x, y := ring(150)
	config := func(epochs int) FitConfig {
		return FitConfig{Epochs: epochs, BatchSize: 20, ValidationSplit: .1, Seed: 4}
	}
	whole, parts := ringModel(), ringModel()
	h := mustFit(t, whole, x, y, config(20))
	first, second := mustFit(t, parts, x, y, config(7)), mustFit(t, parts, x, y, config(13))
	if got := append(first.Loss, second.Loss...); !slices.Equal(got, h.Loss) {
		t.Errorf("losses %v, want %v", got, h.Loss)
	}
	if !slices.Equal(whole.Network().Params(), parts.Network().Params()) {
		t.Error("weights differ")
	}
}

func TestFitSeeds(t *testing.T) {
	x, y := ring(100)
	weights := func(c FitConfig) []float32 {
		m := ringModel()
		mustFit(t, m, x, y, c)
		return m.Network().Params()
	}
	base := weights(FitConfig{Epochs: 3})
	if !slices.Equal(base, weights(FitConfig{Epochs: 3})) {
		t.Error("the same fit gives other weights")
	}
	if slices.Equal(base, weights(FitConfig{Epochs: 3, Seed: 1})) {
		t.Error("seed 1 shuffles as seed 0")
	}
	if slices.Equal(base, weights(FitConfig{Epochs: 3, NoShuffle: true})) {
		t.Error("NoShuffle changes nothing")
	}
}

// The loop written out and Fit give the same weights bit for bit.
func TestOpenLoopIsFit(t *testing.T) {
	x, y := ring(90)
	for _, optimizer := range []func() stepper{
		func() stepper { return &RMSprop{LearningRate: .01} },
		func() stepper { return &SGD{LearningRate: .1, Momentum: .9, Nesterov: true} },
		func() stepper { return &Adam{} },
	} {
		build := func(last Activation) *Sequential {
			return NewSequential(2, Dense(6, ReLU), Dense(4, Tanh), Dense(1, last)).Init(11)
		}
		const epochs, size, seed = 5, 16, 3
		fitted := build(Sigmoid)
		mustFit(t, fitted.Compile(optimizer(), BinaryCrossentropy), x, y, FitConfig{Epochs: epochs, BatchSize: size, Seed: seed})

		net, loss, opt := build(Linear), BinaryCrossentropyFromLogits, optimizer()
		for epoch := range epochs {
			for _, batch := range Batches(x, y, size, seed+int64(epoch)) {
				logits := net.Forward(batch.X)
				_, grad := loss.Eval(logits, batch.Y)
				net.ZeroGrad()
				net.Backward(grad)
				opt.Step(net.Params(), net.Grads())
			}
		}
		if !slices.Equal(fitted.Params(), net.Params()) {
			t.Errorf("%T: Fit and the open loop give different weights", opt)
		}
	}
}

// Weights, history and predictions do not depend on the number of cores.
func TestCores(t *testing.T) {
	x, y := ring(3 * blockRows)
	type result struct {
		weights []float32
		score   Score
		p       []float64
	}
	run := func(cores int) result {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		m := ringModel()
		mustFit(t, m, x, y, FitConfig{Epochs: 2, ValidationSplit: .3})
		score, err := m.Evaluate(x, y)
		if err != nil {
			t.Fatal(err)
		}
		p, err := m.Predict(x)
		if err != nil {
			t.Fatal(err)
		}
		return result{m.Network().Params(), score, p.RawMatrix().Data}
	}
	one, four := run(1), run(4)
	if !slices.Equal(one.weights, four.weights) || !reflect.DeepEqual(one.score, four.score) || !slices.Equal(one.p, four.p) {
		t.Error("1 and 4 cores give different results")
	}
}

// A training step allocates nothing.
func TestFitAllocations(t *testing.T) {
	x, y := ring(100)
	k := 3
	hot := make([]float64, 100*k)
	for i := range 100 {
		hot[i*k+int(y[i])] = 1
	}
	for _, c := range []struct {
		model *Model
		y     []float64
	}{
		{ringModel(), y},
		{NewSequential(2, Dense(9, ReLU), Dense(k, Softmax)).Compile(&RMSprop{Momentum: .5}, CategoricalCrossentropy, Accuracy), hot},
		{NewSequential(2, Dense(9, ReLU), Dense(k, Softmax)).Compile(&SGD{Momentum: .5}, SparseCategoricalCrossentropy, Accuracy), y},
		{NewSequential(2, Dense(9, Sigmoid), Dense(1, Linear)).Compile(&RMSprop{}, MeanSquaredError), y},
	} {
		f, err := newFitting[float32](c.model, x, c.y, FitConfig{BatchSize: 40, ValidationSplit: .2})
		if err != nil {
			t.Fatal(err)
		}
		f.step(f.order[:40]) // the optimizer makes its vectors
		if n := testing.AllocsPerRun(20, func() { f.step(f.order[:40]); f.step(f.order[:17]); f.validate() }); n != 0 {
			t.Errorf("%v: %g allocations per step", c.model.loss, n)
		}
	}
}

// Models can be fitted side by side, also with one optimizer value between them.
func TestFitConcurrently(t *testing.T) {
	x, y := ring(120)
	optimizer := &Adam{LearningRate: .05}
	models := make([]*Model, 4)
	var wg sync.WaitGroup
	for i := range models {
		models[i] = NewSequential(2, Dense(8, Tanh), Dense(1, Sigmoid)).Compile(optimizer, BinaryCrossentropy)
		wg.Go(func() { _, _ = models[i].Fit(x, y, FitConfig{Epochs: 3, Quiet: true}) })
	}
	wg.Wait()
	alone := ringModel()
	mustFit(t, alone, x, y, FitConfig{Epochs: 3})
	for i, m := range models {
		if !slices.Equal(m.Network().Params(), alone.Network().Params()) {
			t.Errorf("model %d differs from one fitted alone", i)
		}
	}
}

// The cut is where Keras cuts: floor(n·(1−split)) in float64.
func TestValidationSplit(t *testing.T) {
	for _, c := range []struct {
		rows  int
		split float64
		want  int
	}{
		{3221, .2, 2576}, {3222, .2, 2577}, {3288, .2, 2630}, {10, .3, 7}, {10, 0, 10}, {2, .5, 1},
	} {
		config := FitConfig{ValidationSplit: c.split}
		if got, err := config.complete(c.rows); err != nil || got != c.want {
			t.Errorf("%d rows, split %g: %d training rows, want %d (%v)", c.rows, c.split, got, c.want, err)
		}
	}
}

// A step and a validation use the buffers of the fit, alone and on several cores.
func TestStepAllocatesNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	for _, units := range []int{5, 200} {
		r := newStream(1, 99)
		x, y := matrixFrom(300, sparseNumbers(300*100, .5, r)), make([]float64, 300)
		for i := range y {
			y[i] = float64(r.IntN(2))
		}
		m := NewSequential(100, Dense(units, ReLU), Dense(2*units, Tanh), Dense(1, Sigmoid)).
			Compile(&RMSprop{}, BinaryCrossentropy, Accuracy)
		f, err := newFitting[float32](m, x, y, FitConfig{BatchSize: 128, ValidationSplit: .2})
		if err != nil {
			t.Fatal(err)
		}
		n := testing.AllocsPerRun(20, func() {
			f.step(f.order[:128])
			f.step(f.order[128:200])
			f.validate()
		})
		if n != 0 {
			t.Errorf("%d units: two steps and a validation make %g allocations", units, n)
		}
	}
}
