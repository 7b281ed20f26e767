package labs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/go-gota/gota/dataframe"

	"golab/internal/tuning"
)

// A TrainValidationSplit finds the best of several pipelines with one division of the
// rows: every candidate is fitted on one part and evaluated on the other, and the best
// is fitted once more, on all rows. It is cheaper than a [CrossValidator], and less
// sure.
//
// The parts are those of PySpark, whose rand(Seed) draws a number u for each row, for a
// frame of one partition: the rows with u ≥ TrainRatio validate.
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
	Context          context.Context
	Progress         io.Writer
	Quiet            bool
}

// defaultSplitSeed is the hash code that Java gives the string
// "org.apache.spark.ml.tuning.TrainValidationSplit".
const defaultSplitSeed = -1772833110

// Fit searches for the best candidate and returns it, with the metrics of all. It fails
// as [CrossValidator.Fit] does, and when TrainRatio is not between 0 and 1.
func (t TrainValidationSplit) Fit(df dataframe.DataFrame) (*TrainValidationSplitModel, error) {
	model, err := t.withDefaults().fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: TrainValidationSplit: %w", err)
	}
	return model, nil
}

func (t TrainValidationSplit) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(t.Fit(df))
}

func (t TrainValidationSplit) quieted() Stage {
	t.Quiet = true
	return t
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

func (t TrainValidationSplit) fit(df dataframe.DataFrame) (*TrainValidationSplitModel, error) {
	s, err := newSearch(settings{t.Grid, t.Evaluator, t.Parallelism, t.CollectSubModels, t.Context, t.Progress, t.Quiet}, df)
	if err != nil {
		return nil, err
	}
	if !(t.TrainRatio > 0 && t.TrainRatio < 1) {
		return nil, fmt.Errorf("parameter TrainRatio is %v, it must be above 0 and below 1", t.TrainRatio)
	}
	f, err := ratioFold(df.Nrow(), t.TrainRatio, t.Seed)
	if err != nil {
		return nil, err
	}
	defer s.progress.end()
	if err := s.evaluate([]fold{f}); err != nil {
		return nil, err
	}
	m := &TrainValidationSplitModel{Grid: t.Grid, ValidationMetrics: s.metrics[0], metric: metricName(t.Evaluator)}
	if t.CollectSubModels {
		m.SubModels = s.models[0]
	}
	if m.Best, err = tuning.Best(m.ValidationMetrics, s.evaluator.IsLargerBetter()); err != nil {
		return nil, err
	}
	if m.BestModel, err = s.refit(m.Best); err != nil {
		return nil, err
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
	names  []string // of the candidates, if Grid stayed behind when the model went into bytes
}

// Transform is that of BestModel. It fails when there is none, too.
func (m *TrainValidationSplitModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if m.BestModel == nil {
		return dataframe.DataFrame{}, errors.New("labs: TrainValidationSplitModel: BestModel is nil")
	}
	return m.BestModel.Transform(df)
}

func (m *TrainValidationSplitModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }
