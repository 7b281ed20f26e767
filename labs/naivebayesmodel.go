package labs

import (
	"fmt"
	"math"
	"slices"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// ModelType returns the kind of the model, as in [NaiveBayes].
func (m *NaiveBayesModel) ModelType() string { return m.modelType }

// Pi returns the logarithms of the probabilities of the classes.
func (m *NaiveBayesModel) Pi() []float64 { return slices.Clone(m.pi) }

// Theta returns θ, a row for each class and a column for each feature. It is nil for a
// model that was not fitted.
func (m *NaiveBayesModel) Theta() *mat.Dense { return copied(m.theta) }

// Sigma returns σ of "gaussian", a row for each class and a column for each feature. It
// is nil for the others.
func (m *NaiveBayesModel) Sigma() *mat.Dense { return copied(m.sigma) }

func copied(m *mat.Dense) *mat.Dense {
	if m == nil {
		return nil
	}
	return mat.DenseCopyOf(m)
}

// String says what Spark says, without the uid.
func (m *NaiveBayesModel) String() string {
	return fmt.Sprintf("NaiveBayesModel: modelType=%s, numClasses=%d, numFeatures=%d", m.modelType, m.numClasses, m.numFeatures)
}

func (m *NaiveBayesModel) name() string { return "NaiveBayesModel" }

func (m *NaiveBayesModel) predict(x *mat.Dense) (p predictions, err error) {
	if err := checkThresholds(m.Thresholds, m.numClasses); err != nil {
		return p, err
	}
	if err := m.checkFeatures(x); err != nil {
		return p, err
	}
	n, _ := x.Dims()
	p.raw = mat.NewDense(n, m.numClasses, nil)
	start, change := m.scoring()
	for i := range n {
		raw, row := p.raw.RawRowView(i), x.RawRowView(i)
		copy(raw, start)
		if m.modelType == "gaussian" {
			m.addDistances(raw, row)
			continue
		}
		for c := range raw {
			for j, v := range change.RawRowView(c) {
				if row[j] != 0 { // 0 times an infinite logarithm is nothing
					raw[c] += float64(row[j] * v)
				}
			}
		}
		if m.modelType == "bernoulli" {
			m.certain(raw, row)
		}
		if m.modelType == "complement" {
			toLogShares(raw)
		}
	}
	p.probability = mat.DenseCopyOf(p.raw)
	for i := range n {
		softmax(p.probability.RawRowView(i))
	}
	p.choose(m.Thresholds)
	return p, nil
}

// scoring returns what the raw prediction begins with for each class, and what each
// feature adds to it, nil for gaussian.
func (m *NaiveBayesModel) scoring() (start []float64, change *mat.Dense) {
	start = slices.Clone(m.pi)
	switch m.modelType {
	case "complement":
		return make([]float64, m.numClasses), m.theta
	case "multinomial":
		return start, m.theta
	case "bernoulli":
		change = mat.NewDense(m.numClasses, m.numFeatures, nil)
		for c := range start {
			for j, v := range m.theta.RawRowView(c) {
				absent := math.Log1p(-math.Exp(v))
				start[c] += absent
				change.Set(c, j, v-absent)
			}
		}
		return start, change
	}
	for c := range start {
		sum := 0.0
		for _, v := range m.sigma.RawRowView(c) {
			sum += math.Log(v)
		}
		start[c] -= sum / 2
	}
	return start, nil
}

// certain adds up again what came out as ∞ - ∞, because all rows of a class have a feature.
func (m *NaiveBayesModel) certain(raw, row []float64) {
	for c, v := range raw {
		if !math.IsNaN(v) {
			continue
		}
		raw[c] = m.pi[c]
		for j, theta := range m.theta.RawRowView(c) {
			if row[j] == 0 {
				theta = math.Log1p(-math.Exp(theta))
			}
			raw[c] += theta
		}
	}
}

// addDistances subtracts half of the squares of a row's distances from the means.
func (m *NaiveBayesModel) addDistances(raw, row []float64) {
	for c := range raw {
		sum := 0.0
		sigma := m.sigma.RawRowView(c)
		for j, mean := range m.theta.RawRowView(c) {
			d := row[j] - mean
			sum += d * d / sigma[j]
		}
		raw[c] -= sum / 2
	}
}

// toLogShares subtracts the logarithm of the sum of the exponentials.
func toLogShares(raw []float64) {
	log := softmax(slices.Clone(raw))
	for c := range raw {
		raw[c] -= log
	}
}

// Transform returns df with three columns added: the vectors rawPrediction, the
// logarithms of what is proportional to the probabilities, and probability, and
// prediction. Features are to be as Fit wants them.
//
// It fails when the features are missing, are not NumFeatures a row, or are not
// finite, when a column to be added is there already, when Thresholds do not suit the
// classes, and when df has no rows.
func (m *NaiveBayesModel) Transform(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	return transform(m, df)
}

func (m *NaiveBayesModel) fitStage(dataframe.DataFrame) (Transformer, error) {
	return m, nil
}

// Evaluate compares the model's predictions for df with the labels in labelCol. It fails
// as Transform does, and when the label column is missing.
func (m *NaiveBayesModel) Evaluate(df dataframe.DataFrame, labelCol string) (MulticlassMetrics, error) {
	return evaluate(m, df, labelCol)
}

// PredictRaw returns the logarithms of what is proportional to the probabilities of one example. It
// fails when features are not NumFeatures finite numbers.
func (m *NaiveBayesModel) PredictRaw(features []float64) ([]float64, error) {
	return predictRaw(m, features)
}

// PredictProbability returns the probability of each class. It fails as PredictRaw does.
func (m *NaiveBayesModel) PredictProbability(features []float64) ([]float64, error) {
	return predictProbability(m, features)
}

// Predict returns the class of one example, with regard to Thresholds. It fails as
// PredictRaw does.
func (m *NaiveBayesModel) Predict(features []float64) (float64, error) {
	return predictClass(m, features)
}
