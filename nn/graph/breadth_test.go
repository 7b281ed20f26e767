package graph_test

import (
	"fmt"
	"math"
	"testing"

	"golab/nn"
	"golab/nn/graph"
)

// All activations and losses that have a graph train as golab/nn's own do: their
// values and gradients are the same.
func TestBreadth(t *testing.T) {
	type pair struct {
		hidden, last nn.Activation
		loss         nn.Loss
	}
	var all []pair
	for a := nn.Linear; a <= nn.HardSiLU; a++ {
		if a != nn.GELU {
			all = append(all, pair{a, nn.Linear, nn.MeanSquaredError})
		}
	}
	for _, l := range []nn.Loss{nn.MeanAbsoluteError, nn.Huber, nn.HuberLoss{Delta: .3}, nn.LogCosh, nn.Hinge, nn.SquaredHinge} {
		all = append(all, pair{nn.Tanh, nn.Linear, l})
	}
	all = append(all, pair{nn.Tanh, nn.Softplus, nn.Poisson}, pair{nn.Tanh, nn.Sigmoid, nn.BinaryCrossentropy})
	x, y := examples(60, 5, 2)
	for _, c := range all {
		t.Run(fmt.Sprint(c.hidden, c.last, c.loss), func(t *testing.T) {
			fit := func(b nn.Backend) []float64 {
				net := nn.NewSequential(5, nn.Rescaling(.5, .1), nn.Dense(4, nn.Linear), nn.Activate(c.hidden), nn.Flatten(), nn.Dense(1, c.last)).Init(4)
				h, err := net.Compile(&nn.SGD{LearningRate: .1}, c.loss).Fit(x, y, nn.FitConfig{
					Epochs: 3, BatchSize: 20, Float64: true, Quiet: true, Backend: b,
				})
				if err != nil {
					t.Fatal(err)
				}
				return h.Loss
			}
			want, got := fit(nil), fit(graph.Backend{})
			for i := range want {
				if !(math.Abs(got[i]-want[i]) <= 1e-8*max(1, math.Abs(want[i]))) {
					t.Errorf("epoch %d: %.12g, golab/nn has %.12g", i, got[i], want[i])
				}
			}
			if want[0] == want[2] {
				t.Error("nothing was learned")
			}
		})
	}
	_, err := nn.NewSequential(5, nn.Dense(1, nn.GELU)).Compile(&nn.SGD{}, nn.MeanSquaredError).Fit(x, y, nn.FitConfig{Backend: graph.Backend{}})
	if err == nil || err.Error() != "nn: Fit: Backend: graph: activation gelu has no graph" {
		t.Errorf("error %v", err)
	}
}
