package learn_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/learn"
)

// A twoGolden is what scikit-learn makes of two classes, one of which is predicted
// where the score is above 0.5; testdata/make_metrics.py makes the file.
type twoGolden struct {
	Name           string
	Y, Pred, Score []float64
	Confusion      [][]int
	ConfusionText  string `json:"confusion_text"`
	Report         string
	NamedReport    string `json:"named_report"`
	Averages       map[learn.Average][]float64
	ROC, PR        [][]float64
	AUC            float64
	AP             float64 `json:"average_precision"`
	LogLoss        float64 `json:"log_loss"`
	Brier          float64
}

// A manyGolden is what it makes of several classes.
type manyGolden struct {
	Y, Pred, Proba []float64
	Confusion      [][]int
	ConfusionText  string `json:"confusion_text"`
	Report         string
	Averages       map[learn.Average][]float64
	Macro          float64 `json:"auc_macro"`
	Weighted       float64 `json:"auc_weighted"`
	LogLoss        float64 `json:"log_loss"`
}

// metricsGolden is the file.
type metricsGolden struct {
	Two   []twoGolden
	Many  manyGolden
	Folds []struct {
		Kind string
		N    int
		Y    []float64
		Test [][]int
	}
	Scaled []struct {
		Range                            [2]float64
		Clip                             bool
		X, Probe                         []*float64
		Min, Scale, Transformed, Inverse []*float64
	}
	CrossValidation map[string][]float64 `json:"cross_validation"`
	Sizes           [][3]float64
}

func readMetricsGolden(t *testing.T) (g metricsGolden) {
	t.Helper()
	text, err := os.ReadFile("testdata/metrics.golden")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	if len(g.Two) < 3 || len(g.Folds) < 18 || len(g.Scaled) < 3 || len(g.CrossValidation) < 3 {
		t.Fatal("the file is not whole")
	}
	return g
}

// value fails the test where there is an error.
func value[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestMetricsAgainstScikitLearn(t *testing.T) {
	for _, g := range readMetricsGolden(t).Two {
		t.Run(g.Name, func(t *testing.T) {
			compareDecisions(t, g.Y, g.Pred, g.Confusion, g.ConfusionText, g.Report, g.Averages)
			named, err := learn.NewClassificationReport(g.Y, g.Pred, "a name that is long", "ü")
			if got := value(t, named, err).String(); got != g.NamedReport {
				t.Errorf("the report with names is\n%s\nscikit-learn's\n%s", got, g.NamedReport)
			}
			roc, err := learn.NewROCCurve(g.Y, g.Score)
			value(t, roc, err)
			if !math.IsInf(roc.Thresholds[0], 1) {
				t.Errorf("the first threshold is %v", roc.Thresholds[0])
			}
			roc.Thresholds[0] = -1
			close(t, "FPR", roc.FPR, g.ROC[0], 1e-15)
			close(t, "TPR", roc.TPR, g.ROC[1], 1e-15)
			close(t, "Thresholds", roc.Thresholds, g.ROC[2], 0)
			pr, err := learn.NewPrecisionRecallCurve(g.Y, g.Score)
			value(t, pr, err)
			close(t, "Precision", pr.Precision, g.PR[0], 1e-15)
			close(t, "Recall", pr.Recall, g.PR[1], 1e-15)
			close(t, "Thresholds", pr.Thresholds, g.PR[2], 0)
			auc, err := learn.ROCAUCScore(g.Y, g.Score)
			near1(t, "ROCAUCScore", auc, err, g.AUC)
			ap, err := learn.AveragePrecisionScore(g.Y, g.Score)
			near1(t, "AveragePrecisionScore", ap, err, g.AP)
			brier, err := learn.BrierScoreLoss(g.Y, g.Score)
			near1(t, "BrierScoreLoss", brier, err, g.Brier)
			loss, err := learn.LogLoss(g.Y, mat.NewDense(len(g.Score), 1, g.Score), nil)
			near1(t, "LogLoss", loss, err, g.LogLoss)
		})
	}
}

func near1(t *testing.T, what string, got float64, err error, want float64) {
	t.Helper()
	close(t, what, []float64{value(t, got, err)}, []float64{want}, 1e-14)
}

func TestMetricsOfManyClassesAgainstScikitLearn(t *testing.T) {
	g := readMetricsGolden(t).Many
	compareDecisions(t, g.Y, g.Pred, g.Confusion, g.ConfusionText, g.Report, g.Averages)
	proba := mat.NewDense(len(g.Y), 4, g.Proba)
	auc, err := learn.ROCAUCScoreOVR(g.Y, proba, "")
	near1(t, "ROCAUCScoreOVR", auc, err, g.Macro)
	auc, err = learn.ROCAUCScoreOVR(g.Y, proba, learn.Weighted)
	near1(t, "ROCAUCScoreOVR, weighted", auc, err, g.Weighted)
	loss, err := learn.LogLoss(g.Y, proba, nil)
	near1(t, "LogLoss", loss, err, g.LogLoss)
	only, rows := []float64{}, []float64{}
	for i, v := range g.Y { // without a class, which then must be named
		if v != 7 {
			only, rows = append(only, v), append(rows, proba.RawRowView(i)...)
		}
	}
	if _, err := learn.LogLoss(only, mat.NewDense(len(only), 4, rows), []float64{-1, 3, 7, 12}); err != nil {
		t.Error(err)
	}
	if _, err := learn.LogLoss(only, mat.NewDense(len(only), 4, rows), nil); err == nil {
		t.Error("4 columns for 3 classes are accepted")
	}
}

func compareDecisions(t *testing.T, y, pred []float64, counts [][]int, text, report string, averages map[learn.Average][]float64) {
	t.Helper()
	m, err := learn.NewConfusionMatrix(y, pred)
	value(t, m, err)
	if !slices.EqualFunc(m.Counts, counts, slices.Equal) {
		t.Errorf("Counts are %v, scikit-learn's %v", m.Counts, counts)
	}
	if m.String() != text {
		t.Errorf("the matrix prints as\n%s\nnumpy's\n%s", m, text)
	}
	r, err := learn.NewClassificationReport(y, pred)
	if got := value(t, r, err).String(); got != report {
		t.Errorf("the report is\n%s\nscikit-learn's\n%s", got, report)
	}
	if len(averages) < 3 {
		t.Fatalf("%d averages", len(averages))
	}
	for by, want := range averages {
		p, err := learn.PrecisionScore(y, pred, by)
		near1(t, fmt.Sprint("PrecisionScore ", by), p, err, want[0])
		p, err = learn.RecallScore(y, pred, by)
		near1(t, fmt.Sprint("RecallScore ", by), p, err, want[1])
		p, err = learn.F1Score(y, pred, by)
		near1(t, fmt.Sprint("F1Score ", by), p, err, want[2])
	}
}

func TestFoldsAgainstScikitLearn(t *testing.T) {
	g := readMetricsGolden(t)
	for _, c := range g.Folds {
		cv := map[string]learn.Splitter{
			"KFold":           learn.KFold{NSplits: c.N},
			"StratifiedKFold": learn.StratifiedKFold{NSplits: c.N},
		}[c.Kind]
		folds, err := cv.Split(c.Y)
		value(t, folds, err)
		for i, f := range folds {
			if !slices.Equal(f.Test, c.Test[i]) {
				t.Errorf("%s %d of %v: fold %d tests on %v, scikit-learn on %v", c.Kind, c.N, c.Y, i, f.Test, c.Test[i])
			}
			if all := slices.Sorted(slices.Values(slices.Concat(f.Train, f.Test))); len(all) != len(c.Y) || len(slices.Compact(all)) != len(c.Y) {
				t.Errorf("%s %d: fold %d has the rows %v", c.Kind, c.N, i, all)
			}
		}
	}
	for _, s := range g.Sizes {
		n := int(s[0])
		split, err := learn.TrainTestSplit{TestSize: s[1]}.Split(mat.NewDense(n, 1, nil), make([]float64, n))
		if value(t, split, err); len(split.YTest) != int(s[2]) || len(split.YTest)+len(split.YTrain) != n {
			t.Errorf("%v of %d rows: %d to test on, scikit-learn has %v", s[1], n, len(split.YTest), s[2])
		}
	}
}

func TestMinMaxScalerAgainstScikitLearn(t *testing.T) {
	for _, c := range readMetricsGolden(t).Scaled {
		s, err := learn.MinMaxScaler{FeatureRange: c.Range, Clip: c.Clip}.Fit(mat.NewDense(3, 4, floats(c.X)))
		value(t, s, err)
		near(t, "Min", s.Min, c.Min)
		near(t, "Scale", s.Scale, c.Scale)
		probe := mat.NewDense(2, 4, floats(c.Probe))
		z, err := s.Transform(probe)
		near(t, "Transform", value(t, z, err).RawMatrix().Data, c.Transformed)
		back, err := s.InverseTransform(z)
		near(t, "InverseTransform", value(t, back, err).RawMatrix().Data, c.Inverse)
	}
}

func TestCrossValScoreAgainstScikitLearn(t *testing.T) {
	want := readMetricsGolden(t).CrossValidation
	l := readLab(t)
	for name, c := range map[string]struct {
		e  learn.Estimator
		cv learn.Splitter
	}{
		"GaussianNB":          {learn.GaussianNB{}, nil},
		"BernoulliNB 10 runs": {learn.BernoulliNB{}, learn.KFold{NSplits: 10}},
		"LogisticRegression":  {learn.LogisticRegression{Tol: 1e-10}, learn.StratifiedKFold{NSplits: 3}},
	} {
		scores, err := learn.CrossValScore(c.e, l.xTrain, l.yTrain, c.cv)
		close(t, name, value(t, scores, err), want[name], 0)
	}
}
