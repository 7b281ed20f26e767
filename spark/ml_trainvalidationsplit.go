package spark

import (
	"errors"
	"fmt"

	"golab/internal/tuning"
)

// A TrainValidationSplit finds the best of several pipelines with one division of the
// rows: every candidate is fitted on one part and evaluated on the other, and the best
// is fitted once more, on all rows. It is cheaper than a [CrossValidator], and less
// sure.
//
// The parts are those of PySpark, whose rand(Seed) draws a number u for each row of each
// partition: the rows with u ≥ TrainRatio validate. For data in one partition
// [golab/labs.TrainValidationSplit] has the same ones.
//
// Source: TrainValidationSplit of PySpark 4.1.4, pyspark/ml/tuning.py.
type TrainValidationSplit struct {
	// Grid are the candidates, see [ParamGrid].
	Grid Grid

	// Evaluator computes the metric from the predictions.
	Evaluator Evaluator

	// TrainRatio is about the part of the rows to train with, between 0 and 1; the
	// default is 0.75.
	TrainRatio float64

	// Seed divides the rows. The default is Spark's for Scala, -1772833110, the hash of
	// the class's name in Java. (PySpark takes another at each start.) As a Seed of 0
	// means that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// These are as in [CrossValidator].
	Parallelism      int
	CollectSubModels bool
}

// defaultSplitSeed is the hash code that Java gives the string
// "org.apache.spark.ml.tuning.TrainValidationSplit".
const defaultSplitSeed = -1772833110

// Fit searches for the best candidate and returns it, with the metrics of all. It fails
// as [CrossValidator.Fit] does, and when TrainRatio is not between 0 and 1.
func (t TrainValidationSplit) Fit(df *DataFrame) (*TrainValidationSplitModel, error) {
	model, err := t.withDefaults().fit(df)
	if err != nil {
		return nil, fmt.Errorf("spark: TrainValidationSplit: %w", err)
	}
	return model, nil
}

func (t TrainValidationSplit) fitStage(df *DataFrame) (Transformer, error) {
	return asTransformer(t.Fit(df))
}

func (t TrainValidationSplit) withDefaults() TrainValidationSplit {
	if t.TrainRatio == 0 {
		t.TrainRatio = 0.75
	}
	if t.Seed == 0 && !t.ZeroSeed {
		t.Seed = defaultSplitSeed
	}
	return t
}

func (t TrainValidationSplit) fit(df *DataFrame) (*TrainValidationSplitModel, error) {
	s, err := newSearch(t.Grid, t.Evaluator, t.Parallelism, t.CollectSubModels, df)
	if err != nil {
		return nil, err
	}
	if !(t.TrainRatio > 0 && t.TrainRatio < 1) {
		return nil, fmt.Errorf("parameter TrainRatio is %v, it must be above 0 and below 1", t.TrainRatio)
	}
	d := ratioFold(s.df, t.TrainRatio, t.Seed)
	if err := d.check(); err != nil {
		return nil, err
	}
	m := &TrainValidationSplitModel{Grid: t.Grid, metric: metricName(t.Evaluator)}
	m.Best, m.BestModel, err = s.run(d.folds(), func() (int, error) {
		m.ValidationMetrics = s.metrics[0]
		return tuning.Best(m.ValidationMetrics, s.evaluator.IsLargerBetter())
	})
	if err != nil {
		return nil, err
	}
	if t.CollectSubModels {
		m.SubModels = s.models[0]
	}
	return m, nil
}

// A TrainValidationSplitModel is what [TrainValidationSplit.Fit] has found. In a
// notebook it shows itself as a table of the candidates and their metrics.
type TrainValidationSplitModel struct {
	// Grid are the candidates.
	Grid Grid

	// ValidationMetrics are the metrics on the rows that validate, one a candidate.
	ValidationMetrics []float64

	// Best is the number of the best candidate, the first if several are. A metric of
	// NaN is never the best.
	Best int

	// BestModel is the best candidate, fitted on all rows.
	BestModel *PipelineModel

	// SubModels are the models, one a candidate, or nil without CollectSubModels.
	SubModels []*PipelineModel

	metric string
}

// Transform is that of BestModel.
func (m *TrainValidationSplitModel) Transform(df *DataFrame) *DataFrame {
	return m.BestModel.Transform(df)
}

func (m *TrainValidationSplitModel) fitStage(*DataFrame) (Transformer, error) { return m, nil }

// Delete makes the server forget BestModel and SubModels.
func (m *TrainValidationSplitModel) Delete() error {
	return errors.Join(m.BestModel.Delete(), deleteAll([][]*PipelineModel{m.SubModels}))
}

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// ValidationMetrics.
func (m *TrainValidationSplitModel) Candidates() []float64 {
	return candidates(len(m.ValidationMetrics))
}

// String is the table of the candidates and their metrics as text.
func (m *TrainValidationSplitModel) String() string { return m.scores().String() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *TrainValidationSplitModel) MIMEBundle() (map[string]any, error) {
	return m.scores().Bundle(), nil
}

func (m *TrainValidationSplitModel) scores() tuning.Scores {
	return tuning.Scores{
		Title: fmt.Sprintf("TrainValidationSplitModel: candidates=%d", len(m.ValidationMetrics)),
		Best:  m.Best, Names: m.Grid.Descriptions(),
		Heads: []string{m.metric}, Columns: [][]float64{m.ValidationMetrics},
	}
}
