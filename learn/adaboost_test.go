package learn

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestAdaBoostIsScikitLearns(t *testing.T) {
	for name, e := range map[string]AdaBoostClassifier{
		"adaboost":                  {NEstimators: 20},
		"adaboost of three classes": {NEstimators: 15, LearningRate: 0.5, Seed: 1},
		"adaboost of deep trees":    {Estimator: DecisionTreeClassifier{MaxDepth: 3, MinSamplesLeaf: 5}, NEstimators: 6, Seed: 2},
		"adaboost that ends early":  {Estimator: DecisionTreeClassifier{MaxDepth: 20}, Seed: 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := treeCaseNamed(t, name)
			m := must[*AdaBoostClassifierModel](t)(e.Fit(c.train()))
			c.checkTrees(t, m.trees)
			c.checkClassifier(t, m)
			n := len(m.trees) // scikit-learn fills up to NEstimators
			close12(t, "EstimatorWeights", m.EstimatorWeights, c.Weights[:n])
			close12(t, "EstimatorErrors", m.EstimatorErrors, c.Errors[:n])
		})
	}
}

// The rows that a tree gets wrong have half of the weight after it.
func TestAdaBoostReweighs(t *testing.T) {
	weights, wrong := []float64{0.1, 0.2, 0.3, 0.4}, []bool{true, false, true, false}
	err := 0.4
	if !reweigh(weights, wrong, (1-err)/err) {
		t.Fatal("the sum is infinite")
	}
	if got := weights[0] + weights[2]; math.Abs(got-0.5) > 1e-15 {
		t.Errorf("they have %v", got)
	}
	if got := weights[0] + weights[1] + weights[2] + weights[3]; math.Abs(got-1) > 1e-15 {
		t.Errorf("the weights sum to %v", got)
	}
	if reweigh([]float64{1, 1}, []bool{true, false}, math.Inf(1)) {
		t.Error("an infinite sum goes unnoticed")
	}
}

func TestAdaBoostRejects(t *testing.T) {
	x, y := synthetic(40, 3, 2, 1)
	for want, e := range map[string]AdaBoostClassifier{
		"NEstimators is -1, it must be at least 1":                            {NEstimators: -1},
		"LearningRate is -1, it must be finite and above 0":                   {LearningRate: -1},
		"LearningRate is NaN, it must be finite and above 0":                  {LearningRate: math.NaN()},
		"MinSamplesSplit is 1, it must be at least 2":                         {Estimator: DecisionTreeClassifier{MinSamplesSplit: 1}},
		`Criterion is "mse", it must be one of ["gini" "entropy" "log_loss"]`: {Estimator: DecisionTreeClassifier{Criterion: "mse"}},
		"Seed is -7, it must be from 0 to 4294967295":                         {Seed: -7},
	} {
		if _, err := e.Fit(x, y); err == nil || err.Error() != "learn: AdaBoostClassifier.Fit: "+want {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	const want = "learn: AdaBoostClassifier.Fit: the first tree is no better than guessing one of 2 classes"
	flat := mat.NewDense(4, 1, nil)
	if _, err := (AdaBoostClassifier{}).Fit(flat, []float64{0, 1, 0, 1}); err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestAdaBoostTrees(t *testing.T) {
	x, y := synthetic(60, 3, 2, 1)
	m := must[*AdaBoostClassifierModel](t)(AdaBoostClassifier{NEstimators: 4}.Fit(x, y))
	f := must[*mat.Dense](t)(m.DecisionFunction(x))
	for i := range 60 {
		votes, sum := 0.0, 0.0
		for at, tree := range m.Trees() {
			sum += m.EstimatorWeights[at]
			row := x.Slice(i, i+1, 0, 3)
			votes += m.EstimatorWeights[at] * (2*must[[]float64](t)(tree.Predict(row))[0] - 1)
		}
		if math.Abs(2*votes/sum-f.At(i, 0)) > 1e-14 {
			t.Fatalf("row %d: the decision is %v, the trees say %v", i, f.At(i, 0), 2*votes/sum)
		}
	}
}
