package nn

import (
	"math"
	"slices"
	"testing"
)

// What clipping makes of a gradient.
func TestClip(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	two := []place{{from: 0, to: 2}, {from: 2, to: 3}}
	for _, c := range []struct {
		name    string
		options OptimizerOptions
		g, want []float32
	}{
		{"norm of each", OptimizerOptions{ClipNorm: 1}, []float32{3, 4, .5}, []float32{.6, .8, .5}},
		{"infinite norm", OptimizerOptions{ClipNorm: 1}, []float32{inf, 4, .5}, []float32{nan, 0, .5}},
		{"norm NaN", OptimizerOptions{ClipNorm: 1}, []float32{nan, 4, .5}, []float32{nan, nan, .5}},
		{"global norm", OptimizerOptions{GlobalClipNorm: 1}, []float32{3, 0, 4}, []float32{.6, 0, .8}},
		{"small global norm", OptimizerOptions{GlobalClipNorm: 8}, []float32{3, 0, 4}, []float32{3, 0, 4}},
		{"infinite global norm", OptimizerOptions{GlobalClipNorm: 1}, []float32{inf, 0, 4}, []float32{nan, nan, nan}},
		{"value", OptimizerOptions{ClipValue: 1}, []float32{3, -inf, .5}, []float32{1, -1, .5}},
		{"nothing", OptimizerOptions{}, []float32{3, -4, .5}, []float32{3, -4, .5}},
	} {
		clip(&c.options, c.g, two)
		for i, v := range c.g {
			if same := v == c.want[i] || v != v && c.want[i] != c.want[i]; !same && math.Abs(float64(v-c.want[i])) > 1e-7 {
				t.Errorf("%s: %v, want %v", c.name, c.g, c.want)
				break
			}
		}
	}
	wantPanic(t, "Step", func() {
		(&SGD{OptimizerOptions: OptimizerOptions{ClipNorm: 1}}).Step(make([]float32, 2), make([]float32, 2))
	}, "nn: Step: ClipNorm needs the network's tensors")
}

// The average of the weights becomes the weights at the end of a fit, not of a
// TrainOnBatch, and the next fit goes on with it.
func TestEMAEndsFit(t *testing.T) {
	x, y := ring(40)
	build := func(ema float64) *Model {
		return NewSequential(2, Dense(1, Sigmoid)).Compile(
			&SGD{LearningRate: .5, OptimizerOptions: OptimizerOptions{EMAMomentum: ema}}, BinaryCrossentropy)
	}
	averaged, plain := build(.8), build(0)
	config := FitConfig{BatchSize: 20, NoShuffle: true}
	mustFit(t, averaged, x, y, config)
	var weights [][]float32
	for at := 0; at < 40; at += 20 {
		if _, err := plain.TrainOnBatch(x.Slice(at, at+20, 0, 2), y[at:at+20]); err != nil {
			t.Fatal(err)
		}
		weights = append(weights, slices.Clone(plain.net.params))
	}
	for i, w := range averaged.net.params {
		if want := .8*weights[0][i] + .2*weights[1][i]; math.Abs(float64(w-want)) > 1e-6 {
			t.Errorf("weight %d is %g, want %g", i, w, want)
		}
	}
	kept := build(.8)
	for at := 0; at < 40; at += 20 {
		if _, err := kept.TrainOnBatch(x.Slice(at, at+20, 0, 2), y[at:at+20]); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(kept.net.params, plain.net.params) {
		t.Error("TrainOnBatch gives the average")
	}
}

// Gradients of two batches that are added up are those of both together.
func TestGradientAccumulation(t *testing.T) {
	x, y := ring(40)
	build := func(steps int) *Model {
		return NewSequential(2, Dense(3, Tanh), Dense(1, Sigmoid)).Compile(
			&Adam{OptimizerOptions: OptimizerOptions{GradientAccumulationSteps: steps}}, BinaryCrossentropy)
	}
	parts, whole := build(2), build(0)
	mustFit(t, parts, x, y, FitConfig{Epochs: 3, BatchSize: 10, NoShuffle: true})
	mustFit(t, whole, x, y, FitConfig{Epochs: 3, BatchSize: 20, NoShuffle: true})
	for i, w := range parts.net.params {
		if math.Abs(float64(w-whole.net.params[i])) > 1e-6 {
			t.Errorf("weight %d is %g, want %g", i, w, whole.net.params[i])
		}
	}
	if parts.state.Iterations != 12 || whole.state.Iterations != 6 {
		t.Errorf("%d and %d steps", parts.state.Iterations, whole.state.Iterations)
	}
}

// What Keras 3.15 keeps for a network of four parameters.
func TestKeptNumbers(t *testing.T) {
	s := ExponentialDecay{InitialLearningRate: .1, DecaySteps: 4, DecayRate: .7}
	for _, c := range []struct {
		optimizer optimizerRule
		want      int
	}{
		{&SGD{}, 2},
		{&SGD{Momentum: .5}, 6},
		{&SGD{OptimizerOptions: OptimizerOptions{Schedule: s}}, 1},
		{&SGD{OptimizerOptions: OptimizerOptions{EMAMomentum: .9}}, 6},
		{&Adam{OptimizerOptions: OptimizerOptions{EMAMomentum: .9, GradientAccumulationSteps: 2}}, 18},
		{&Nadam{}, 11},
		{&Adam{AMSGrad: true}, 14},
		{&Ftrl{}, 10},
		{&RMSprop{Momentum: .5, Centered: true}, 14},
	} {
		if got := keptNumbers(c.optimizer, 4); got != c.want {
			t.Errorf("%T: %d, want %d", c.optimizer, got, c.want)
		}
	}
}
