package graph_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"gorgonia.org/gorgonia"

	"golab/nn"
	"golab/nn/graph"
)

// squares is the mean squared error as an expression.
func squares(yTrue, yPred *gorgonia.Node) (*gorgonia.Node, error) {
	e, err := gorgonia.Sub(yPred, yTrue)
	if err != nil {
		return nil, err
	}
	return gorgonia.Square(e)
}

// A loss written in Gorgonia is that of golab/nn with the same formula, for one and
// several outputs, in Fit, Evaluate and as a metric.
func TestNewLoss(t *testing.T) {
	for _, k := range []int{1, 3} {
		x, classes := examples(1100, 4, 2)
		y := make([]float64, 0, 1100*k)
		for _, c := range classes {
			y = append(y, slices.Repeat([]float64{c}, k)...)
		}
		fit := func(l nn.Loss) (*nn.History, nn.Score) {
			m := nn.NewSequential(4, nn.Dense(5, nn.Tanh), nn.Dense(k, nn.Linear)).Compile(&nn.Adam{}, l, graph.NewLoss("own", squares))
			h, err := m.Fit(x, y, nn.FitConfig{Epochs: 2, BatchSize: 64, ValidationSplit: .1, SampleWeight: classes, Quiet: true})
			if err != nil {
				t.Fatal(err)
			}
			s, err := m.Evaluate(x, y)
			if err != nil {
				t.Fatal(err)
			}
			return h, s
		}
		want, wantScore := fit(nn.MeanSquaredError)
		got, score := fit(graph.NewLoss("squares", squares))
		for i, v := range slices.Concat(want.Loss, want.ValLoss, want.Metrics["val_own"]) {
			if g := slices.Concat(got.Loss, got.ValLoss, got.Metrics["val_own"])[i]; math.Abs(g-v) > 1e-6 {
				t.Errorf("%d outputs: figure %d is %g, want %g", k, i, g, v)
			}
		}
		if math.Abs(score.Loss-wantScore.Loss) > 1e-6 || math.Abs(score.Metrics["own"]-score.Loss) > 1e-6 {
			t.Errorf("%d outputs: %v, want %v", k, score, wantScore)
		}
	}
}

func TestNewLossErrors(t *testing.T) {
	x, y := examples(20, 4, 2)
	for name, c := range map[string]struct {
		build func(yTrue, yPred *gorgonia.Node) (*gorgonia.Node, error)
		want  string
	}{
		"error":  {func(_, _ *gorgonia.Node) (*gorgonia.Node, error) { return nil, errors.New("no idea") }, "nn: Fit: own: graph: no idea"},
		"panic":  {func(_, _ *gorgonia.Node) (*gorgonia.Node, error) { panic("oh") }, "nn: Fit: own: graph: gorgonia: oh"},
		"shape":  {func(y, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Sum(y) }, "the loss of 20 rows is 20 numbers"},
		"no sum": {func(y, _ *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Square(y) }, "nn: Fit: own: graph: "},
	} {
		m := nn.NewSequential(4, nn.Dense(1, nn.Linear)).Compile(&nn.Adam{}, graph.NewLoss("own", c.build))
		_, err := m.Fit(x, y, nn.FitConfig{Quiet: true})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
	}
}
