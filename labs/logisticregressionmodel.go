package labs

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A LogisticRegressionModel is a fitted [LogisticRegression]. The names of its columns,
// FeaturesCol and so on, Threshold and Thresholds are fields that may be changed. Its
// methods may be called from many goroutines at once.
type LogisticRegressionModel struct {
	probabilistic

	Threshold float64 // as in [LogisticRegression]; it may be changed

	planes  planes
	numSets int // 1 for two classes of family binomial
	summary *TrainingSummary
}

// Coefficients returns the weights of the features for class 1 of two. It is nil for a
// plane for each class: those are in CoefficientMatrix.
func (m *LogisticRegressionModel) Coefficients() []float64 {
	if m.numSets != 1 {
		return nil
	}
	return slices.Clone(m.planes.weights.RawRowView(0))
}

// Intercept returns the constant for class 1 of two. It is NaN for a plane for each
// class: those are in InterceptVector.
func (m *LogisticRegressionModel) Intercept() float64 {
	if m.numSets != 1 {
		return math.NaN()
	}
	return m.planes.intercepts[0]
}

// CoefficientMatrix returns the weights, a row for each plane and a column for each
// feature. It is nil for a model that was not fitted.
func (m *LogisticRegressionModel) CoefficientMatrix() *mat.Dense {
	if !m.planes.ready() {
		return nil
	}
	return mat.DenseCopyOf(m.planes.weights)
}

// InterceptVector returns the constants, one for each plane.
func (m *LogisticRegressionModel) InterceptVector() []float64 {
	return slices.Clone(m.planes.intercepts)
}

// Summary tells how the training went. It is nil for a model that was not made by Fit.
func (m *LogisticRegressionModel) Summary() *TrainingSummary { return m.summary }

// centre makes the intercepts of several planes sum to 0, and without a penalty the
// weights of each feature, too. That changes no probability.
func (m *LogisticRegressionModel) centre(weights bool) {
	subtractMean(m.planes.intercepts)
	if !weights {
		return
	}
	column := make([]float64, m.numSets)
	for j := range m.numFeatures {
		mat.Col(column, j, m.planes.weights)
		subtractMean(column)
		m.planes.weights.SetCol(j, column)
	}
}

// checkThresholds looks at Threshold and Thresholds.
func (m *LogisticRegressionModel) checkThresholds() error {
	if m.Threshold != 0 && m.numSets > 1 {
		return fmt.Errorf("parameter Threshold is %v, it is for one plane; for a plane for each class there are Thresholds", m.Threshold)
	}
	if _, err := orMinus("Threshold", m.Threshold, 0.5, 0, 1); err != nil {
		return err
	}
	return checkThresholds(m.Thresholds, m.numClasses)
}

func (m *LogisticRegressionModel) name() string { return "LogisticRegressionModel" }

func (m *LogisticRegressionModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := m.checkThresholds(); err != nil {
		return p, err
	}
	z := m.planes.margins(x)
	if m.numSets > 1 {
		p.raw, p.probability = z, mat.DenseCopyOf(z)
		n, _ := z.Dims()
		for i := range n {
			softmax(p.probability.RawRowView(i))
		}
		p.choose(m.Thresholds)
		return p, nil
	}
	p = twoSided(z.RawMatrix().Data, m.rawThreshold())
	n := len(p.prediction)
	p.probability = mat.NewDense(n, 2, nil)
	for i := range n {
		zero := 1 / (1 + math.Exp(-p.raw.At(i, 0)))
		p.probability.SetRow(i, []float64{zero, 1 - zero})
	}
	return p, nil
}

// rawThreshold returns the margin above which class 1 is predicted.
func (m *LogisticRegressionModel) rawThreshold() float64 {
	t, _ := orMinus("Threshold", m.Threshold, 0.5, 0, 1)
	if len(m.Thresholds) == 2 {
		t = 1 / (1 + m.Thresholds[0]/m.Thresholds[1])
	}
	return math.Log(t / (1 - t)) // ∓∞ at 0 and 1
}

// twoSided are the predictions of class 1 above a threshold, by its margins z.
func twoSided(z []float64, threshold float64) predictions {
	p := predictions{raw: mat.NewDense(len(z), 2, nil), prediction: make([]float64, len(z))}
	for i, v := range z {
		p.raw.SetRow(i, []float64{-v, v})
		if v > threshold {
			p.prediction[i] = 1
		}
	}
	return p
}

// Transform returns df with three columns added: the vectors rawPrediction, the
// margins, and probability, and prediction.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Threshold or Thresholds are
// out of range, and when df has no rows.
func (m *LogisticRegressionModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *LogisticRegressionModel) fitStage(dataframe.DataFrame) (Transformer, error) { return m, nil }

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *LogisticRegressionModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns the margins of one example, one number a class: for one plane
// that of class 1 and its negative. It fails when features are not NumFeatures finite
// numbers.
func (m *LogisticRegressionModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// PredictProbability returns the probability of each class. It fails as PredictRaw does.
func (m *LogisticRegressionModel) PredictProbability(features []float64) ([]float64, error) {
	return predictProbability(m, features)
}

// Predict returns the class of one example, with regard to Threshold and Thresholds. It
// fails as PredictRaw does.
func (m *LogisticRegressionModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}

// String says what Spark says, without the uid.
func (m *LogisticRegressionModel) String() string {
	return fmt.Sprintf("LogisticRegressionModel: numClasses=%d, numFeatures=%d", m.numClasses, m.numFeatures)
}
