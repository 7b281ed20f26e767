package nn_test

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
)

func TestModelTellsWhatItWasCompiledWith(t *testing.T) {
	opt := &nn.Adam{}
	m := nn.NewSequential(2, nn.Dense(1, nn.Sigmoid)).Compile(opt, nn.BinaryCrossentropy, nn.Accuracy)
	if m.Optimizer() != nn.Optimizer(opt) || m.Loss() != nn.Loss(nn.BinaryCrossentropy) || !slices.Equal(m.Metrics(), []nn.Metric{nn.Accuracy}) {
		t.Errorf("%v, %v, %v", m.Optimizer(), m.Loss(), m.Metrics())
	}
}

func TestNetworkOfEither(t *testing.T) {
	net := nn.NewSequential(2, nn.Dense(1, nn.Sigmoid))
	for _, n := range []interface{ Network() *nn.Sequential }{net, net.Compile(nil, nil)} {
		if n.Network() != net {
			t.Errorf("%T has another network", n)
		}
	}
}

// With the weights and the optimizer's state of another model, a fit goes on as
// that model's.
func TestOptimizerStateGoesOnElsewhere(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{1, 2, 3, 4, 5, 6, 7, 8})
	y := []float64{0, 1, 0, 1}
	build := func() *nn.Model {
		return nn.NewSequential(2, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Sigmoid)).Compile(&nn.Adam{}, nn.BinaryCrossentropy)
	}
	fit := func(m *nn.Model) {
		if _, err := m.Fit(x, y, nn.FitConfig{Epochs: 3, NoShuffle: true, Quiet: true}); err != nil {
			t.Fatal(err)
		}
	}
	a, b := build(), build()
	fit(a)
	copy(b.Network().Params(), a.Network().Params())
	s := a.OptimizerState()
	if err := b.SetOptimizerState(s); err != nil {
		t.Fatal(err)
	}
	s.Slots[0]++ // a copy: changes nothing
	fit(a)
	fit(b)
	if !slices.Equal(a.Network().Params(), b.Network().Params()) {
		t.Error("the fits part")
	}
}

func TestSetOptimizerStateRefuses(t *testing.T) {
	m := nn.NewSequential(2, nn.Dense(1, nn.Sigmoid)).Compile(&nn.Adam{}, nn.BinaryCrossentropy)
	for _, s := range []nn.State{{Iterations: -1}, {Slots: make([]float32, 4)}} {
		if err := m.SetOptimizerState(s); err == nil {
			t.Errorf("%v: no error", s)
		}
	}
	if err := (&nn.Model{}).SetOptimizerState(nn.State{}); err == nil {
		t.Error("an empty model: no error")
	}
}
