package graph_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"golab/nn"
	"golab/nn/graph"
)

// dense is a dense layer with a tanh as an expression.
func dense(inputs, units int) nn.CustomLayer {
	weights := []nn.CustomWeight{
		{Name: "kernel", Shape: []int{inputs, units}},
		{Name: "bias", Shape: []int{units}, Initializer: nn.Zeros{}},
	}
	return graph.NewLayer("MyDense", units, weights, func(in *gorgonia.Node, w []*gorgonia.Node) (*gorgonia.Node, error) {
		product, err := gorgonia.Mul(in, w[0])
		if err != nil {
			return nil, err
		}
		sum, err := gorgonia.BroadcastAdd(product, w[1], nil, []byte{0})
		if err != nil {
			return nil, err
		}
		return gorgonia.Tanh(sum)
	})
}

// A dense layer written in Gorgonia is golab/nn's own, first or in the middle, with
// golab/nn computing the rest or with the Backend.
func TestNewLayer(t *testing.T) {
	x, y := examples(600, 6, 2)
	fit := func(own bool, b nn.Backend) ([]float64, []float64) {
		first, second := nn.Layer(nn.Dense(5, nn.Tanh)), nn.Layer(nn.Dense(4, nn.Tanh))
		if own {
			first, second = dense(6, 5), dense(5, 4)
		}
		m := nn.NewSequential(6, first, second, nn.Dense(1, nn.Sigmoid)).Compile(&nn.Adam{}, nn.BinaryCrossentropy)
		h, err := m.Fit(x, y, nn.FitConfig{Epochs: 2, BatchSize: 64, ValidationSplit: .1, Float64: true, Quiet: true, Backend: b})
		if err != nil {
			t.Fatal(err)
		}
		p, err := m.Predict(x)
		if err != nil {
			t.Fatal(err)
		}
		return slices.Concat(h.Loss, h.ValLoss), p.RawMatrix().Data
	}
	want, wantP := fit(false, nil)
	for name, b := range map[string]nn.Backend{"golab/nn": nil, "Gorgonia": graph.Backend{}} {
		got, p := fit(true, b)
		for i, v := range want {
			if math.Abs(got[i]-v) > 1e-9 {
				t.Errorf("%s: figure %d is %.12g, want %.12g", name, i, got[i], v)
			}
		}
		for i, v := range wantP {
			if math.Abs(p[i]-v) > 1e-5 {
				t.Fatalf("%s: prediction %d is %g, want %g", name, i, p[i], v)
			}
		}
	}
}

func TestNewLayerErrors(t *testing.T) {
	x, y := examples(20, 4, 2)
	layer := graph.NewLayer("Wrong", 3, nil, func(in *gorgonia.Node, _ []*gorgonia.Node) (*gorgonia.Node, error) { return in, nil })
	m := nn.NewSequential(4, layer, nn.Dense(1, nn.Sigmoid)).Compile(&nn.Adam{}, nn.BinaryCrossentropy)
	for _, b := range []nn.Backend{nil, graph.Backend{}} {
		_, err := m.Fit(x, y, nn.FitConfig{BatchSize: 20, Quiet: true, Backend: b})
		if err == nil || !strings.Contains(err.Error(), "the expression gives (") {
			t.Errorf("error %v", err)
		}
	}
}
