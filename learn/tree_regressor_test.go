package learn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// targets are those that make_goldens.py makes of labels.
func targets(x *mat.Dense, y []float64) []float64 {
	for i := range y {
		y[i] += math.Pow(x.At(i, 0), 3)
	}
	return y
}

func TestRegressionTreesAreScikitLearns(t *testing.T) {
	for name, e := range map[string]DecisionTreeRegressor{
		"regression":             {MaxDepth: 5},
		"regression, best first": {MaxLeafNodes: 12, MinSamplesLeaf: 3},
	} {
		t.Run(name, func(t *testing.T) {
			c := treeCaseNamed(t, name)
			x, y := c.train()
			y = targets(x, y)
			m := must[*DecisionTreeRegressorModel](t)(e.Fit(x, y))
			c.checkTrees(t, []*decisionTree{m.tree})
			close12(t, "Predict", must[[]float64](t)(m.Predict(c.test())), c.Predict)
			close12(t, "Score", []float64{must[float64](t)(m.Score(x, y))}, []float64{c.Score})
			close12(t, "FeatureImportances", m.FeatureImportances(), c.Importances)
			if got := must[string](t)(m.ExportText(ExportTextOptions{})); got != c.Text {
				t.Errorf("ExportText gives\n%s\nscikit-learn\n%s", got, c.Text)
			}
		})
	}
}

func TestRegressionTreeBytes(t *testing.T) {
	x, y := synthetic(50, 3, 3, 1)
	m := must[*DecisionTreeRegressorModel](t)(DecisionTreeRegressor{MaxDepth: 4}.Fit(x, y))
	data := must[[]byte](t)(m.MarshalBinary())
	read := &DecisionTreeRegressorModel{}
	if err := read.UnmarshalBinary(data); err != nil {
		t.Fatal(err)
	}
	if got, want := must[[]float64](t)(read.Predict(x)), must[[]float64](t)(m.Predict(x)); !slices.Equal(got, want) {
		t.Error("the model that was read gives other numbers")
	}
	if read.String() != "DecisionTreeRegressorModel{3 features}" || read.Features() != 3 || read.Depth() != m.Depth() || read.NLeaves() != m.NLeaves() {
		t.Errorf("%v of depth %d was read", read, read.Depth())
	}
	for i := range data {
		if read.UnmarshalBinary(data[:i]) == nil {
			t.Fatalf("the first %d of %d bytes are read", i, len(data))
		}
	}
	classifier := must[*DecisionTreeClassifierModel](t)(DecisionTreeClassifier{}.Fit(x, y))
	if err := read.UnmarshalBinary(must[[]byte](t)(classifier.MarshalBinary())); err == nil || !strings.Contains(err.Error(), "DecisionTreeClassifierModel") {
		t.Errorf("bytes of a classifier: error %v", err)
	}
	if _, err := (&DecisionTreeRegressorModel{}).MarshalBinary(); err == nil {
		t.Error("a model that was not fitted has bytes")
	}
}

func TestRegressionTreeRejects(t *testing.T) {
	x, y := synthetic(20, 3, 2, 1)
	bad := slices.Clone(y)
	bad[4] = math.Inf(1)
	for want, err := range map[string]error{
		"DecisionTreeRegressor.Fit: x is empty":                            second(DecisionTreeRegressor{}.Fit(&mat.Dense{}, nil)),
		"DecisionTreeRegressor.Fit: x has 20 rows, y has 19 targets":       second(DecisionTreeRegressor{}.Fit(x, y[1:])),
		"DecisionTreeRegressor.Fit: y[4] is +Inf":                          second(DecisionTreeRegressor{}.Fit(x, bad)),
		"DecisionTreeRegressor.Fit: MinSamplesLeaf is -1":                  second(DecisionTreeRegressor{MinSamplesLeaf: -1}.Fit(x, y)),
		"DecisionTreeRegressor.Fit: Seed is -1":                            second(DecisionTreeRegressor{Seed: -1}.Fit(x, y)),
		"Model.Predict: the model is not fitted":                           second((&DecisionTreeRegressorModel{}).Predict(x)),
		"DecisionTreeRegressorModel.Score: x has 20 rows, y has 1 targets": second((&DecisionTreeRegressorModel{}).Score(x, y[:1])),
	} {
		if err == nil || !strings.HasPrefix(err.Error(), "learn: "+want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if got := fmt.Sprint(DecisionTreeRegressor{MaxDepth: 2}); got != "DecisionTreeRegressor{MaxDepth: 2}" {
		t.Errorf("prints as %s", got)
	}
}

// second drops the first result.
func second[T any](_ T, err error) error { return err }

func TestRegressionTreeScoresConstants(t *testing.T) {
	x := mat.NewDense(2, 1, []float64{0, 1})
	m := must[*DecisionTreeRegressorModel](t)(DecisionTreeRegressor{}.Fit(x, []float64{2, 2}))
	if got := must[float64](t)(m.Score(x, []float64{2, 2})); got != 1 {
		t.Errorf("right constants score %v, want 1", got)
	}
	if got := must[float64](t)(m.Score(x, []float64{3, 3})); got != 0 {
		t.Errorf("wrong constants score %v, want 0", got)
	}
}
