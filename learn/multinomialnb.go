package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// MultinomialNB is naive Bayes for counts, as of words: a row of class c draws its
// features one after another, feature j with probability
//
//	θ(c,j) = (N(c,j) + Alpha) / (Σ_j N(c,j) + Alpha·p)
//
// where N(c,j) is the sum of column j over the rows of the class, and so
//
//	log P(class c | x) = log prior(c) + Σ_j x_j·log θ(c,j) + const
//
// Source: MultinomialNB of scikit-learn 1.9, sklearn/naive_bayes.py.
type MultinomialNB struct {
	// Alpha is added to the counts; 1 by default.
	Alpha float64

	// UniformPrior takes all classes as equally probable (fit_prior=False).
	UniformPrior bool

	// ClassPrior are the probabilities of the classes, in ascending order of the
	// classes; by default the shares of the rows of the fit.
	ClassPrior []float64
}

// A MultinomialNBModel is a fitted [MultinomialNB].
type MultinomialNBModel struct{ discreteNB }

// Fit counts the features of the rows of x, n×p, class by class. One class is enough.
//
// It fails when x is empty, holds NaN, an infinite or a negative value, or has not one
// row for each label; when a label is no whole number; when ClassPrior is not k
// probabilities that sum to 1; and when Alpha is not above 0.
func (e MultinomialNB) Fit(x mat.Matrix, y []float64) (*MultinomialNBModel, error) {
	const where = "MultinomialNB.Fit"
	alpha, err := positive(where, "Alpha", e.Alpha, 1)
	if err != nil {
		return nil, err
	}
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	if err := checkCounts(where, t.x); err != nil {
		return nil, err
	}
	m := &MultinomialNBModel{newDiscreteNB("MultinomialNB", t)}
	if err := m.setPrior(where, e.ClassPrior, e.UniformPrior); err != nil {
		return nil, err
	}
	rows := t.rows()
	for i, c := range t.y {
		add(m.FeatureCount.RawRowView(c), rows[i*t.p:(i+1)*t.p])
	}
	for c := range t.classes {
		sum := 0.0
		for _, n := range m.FeatureCount.RawRowView(c) {
			sum += n + alpha
		}
		for j, n := range m.FeatureCount.RawRowView(c) {
			m.FeatureLogProb.Set(c, j, math.Log(n+alpha)-math.Log(sum))
		}
	}
	return m, nil
}

// checkCounts refuses negative numbers.
func checkCounts(where string, x *mat.Dense) error {
	_, p := x.Dims()
	for i, v := range x.RawMatrix().Data {
		if v < 0 {
			return fmt.Errorf("learn: %s: x[%d,%d] is %v, counts are not negative", where, i/p, i%p, v)
		}
	}
	return nil
}

func (e MultinomialNB) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e MultinomialNB) String() string { return repr(e) }

// scores returns log P(c) + log P(x | c), m×k, for counts.
func (m *MultinomialNBModel) scores(method string, x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check(method, x)
	if err != nil {
		return nil, err
	}
	if err := checkCounts("MultinomialNBModel."+method, d); err != nil {
		return nil, err
	}
	plane := linear{Coef: m.FeatureLogProb, Intercept: m.ClassLogPrior}
	return plane.decide(d), nil
}

// Predict returns the most probable class of each row of x, m×p.
func (m *MultinomialNBModel) Predict(x mat.Matrix) ([]float64, error) {
	scores, err := m.scores("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(scores), nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *MultinomialNBModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	scores, err := m.scores("PredictProba", x)
	if err != nil {
		return nil, err
	}
	return softmaxRows(scores), nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *MultinomialNBModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "MultinomialNBModel.Score", x, y)
}

// MarshalBinary returns the model as bytes.
func (m *MultinomialNBModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	m.write(w)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *MultinomialNBModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("MultinomialNB", data)
	read := &MultinomialNBModel{readDiscreteNB(r, f)}
	if err := r.done(); err != nil {
		return err
	}
	*m = *read
	return nil
}
