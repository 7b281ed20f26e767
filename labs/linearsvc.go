package labs

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"golab/internal/breeze"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A LinearSVC is an estimator: the linear support vector machine for two classes. With
// s = -1 for label 0 and +1 for label 1 it minimises
//
//	(1/n) Σ_i max(0, 1 - s_i·(w·x_i + b)) + RegParam/2·Σw²
//
// where w are the weights of features that were divided by their standard deviations,
// and predicts class 1 where w·x + b is above Threshold. The steps are those of Spark;
// the objective has kinks, on which they come to rest before the minimum, in Spark as here,
// and rounding decides where. So the weights are like Spark's, to a few digits.
// Rows have no weights here.
//
// [golab/learn.LinearSVC] is scikit-learn's, with the square of this loss.
//
// Source: LinearSVC of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/LinearSVC.scala.
type LinearSVC struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0 and 1; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	MaxIter  int     // the largest number of iterations; 100 by default, -1 is none
	RegParam float64 // strength of the penalty, not negative; 0 by default
	Tol      float64 // ends the training, relative to the objective; 1e-6 by default, -1 is 0

	NoIntercept       bool // keep b at 0, Spark's fitIntercept=False
	NoStandardization bool // penalise the weights of features as they are, Spark's standardization=False

	// Threshold is the margin above which class 1 is predicted, any number or ±∞; 0 by
	// default.
	Threshold float64
}

// A LinearSVCModel is a fitted [LinearSVC]. The names of its columns, FeaturesCol and so
// on, and Threshold are fields that may be changed. Its methods may be called from many
// goroutines at once.
type LinearSVCModel struct {
	classification

	Threshold float64 // as in [LinearSVC]; it may be changed

	planes  planes
	summary *TrainingSummary
}

// Fit finds the plane for the features and labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when the labels are not 0 and 1, when features are so large that their squares are
// not finite, and when the cell that it runs in is interrupted.
func (c LinearSVC) Fit(df dataframe.DataFrame) (*LinearSVCModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: LinearSVC: %w", err)
	}
	return m, nil
}

func (c LinearSVC) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c LinearSVC) fit(df dataframe.DataFrame) (*LinearSVCModel, error) {
	maxIter, err := iterations(c.MaxIter, 100)
	if err != nil {
		return nil, err
	}
	tol, err := orMinus("Tol", c.Tol, 1e-6, 0, math.Inf(1))
	if err != nil {
		return nil, err
	}
	if err := between("RegParam", c.RegParam, 0, math.Inf(1)); err != nil {
		return nil, err
	}
	m := &LinearSVCModel{
		classification: classification{FeaturesCol: c.FeaturesCol, PredictionCol: c.PredictionCol, RawPredictionCol: c.RawPredictionCol},
		Threshold:      c.Threshold,
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	s, err := newTrainingSet(df, columns{named(c.FeaturesCol, "features"), named(c.LabelCol, "label"), m.added()})
	if err != nil {
		return nil, err
	}
	if s.k != 2 {
		return nil, fmt.Errorf("the labels have %d classes, this is for 2", s.k)
	}
	m.numFeatures, m.numClasses = s.p, s.k
	o := newLinearObjective(s, 1, c.NoIntercept, hingeLoss)
	if c.RegParam != 0 {
		o.l2 = o.penalties(c.RegParam, !c.NoStandardization, 2)
	}
	result := breeze.OWLQN{LBFGS: interruptible(maxIter, tol), L1: make([]float64, o.size())}.Minimize(o.value, make([]float64, o.size()))
	if m.planes, err = o.planes(result); err != nil {
		return nil, err
	}
	p, err := m.predict(s.x)
	if err != nil {
		return nil, err
	}
	m.summary = newTrainingSummary(s, p, result)
	return m, nil
}

// hingeLoss is max(0, 1 - s·z) for the margin z.
func hingeLoss(z, slope []float64, y int) float64 {
	s := float64(2*y - 1)
	slope[0] = 0
	loss := 1 - s*z[0]
	if loss <= 0 {
		return 0
	}
	slope[0] = -s
	return loss
}

// check reports a Threshold that cannot be compared with.
func (m *LinearSVCModel) check() error {
	if math.IsNaN(m.Threshold) {
		return errors.New("parameter Threshold is NaN")
	}
	return nil
}

// Coefficients returns the weights of the features. They are nil for a model that was
// not fitted.
func (m *LinearSVCModel) Coefficients() []float64 {
	if !m.planes.ready() {
		return nil
	}
	return slices.Clone(m.planes.weights.RawRowView(0))
}

// Intercept returns the constant b.
func (m *LinearSVCModel) Intercept() float64 {
	if !m.planes.ready() {
		return 0
	}
	return m.planes.intercepts[0]
}

// Summary tells how the training went. It is nil for a model that was not made by Fit.
func (m *LinearSVCModel) Summary() *TrainingSummary { return m.summary }

func (m *LinearSVCModel) name() string { return "LinearSVCModel" }

func (m *LinearSVCModel) predict(x *mat.Dense) (predictions, error) {
	if err := m.check(); err != nil {
		return predictions{}, err
	}
	return twoSided(m.planes.margins(x).RawMatrix().Data, m.Threshold), nil
}

// Transform returns df with two columns added: the vector rawPrediction, the margin and
// its negative, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, and when df has no rows.
func (m *LinearSVCModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *LinearSVCModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *LinearSVCModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns the negative margin of one example, for class 0, and the margin, for
// class 1. It fails when features are not NumFeatures finite numbers.
func (m *LinearSVCModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// Predict returns the class of one example. It fails as PredictRaw does.
func (m *LinearSVCModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}

// String says what Spark says, without the uid.
func (m *LinearSVCModel) String() string {
	return fmt.Sprintf("LinearSVCModel: numClasses=%d, numFeatures=%d", m.numClasses, m.numFeatures)
}
