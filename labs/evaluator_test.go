package labs

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/go-gota/gota/dataframe"
)

// A metricsCase is what scikit-learn gives for one set of predictions.
type metricsCase struct {
	Name                         string
	Labels, Predictions, Weights []float64
	Probabilities                []float64
	Beta, Label                  float64
	Want                         map[string]float64
}

func metricsCases(t *testing.T) []metricsCase {
	t.Helper()
	text, err := os.ReadFile("testdata/metrics.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []metricsCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	return cases
}

func (c metricsCase) frame(t *testing.T) (df dataframe.DataFrame, weightCol string) {
	df = frame("label", c.Labels, "prediction", c.Predictions)
	if c.Weights != nil {
		df, weightCol = frame("label", c.Labels, "prediction", c.Predictions, "w", c.Weights), "w"
	}
	return vectors(t, df, "probability", len(c.Probabilities)/len(c.Labels), c.Probabilities...), weightCol
}

func TestEvaluatorAgainstScikitLearn(t *testing.T) {
	for _, c := range metricsCases(t) {
		df, weightCol := c.frame(t)
		if len(c.Want) != len(metrics())+1 {
			t.Errorf("%s: %d metrics are compared of %d", c.Name, len(c.Want), len(metrics())+1)
		}
		for name, want := range c.Want {
			e := MulticlassClassificationEvaluator{MetricName: name, MetricLabel: c.Label, Beta: c.Beta, WeightCol: weightCol}
			got, err := e.Evaluate(df)
			if err != nil || math.Abs(got-want) > 1e-13 {
				t.Errorf("%s: %s = %v, error %v; scikit-learn has %v", c.Name, name, got, err, want)
			}
		}
	}
}

func TestMetricsByLabelAgreeWithTheEvaluator(t *testing.T) {
	for _, c := range metricsCases(t) {
		m := newMetrics(c.Labels, c.Predictions, c.Weights)
		df, weightCol := c.frame(t)
		byLabel := map[string][]float64{
			"precisionByLabel":         m.PrecisionByLabel(),
			"recallByLabel":            m.RecallByLabel(),
			"truePositiveRateByLabel":  m.TruePositiveRateByLabel(),
			"falsePositiveRateByLabel": m.FalsePositiveRateByLabel(),
			"fMeasureByLabel":          m.FMeasureByLabel(c.Beta),
		}
		for name, values := range byLabel {
			var want []float64
			for _, label := range m.Labels() {
				e := MulticlassClassificationEvaluator{MetricName: name, MetricLabel: label, Beta: c.Beta, WeightCol: weightCol}
				v, err := e.Evaluate(df)
				if err != nil {
					t.Error(err)
				}
				want = append(want, v)
			}
			wantNumbers(t, c.Name+": "+name, values, want)
		}
		whole := []float64{m.Accuracy(), m.HammingLoss(), m.WeightedPrecision(), m.WeightedRecall(), m.WeightedTruePositiveRate(), m.WeightedFalsePositiveRate(), m.WeightedFMeasure(c.Beta)}
		names := []string{"accuracy", "hammingLoss", "weightedPrecision", "weightedRecall", "weightedTruePositiveRate", "weightedFalsePositiveRate", "weightedFMeasure"}
		for i, name := range names {
			wantNumbers(t, c.Name+": "+name, whole[i:i+1], []float64{c.Want[name]})
		}
	}
}

func TestConfusionMatrix(t *testing.T) {
	m := newMetrics([]float64{2, 0, 0, 2, 2}, []float64{2, 0, 2, 0, 1}, []float64{1, 2, 3, 4, 5})
	if got := fmt.Sprint(m.Labels(), m.ConfusionMatrix()); got != "[0 2] [[2 3] [4 1]]" {
		t.Errorf("labels and confusion %s", got)
	}
	if got := m.Accuracy(); got != 3.0/15 {
		t.Errorf("accuracy %v, want 3/15", got)
	}
	m.Labels()[0], m.ConfusionMatrix()[0][0] = 9, 9
	if got := fmt.Sprint(m.Labels(), m.ConfusionMatrix()); got != "[0 2] [[2 3] [4 1]]" {
		t.Errorf("after a change to what was returned: %s", got)
	}
	odd := newMetrics([]float64{nan, 1, math.Copysign(0, -1), nan, 0}, []float64{nan, 1, 0, 0, 0}, nil)
	if got := fmt.Sprint(odd.Labels(), odd.ConfusionMatrix(), odd.Accuracy()); got != "[-0 1 NaN] [[2 0 0] [0 1 0] [1 0 1]] 0.8" {
		t.Errorf("NaN is a class of its own and -0 is 0: %s", got)
	}
}

func TestEvaluatorRejects(t *testing.T) {
	good := vectors(t, frame("label", []float64{0, 1}, "prediction", []float64{0, 1}, "s", []string{"a", "b"}, "w", []float64{1, -2}),
		"probability", 2, 0.5, 0.5, 0.5, 0.5)
	tests := []struct {
		name string
		e    MulticlassClassificationEvaluator
		df   dataframe.DataFrame
		want []string
	}{
		{"metric", MulticlassClassificationEvaluator{MetricName: "acc"}, good, []string{`MetricName is "acc", the choices are accuracy, f1, fMeasureByLabel, `}},
		{"metric label", MulticlassClassificationEvaluator{MetricLabel: -1}, good, []string{"MetricLabel is -1, the least is 0"}},
		{"metric label NaN", MulticlassClassificationEvaluator{MetricLabel: nan}, good, []string{"MetricLabel is NaN"}},
		{"absent label", MulticlassClassificationEvaluator{MetricName: "recallByLabel", MetricLabel: 7}, good, []string{"MetricLabel is 7, the labels in label are [0 1]"}},
		{"beta", MulticlassClassificationEvaluator{Beta: -1}, good, []string{"Beta is -1, it must be above 0"}},
		{"eps", MulticlassClassificationEvaluator{Eps: 0.7}, good, []string{"Eps is 0.7, it must be above 0 and below 0.5"}},
		{"no rows", MulticlassClassificationEvaluator{}, good.Subset([]int{}), []string{"the frame has no rows"}},
		{"no frame", MulticlassClassificationEvaluator{}, dataframe.DataFrame{}, []string{"the frame has no columns"}},
		{"label column", MulticlassClassificationEvaluator{LabelCol: "labels"}, good, []string{`no column "labels" (did you mean label?)`}},
		{"label of text", MulticlassClassificationEvaluator{LabelCol: "s"}, good, []string{`"s" holds text`}},
		{"prediction column", MulticlassClassificationEvaluator{PredictionCol: "p"}, good, []string{`no column "p"`}},
		{"prediction is a vector", MulticlassClassificationEvaluator{PredictionCol: "probability"}, good, []string{`"probability" holds vectors`}},
		{"weights", MulticlassClassificationEvaluator{WeightCol: "w"}, good, []string{"row 1 has the weight w = -2"}},
		{"weight column", MulticlassClassificationEvaluator{WeightCol: "weights"}, good, []string{`no column "weights"`}},
		{"probability column", MulticlassClassificationEvaluator{MetricName: "logLoss", ProbabilityCol: "w"}, good, []string{"logLoss needs probabilities", `"w"`}},
		{"label without probability", MulticlassClassificationEvaluator{MetricName: "logLoss"},
			vectors(t, frame("label", []float64{0, 2}), "probability", 2, 0.5, 0.5, 0.5, 0.5), []string{"row 1 has label = 2, probability has the classes 0 to 1"}},
		{"label of half", MulticlassClassificationEvaluator{MetricName: "logLoss"},
			vectors(t, frame("label", []float64{0.5}), "probability", 2, 0.5, 0.5), []string{"row 0 has label = 0.5"}},
	}
	for _, tt := range tests {
		_, err := tt.e.Evaluate(tt.df)
		wantError(t, tt.name, err, "labs: MulticlassClassificationEvaluator: ", tt.want...)
	}
}

// One label alone: the rate of false positives is 0/0.
func TestEvaluatorOneClass(t *testing.T) {
	df := frame("label", []float64{1, 1, 1}, "prediction", []float64{1, 0, 1})
	for name, want := range map[string]float64{"accuracy": 2.0 / 3, "f1": 0.8, "weightedPrecision": 1, "weightedFalsePositiveRate": nan} {
		got, err := MulticlassClassificationEvaluator{MetricName: name}.Evaluate(df)
		if err != nil {
			t.Error(err)
		}
		wantNumbers(t, name, []float64{got}, []float64{want})
	}
}

func TestLogLossClipsProbabilities(t *testing.T) {
	df := vectors(t, frame("label", []float64{0, 0, 1}), "probability", 2, 0, 1, 1, 0, 0.5, 0.5)
	got, err := MulticlassClassificationEvaluator{MetricName: "logLoss", Eps: 0.25}.Evaluate(df)
	if err != nil {
		t.Fatal(err)
	}
	wantNumbers(t, "logLoss", []float64{got}, []float64{(math.Log(4) - math.Log(0.75) + math.Log(2)) / 3})
	got, err = MulticlassClassificationEvaluator{MetricName: "logLoss"}.Evaluate(df)
	if err != nil || got < 11 || got > 12 { // -log(1e-15)/3 = 11.5
		t.Errorf("logLoss with the default Eps = %v, error %v", got, err)
	}
}

func TestIsLargerBetter(t *testing.T) {
	var smaller []string
	for _, m := range append(metrics(), metric{name: logLoss}) {
		if !(MulticlassClassificationEvaluator{MetricName: m.name}).IsLargerBetter() {
			smaller = append(smaller, m.name)
		}
	}
	slices.Sort(smaller)
	if want := []string{"falsePositiveRateByLabel", "hammingLoss", "logLoss", "weightedFalsePositiveRate"}; !slices.Equal(smaller, want) {
		t.Errorf("smaller is better for %v, want %v", smaller, want)
	}
	if !(MulticlassClassificationEvaluator{}).IsLargerBetter() {
		t.Error("larger is not better for the default metric")
	}
}
