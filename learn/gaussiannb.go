package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// GaussianNB is naive Bayes for real numbers: within a class each feature is normally
// distributed and independent of the others, so that
//
//	log P(class c | x) = log prior(c) - ½ Σ_j [log 2πσ²(c,j) + (x_j - μ(c,j))²/σ²(c,j)] + const
//
// The mean μ and the variance σ² (divided by the number of rows) of each class and
// column are those of the rows of the fit.
//
// Source: GaussianNB of scikit-learn 1.9, sklearn/naive_bayes.py.
type GaussianNB struct {
	// Priors are the probabilities of the classes, in ascending order of the classes;
	// by default the shares of the rows of the fit.
	Priors []float64

	// VarSmoothing is the share of the largest variance of a column that is added to
	// all variances; 1e-9 by default, -1 is 0.
	VarSmoothing float64
}

// A GaussianNBModel is a fitted [GaussianNB], of k classes and p columns.
type GaussianNBModel struct {
	Theta      *mat.Dense // μ, k×p
	Var        *mat.Dense // σ², Epsilon included, k×p
	ClassPrior []float64  // k
	ClassCount []float64  // rows of each class, k
	Epsilon    float64    // what was added to the variances

	fitted
}

// Fit takes means and variances of the rows of x, n×p, class by class. One class is
// enough.
//
// It fails when x is empty, holds NaN or an infinite value, or has not one row for each label;
// when a label is no whole number; when Priors are not k probabilities that sum to 1;
// and when a variance is 0 even with Epsilon, as when all columns are constant.
func (e GaussianNB) Fit(x mat.Matrix, y []float64) (*GaussianNBModel, error) {
	const where = "GaussianNB.Fit"
	smoothing, err := nonNegative(where, "VarSmoothing", e.VarSmoothing, 1e-9)
	if err != nil {
		return nil, err
	}
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	k := len(t.classes)
	m := &GaussianNBModel{
		fitted:     newFitted("GaussianNB", t),
		ClassCount: make([]float64, k),
		Theta:      mat.NewDense(k, t.p, nil),
		Var:        mat.NewDense(k, t.p, nil),
	}
	for c, n := range t.counts {
		m.ClassCount[c] = float64(n)
	}
	if m.ClassPrior, err = priors(where, "Priors", e.Priors, m.ClassCount); err != nil {
		return nil, err
	}
	m.moments(t)
	m.Epsilon = smoothing * m.largestVariance(t.n)
	for c := range k {
		for j, v := range m.Var.RawRowView(c) {
			v = v/m.ClassCount[c] + m.Epsilon
			if v == 0 {
				return nil, fmt.Errorf("learn: %s: column %d of x is constant in class %v, and the largest variance, %v, leaves nothing to add", where, j, t.classes[c], m.Epsilon)
			}
			m.Var.Set(c, j, v)
		}
	}
	return m, nil
}

// moments sets Theta, and Var to the sums of squares about it.
func (m *GaussianNBModel) moments(t *training) {
	rows := t.rows()
	for i, c := range t.y {
		add(m.Theta.RawRowView(c), rows[i*t.p:(i+1)*t.p])
	}
	for c, n := range m.ClassCount {
		row := m.Theta.RawRowView(c)
		for j := range row {
			row[j] /= n
		}
	}
	for i, c := range t.y {
		squares, mean := m.Var.RawRowView(c), m.Theta.RawRowView(c)
		for j, v := range rows[i*t.p : (i+1)*t.p] {
			d := v - mean[j]
			squares[j] += d * d
		}
	}
}

// largestVariance returns that of the columns over all n rows, from the moments of
// the classes.
func (m *GaussianNBModel) largestVariance(n int) float64 {
	largest := 0.0
	for j := range m.features {
		mean, sum := 0.0, 0.0
		for c, count := range m.ClassCount {
			mean += count / float64(n) * m.Theta.At(c, j)
		}
		for c, count := range m.ClassCount {
			d := m.Theta.At(c, j) - mean
			sum += m.Var.At(c, j) + count*d*d
		}
		largest = max(largest, sum/float64(n))
	}
	return largest
}

func (e GaussianNB) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e GaussianNB) String() string { return repr(e) }

// scores returns log P(c) + log P(x | c), m×k.
func (m *GaussianNBModel) scores(x *mat.Dense) *mat.Dense {
	n, p := x.Dims()
	k := len(m.classes)
	weight := make([]float64, k*p) // -1/(2σ²)
	start := make([]float64, k)
	for c := range k {
		logs := 0.0
		for j, v := range m.Var.RawRowView(c) {
			logs += math.Log(2 * math.Pi * v)
			weight[c*p+j] = -0.5 / v
		}
		start[c] = math.Log(m.ClassPrior[c]) - 0.5*logs
	}
	out := mat.NewDense(n, k, nil)
	for i := range n {
		row, sums := x.RawRowView(i), out.RawRowView(i)
		for c := range sums {
			sums[c] = start[c] + weightedSquares(row, m.Theta.RawRowView(c), weight[c*p:(c+1)*p])
		}
	}
	return out
}

// weightedSquares returns Σ w·(x-mean)².
func weightedSquares(x, mean, w []float64) float64 {
	var a, b float64
	mean, w = mean[:len(x)], w[:len(x)]
	j := 0
	for ; j+1 < len(x); j += 2 {
		d, e := x[j]-mean[j], x[j+1]-mean[j+1]
		a += d * d * w[j]
		b += e * e * w[j+1]
	}
	if j < len(x) {
		d := x[j] - mean[j]
		a += d * d * w[j]
	}
	return a + b
}

// Predict returns the most probable class of each row of x, m×p.
func (m *GaussianNBModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(m.scores(d)), nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *GaussianNBModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	return softmaxRows(m.scores(d)), nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *GaussianNBModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "GaussianNBModel.Score", x, y)
}

// MarshalBinary returns the model as bytes.
func (m *GaussianNBModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.vector(m.Theta.RawMatrix().Data)
	w.vector(m.Var.RawMatrix().Data)
	w.vector(m.ClassPrior)
	w.vector(m.ClassCount)
	w.number(m.Epsilon)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *GaussianNBModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("GaussianNB", data)
	k := len(f.classes)
	read := &GaussianNBModel{fitted: f}
	read.Theta = r.matrix(k, f.features, "Theta")
	read.Var = r.matrix(k, f.features, "Var")
	read.ClassPrior = r.vectorOf(k, "ClassPrior")
	read.ClassCount = r.vectorOf(k, "ClassCount")
	read.Epsilon = r.number()
	if err := r.done(); err != nil {
		return err
	}
	*m = *read
	return nil
}
