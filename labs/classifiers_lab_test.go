package labs

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"testing"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
)

// labSplit returns the training and test sets of the lab, with their features as vectors.
func labSplit(t testing.TB) (train, test dataframe.DataFrame) {
	t.Helper()
	raw, err := data.ReadCSV("../../shared/data/spambase.data")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real Spambase is not here: spambase.data is missing beside the checkout, in shared/data")
	}
	if err != nil {
		t.Fatal(err)
	}
	names := raw.Names()
	raw = must(data.Rename(raw, append(names[:57:57], "label")))
	split := must(data.RandomSplit(raw, []float64{0.7, 0.3}, 42))
	assembler := VectorAssembler{InputCols: names[:57], OutputCol: "features"}
	return must(assembler.Transform(split[0])), must(assembler.Transform(split[1]))
}

// newClassifier returns the address of a classifier by its name.
func newClassifier(t testing.TB, name string) Stage {
	for _, stage := range []Stage{&LogisticRegression{}, &LinearSVC{}, &NaiveBayes{}, &DecisionTreeClassifier{}, &RandomForestClassifier{}, &GBTClassifier{}} {
		if kindName(stage) == name {
			return stage
		}
	}
	t.Fatalf("no classifier is called %s", name)
	return nil
}

// TestLabClassifiersAreSparks fits the lab's training set with each classifier. The
// predictions are those of the real Spark; where training ends before the minimum, and so
// in a place that rounding has a say in, nearly all of them are.
func TestLabClassifiersAreSparks(t *testing.T) {
	train, test := labSplit(t)
	var answers []sparkAnswer
	golden(t, "classifiers-lab.golden", &answers)
	for _, want := range answers {
		t.Run(want.Name+want.String(), func(t *testing.T) {
			if testing.Short() && want.Name == "LinearSVC" {
				t.Skip("short")
			}
			stage := configured(t, newClassifier(t, want.Name), want.Params)
			model, err := stage.fitStage(train)
			if err != nil {
				t.Fatal(err)
			}
			out := must(model.Transform(test))
			accuracy := must(MulticlassClassificationEvaluator{MetricName: "accuracy"}.Evaluate(out))
			wantLabModel(t, model, want)
			if rounded := want.Name == "LinearSVC" || want.Name == "LogisticRegression" && want.Params["tol"] == nil; rounded {
				if math.Abs(accuracy-want.Accuracy) > 0.005 {
					t.Errorf("accuracy %v, Spark has %v", accuracy, want.Accuracy)
				}
				return
			}
			if accuracy != want.Accuracy || short(digits(t, out)) != want.Prediction {
				t.Errorf("accuracy %v, Spark has %v, or other predictions", accuracy, want.Accuracy)
			}
		})
	}
}

// wantLabModel compares what was learned, where rounding does not decide.
func wantLabModel(t *testing.T, model Transformer, want sparkAnswer) {
	switch m := model.(type) {
	case *LogisticRegressionModel:
		got := m.Summary().ObjectiveHistory
		wantNear(t, "objective", got[:15], want.History[:15], 1e-9)
		if want.Params["tol"] != nil {
			wantNear(t, "coefficients", m.Coefficients(), want.Coefficients[0], 1e-6)
			wantNear(t, "intercept", []float64{m.Intercept()}, want.Intercepts, 1e-6)
		}
	case *LinearSVCModel:
		wantNear(t, "objective", m.Summary().ObjectiveHistory[:10], want.History[:10], 1e-9)
	case *NaiveBayesModel:
		wantNear(t, "pi", m.Pi(), want.Pi, 1e-13)
	case treeModel:
		if got := short(withoutFirstLine(m.ToDebugString())); got != want.Tree {
			t.Errorf("the trees are not Spark's: %v", m)
		}
	}
}

// TestLabCrossValidationOverClassifiers varies a field of a stage on the lab's training set.
func TestLabCrossValidationOverClassifiers(t *testing.T) {
	train, test := labSplit(t)
	forest := RandomForestClassifier{Seed: 42, NumTrees: 5}
	grid := must(ParamGrid(Pipeline{&forest}, Vary(&forest.MaxDepth, 2, 8)))
	cv := CrossValidator{Grid: grid, Evaluator: MulticlassClassificationEvaluator{MetricName: "accuracy"}, NumFolds: 2, Seed: 42, Quiet: true}
	model := must(cv.Fit(train))
	accuracy := must(cv.Evaluator.Evaluate(must(model.Transform(test))))
	if model.Best != 1 || accuracy < 0.91 {
		t.Errorf("candidate %d is the best, accuracy %v:\n%v", model.Best, accuracy, fmt.Sprint(model))
	}
}
