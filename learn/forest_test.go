package learn

import (
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestForestsAreScikitLearns(t *testing.T) {
	for name, e := range map[string]RandomForestClassifier{
		"forest":                            {NEstimators: 20, OOBScore: true},
		"forest of three classes":           {NEstimators: 20, OOBScore: true, MaxDepth: 6, Seed: 1},
		"forest without bootstrap":          {NEstimators: 5, NoBootstrap: true, Criterion: "entropy", Seed: 2},
		"forest of few values":              {NEstimators: 10, Seed: 15},
		"balanced forest":                   {NEstimators: 10, ClassWeight: "balanced", OOBScore: true, Seed: 18},
		"balanced forest without bootstrap": {NEstimators: 5, ClassWeight: "balanced", NoBootstrap: true, MaxDepth: 4, Seed: 19},
		"forest of few samples":             {NEstimators: 20, MaxSamples: 60, MaxLeafNodes: 7, Seed: 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := treeCaseNamed(t, name)
			m := must[*RandomForestClassifierModel](t)(e.Fit(c.train()))
			c.checkTrees(t, m.trees)
			c.checkClassifier(t, m)
			if m.OOBScore != c.OOBScore {
				t.Errorf("OOBScore = %v, scikit-learn gives %v", m.OOBScore, c.OOBScore)
			}
		})
	}
}

// The forest does not depend on the number of cores or goroutines.
func TestForestOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	x, y := synthetic(400, 5, 3, 1)
	many, _ := synthetic(3000, 5, 3, 2)
	var trees string
	var proba *mat.Dense
	for _, cores := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(cores)
		for _, jobs := range []int{0, 1, 3} {
			m := must[*RandomForestClassifierModel](t)(RandomForestClassifier{NEstimators: 10, NJobs: jobs}.Fit(x, y))
			p := must[*mat.Dense](t)(m.PredictProba(many))
			if trees == "" {
				trees, proba = treeDigest(m.trees), p
			}
			if treeDigest(m.trees) != trees || !mat.Equal(p, proba) {
				t.Errorf("%d cores, NJobs %d: another forest", cores, jobs)
			}
		}
	}
}

func TestForestTrees(t *testing.T) {
	x, y := synthetic(100, 4, 3, 1)
	m := must[*RandomForestClassifierModel](t)(RandomForestClassifier{NEstimators: 3}.Fit(x, y))
	sum := mat.NewDense(100, 3, nil)
	for _, tree := range m.Trees() {
		sum.Add(sum, must[*mat.Dense](t)(tree.PredictProba(x)))
	}
	sum.Scale(1.0/3, sum)
	if got := must[*mat.Dense](t)(m.PredictProba(x)); !mat.EqualApprox(sum, got, 1e-15) {
		t.Error("the forest is not the mean of its trees")
	}
	if tree := m.Trees()[2]; tree.String() != "DecisionTreeClassifierModel{4 features, classes [0 1 2]}" || !slices.Equal(tree.Classes(), []float64{0, 1, 2}) {
		t.Errorf("a tree is %v", tree)
	}
}

// Rows that all trees have seen have no probabilities out of the bag.
func TestForestOutOfBagOfFewTrees(t *testing.T) {
	x, y := synthetic(30, 4, 2, 1)
	m := must[*RandomForestClassifierModel](t)(RandomForestClassifier{NEstimators: 1, OOBScore: true}.Fit(x, y))
	seen := 0
	for i := range 30 {
		switch sum := mat.Sum(m.OOBDecision.RowView(i)); sum {
		case 0:
			seen++
		case 1:
		default:
			t.Errorf("row %d sums to %v", i, sum)
		}
	}
	if seen == 0 || seen == 30 {
		t.Errorf("the tree has seen %d of 30 rows", seen)
	}
}

func TestForestRejects(t *testing.T) {
	x, y := synthetic(20, 3, 2, 1)
	for want, e := range map[string]RandomForestClassifier{
		"NEstimators is -1, it must be at least 1":                                      {NEstimators: -1},
		"MaxSamples is 21, it must be from 1 to 20, the rows of x":                      {MaxSamples: 21},
		"MaxSamples is 5, and NoBootstrap draws no samples":                             {MaxSamples: 5, NoBootstrap: true},
		"OOBScore needs rows that a tree has not seen, and NoBootstrap leaves none out": {OOBScore: true, NoBootstrap: true},
		"MinSamplesSplit is 1, it must be at least 2":                                   {MinSamplesSplit: 1},
		`Criterion is "mse", it must be one of ["gini" "entropy" "log_loss"]`:           {Criterion: "mse"},
		"Seed is -7, it must be from 0 to 4294967295":                                   {Seed: -7},
	} {
		if _, err := e.Fit(x, y); err == nil || err.Error() != "learn: RandomForestClassifier.Fit: "+want {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
