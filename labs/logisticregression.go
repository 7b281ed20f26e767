package labs

import (
	"errors"
	"fmt"
	"math"

	"golab/internal/breeze"

	"github.com/go-gota/gota/dataframe"
)

// A LogisticRegression is an estimator: the linear model of the logarithms of
// probabilities. For two classes
//
//	P(1 | x) = 1/(1 + exp(-(w·x + b)))
//
// and for more, with a plane w_c, b_c for each,
//
//	P(c | x) = exp(w_c·x + b_c) / Σ_d exp(w_d·x + b_d)
//
// It minimises the mean logarithmic loss with Spark's elastic-net penalty
//
//	(1/n) Σ_i -log P(y_i | x_i) + RegParam·(ElasticNetParam·Σ|w| + (1-ElasticNetParam)/2·Σw²)
//
// where w are the weights of features that were divided by their standard deviations.
// The steps are those of Spark, too: where MaxIter or a wide Tol ends the training
// before the minimum is reached, as with the defaults it often does, the model is
// nearly the same. (The last digits are not: Spark adds up in other orders.) The number
// of classes is the largest label and 1. Rows have no weights here, and
// coefficients no bounds.
//
// [golab/learn.LogisticRegression] is scikit-learn's, with C = 1/(n·RegParam).
//
// Source: LogisticRegression of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/classification/LogisticRegression.scala.
type LogisticRegression struct {
	FeaturesCol      string // vector column to read; the default is "features"
	LabelCol         string // column of classes 0, 1, …; the default is "label"
	PredictionCol    string // column to add; the default is "prediction", NoColumn for none
	ProbabilityCol   string // vector column to add; the default is "probability", NoColumn for none
	RawPredictionCol string // vector column to add; the default is "rawPrediction", NoColumn for none

	MaxIter         int     // the largest number of iterations; 100 by default, -1 is none
	RegParam        float64 // strength of the penalty, not negative; 0 by default
	ElasticNetParam float64 // share of the L1 penalty, 0 to 1; 0 by default
	Tol             float64 // ends the training, relative to the objective; 1e-6 by default, -1 is 0

	NoIntercept       bool // keep every b at 0, Spark's fitIntercept=False
	NoStandardization bool // penalise the weights of features as they are, Spark's standardization=False

	// Family is "binomial", one plane for two classes, "multinomial", a plane for each
	// class, or "auto", the default: by the number of classes.
	Family string

	// Threshold is the probability above which class 1 of two is predicted; 0.5 by
	// default, -1 is 0. It is for one plane only.
	Threshold float64

	// Thresholds, one for each class, not negative and at most one of them 0, make
	// the model predict the class with the largest probability/threshold. They are not
	// to be given together with Threshold.
	Thresholds []float64
}

// Fit finds the weights for the features and labels in df.
//
// It fails when a parameter is outside its range, when a column is missing or one of
// those to be added is there already, when df has no rows, when a feature is not finite,
// when a label is not one of 0, 1, …, 99, when all labels are the same, when features
// are so large that their squares are not finite, and when the cell that it runs in is
// interrupted. (Spark fits all labels the same, with an infinite
// intercept.)
func (c LogisticRegression) Fit(df dataframe.DataFrame) (*LogisticRegressionModel, error) {
	m, err := c.fit(df)
	if err != nil {
		return nil, fmt.Errorf("labs: LogisticRegression: %w", err)
	}
	return m, nil
}

func (c LogisticRegression) fitStage(df dataframe.DataFrame) (Transformer, error) {
	return asTransformer(c.Fit(df))
}

// check puts the defaults and reports what is out of range.
func (c LogisticRegression) check() (LogisticRegression, error) {
	var err error
	if c.MaxIter, err = iterations(c.MaxIter, 100); err != nil {
		return c, err
	}
	if c.Tol, err = orMinus("Tol", c.Tol, 1e-6, 0, math.Inf(1)); err != nil {
		return c, err
	}
	if c.Threshold != 0 && len(c.Thresholds) > 0 {
		return c, errors.New("parameters Threshold and Thresholds exclude each other")
	}
	c.Family = named(c.Family, "auto")
	return c, firstError(
		between("RegParam", c.RegParam, 0, math.Inf(1)),
		between("ElasticNetParam", c.ElasticNetParam, 0, 1),
		oneOf("Family", c.Family, "auto", "binomial", "multinomial"),
	)
}

func (c LogisticRegression) fit(df dataframe.DataFrame) (*LogisticRegressionModel, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	m := &LogisticRegressionModel{
		probabilistic: newProbabilistic(c.FeaturesCol, c.PredictionCol, c.ProbabilityCol, c.RawPredictionCol, c.Thresholds),
		Threshold:     c.Threshold,
	}
	s, err := newTrainingSet(df, columns{named(c.FeaturesCol, "features"), named(c.LabelCol, "label"), m.added()})
	if err != nil {
		return nil, err
	}
	m.numFeatures, m.numClasses = s.p, s.k
	if c.Family == "binomial" && s.k > 2 {
		return nil, fmt.Errorf("parameter Family is %q, which is for 2 classes, the labels have %d", c.Family, s.k)
	}
	sets := s.k
	if s.k == 2 && c.Family != "multinomial" {
		sets = 1
	}
	m.numSets = sets
	if err := m.checkThresholds(); err != nil {
		return nil, err
	}
	o, result := c.minimize(s, sets)
	if m.planes, err = o.planes(result); err != nil {
		return nil, err
	}
	if sets > 1 {
		m.centre(c.RegParam == 0)
	}
	p, err := m.predict(s.x)
	if err != nil {
		return nil, err
	}
	m.summary = newTrainingSummary(s, p, result)
	return m, nil
}

// minimize trains from where Spark begins: weights of 0 and intercepts that give the
// classes their shares.
func (c LogisticRegression) minimize(s *trainingSet, sets int) (*linearObjective, *breeze.Result) {
	loss := binomialLoss
	if sets > 1 {
		loss = multinomialLoss
	}
	o := newLinearObjective(s, sets, c.NoIntercept, loss)
	start := make([]float64, o.size())
	if !c.NoIntercept {
		intercepts := start[o.p*sets:]
		if sets == 1 {
			intercepts[0] = math.Log(s.counts[1] / s.counts[0])
		} else {
			for k, count := range s.counts {
				intercepts[k] = math.Log1p(count)
			}
			subtractMean(intercepts)
		}
	}
	if l2 := (1 - c.ElasticNetParam) * c.RegParam; l2 != 0 {
		o.l2 = o.penalties(l2, !c.NoStandardization, 2)
	}
	lbfgs := interruptible(c.MaxIter, c.Tol)
	if c.ElasticNetParam == 0 || c.RegParam == 0 {
		return o, lbfgs.Minimize(o.value, start)
	}
	l1 := make([]float64, len(start))
	for j, v := range o.penalties(c.ElasticNetParam*c.RegParam, !c.NoStandardization, 1) {
		for k := range sets {
			l1[j*sets+k] = v
		}
	}
	return o, breeze.OWLQN{LBFGS: lbfgs, L1: l1}.Minimize(o.value, start)
}

// binomialLoss is -log P(y) for the margin z of class 1.
func binomialLoss(z, slope []float64, y int) float64 {
	slope[0] = 1/(1+math.Exp(-z[0])) - float64(y)
	loss := log1pExp(-z[0])
	if y == 0 {
		loss += z[0]
	}
	return loss
}

// log1pExp returns log(1 + exp(x)) without overflow.
func log1pExp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// multinomialLoss is -log P(y) for the margins z.
func multinomialLoss(z, slope []float64, y int) float64 {
	loss := -z[y]
	copy(slope, z)
	loss += softmax(slope)
	slope[y]--
	return loss
}

// softmax makes probabilities of z and returns the logarithm of what they were divided by.
func softmax(z []float64) float64 {
	most := z[0]
	for _, v := range z {
		most = max(most, v)
	}
	sum := 0.0
	for c, v := range z {
		z[c] = math.Exp(v - most)
		sum += z[c]
	}
	for c := range z {
		z[c] /= sum
	}
	return most + math.Log(sum)
}

// subtractMean makes v sum to 0.
func subtractMean(v []float64) {
	mean := 0.0
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for i := range v {
		v[i] -= mean
	}
}
