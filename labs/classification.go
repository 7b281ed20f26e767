package labs

import (
	"errors"
	"fmt"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// classification is what fitted classifiers have in common.
type classification struct {
	// The columns to read and to add, as in the classifier; they may be changed.
	FeaturesCol, PredictionCol, RawPredictionCol string

	numFeatures, numClasses int
}

// NumFeatures returns the number of features of the rows that the model was fitted with.
func (c *classification) NumFeatures() int { return c.numFeatures }

// NumClasses returns the number of classes.
func (c *classification) NumClasses() int { return c.numClasses }

// added returns the names of the columns that Transform adds.
func (c *classification) added() addedColumns {
	return newAddedColumns(c.RawPredictionCol, NoColumn, c.PredictionCol)
}

func (c *classification) base() *classification { return c }

// probabilistic is what those have in common that know probabilities.
type probabilistic struct {
	classification

	// These are as in the classifier and may be changed.
	ProbabilityCol string
	Thresholds     []float64
}

func newProbabilistic(features, prediction, probability, raw string, thresholds []float64) probabilistic {
	return probabilistic{classification{FeaturesCol: features, PredictionCol: prediction, RawPredictionCol: raw}, probability, slices.Clone(thresholds)}
}

// added returns the names of the columns that Transform adds.
func (c *probabilistic) added() addedColumns {
	return newAddedColumns(c.RawPredictionCol, c.ProbabilityCol, c.PredictionCol)
}

// A classificationModel is a fitted classifier of this package.
type classificationModel interface {
	base() *classification
	added() addedColumns
	name() string

	// predict says what x is, finite numbers with NumFeatures columns.
	predict(x *mat.Dense) (predictions, error)
}

var errNotFitted = errors.New("the model is not fitted: it is what Fit returns")

// read returns the features in df.
func read(m classificationModel, df dataframe.DataFrame) (*mat.Dense, error) {
	c := m.base()
	if c.numFeatures == 0 {
		return nil, errNotFitted
	}
	return features(df, named(c.FeaturesCol, "features"), c.numFeatures, "the model was fitted with")
}

// transform is the Transform of a model.
func transform(m classificationModel, df dataframe.DataFrame) (dataframe.DataFrame, error) {
	x, err := read(m, df)
	if err == nil {
		err = m.added().free(df)
	}
	if err == nil {
		var p predictions
		if p, err = m.predict(x); err == nil {
			df, err = p.addTo(df, m.added())
		}
	}
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("labs: %s: %w", m.name(), err)
	}
	return df, nil
}

// evaluate is the Evaluate of a model.
func evaluate(m classificationModel, df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	x, err := read(m, df)
	if err == nil {
		var y []float64
		if y, err = data.Column(df, named(labelCol, "label")); err == nil {
			var p predictions
			if p, err = m.predict(x); err == nil {
				return newMetrics(y, p.prediction, nil), nil
			}
		}
	}
	return MulticlassMetrics{}, fmt.Errorf("labs: %s: %w", m.name(), err)
}

// predictOne says what one example is.
func predictOne(m classificationModel, features []float64) (p predictions, err error) {
	n := m.base().numFeatures
	switch {
	case n == 0:
		err = errNotFitted
	case len(features) != n:
		err = fmt.Errorf("%d features are given, the model was fitted with %d", len(features), n)
	default:
		x := mat.NewDense(1, n, slices.Clone(features))
		if err = finite(x, "features"); err == nil {
			p, err = m.predict(x)
		}
	}
	if err != nil {
		return p, fmt.Errorf("labs: %s: %w", m.name(), err)
	}
	return p, nil
}

// predictRaw is the PredictRaw of a model.
func predictRaw(m classificationModel, features []float64) ([]float64, error) {
	p, err := predictOne(m, features)
	if err != nil {
		return nil, err
	}
	return p.raw.RawRowView(0), nil
}

// predictProbability is the PredictProbability of a model.
func predictProbability(m classificationModel, features []float64) ([]float64, error) {
	p, err := predictOne(m, features)
	if err != nil {
		return nil, err
	}
	return p.probability.RawRowView(0), nil
}

// predictClass is the Predict of a model.
func predictClass(m classificationModel, features []float64) (float64, error) {
	p, err := predictOne(m, features)
	if err != nil {
		return 0, err
	}
	return p.prediction[0], nil
}
