package nn

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TrainOnBatch over batches is a Fit over them, and a Fit goes on from there.
func TestTrainOnBatch(t *testing.T) {
	x, y := ring(60)
	build := func() *Model {
		layer := DenseLayer{Units: 6, Activation: Tanh, KernelRegularizer: L2(.01), KernelConstraint: NonNeg{}}
		return NewSequential(2, layer, Dense(1, Sigmoid)).Compile(&Adam{}, BinaryCrossentropy, Accuracy, AUC)
	}
	weights := make([]float64, 60)
	for i := range weights {
		weights[i] = float64(i%3) / 2
	}
	fitted, stepped := build(), build()
	config := FitConfig{Epochs: 2, BatchSize: 25, NoShuffle: true, SampleWeight: weights}
	h := mustFit(t, fitted, x, y, config)
	mustFit(t, fitted, x, y, config)
	var loss float64
	for epoch := range 2 {
		loss = 0
		for at := 0; at < 60; at += 25 {
			to := min(at+25, 60)
			s, err := stepped.TrainOnBatchWeighted(x.Slice(at, to, 0, 2), y[at:to], weights[at:to])
			if err != nil {
				t.Fatal(err)
			}
			loss += s.Loss * float64(to-at) / 60
		}
		if math.Abs(loss-h.Loss[epoch]) > 1e-12 {
			t.Errorf("epoch %d: loss %g, want %g", epoch, loss, h.Loss[epoch])
		}
	}
	mustFit(t, stepped, x, y, config)
	if !slices.Equal(fitted.net.params, stepped.net.params) || stepped.state.Iterations != fitted.state.Iterations {
		t.Error("the weights differ from those of Fit")
	}
	before := slices.Clone(stepped.net.params)
	got, err := stepped.TestOnBatchWeighted(x, y, weights)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := stepped.EvaluateWeighted(x, y, weights)
	for name, v := range want.Metrics {
		if math.Abs(got.Metrics[name]-v) > 1e-12 {
			t.Errorf("%s is %g, Evaluate gives %g", name, got.Metrics[name], v)
		}
	}
	if !slices.Equal(before, stepped.net.params) || len(got.Metrics) != 3 || got.Accuracy != want.Accuracy {
		t.Errorf("TestOnBatch changed the weights, or gives %v", got)
	}
}

// A network that was replaced is met by new buffers, and another model has its own.
func TestTrainOnBatchBuffers(t *testing.T) {
	x, y := ring(20)
	m := ringModel()
	if _, err := m.TrainOnBatch(x, y); err != nil {
		t.Fatal(err)
	}
	other := *m
	if err := other.net.UnmarshalBinary(marshal(t, NewSequential(2, Dense(3, ReLU), Dense(1, Sigmoid)))); err != nil {
		t.Fatal(err)
	}
	other.state = State{}
	before := slices.Clone(other.net.Params())
	steps := m.state.Iterations
	if _, err := other.TrainOnBatch(x.Slice(0, 5, 0, 2), y[:5]); err != nil {
		t.Fatal(err)
	}
	if slices.Equal(before, other.net.Params()) || other.state.Iterations != 1 || m.state.Iterations != steps {
		t.Errorf("%d and %d steps", other.state.Iterations, m.state.Iterations)
	}
}

func TestTrainOnBatchErrors(t *testing.T) {
	x, y := ring(5)
	m := NewSequential(2, Dense(1, Sigmoid)).Compile(nil, BinaryCrossentropy)
	_, err := m.TrainOnBatch(x, y)
	wantError(t, "TrainOnBatch", err, "nn: TrainOnBatch: the model has no optimizer")
	if _, err := m.TestOnBatch(x, y); err != nil {
		t.Error(err)
	}
	_, err = m.TestOnBatch(x, y[:4])
	wantError(t, "TestOnBatch", err, "nn: TestOnBatch: y has 4 labels, x has 5 rows")
	_, err = m.TestOnBatchWeighted(x, y, y[:2])
	wantError(t, "TestOnBatch", err, "nn: TestOnBatch: SampleWeight has 2 weights, x has 5 rows")
	bad := mat.DenseCopyOf(x)
	bad.Set(3, 1, math.Inf(1))
	_, err = ringModel().TrainOnBatch(bad, y)
	wantError(t, "TrainOnBatch", err, "nn: TrainOnBatch: x[3, 1] = +Inf")
}

// What a call leaves to the collector is the map of the score and a few shapes.
func TestTrainOnBatchAllocations(t *testing.T) {
	x, y := ring(40)
	m := ringModel()
	if _, err := m.TrainOnBatch(x, y); err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(20, func() { _, _ = m.TrainOnBatch(x, y) }); n > 7 {
		t.Errorf("%g allocations per call", n)
	}
}
