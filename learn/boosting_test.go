package learn

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
)

func TestBoostingIsScikitLearns(t *testing.T) {
	for name, e := range map[string]GradientBoostingClassifier{
		"boosting":                             {NEstimators: 12},
		"boosting of three classes":            {NEstimators: 5, MinSamplesLeaf: 5, Seed: 1},
		"stochastic boosting":                  {NEstimators: 12, Subsample: 0.6, MaxFeatures: 2, LearningRate: 0.3, Seed: 2},
		"stochastic boosting of three classes": {NEstimators: 5, Subsample: 0.8, MaxDepth: 2, Seed: 3},
		"exponential boosting":                 {NEstimators: 10, Loss: "exponential", Seed: 4},
		"boosting, best first":                 {NEstimators: 8, MaxLeafNodes: 5, MaxDepth: -1, Seed: 5},
	} {
		t.Run(name, func(t *testing.T) {
			c := treeCaseNamed(t, name)
			m := must[*GradientBoostingClassifierModel](t)(e.Fit(c.train()))
			c.checkTrees(t, m.trees)
			c.checkClassifier(t, m)
			close12(t, "TrainScore", m.TrainScore, c.TrainScore)
			close12(t, "OOBImprovement", m.OOBImprovement, c.OOBGain)
		})
	}
}

// pull is the negative gradient of the loss, curvature its derivative.
func TestBoostingGradients(t *testing.T) {
	for _, tt := range []struct {
		loss boostingLoss
		f    []float64
	}{
		{boostLogLoss, []float64{0.3}},
		{boostLogLoss, []float64{-2}},
		{boostExponential, []float64{0.7}},
		{boostExponential, []float64{-1.2}},
		{boostLogLoss, []float64{0.3, -1, 2}},
	} {
		for y := range max(2, len(tt.f)) {
			g := make([]float64, len(tt.f))
			loss := func(f []float64) float64 { return tt.loss.pull(f, make([]float64, len(f)), y) }
			tt.loss.pull(tt.f, g, y)
			scale := 1.0
			if tt.loss == boostLogLoss && len(tt.f) == 1 {
				scale = 2 // the loss is the deviance, the gradient that of half of it
			}
			for c, want := range fd.Gradient(nil, loss, tt.f, &fd.Settings{Formula: fd.Central}) {
				if math.Abs(scale*g[c]+want) > 1e-7 {
					t.Errorf("%v at %v, class %d: pull %v, the gradient is %v", tt.loss, tt.f, y, scale*g[c], want)
				}
				target := float64(y)
				if len(tt.f) > 1 {
					target = map[bool]float64{true: 1}[c == y]
				}
				slope := fd.Derivative(func(v float64) float64 {
					f := append([]float64(nil), tt.f...)
					f[c] = v
					tt.loss.pull(f, g, y)
					return -g[c]
				}, tt.f[c], &fd.Settings{Formula: fd.Central})
				tt.loss.pull(tt.f, g, y)
				if got := tt.loss.curvature(g[c], target); math.Abs(got-slope) > 1e-7 {
					t.Errorf("%v at %v, class %d: curvature %v, want %v", tt.loss, tt.f, y, got, slope)
				}
			}
		}
	}
}

// Decisions far from 0 give no NaN, and losses and gradients keep their digits.
func TestBoostingGradientsFarOut(t *testing.T) {
	for _, tt := range []struct {
		f          float64
		y          int
		loss, pull float64
	}{
		{800, 1, 0, 0},
		{800, 0, 1600, -1},
		{-800, 0, 0, 0},
		{-800, 1, 1600, 1},
		{40, 1, 2 * math.Exp(-40), math.Exp(-40)},
		{-40, 0, 2 * math.Exp(-40), -math.Exp(-40)},
	} {
		g := make([]float64, 1)
		loss := boostLogLoss.pull([]float64{tt.f}, g, tt.y)
		if math.Abs(loss-tt.loss) > 1e-15*tt.loss || math.Abs(g[0]-tt.pull) > 1e-15*math.Abs(tt.pull) {
			t.Errorf("at %v, class %d: loss %v, pull %v, want %v and %v", tt.f, tt.y, loss, g[0], tt.loss, tt.pull)
		}
	}
}

func TestBoostingRejects(t *testing.T) {
	x, y := synthetic(40, 3, 3, 1)
	for want, e := range map[string]GradientBoostingClassifier{
		"NEstimators is -1, it must be at least 1":                          {NEstimators: -1},
		"LearningRate is -2, it must be finite and not negative (-1 for 0)": {LearningRate: -2},
		"Subsample is 1.5, it must be above 0 and at most 1":                {Subsample: 1.5},
		"Subsample is NaN, it must be above 0 and at most 1":                {Subsample: math.NaN()},
		`Loss is "deviance", it must be one of ["log_loss" "exponential"]`:  {Loss: "deviance"},
		`y has 3 classes, Loss is "exponential", which is for 2`:            {Loss: "exponential"},
		"MaxLeafNodes is 1, it must be at least 2":                          {MaxLeafNodes: 1},
		"Seed is -7, it must be from 0 to 4294967295":                       {Seed: -7},
	} {
		if _, err := e.Fit(x, y); err == nil || err.Error() != "learn: GradientBoostingClassifier.Fit: "+want {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// Without a learning rate the model says what F₀ does.
func TestBoostingThatDoesNotLearn(t *testing.T) {
	x, y := synthetic(40, 3, 2, 1)
	m := must[*GradientBoostingClassifierModel](t)(GradientBoostingClassifier{LearningRate: -1, NEstimators: 2}.Fit(x, y))
	ones := 0.0
	for _, v := range y {
		ones += v
	}
	want := math.Log(ones / (40 - ones))
	f := must[*mat.Dense](t)(m.DecisionFunction(x))
	for i := range 40 {
		if got := f.At(i, 0); math.Abs(got-want) > 1e-15 {
			t.Fatalf("F = %v, want %v", got, want)
		}
	}
}

func TestBoostingRefusesToOverflow(t *testing.T) {
	x := mat.NewDense(4, 1, []float64{0, 0, 1, 1})
	_, err := GradientBoostingClassifier{Loss: "exponential", LearningRate: 1e6}.Fit(x, []float64{0, 1, 1, 0})
	if err != nil {
		t.Errorf("no gradient, but %v", err)
	}
	_, err = GradientBoostingClassifier{Loss: "exponential", LearningRate: 1e6}.Fit(x, []float64{0, 1, 1, 1})
	if err == nil || !strings.Contains(err.Error(), "learn: GradientBoostingClassifier.Fit: the loss is +Inf after 1 of 100 stages: is LearningRate 1e+06 small enough?") {
		t.Errorf("the error is %v", err)
	}
}
