package spark

import (
	"errors"
	"fmt"

	"golab/internal/tuning"
)

// A CrossValidator finds the best of several pipelines by k-fold cross-validation: the
// rows are dealt into NumFolds folds; every candidate is fitted NumFolds times, on the
// rows outside of one fold, and evaluated on that fold; the candidate with the best
// mean is fitted once more, on all rows. It is this program that goes through them;
// the fits are the server's.
//
// The folds are those of PySpark, whose rand(Seed) draws a number for each row of each
// partition. For data in one partition [golab/labs.CrossValidator] has the same ones.
//
// After two seconds a search draws a line about its fits in place of those about tasks.
// It is an estimator, and so can be a stage of a [Pipeline].
//
// Source: CrossValidator of PySpark 4.1.4, pyspark/ml/tuning.py.
type CrossValidator struct {
	// Grid are the candidates, see [ParamGrid].
	Grid Grid

	// Evaluator computes the metric from the predictions. With a Parallelism above 1
	// its Evaluate is called on several goroutines at once.
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

	// Parallelism is how many fits the server is given at the same time; the default is
	// Spark's, 1.
	Parallelism int

	// CollectSubModels keeps the model of every fit, here and at the server, for
	// CrossValidatorModel.SubModels.
	CollectSubModels bool
}

// defaultFoldSeed is the hash code that Java gives the string
// "org.apache.spark.ml.tuning.CrossValidator".
const defaultFoldSeed = -1191137437

// Fit searches for the best candidate and returns it, with the metrics of all. The
// models of the search are deleted at the server, also when it fails or is interrupted;
// the last one stays, and with CollectSubModels all of a search that succeeds.
//
// It fails when Grid is empty or Evaluator nil, when NumFolds or Parallelism are out of
// range, when df has no rows, when a fold or the rest of it has none, when FoldCol has
// anything but whole numbers from 0 to NumFolds-1, when the metric of every candidate is
// NaN, and when a fit or an evaluation fails; the error says for which candidate, counted
// from 0, and which fold.
func (c CrossValidator) Fit(df *DataFrame) (*CrossValidatorModel, error) {
	model, err := c.withDefaults().fit(df)
	if err != nil {
		return nil, fmt.Errorf("spark: CrossValidator: %w", err)
	}
	return model, nil
}

func (c CrossValidator) fitStage(df *DataFrame) (Transformer, error) { return asTransformer(c.Fit(df)) }

func (c CrossValidator) withDefaults() CrossValidator {
	if c.NumFolds == 0 {
		c.NumFolds = 3
	}
	if c.Seed == 0 && !c.ZeroSeed {
		c.Seed = defaultFoldSeed
	}
	return c
}

func (c CrossValidator) fit(df *DataFrame) (*CrossValidatorModel, error) {
	s, err := newSearch(c.Grid, c.Evaluator, c.Parallelism, c.CollectSubModels, df)
	if err != nil {
		return nil, err
	}
	if c.NumFolds < 2 {
		return nil, fmt.Errorf("parameter NumFolds is %d, the least is 2", c.NumFolds)
	}
	d := randomFolds(s.df, c.NumFolds, c.Seed)
	if c.FoldCol != "" {
		d = columnFolds(s.df, c.FoldCol, c.NumFolds)
	}
	if err := d.check(); err != nil {
		return nil, err
	}
	m := &CrossValidatorModel{Grid: c.Grid, metric: metricName(c.Evaluator)}
	m.Best, m.BestModel, err = s.run(d.folds(), func() (int, error) {
		m.FoldMetrics = s.metrics
		m.AvgMetrics, m.StdMetrics = tuning.Averages(s.metrics)
		return tuning.Best(m.AvgMetrics, s.evaluator.IsLargerBetter())
	})
	if err != nil {
		return nil, err
	}
	m.SubModels = s.subModels()
	return m, nil
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
}

// Transform is that of BestModel.
func (m *CrossValidatorModel) Transform(df *DataFrame) *DataFrame { return m.BestModel.Transform(df) }

func (m *CrossValidatorModel) fitStage(*DataFrame) (Transformer, error) { return m, nil }

// Delete makes the server forget BestModel and SubModels.
func (m *CrossValidatorModel) Delete() error {
	return errors.Join(m.BestModel.Delete(), deleteAll(m.SubModels))
}

// Candidates returns 0, 1, …: the numbers of the candidates, as the x of a plot of
// AvgMetrics.
func (m *CrossValidatorModel) Candidates() []float64 { return candidates(len(m.AvgMetrics)) }

// String is the table of the candidates and their metrics as text.
func (m *CrossValidatorModel) String() string { return m.scores().String() }

// MIMEBundle is the table of the candidates and their metrics, in text and HTML.
func (m *CrossValidatorModel) MIMEBundle() (map[string]any, error) { return m.scores().Bundle(), nil }

func (m *CrossValidatorModel) scores() tuning.Scores {
	s := tuning.Scores{
		Title: fmt.Sprintf("CrossValidatorModel: candidates=%d, numFolds=%d", len(m.AvgMetrics), len(m.FoldMetrics)),
		Best:  m.Best, Names: m.Grid.Descriptions(),
		Heads: []string{"avg " + m.metric, "std"}, Columns: [][]float64{m.AvgMetrics, m.StdMetrics},
	}
	for i, metrics := range m.FoldMetrics {
		s.Heads = append(s.Heads, fmt.Sprint("fold ", i))
		s.Columns = append(s.Columns, metrics)
	}
	return s
}
