package learn_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// An mlpGolden is what scikit-learn's MLPClassifier learned in one case;
// testdata/make_mlp.py makes the file.
type mlpGolden struct {
	Name, Data       string
	NIter            int `json:"n_iter"`
	Loss, Accuracy   float64
	Proba            []float64 `json:"predict_proba"`
	LossCurve        []float64 `json:"loss_curve"`
	ValidationScores []float64 `json:"validation_scores"`
	Coefs            [][]float64
	Intercepts       [][]float64
}

// mlpEstimators are the cases' estimators.
func mlpEstimators() map[string]learn.MLPClassifier {
	six := []int{6}
	return map[string]learn.MLPClassifier{
		"adam":                     {HiddenLayerSizes: []int{10}, Seed: 1},
		"adam two layers tanh":     {HiddenLayerSizes: []int{7, 5}, Activation: "tanh", BatchSize: 30, Alpha: 0.01, Seed: 2, MaxIter: 30},
		"adam logistic betas":      {HiddenLayerSizes: six, MaxIter: 40, Activation: "logistic", Beta1: 0.8, Beta2: 0.99, Epsilon: 1e-6, LearningRateInit: 0.01, Seed: 3},
		"adam identity unshuffled": {HiddenLayerSizes: six, MaxIter: 40, Activation: "identity", NoShuffle: true, BatchSize: 32, Seed: 4},
		"adam no hidden layer":     {HiddenLayerSizes: []int{}, MaxIter: 30, Seed: 5},
		"adam converges":           {HiddenLayerSizes: []int{8}, Tol: 0.01, NIterNoChange: 3, LearningRateInit: 0.02, Seed: 6},
		"sgd":                      {HiddenLayerSizes: six, MaxIter: 40, Solver: "sgd", LearningRateInit: 0.05, Seed: 7},
		"sgd invscaling plain": {HiddenLayerSizes: six, MaxIter: 40, Solver: "sgd", LearningRate: "invscaling", PowerT: 0.3,
			LearningRateInit: 0.5, NoNesterov: true, Momentum: 0.5, BatchSize: 25, Seed: 8},
		"sgd adaptive":         {HiddenLayerSizes: six, Solver: "sgd", LearningRate: "adaptive", LearningRateInit: 0.2, Tol: 0.005, NIterNoChange: 2, Seed: 9},
		"early stopping two":   {HiddenLayerSizes: six, MaxIter: 40, EarlyStopping: true, ValidationFraction: 0.2, NIterNoChange: 5, LearningRateInit: 0.02, Seed: 10},
		"early stopping three": {HiddenLayerSizes: six, MaxIter: 40, EarlyStopping: true, ValidationFraction: 0.25, LearningRateInit: 0.02, Seed: 11},
		"lbfgs":                {HiddenLayerSizes: []int{5}, Solver: "lbfgs", Alpha: 1, MaxIter: 500, Tol: 1e-9, Activation: "tanh", Seed: 12},
		"lbfgs logistic":       {HiddenLayerSizes: []int{3}, Solver: "lbfgs", Alpha: 0.5, MaxIter: 500, Tol: 1e-9, Activation: "logistic", Seed: 13},
		"lab":                  {MaxIter: 20},
	}
}

// TestMLPAgainstScikitLearn: from a seed the same weights, batches and losses, epoch for
// epoch, and so the same model. Steps of lbfgs differ by the line search; what they end
// at is the same to what the end allows.
func TestMLPAgainstScikitLearn(t *testing.T) {
	text, err := os.ReadFile("testdata/mlp.golden")
	if err != nil {
		t.Fatal(err)
	}
	var goldens []mlpGolden
	if err := json.Unmarshal(text, &goldens); err != nil {
		t.Fatal(err)
	}
	three, _ := readGoldens(t)
	two := three
	two.yTrain, two.yTest = positive(three.yTrain), positive(three.yTest)
	estimators := mlpEstimators()
	for _, g := range goldens {
		e, ok := estimators[g.Name]
		delete(estimators, g.Name)
		t.Run(g.Name, func(t *testing.T) {
			if !ok {
				t.Fatal("there is no such estimator")
			}
			l := map[string]lab{"two": two, "three": three}[g.Data]
			if g.Data == "scaled" {
				l = readLab(t).standardised(t)
			}
			m, err := e.Fit(l.xTrain, l.yTrain)
			value(t, m, err)
			g.compare(t, m, l, e.Solver == "lbfgs")
		})
	}
	for name := range estimators {
		t.Errorf("no golden case is named %s", name)
	}
}

func positive(y []float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		if v > 0 {
			out[i] = 1
		}
	}
	return out
}

func (g mlpGolden) compare(t *testing.T, m *learn.MLPClassifierModel, l lab, lbfgs bool) {
	tolerance := 1e-9
	if lbfgs {
		tolerance = 2e-3 // it ends where an iteration improves the loss by less than 2e-9
		close(t, "Loss", []float64{m.Loss}, []float64{g.Loss}, 1e-7)
	} else {
		close(t, "LossCurve", m.LossCurve, g.LossCurve, tolerance)
		close(t, "Loss", []float64{m.Loss}, []float64{g.Loss}, tolerance)
		close(t, "ValidationScores", m.ValidationScores, g.ValidationScores, 1e-15)
		if m.NIter != g.NIter {
			t.Errorf("NIter = %d, scikit-learn has %d", m.NIter, g.NIter)
		}
		for i, want := range g.Coefs {
			close(t, "Coefs", m.Coefs[i].RawMatrix().Data, want, tolerance)
			close(t, "Intercepts", m.Intercepts[i], g.Intercepts[i], tolerance)
		}
	}
	_, p := l.xTrain.Dims()
	proba, err := m.PredictProba(probe(p))
	value(t, proba, err)
	close(t, "PredictProba", proba.RawMatrix().Data, g.Proba, tolerance)
	if got, err := m.Score(l.xTest, l.yTest); err != nil || got != g.Accuracy {
		t.Errorf("accuracy %v, %v, scikit-learn has %v", got, err, g.Accuracy)
	}
}

// The best weights are those of the best epoch, and the notes tell how the fit ended.
func TestMLPEarlyStopping(t *testing.T) {
	l, _ := readGoldens(t)
	e := learn.MLPClassifier{HiddenLayerSizes: []int{6}, MaxIter: 3, EarlyStopping: true}
	m, err := e.Fit(l.xTrain, l.yTrain)
	value(t, m, err)
	if m.Converged || m.NIter != 3 || len(m.ValidationScores) != 3 || !math.IsInf(m.BestLoss, 1) {
		t.Errorf("after 3 epochs: Converged %v, NIter %d, scores %v, BestLoss %v", m.Converged, m.NIter, m.ValidationScores, m.BestLoss)
	}
}

func TestMLPErrors(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{1, 2, 3, 4}), []float64{0, 1, 0, 1}
	for want, e := range map[string]learn.MLPClassifier{
		`HiddenLayerSizes[1] is 0, it must be at least 1`:                                   {HiddenLayerSizes: []int{3, 0}},
		`Activation is "sine", it must be one of ["relu" "tanh" "logistic" "identity"]`:     {Activation: "sine"},
		`Solver is "newton", it must be one of ["adam" "sgd" "lbfgs"]`:                      {Solver: "newton"},
		`LearningRate is "slow", it must be one of ["constant" "invscaling" "adaptive"]`:    {LearningRate: "slow"},
		`Alpha is -2, it must be finite and not negative (-1 for 0)`:                        {Alpha: -2},
		`Beta2 is 1, it must be below 1`:                                                    {Beta2: 1},
		`Momentum is 1.5, it must be at most 1`:                                             {Momentum: 1.5},
		`LearningRateInit is -1, it must be finite and above 0`:                             {LearningRateInit: -1},
		`BatchSize is -1, it must be at least 1`:                                            {BatchSize: -1},
		`Seed is -1, it must be from 0 to 4294967295`:                                       {Seed: -1},
		`ValidationFraction is 0.1, of 4 rows that sets 1 aside`:                            {EarlyStopping: true},
		`weights became infinite: is x on one scale, and LearningRateInit 1e+300 small eno`: {Solver: "sgd", LearningRateInit: 1e300, Activation: "identity"},
	} {
		if _, err := e.Fit(x, y); err == nil || !strings.HasPrefix(err.Error(), "learn: MLPClassifier.Fit: "+want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
