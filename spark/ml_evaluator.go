package spark

import (
	"cmp"
	"errors"
	"fmt"

	"golab/labs"
	"golab/spark/internal/wire"
)

// An Evaluator computes one number that says how good the predictions in a frame are:
// [MulticlassClassificationEvaluator] or a type of one's own.
type Evaluator interface {
	Evaluate(df *DataFrame) (float64, error)
	IsLargerBetter() bool
}

// A MulticlassClassificationEvaluator has the server compute one number that says how
// good the predictions in a frame are. [golab/labs.MulticlassClassificationEvaluator]
// does the same for local frames, and documents the metrics.
//
// Source: MulticlassClassificationEvaluator of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/evaluation/MulticlassClassificationEvaluator.scala.
type MulticlassClassificationEvaluator struct {
	// MetricName is one of the names that labs.MulticlassClassificationEvaluator
	// documents: accuracy, weightedPrecision, logLoss and so on; the default is "f1".
	MetricName string

	LabelCol       string // the true classes; the default is "label"
	PredictionCol  string // the predicted classes; the default is "prediction"
	ProbabilityCol string // vector column that logLoss reads; the default is "probability"
	WeightCol      string // weight of each row; the default is none: all weigh 1

	MetricLabel float64 // the class that metrics by label look at; the default is 0
	Beta        float64 // of the F-measures, above 0; the default is 1
	Eps         float64 // of logLoss, between 0 and 0.5; the default is 1e-15
}

// Evaluate returns the metric for the predictions in df. Parameters outside their
// range and columns that are missing are the server's to report.
func (e MulticlassClassificationEvaluator) Evaluate(df *DataFrame) (float64, error) {
	value, err := e.evaluate(df)
	if err != nil {
		return 0, fmt.Errorf("spark: MulticlassClassificationEvaluator: %w", err)
	}
	return value, nil
}

func (e MulticlassClassificationEvaluator) evaluate(df *DataFrame) (float64, error) {
	if err := df.problem(); err != nil {
		return 0, err
	}
	result, err := df.session.ml(&wire.MlCommand{Command: &wire.MlCommand_Evaluate_{Evaluate: &wire.MlCommand_Evaluate{
		Evaluator: operator(wire.MlOperator_OPERATOR_TYPE_EVALUATOR, "evaluation.MulticlassClassificationEvaluator"),
		Params:    e.params().message(), Dataset: df.plan,
	}}})
	if err != nil {
		return 0, err
	}
	value, ok := result.GetParam().GetLiteralType().(*wire.Expression_Literal_Double)
	if !ok {
		return 0, errors.New("the server sent no number")
	}
	return value.Double, nil
}

// params returns the parameters as Spark names them.
func (e MulticlassClassificationEvaluator) params() params {
	p := params{
		"metricName":  textLiteral(cmp.Or(e.MetricName, "f1")),
		"metricLabel": doubleLiteral(e.MetricLabel),
		"beta":        doubleLiteral(cmp.Or(e.Beta, 1)),
		"eps":         doubleLiteral(cmp.Or(e.Eps, 1e-15)),
	}
	p.column("labelCol", e.LabelCol, "label")
	p.column("predictionCol", e.PredictionCol, "prediction")
	p.column("probabilityCol", e.ProbabilityCol, "probability")
	if e.WeightCol != "" {
		p["weightCol"] = textLiteral(e.WeightCol)
	}
	return p
}

// metricName is what a table of candidates calls the metric.
func (e MulticlassClassificationEvaluator) metricName() string { return cmp.Or(e.MetricName, "f1") }

// IsLargerBetter reports whether a larger value of the metric means better
// predictions. It does not for weightedFalsePositiveRate, falsePositiveRateByLabel,
// logLoss and hammingLoss.
func (e MulticlassClassificationEvaluator) IsLargerBetter() bool {
	return labs.MulticlassClassificationEvaluator(e).IsLargerBetter()
}
