package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// LogisticRegression is the linear model of the logarithms of probabilities. For two
// classes, y = 0 or 1,
//
//	P(y=1 | x) = 1/(1 + exp(-(w·x + b)))
//
// and for k > 2 classes, with a plane w_c, b_c for each,
//
//	P(c | x) = exp(w_c·x + b_c) / Σ_d exp(w_d·x + b_d)
//
// The fit minimises the mean logarithmic loss with an L2 penalty, that the intercepts
// b are free of:
//
//	(1/n) Σ_i -log P(y_i | x_i) + (1/(2·C·n)) Σ w²
//
// ClassWeight may put a factor before each loss.
//
// Source: LogisticRegression of scikit-learn 1.9, sklearn/linear_model/_logistic.py.
type LogisticRegression struct {
	// C is the inverse of the strength of the penalty; 1 by default.
	C float64

	// NoPenalty leaves the penalty out (C=inf).
	NoPenalty bool

	// NoIntercept keeps every b at 0 (fit_intercept=False).
	NoIntercept bool

	// ClassWeight is "balanced" if the losses of each class shall count as much together
	// as those of another: of k classes a row counts n/(k·rows of its class). By default
	// each row counts 1.
	ClassWeight string

	// Solver is how the minimum is found, of which there is one. "newton-cholesky" is
	// Newton's method with the exact second derivatives, whose cost grows with the
	// square of the number of weights; "lbfgs" keeps but 10 past steps, of which it
	// needs many when columns are on different scales. The default is
	// "newton-cholesky" for small x, for a Tol below 1e-6, and for two classes when
	// scales differ, else "lbfgs"; and with more than 1000 weights always "lbfgs". (In
	// scikit-learn it is "lbfgs".)
	Solver string

	// MaxIter is the largest number of iterations, 100 by default.
	MaxIter int

	// Tol ends the fit: when no derivative of the objective is larger, and with
	// "newton-cholesky", half the square of the last step's Newton decrement is not,
	// either. 1e-4 by default.
	Tol float64
}

// A LogisticRegressionModel is a fitted [LogisticRegression].
type LogisticRegressionModel struct {
	linear

	NIter     int  // iterations of the solver
	Converged bool // whether Tol was reached within MaxIter; else Coef is not the minimum
}

// Fit finds the weights for the rows of x, n×p, and their classes y.
//
// Where MaxIter does not suffice, the model is what was reached and says so in
// Converged. Fit fails when x is empty, holds NaN or an infinite value, or has not one
// row for each label; when a label is no whole number; when there are fewer than two
// classes; and when a field is outside its range.
func (e LogisticRegression) Fit(x mat.Matrix, y []float64) (*LogisticRegressionModel, error) {
	const where = "LogisticRegression.Fit"
	c, err := positive(where, "C", e.C, 1)
	if err != nil {
		return nil, err
	}
	tol, err := positive(where, "Tol", e.Tol, 1e-4)
	if err != nil {
		return nil, err
	}
	maxIter, err := atLeastOne(where, "MaxIter", e.MaxIter, 100)
	if err != nil {
		return nil, err
	}
	solver, err := oneOf(where, "Solver", e.Solver, "auto", "newton-cholesky", "lbfgs")
	if err != nil {
		return nil, err
	}
	t, err := checkXY(where, x, y, 2)
	if err != nil {
		return nil, err
	}
	weights, err := t.classWeights(where, e.ClassWeight)
	if err != nil {
		return nil, err
	}
	o := newLogisticObjective(t, e.NoIntercept)
	o.weigh(weights)
	if !e.NoPenalty {
		o.penalty = 1 / (c * float64(t.n))
	}
	m := &LogisticRegressionModel{}
	w := make([]float64, o.planes*o.q)
	if solver == "newton-cholesky" || solver == "auto" && o.suitsNewton(tol) {
		m.NIter, m.Converged = o.newton(w, maxIter, tol)
	} else {
		m.NIter, m.Converged = o.lbfgs(w, maxIter, tol)
	}
	m.linear = newLinear("LogisticRegression", t, w, o.q)
	m.centre()
	return m, nil
}

// centre makes the intercepts of several classes sum to 0, which changes no
// probability.
func (m *LogisticRegressionModel) centre() {
	k := len(m.Intercept)
	if k == 1 {
		return
	}
	mean := 0.0
	for _, b := range m.Intercept {
		mean += b / float64(k)
	}
	for c := range m.Intercept {
		m.Intercept[c] -= mean
	}
}

func (e LogisticRegression) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e LogisticRegression) String() string { return repr(e) }

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *LogisticRegressionModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	scores := m.decide(d)
	if len(m.Intercept) > 1 {
		return softmaxRows(scores), nil
	}
	z := scores.RawMatrix().Data
	proba := mat.NewDense(len(z), 2, nil)
	for i, v := range z {
		p := sigmoid(v)
		proba.SetRow(i, []float64{1 - p, p})
	}
	return proba, nil
}

// sigmoid returns 1/(1+exp(-z)).
func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made,
// without NIter and Converged. It fails, and changes nothing, when data is anything else.
func (m *LogisticRegressionModel) UnmarshalBinary(data []byte) error {
	read, err := readLinear("LogisticRegression", data)
	if err != nil {
		return err
	}
	*m = LogisticRegressionModel{linear: read}
	return nil
}
