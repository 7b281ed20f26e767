package graph_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/graph"
)

// examples returns rows×cols numbers, a part of them 0, and labels of k classes.
func examples(rows, cols, k int) (*mat.Dense, []float64) {
	r := rand.New(rand.NewPCG(1, 2))
	x, y := mat.NewDense(rows, cols, nil), make([]float64, rows)
	for i := range rows {
		y[i] = float64(r.IntN(k))
		for j := range cols {
			if r.IntN(3) > 0 {
				x.Set(i, j, r.NormFloat64()+y[i])
			}
		}
	}
	return x, y
}

// The same fit by Gorgonia and by golab/nn gives the same numbers.
func TestBackend(t *testing.T) {
	for _, c := range []struct {
		name   string
		net    func() *nn.Sequential
		loss   nn.Loss
		k      int
		config nn.FitConfig
	}{
		{"the lab's", func() *nn.Sequential {
			return nn.NewSequential(6, nn.Dense(8, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid))
		}, nn.BinaryCrossentropy, 2, nn.FitConfig{ValidationSplit: .2}},
		{"logits", func() *nn.Sequential { return nn.NewSequential(6, nn.Dense(4, nn.Tanh), nn.Dense(1, nn.Linear)) },
			nn.BinaryCrossentropyFromLogits, 2, nn.FitConfig{ClassWeight: map[int]float64{1: 3}}},
		{"classes", func() *nn.Sequential { return nn.NewSequential(6, nn.Dense(4, nn.Sigmoid), nn.Dense(3, nn.Softmax)) },
			nn.SparseCategoricalCrossentropy, 3, nn.FitConfig{}},
		{"squares", func() *nn.Sequential {
			return nn.NewSequential(6, nn.DenseLayer{Units: 4, Activation: nn.Softmax, NoBias: true}, nn.Dense(1, nn.Linear))
		}, nn.MeanSquaredError, 3, nn.FitConfig{}},
		{"smoothed", func() *nn.Sequential {
			return nn.NewSequential(6, nn.DenseLayer{Units: 4, KernelRegularizer: nn.L2(.1)}, nn.Dense(1, nn.Sigmoid))
		}, nn.CrossentropyLoss{LabelSmoothing: .2}, 2, nn.FitConfig{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, y := examples(75, 6, c.k)
			fit := func(b nn.Backend) ([]float64, []float32) {
				m := c.net().Init(3).Compile(&nn.RMSprop{LearningRate: .01}, c.loss, nn.Accuracy)
				config := c.config
				config.Epochs, config.BatchSize, config.Seed, config.Float64, config.Quiet, config.Backend = 4, 16, 5, true, true, b
				h, err := m.Fit(x, y, config)
				if err != nil {
					t.Fatal(err)
				}
				return slices.Concat(h.Loss, h.ValLoss, h.Accuracy, h.ValAccuracy), m.Network().Params()
			}
			want, wantParams := fit(nil)
			got, params := fit(graph.Backend{})
			for i, v := range want {
				if math.Abs(got[i]-v) > 1e-9*max(1, math.Abs(v)) {
					t.Errorf("history %d: %.12g, golab/nn has %.12g", i, got[i], v)
				}
			}
			for i, v := range wantParams {
				if math.Abs(float64(params[i]-v)) > 1e-6 {
					t.Fatalf("weight %d: %g, golab/nn has %g", i, params[i], v)
				}
			}
		})
	}
}
