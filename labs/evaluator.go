package labs

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"golab/data"
	"golab/internal/jvm"

	"github.com/go-gota/gota/dataframe"
)

// A MulticlassClassificationEvaluator computes one number that says how good the
// predictions in a frame are.
//
// Source: MulticlassClassificationEvaluator of Spark 3.0.1,
// mllib/src/main/scala/org/apache/spark/ml/evaluation/MulticlassClassificationEvaluator.scala,
// and for logLoss and hammingLoss that of 3.1.
type MulticlassClassificationEvaluator struct {
	// MetricName is one of the names below; the default is "f1". [MulticlassMetrics]
	// has their formulas.
	//
	//	accuracy, hammingLoss, f1 (the weighted F-measure with β = 1), logLoss,
	//	weightedPrecision, weightedRecall, weightedTruePositiveRate,
	//	weightedFalsePositiveRate, weightedFMeasure,
	//	precisionByLabel, recallByLabel, truePositiveRateByLabel,
	//	falsePositiveRateByLabel, fMeasureByLabel
	//
	// logLoss is the weighted mean of -log p with p the probability given to the
	// true label, kept within [Eps, 1-Eps].
	MetricName string

	LabelCol       string // the true classes; the default is "label"
	PredictionCol  string // the predicted classes; the default is "prediction"
	ProbabilityCol string // vector column that logLoss reads; the default is "probability"
	WeightCol      string // weight of each row; the default is none: all weigh 1

	MetricLabel float64 // the class that metrics by label look at; the default is 0
	Beta        float64 // of the F-measures, above 0; the default is 1
	Eps         float64 // of logLoss, between 0 and 0.5; the default is 1e-15
}

// A metric computes one of the evaluator's numbers. Those by label get the index of
// the label.
type metric struct {
	name          string
	smallerBetter bool
	value         func(m MulticlassMetrics, beta float64) float64
	byLabel       func(m MulticlassMetrics, i int, beta float64) float64
}

const logLoss = "logLoss"

// metrics returns all metrics but logLoss.
func metrics() []metric {
	type mm = MulticlassMetrics
	return []metric{
		{name: "f1", value: func(m mm, _ float64) float64 { return m.WeightedFMeasure(1) }},
		{name: "accuracy", value: func(m mm, _ float64) float64 { return m.Accuracy() }},
		{name: "weightedPrecision", value: func(m mm, _ float64) float64 { return m.WeightedPrecision() }},
		{name: "weightedRecall", value: func(m mm, _ float64) float64 { return m.WeightedRecall() }},
		{name: "weightedTruePositiveRate", value: func(m mm, _ float64) float64 { return m.WeightedRecall() }},
		{name: "weightedFalsePositiveRate", smallerBetter: true, value: func(m mm, _ float64) float64 { return m.WeightedFalsePositiveRate() }},
		{name: "weightedFMeasure", value: mm.WeightedFMeasure},
		{name: "truePositiveRateByLabel", byLabel: func(m mm, i int, _ float64) float64 { return m.recall(i) }},
		{name: "falsePositiveRateByLabel", smallerBetter: true, byLabel: func(m mm, i int, _ float64) float64 { return m.falsePositiveRate(i) }},
		{name: "precisionByLabel", byLabel: func(m mm, i int, _ float64) float64 { return m.precision(i) }},
		{name: "recallByLabel", byLabel: func(m mm, i int, _ float64) float64 { return m.recall(i) }},
		{name: "fMeasureByLabel", byLabel: mm.fMeasure},
		{name: "hammingLoss", smallerBetter: true, value: func(m mm, _ float64) float64 { return m.HammingLoss() }},
	}
}

// Evaluate returns the metric for the predictions in df.
//
// It fails when the metric's name is not known, when a parameter is outside its range,
// when a column is missing, when df has no rows, when a metric by label is asked for
// a label that does not occur, and for logLoss when a label has no probability.
func (e MulticlassClassificationEvaluator) Evaluate(df dataframe.DataFrame) (float64, error) {
	e = e.withDefaults()
	value, err := e.evaluate(df)
	if err != nil {
		return 0, fmt.Errorf("labs: MulticlassClassificationEvaluator: %w", err)
	}
	return value, nil
}

// IsLargerBetter reports whether a larger value of the metric means better
// predictions. It does not for weightedFalsePositiveRate, falsePositiveRateByLabel,
// logLoss and hammingLoss.
func (e MulticlassClassificationEvaluator) IsLargerBetter() bool {
	m, _ := e.withDefaults().metric()
	return !m.smallerBetter
}

func (e MulticlassClassificationEvaluator) metricName() string { return e.withDefaults().MetricName }

func (e MulticlassClassificationEvaluator) withDefaults() MulticlassClassificationEvaluator {
	e.MetricName = named(e.MetricName, "f1")
	e.LabelCol = named(e.LabelCol, "label")
	e.PredictionCol = named(e.PredictionCol, "prediction")
	e.ProbabilityCol = named(e.ProbabilityCol, "probability")
	if e.Beta == 0 {
		e.Beta = 1
	}
	if e.Eps == 0 {
		e.Eps = 1e-15
	}
	return e
}

func (e MulticlassClassificationEvaluator) metric() (metric, error) {
	if e.MetricName == logLoss {
		return metric{name: logLoss, smallerBetter: true}, nil
	}
	all := metrics()
	if i := slices.IndexFunc(all, func(m metric) bool { return m.name == e.MetricName }); i >= 0 {
		return all[i], nil
	}
	names := []string{logLoss}
	for _, m := range all {
		names = append(names, m.name)
	}
	slices.Sort(names)
	return metric{}, fmt.Errorf("parameter MetricName is %q, the choices are %s", e.MetricName, strings.Join(names, ", "))
}

func (e MulticlassClassificationEvaluator) evaluate(df dataframe.DataFrame) (float64, error) {
	chosen, err := e.metric()
	if err != nil {
		return 0, err
	}
	switch {
	case !(e.MetricLabel >= 0):
		return 0, fmt.Errorf("parameter MetricLabel is %v, the least is 0", e.MetricLabel)
	case !(e.Beta > 0):
		return 0, fmt.Errorf("parameter Beta is %v, it must be above 0", e.Beta)
	case !(e.Eps > 0 && e.Eps < 0.5):
		return 0, fmt.Errorf("parameter Eps is %v, it must be above 0 and below 0.5", e.Eps)
	}
	labels, weights, err := labelsAndWeights(df, e.LabelCol, e.WeightCol)
	if err != nil {
		return 0, err
	}
	if chosen.name == logLoss {
		return e.logLoss(df, labels, weights)
	}
	predictions, err := data.Column(df, e.PredictionCol)
	if err != nil {
		return 0, err
	}
	m := newMetrics(labels, predictions, weights)
	if chosen.value != nil {
		return chosen.value(m, e.Beta), nil
	}
	i, ok := index(m.labels, e.MetricLabel)
	if !ok {
		return 0, fmt.Errorf("parameter MetricLabel is %v, the labels in %s are %v", e.MetricLabel, e.LabelCol, m.labels)
	}
	return chosen.byLabel(m, i, e.Beta), nil
}

// labelsAndWeights reads the true classes and the weights, nil without a weight column.
func labelsAndWeights(df dataframe.DataFrame, labelCol, weightCol string) (labels, weights []float64, err error) {
	if err := frameError(df); err != nil {
		return nil, nil, err
	}
	if df.Nrow() == 0 {
		return nil, nil, errors.New("the frame has no rows")
	}
	if labels, err = data.Column(df, labelCol); err != nil || weightCol == "" {
		return labels, nil, err
	}
	if weights, err = data.Column(df, weightCol); err != nil {
		return nil, nil, err
	}
	for i, w := range weights {
		if !(w >= 0) || math.IsInf(w, 1) {
			return nil, nil, fmt.Errorf("row %d has the weight %s = %v, it must be finite and not negative", i, weightCol, w)
		}
	}
	return labels, weights, nil
}

func (e MulticlassClassificationEvaluator) logLoss(df dataframe.DataFrame, labels, weights []float64) (float64, error) {
	probabilities, err := data.Vector(df, e.ProbabilityCol)
	if err != nil {
		return 0, fmt.Errorf("logLoss needs probabilities: %w", err)
	}
	_, k := probabilities.Dims()
	loss, total := 0.0, 0.0
	for i, label := range labels {
		if !(label >= 0 && label < float64(k)) || label != math.Trunc(label) {
			return 0, fmt.Errorf("row %d has %s = %v, %s has the classes 0 to %d", i, e.LabelCol, label, e.ProbabilityCol, k-1)
		}
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		loss += w * surprise(probabilities.At(i, int(label)), e.Eps)
		total += w
	}
	return loss / total, nil
}

// surprise returns -log p for p kept within [eps, 1-eps], with the logarithm of Java
// 17 on x86-64.
func surprise(p, eps float64) float64 {
	switch {
	case p < eps:
		p = eps
	case p > 1-eps:
		return -math.Log1p(-eps)
	}
	return -jvm.IntelLibm.Log()(p)
}
