package labs

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/go-gota/gota/dataframe"

	"golab/internal/tuning"
)

// A CrossValidator finds the best of several pipelines by k-fold cross-validation: the
// rows are dealt into NumFolds folds; every candidate is fitted NumFolds times, on the
// rows outside of one fold, and evaluated on that fold; the candidate with the best
// mean is fitted once more, on all rows.
//
// The folds are those of PySpark, whose rand(Seed) draws a number u for each row, for a
// frame of one partition: with h = 1/NumFolds fold i is the rows with i·h ≤ u < (i+1)·h.
// (Spark for Scala divides otherwise.) With stages that compute as Spark's do, all
// numbers are Spark's, to the last digit.
//
// It is an estimator, and so can be a stage of a [Pipeline].
//
// Source: CrossValidator of PySpark 4.1.4, pyspark/ml/tuning.py.
type CrossValidator struct {
	// Grid are the candidates, see [ParamGrid].
	Grid Grid

	// Evaluator computes the metric from the predictions.
	Evaluator Evaluator

	// NumFolds is the number of folds, at least 2; the default is 3.
	NumFolds int

	// Seed deals the rows into folds. The default is Spark's for Scala, -1191137437,
	// the hash of the class's name in Java. (PySpark takes another at each start.) As
	// a Seed of 0 means that default, ZeroSeed asks for the seed 0.
	Seed     int64
	ZeroSeed bool

	// FoldCol names a column with the number of each row's fold, from 0 to NumFolds-1,
	// which replaces the draw. By default there is none.
	FoldCol string

	// Parallelism is how many fits run at the same time; the default is all
	// processors. It changes nothing but the time.
	Parallelism int

	// CollectSubModels keeps the model of every fit, for CrossValidatorModel.SubModels.
	CollectSubModels bool

	// Context ends the search between two fits; by default the interrupt of
	// its cell does.
	Context context.Context

	// Progress is where a line about a search of more than 2 s goes; the default is
	// the standard output. Quiet keeps the line away. The stages are quiet.
	Progress io.Writer
	Quiet    bool
}

// defaultFoldSeed is the hash code that Java gives the string
// "org.apache.spark.ml.tuning.CrossValidator".
const defaultFoldSeed = -1191137437

// Fit searches for the best candidate and returns it, with the metrics of all.
//
// It fails when Grid is empty or Evaluator nil, when NumFolds or Parallelism are out of
// range, when df has no rows, when a fold or the rest of it has none, when FoldCol has
// anything but whole numbers from 0 to NumFolds-1, when the context ends, when the
// metric of every candidate is NaN, and when a fit or an evaluation fails; the error says
// for which candidate, counted from 0, and which fold.
func (c CrossValidator) Fit(df dataframe.DataFrame) (*CrossValidatorModel, error) {
	model, err := c.withDefaults().fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: CrossValidator: %w", err)
	}
	return model, nil
}

func (c CrossValidator) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c CrossValidator) quieted() Stage {
	c.Quiet = true
	return c
}

func (c CrossValidator) withDefaults() CrossValidator {
	if c.NumFolds == 0 {
		c.NumFolds = 3
	}
	if c.Seed == 0 && !c.ZeroSeed {
		c.Seed = defaultFoldSeed
	}
	return c
}

func (c CrossValidator) fit(df dataframe.DataFrame) (*CrossValidatorModel, error) {
	s, err := newSearch(settings{c.Grid, c.Evaluator, c.Parallelism, c.CollectSubModels, c.Context, c.Progress, c.Quiet}, df)
	if err != nil {
		return nil, err
	}
	if c.NumFolds < 2 {
		return nil, fmt.Errorf("parameter NumFolds is %d, the least is 2", c.NumFolds)
	}
	folds, err := c.folds(df)
	if err != nil {
		return nil, err
	}
	defer s.progress.end()
	if err := s.evaluate(folds); err != nil {
		return nil, err
	}
	m := &CrossValidatorModel{Grid: c.Grid, FoldMetrics: s.metrics, SubModels: s.subModels(), metric: metricName(c.Evaluator)}
	m.AvgMetrics, m.StdMetrics = tuning.Averages(s.metrics)
	if m.Best, err = tuning.Best(m.AvgMetrics, s.evaluator.IsLargerBetter()); err != nil {
		return nil, err
	}
	if m.BestModel, err = s.refit(m.Best); err != nil {
		return nil, err
	}
	return m, nil
}

func (c CrossValidator) folds(df dataframe.DataFrame) ([]fold, error) {
	if c.FoldCol != "" {
		return columnFolds(df, c.FoldCol, c.NumFolds)
	}
	return randomFolds(df.Nrow(), c.NumFolds, c.Seed)
}

// A CrossValidatorModel is what [CrossValidator.Fit] has found. In a notebook it shows
// itself as a table of the candidates and their metrics.
type CrossValidatorModel struct {
	// Grid are the candidates.
	Grid Grid

	// AvgMetrics are the means over the folds, one a candidate, and StdMetrics the
	// standard deviations around them, of the population.
	AvgMetrics, StdMetrics []float64

	// FoldMetrics are the metrics by fold and candidate, FoldMetrics[fold][candidate].
	FoldMetrics [][]float64

	// Best is the number of the best candidate, the first if several are. A mean of
	// NaN is never the best. (PySpark would prefer it.)
	Best int

	// BestModel is the best candidate, fitted on all rows.
	BestModel *PipelineModel

	// SubModels are the models by fold and candidate, SubModels[fold][candidate], or
	// nil without CollectSubModels.
	SubModels [][]*PipelineModel

	metric string
	names  []string // of the candidates, if Grid stayed behind when the model went into bytes
}

// Transform is that of BestModel. It fails when there is none, too.
func (m *CrossValidatorModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if m.BestModel == nil {
		return dataframe.DataFrame{}, errors.New("labs: CrossValidatorModel: BestModel is nil")
	}
	return m.BestModel.Transform(df)
}

func (m *CrossValidatorModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }
