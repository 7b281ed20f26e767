package labs

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A RegressionEvaluator computes how near predicted numbers are to the true ones. With y
// the true number, p the predicted one, ȳ the mean of y, and means and sums weighted if a
// weight column says so, the metrics are
//
//	rmse   √mse
//	mse    the mean of (y - p)²
//	mae    the mean of |y - p|
//	r2     1 - Σ(y - p)² / Σ(y - ȳ)², or 1 - Σ(y - p)² / Σy² if ThroughOrigin
//	var    the mean of (p - ȳ)²
//
// and a larger one is better for r2 and var.
//
// Source: RegressionEvaluator of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/evaluation/RegressionEvaluator.scala.
type RegressionEvaluator struct {
	MetricName    string // one of those above; the default is "rmse"
	LabelCol      string // the true numbers; the default is "label"
	PredictionCol string // the predicted numbers; the default is "prediction"
	WeightCol     string // weight of each row; the default is none: all weigh 1
	ThroughOrigin bool   // of r2
}

// Evaluate returns the metric for the predictions in df.
//
// It fails when the metric's name is not known, when a column is missing or holds text,
// when a weight is negative, and when df has no rows.
func (e RegressionEvaluator) Evaluate(df dataframe.DataFrame) (float64, error) {
	value, err := e.withDefaults().evaluate(df)
	if err != nil {
		return 0, fmt.Errorf("labs: RegressionEvaluator: %w", err)
	}
	return value, nil
}

// IsLargerBetter reports whether a larger value of the metric means better predictions.
func (e RegressionEvaluator) IsLargerBetter() bool {
	return e.MetricName == "r2" || e.MetricName == "var"
}

func (e RegressionEvaluator) metricName() string { return e.withDefaults().MetricName }

func (e RegressionEvaluator) withDefaults() RegressionEvaluator {
	e.MetricName = named(e.MetricName, "rmse")
	e.LabelCol = named(e.LabelCol, "label")
	e.PredictionCol = named(e.PredictionCol, "prediction")
	return e
}

func (e RegressionEvaluator) evaluate(df dataframe.DataFrame) (float64, error) {
	if choices := []string{"mae", "mse", "r2", "rmse", "var"}; !slices.Contains(choices, e.MetricName) {
		return 0, fmt.Errorf("parameter MetricName is %q, the choices are %s", e.MetricName, strings.Join(choices, ", "))
	}
	labels, weights, err := labelsAndWeights(df, e.LabelCol, e.WeightCol)
	if err != nil {
		return 0, err
	}
	predictions, err := data.Column(df, e.PredictionCol)
	if err != nil {
		return 0, err
	}
	x := mat.NewDense(len(labels), 3, nil) // y, y - p, p
	for i, y := range labels {
		x.SetRow(i, []float64{y, y - predictions[i], predictions[i]})
	}
	s := summarize(x, weights)
	square := func(j int) float64 {
		norm := math.Sqrt(s.m2[j])
		return norm * norm
	}
	switch e.MetricName {
	case "mae":
		return s.l1[1] / s.n, nil
	case "mse":
		return square(1) / s.n, nil
	case "rmse":
		return math.Sqrt(square(1) / s.n), nil
	case "var":
		y, p := s.means()[0], s.means()[2]
		return (square(2) + float64(y*y*s.n) - float64(2*y*p*s.n)) / s.n, nil
	}
	if e.ThroughOrigin {
		return 1 - square(1)/square(0), nil
	}
	return 1 - square(1)/(s.variances()[0]*(s.n-1)), nil
}
