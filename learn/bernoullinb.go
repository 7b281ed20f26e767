package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// BernoulliNB is naive Bayes for features that are there or not: a row of class c has
// feature j, x_j > Binarize, with probability
//
//	θ(c,j) = (N(c,j) + Alpha) / (N(c) + 2·Alpha)
//
// where N(c,j) of the N(c) rows of the class have it, and so
//
//	log P(class c | x) = log prior(c) + Σ_j [x_j·log θ(c,j) + (1-x_j)·log(1-θ(c,j))] + const
//
// Source: BernoulliNB of scikit-learn 1.9, sklearn/naive_bayes.py.
type BernoulliNB struct {
	// Alpha is added to the counts; 1 by default.
	Alpha float64

	// Binarize is what a number must exceed to count as 1; 0 by default.
	Binarize float64

	// UniformPrior takes all classes as equally probable (fit_prior=False).
	UniformPrior bool

	// ClassPrior are the probabilities of the classes, in ascending order of the
	// classes; by default the shares of the rows of the fit.
	ClassPrior []float64
}

// A BernoulliNBModel is a fitted [BernoulliNB].
type BernoulliNBModel struct {
	discreteNB

	Binarize float64 // of the fit
}

// Fit counts the features of the rows of x, n×p, class by class. One class is enough.
//
// It fails when x is empty, holds NaN or an infinite value, or has not one row for each label;
// when a label is no whole number; when ClassPrior is not k probabilities that sum to
// 1; and when a field is outside its range.
func (e BernoulliNB) Fit(x mat.Matrix, y []float64) (*BernoulliNBModel, error) {
	const where = "BernoulliNB.Fit"
	alpha, err := positive(where, "Alpha", e.Alpha, 1)
	if err != nil {
		return nil, err
	}
	if math.IsNaN(e.Binarize) {
		return nil, fmt.Errorf("learn: %s: Binarize is %v", where, e.Binarize)
	}
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	m := &BernoulliNBModel{newDiscreteNB("BernoulliNB", t), e.Binarize}
	if err := m.setPrior(where, e.ClassPrior, e.UniformPrior); err != nil {
		return nil, err
	}
	rows := t.rows()
	for i, c := range t.y {
		counts := m.FeatureCount.RawRowView(c)
		for j, v := range rows[i*t.p : (i+1)*t.p] {
			if v > e.Binarize {
				counts[j]++
			}
		}
	}
	for c, n := range m.ClassCount {
		for j, count := range m.FeatureCount.RawRowView(c) {
			m.FeatureLogProb.Set(c, j, math.Log(count+alpha)-math.Log(n+2*alpha))
		}
	}
	return m, nil
}

func (e BernoulliNB) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e BernoulliNB) String() string { return repr(e) }

// scores returns log P(c) + log P(x | c), m×k: what a row without features has, and
// then what each feature changes.
func (m *BernoulliNBModel) scores(method string, x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check(method, x)
	if err != nil {
		return nil, err
	}
	n, p := d.Dims()
	k := len(m.classes)
	start := append([]float64(nil), m.ClassLogPrior...)
	change := make([]float64, p*k) // a row for each feature
	for c := range k {
		for j, v := range m.FeatureLogProb.RawRowView(c) {
			absent := math.Log1p(-math.Exp(v))
			start[c] += absent
			change[j*k+c] = v - absent
		}
	}
	out := mat.NewDense(n, k, nil)
	for i := range n {
		sums := out.RawRowView(i)
		copy(sums, start)
		for j, v := range d.RawRowView(i) {
			if v > m.Binarize {
				add(sums, change[j*k:(j+1)*k])
			}
		}
	}
	return out, nil
}

// Predict returns the most probable class of each row of x, m×p.
func (m *BernoulliNBModel) Predict(x mat.Matrix) ([]float64, error) {
	scores, err := m.scores("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(scores), nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *BernoulliNBModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	scores, err := m.scores("PredictProba", x)
	if err != nil {
		return nil, err
	}
	return softmaxRows(scores), nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *BernoulliNBModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "BernoulliNBModel.Score", x, y)
}

// MarshalBinary returns the model as bytes.
func (m *BernoulliNBModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	m.write(w)
	w.number(m.Binarize)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *BernoulliNBModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("BernoulliNB", data)
	read := &BernoulliNBModel{readDiscreteNB(r, f), r.number()}
	if err := r.done(); err != nil {
		return err
	}
	*m = *read
	return nil
}
