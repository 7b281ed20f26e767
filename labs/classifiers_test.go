package labs

import (
	"reflect"
	"strings"
	"testing"

	"golab/data"
	"golab/internal/breeze"

	"github.com/go-gota/gota/dataframe"
)

// fittedClassifiers returns a model of every kind, and of some several.
func fittedClassifiers(t testing.TB) []portable {
	t.Helper()
	frames := madeFrames(t)
	var models []portable
	for _, c := range []struct {
		stage Stage
		kind  string
	}{
		{LogisticRegression{Thresholds: []float64{0.3, 0.6}, ProbabilityCol: "p"}, "two"},
		{LogisticRegression{RegParam: 0.1}, "three"},
		{LinearSVC{RegParam: 0.1, Threshold: -0.5}, "two"},
		{NaiveBayes{}, "counts"}, {NaiveBayes{ModelType: "bernoulli"}, "bits"}, {NaiveBayes{ModelType: "gaussian"}, "three"}, {NaiveBayes{ModelType: "complement"}, "counts"},
		{DecisionTreeClassifier{MaxDepth: 4}, "three"},
		{RandomForestClassifier{NumTrees: 3, MaxDepth: 3}, "three"},
		{GBTClassifier{MaxIter: 3, MaxDepth: 2}, "two"},
		{OneVsRest{Classifier: GBTClassifier{MaxIter: 2, MaxDepth: 2}}, "three"},
	} {
		model, err := c.stage.fitStage(frames[c.kind])
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, model.(portable))
	}
	return models
}

// oneByOne are the methods for one example.
type oneByOne interface {
	PredictRaw([]float64) ([]float64, error)
	Predict([]float64) (float64, error)
	NumFeatures() int
	NumClasses() int
}

func TestClassifiersAgreeWithThemselves(t *testing.T) {
	frames := madeFrames(t)
	for _, model := range fittedClassifiers(t) {
		name := model.(classificationModel).name()
		df := frames["bits"] // fit for all of them
		out, err := model.Transform(df)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := digits(t, must(again(t, model).Transform(df))); got != digits(t, out) {
			t.Errorf("%s predicts otherwise after it was in bytes", name)
		}
		x, raw, y := must(data.Vector(df, "features")), must(data.Vector(out, "rawPrediction")), must(data.Column(out, "prediction"))
		one := model.(oneByOne)
		if k := one.NumClasses(); one.NumFeatures() != 5 || raw.RawMatrix().Cols != k {
			t.Errorf("%s: %d features, %d classes, %d numbers raw", name, one.NumFeatures(), k, raw.RawMatrix().Cols)
		}
		for i := range 20 {
			if got := must(one.PredictRaw(x.RawRowView(i))); !reflect.DeepEqual(got, raw.RawRowView(i)) {
				t.Errorf("%s: row %d is %v alone, %v in the frame", name, i, got, raw.RawRowView(i))
			}
			if got := must(one.Predict(x.RawRowView(i))); got != y[i] {
				t.Errorf("%s: row %d is of class %v alone, %v in the frame", name, i, got, y[i])
			}
			if p, ok := model.(interface {
				PredictProbability([]float64) ([]float64, error)
			}); ok {
				sum := 0.0
				for _, v := range must(p.PredictProbability(x.RawRowView(i))) {
					sum += v
				}
				if !near(sum, 1, 1e-14) {
					t.Errorf("%s: the probabilities of row %d sum to %v", name, i, sum)
				}
			}
		}
		metrics, err := model.(interface {
			Evaluate(dataframe.DataFrame, string) (MulticlassMetrics, error)
		}).Evaluate(df, "label")
		if err != nil {
			t.Fatal(err)
		}
		want := must(MulticlassClassificationEvaluator{MetricName: "accuracy"}.Evaluate(out))
		if got := metrics.Accuracy(); got != want {
			t.Errorf("%s: accuracy %v by Evaluate, %v by the evaluator", name, got, want)
		}
	}
}

// TestLinearTrainingsTellHowTheyWent looks at the summaries.
func TestLinearTrainingsTellHowTheyWent(t *testing.T) {
	df := made(t, "two", 60, 1)
	none := must(LogisticRegression{MaxIter: -1}.Fit(df))
	if s := none.Summary(); s.TotalIterations != 0 || s.Converged || !reflect.DeepEqual(none.Coefficients(), make([]float64, 5)) {
		t.Errorf("without iterations: %v, coefficients %v", s, none.Coefficients())
	}
	few, many := must(LinearSVC{MaxIter: 3}.Fit(df)).Summary(), must(LinearSVC{RegParam: 1}.Fit(df)).Summary()
	if few.TotalIterations != 3 || few.Converged || !strings.Contains(few.String(), "3 iterations, objective 1 to ") || !strings.Contains(few.String(), ", not converged\ntraining accuracy 0.") {
		t.Errorf("after three iterations: %v", few)
	}
	if !many.Converged || len(many.ObjectiveHistory) != many.TotalIterations+1 || strings.Contains(many.String(), "not") {
		t.Errorf("to the end: %v", many)
	}
	if m := again(t, none).(*LogisticRegressionModel); m.Summary() != nil {
		t.Error("the summary went through bytes")
	}
}

func TestUnfittedModelsSaySo(t *testing.T) {
	df := made(t, "two", 5, 1)
	for _, p := range portables() {
		m, ok := p.(classificationModel)
		if !ok {
			continue
		}
		_, err := m.(Transformer).Transform(df)
		wantError(t, m.name(), err, "labs: "+m.name()+": the model is not fitted")
		_, err = m.(oneByOne).Predict([]float64{1})
		wantError(t, m.name(), err, "labs: "+m.name()+": the model is not fitted")
		if _, err := p.MarshalBinary(); err == nil || !strings.Contains(err.Error(), "not fitted") {
			t.Errorf("%s: MarshalBinary: %v", m.name(), err)
		}
		if text := p.(interface{ String() string }).String(); !strings.HasPrefix(text, m.name()+": ") {
			t.Errorf("%s is %q", m.name(), text)
		}
		if tree, ok := p.(treeModel); ok {
			if got := len(tree.FeatureImportances()); got != 0 {
				t.Errorf("%s has %d importances", m.name(), got)
			}
			_ = tree.ToDebugString()
		}
	}
}

func TestOnlyTolConverges(t *testing.T) {
	s := &trainingSet{labels: []float64{0, 1}}
	for reason, want := range map[breeze.Reason]bool{breeze.FunctionValuesConverged: true, breeze.GradientConverged: true, breeze.SearchFailed: false, breeze.MaxIterations: false} {
		summary := newTrainingSummary(s, predictions{prediction: s.labels}, &breeze.Result{History: []float64{1, 1}, Reason: reason})
		if summary.Converged != want {
			t.Errorf("%q: Converged is %v", reason, summary.Converged)
		}
	}
}
