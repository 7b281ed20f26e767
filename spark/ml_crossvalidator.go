package spark

import (
	"errors"
	"fmt"
	"math"
)

// A Grid is a list of candidates: pipelines of which the best is to be found.
//
//	var grid spark.Grid
//	for _, layers := range [][]int{{57, 5, 2}, {57, 20, 5, 2}} {
//		candidate := mlp
//		candidate.Layers = layers
//		grid = append(grid, spark.Pipeline{assembler, candidate})
//	}
type Grid []Pipeline

// A CrossValidator finds the best of several pipelines by k-fold cross-validation: the
// rows are dealt into NumFolds folds; every candidate is fitted NumFolds times, on the
// rows outside of one fold, and evaluated on that fold; the candidate with the best
// mean is fitted once more, on all rows. It is this program that goes through them,
// one after the other; the fits are the server's.
//
// The folds are those of PySpark, whose rand(Seed) draws a number for each row of each
// partition. For data in one partition [golab/labs.CrossValidator] has the same ones.
//
// It is an estimator, and so can be a stage of a [Pipeline].
//
// Source: CrossValidator of PySpark 4.1.4, pyspark/ml/tuning.py.
type CrossValidator struct {
	// Grid are the candidates.
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
}

// defaultFoldSeed is the hash code that Java gives the string
// "org.apache.spark.ml.tuning.CrossValidator".
const defaultFoldSeed = -1191137437

// Fit searches for the best candidate and returns it, with the metrics of all. The
// models of the search are deleted at the server; the last one stays.
//
// It fails when Grid is empty or Evaluator nil, when NumFolds is below 2, when the
// metric of every candidate is NaN, and when a fit or an evaluation fails; the error
// says for which candidate, counted from 0, and which fold.
func (c CrossValidator) Fit(df *DataFrame) (*CrossValidatorModel, error) {
	model, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("spark: CrossValidator: %w", err)
	}
	return model, nil
}

func (c CrossValidator) fitStage(df *DataFrame) (Transformer, error) { return asTransformer(c.Fit(df)) }

func (c CrossValidator) fit(df *DataFrame) (*CrossValidatorModel, error) {
	if c.NumFolds == 0 {
		c.NumFolds = 3
	}
	if c.Seed == 0 && !c.ZeroSeed {
		c.Seed = defaultFoldSeed
	}
	switch {
	case len(c.Grid) == 0:
		return nil, errors.New("parameter Grid is empty, it needs at least 1 candidate")
	case c.Evaluator == nil:
		return nil, errors.New("parameter Evaluator is nil; it says which candidate is the best")
	case c.NumFolds < 2:
		return nil, fmt.Errorf("parameter NumFolds is %d, the least is 2", c.NumFolds)
	}
	folds := randomFolds(df, c.NumFolds, c.Seed)
	if c.FoldCol != "" {
		folds = columnFolds(df, c.FoldCol, c.NumFolds)
	}
	m := &CrossValidatorModel{Grid: c.Grid}
	for i, f := range folds {
		metrics := make([]float64, len(c.Grid))
		for j, candidate := range c.Grid {
			var err error
			if metrics[j], err = c.evaluate(candidate, f); err != nil {
				return nil, fmt.Errorf("candidate %d, fold %d: %w", j, i, err)
			}
		}
		m.FoldMetrics = append(m.FoldMetrics, metrics)
	}
	m.AvgMetrics, m.StdMetrics = averages(m.FoldMetrics)
	var err error
	if m.Best, err = c.best(m.AvgMetrics); err != nil {
		return nil, err
	}
	if m.BestModel, err = c.Grid[m.Best].Fit(df); err != nil {
		return nil, fmt.Errorf("the last fit, of candidate %d on all rows: %w", m.Best, err)
	}
	return m, nil
}

// evaluate fits a candidate on a fold and evaluates it.
func (c CrossValidator) evaluate(candidate Pipeline, f fold) (float64, error) {
	model, err := candidate.Fit(f.train)
	if err != nil {
		return 0, err
	}
	metric, err := c.Evaluator.Evaluate(model.Transform(f.validation))
	return metric, errors.Join(err, model.Delete())
}

// best returns the first of the candidates with the best metric. NaN is never the best.
func (c CrossValidator) best(metrics []float64) (int, error) {
	larger, best := c.Evaluator.IsLargerBetter(), -1
	for j, m := range metrics {
		if !math.IsNaN(m) && (best < 0 || larger && m > metrics[best] || !larger && m < metrics[best]) {
			best = j
		}
	}
	if best < 0 {
		return 0, fmt.Errorf("the metric is NaN for all %d candidates", len(metrics))
	}
	return best, nil
}

// A CrossValidatorModel is what [CrossValidator.Fit] has found.
type CrossValidatorModel struct {
	// Grid are the candidates.
	Grid Grid

	// AvgMetrics are the means over the folds, one a candidate, and StdMetrics the
	// standard deviations around them, of the population.
	AvgMetrics, StdMetrics []float64

	// FoldMetrics are the metrics by fold and candidate, FoldMetrics[fold][candidate].
	FoldMetrics [][]float64

	// Best is the number of the best candidate, the first if several are.
	Best int

	// BestModel is the best candidate, fitted on all rows.
	BestModel *PipelineModel
}

// Transform is that of BestModel.
func (m *CrossValidatorModel) Transform(df *DataFrame) *DataFrame { return m.BestModel.Transform(df) }

func (m *CrossValidatorModel) fitStage(*DataFrame) (Transformer, error) { return m, nil }

// Delete makes the server forget BestModel.
func (m *CrossValidatorModel) Delete() error { return m.BestModel.Delete() }

// averages returns the means and standard deviations over the folds for each candidate.
func averages(metrics [][]float64) (mean, std []float64) {
	k, n := float64(len(metrics)), len(metrics[0])
	mean, std = make([]float64, n), make([]float64, n)
	for j := range n {
		for _, fold := range metrics {
			mean[j] += fold[j]
		}
		mean[j] /= k
		for _, fold := range metrics {
			std[j] += (fold[j] - mean[j]) * (fold[j] - mean[j])
		}
		std[j] = math.Sqrt(std[j] / k)
	}
	return mean, std
}
