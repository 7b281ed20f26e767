package labs

import (
	"errors"
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// A NaiveBayes is an estimator: the features of a row are taken as independent of each
// other within a class. With n_c of the n rows in class c of k, S(c,j) the sum of feature
// j over them, and λ the Smoothing,
//
//	log P(c) = log(n_c + λ) - log(n + k·λ)
//
//	multinomial   θ(c,j) = log(S(c,j) + λ) - log(Σ_j S(c,j) + p·λ)   counts, as of words
//	complement    the same of the sums over all other classes, negated
//	bernoulli     θ(c,j) = log(S(c,j) + λ) - log(n_c + 2·λ)          features 0 and 1
//	gaussian      θ(c,j) the mean, σ(c,j) the variance               real numbers
//
// The gaussian one has no λ: log P(c) = log(n_c/n), and 1e-9 of the largest variance of
// a feature is added to all. Rows have no weights here.
//
// Without Smoothing a value that no row of a class has makes a new row impossible in that
// class: its rawPrediction is -∞. Spark has NaN there, and here a row that is impossible
// in all classes has NaN for probabilities.
//
// [golab/learn.MultinomialNB] and its like are scikit-learn's, whose P(c) has no λ.
//
// Source: NaiveBayes of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/NaiveBayes.scala.
type NaiveBayes struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	// Smoothing is λ, not negative; 1 by default, -1 is 0. It is not for "gaussian".
	Smoothing float64

	// ModelType is "multinomial", the default, "complement", "bernoulli" or "gaussian".
	ModelType string

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. By default
	// it is the class with the largest probability.
	Thresholds []float64
}

// A NaiveBayesModel is a fitted [NaiveBayes]. The names of its columns, FeaturesCol and so
// on, and Thresholds are fields that may be changed. Its methods may be called from many
// goroutines at once.
type NaiveBayesModel struct {
	probabilistic
	modelType    string
	pi           []float64  // k: log P(c)
	theta, sigma *mat.Dense // k×p
}

// Fit counts or averages the features by the labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// or negative for "multinomial" and "complement", or not 0 or 1 for "bernoulli", when
// labels are not 0, 1, …, k-1 with rows in each, when all labels are the same, when the
// features of a class are all 0 without Smoothing, when sums of features are not finite,
// and for "gaussian" when all features are constant within a class.
func (c NaiveBayes) Fit(df dataframe.DataFrame) (*NaiveBayesModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: NaiveBayes: %w", err)
	}
	return m, nil
}

func (c NaiveBayes) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

func (c NaiveBayes) fit(df dataframe.DataFrame) (*NaiveBayesModel, error) {
	lambda, err := orMinus("Smoothing", c.Smoothing, 1, 0, math.Inf(1))
	if err != nil {
		return nil, err
	}
	m := &NaiveBayesModel{
		probabilistic: newProbabilistic(c.FeaturesCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol, c.Thresholds),
		modelType:     named(c.ModelType, "multinomial"),
	}
	if err := oneOf("ModelType", m.modelType, "multinomial", "complement", "bernoulli", "gaussian"); err != nil {
		return nil, err
	}
	if m.modelType == "gaussian" && c.Smoothing != 0 {
		return nil, errors.New("parameter Smoothing is not for ModelType gaussian")
	}
	s, err := newTrainingSet(df, columns{named(c.FeaturesCol, "features"), named(c.LabelCol, "label"), m.added()})
	if err != nil {
		return nil, err
	}
	for class, n := range s.counts {
		if n == 0 {
			return nil, fmt.Errorf("no row has the label %d, the largest is %d", class, s.k-1)
		}
	}
	m.numFeatures, m.numClasses = s.p, s.k
	if err := firstError(checkThresholds(m.Thresholds, s.k), m.checkFeatures(s.x)); err != nil {
		return nil, err
	}
	m.pi, m.theta = make([]float64, s.k), mat.NewDense(s.k, s.p, nil)
	if m.modelType == "gaussian" {
		m.fitGaussian(s)
	} else {
		m.fitDiscrete(s, lambda)
	}
	return m, m.checkNumbers()
}

// checkFeatures reports a number that the model is not for.
func (m *NaiveBayesModel) checkFeatures(x *mat.Dense) error {
	name := named(m.FeaturesCol, "features")
	n, _ := x.Dims()
	for i := range n {
		for j, v := range x.RawRowView(i) {
			switch m.modelType {
			case "multinomial", "complement":
				if v < 0 {
					return fmt.Errorf("row %d has %s[%d] = %v, ModelType %s needs features that are not negative", i, name, j, v, m.modelType)
				}
			case "bernoulli":
				if v != 0 && v != 1 {
					return fmt.Errorf("row %d has %s[%d] = %v, ModelType bernoulli needs features 0 and 1", i, name, j, v)
				}
			}
		}
	}
	return nil
}

// fitDiscrete sets pi and theta for all types but gaussian.
func (m *NaiveBayesModel) fitDiscrete(s *trainingSet, lambda float64) {
	sums, all := mat.NewDense(s.k, s.p, nil), make([]float64, s.p)
	for i, c := range s.y {
		row := sums.RawRowView(c)
		for j, v := range s.x.RawRowView(i) {
			row[j] += v
		}
	}
	for c := range s.k {
		for j, v := range sums.RawRowView(c) {
			all[j] += v
		}
	}
	denominator := math.Log(float64(s.n) + float64(s.k)*lambda)
	for c, n := range s.counts {
		m.pi[c] = math.Log(n+lambda) - denominator
		row := sums.RawRowView(c)
		total := 0.0
		for j, v := range row {
			if m.modelType == "complement" {
				row[j] = all[j] - v
			}
			total += row[j]
		}
		total += float64(s.p) * lambda
		if m.modelType == "bernoulli" {
			total = n + 2*lambda
		}
		for j, v := range row {
			theta := math.Log(v+lambda) - math.Log(total)
			if m.modelType == "complement" {
				theta = -theta
			}
			m.theta.Set(c, j, theta)
		}
	}
}

// fitGaussian sets pi, theta and sigma.
func (m *NaiveBayesModel) fitGaussian(s *trainingSet) {
	m.sigma = mat.NewDense(s.k, s.p, nil)
	total, squares := make([]float64, s.p), make([]float64, s.p)
	for c, n := range s.counts {
		m.pi[c] = math.Log(n) - math.Log(float64(s.n))
		stats := summarize(s.rowsOf(c), nil)
		for j, mean := range stats.means() {
			norm := math.Sqrt(stats.m2[j])
			square := norm * norm // as Spark: the root is a digit off
			m.theta.Set(c, j, mean)
			m.sigma.Set(c, j, square)
			total[j] += float64(mean * n)
			squares[j] += square
		}
	}
	n, widest := float64(s.n), 0.0
	for j, sum := range total {
		widest = max(widest, squares[j]/n-sum*sum/n/n)
	}
	for c, n := range s.counts {
		row := m.sigma.RawRowView(c)
		for j, square := range row {
			mean := m.theta.At(c, j)
			row[j] = 1e-9*widest + square/n - float64(mean*mean)
		}
	}
}

// rowsOf returns the rows of a class.
func (s *trainingSet) rowsOf(class int) *mat.Dense {
	out := mat.NewDense(int(s.counts[class]), s.p, nil)
	at := 0
	for i, c := range s.y {
		if c == class {
			out.SetRow(at, s.x.RawRowView(i))
			at++
		}
	}
	return out
}

// checkNumbers reports a θ that is not a number, and a variance that is not positive.
func (m *NaiveBayesModel) checkNumbers() error {
	for c := range m.numClasses {
		for j, v := range m.theta.RawRowView(c) {
			if math.IsNaN(v) {
				return fmt.Errorf("θ of feature %d is NaN in class %d: all features are 0 there, without Smoothing, or too large", j, c)
			}
		}
		if m.modelType != "gaussian" {
			continue
		}
		for j, v := range m.sigma.RawRowView(c) {
			if !(v > 0) {
				return fmt.Errorf("feature %d has the variance %v in class %d, it must be above 0", j, v, c)
			}
		}
	}
	return nil
}
