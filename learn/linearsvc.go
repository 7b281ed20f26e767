package learn

import "gonum.org/v1/gonum/mat"

// LinearSVC is the linear support vector classifier with the squared hinge loss. For
// two classes, s = -1 or +1, it minimises
//
//	½·(|w|² + b²) + C·Σ_i max(0, 1 - s_i·(w·x_i + b))²
//
// and predicts the second class where w·x + b > 0. Several classes have a plane each,
// fitted against all the others (one versus rest). The intercept is part of the
// penalty, as in LIBLINEAR: b = InterceptScaling times the weight of a column that is
// InterceptScaling everywhere.
//
// Newton's method is used on the primal problem, with the second derivatives of the
// rows inside the margin (O. L. Mangasarian, A finite Newton method for
// classification, Optimization Methods and Software 17 (2002)).
//
// Source: LinearSVC of scikit-learn 1.9, sklearn/svm/_classes.py.
type LinearSVC struct {
	// C weighs the losses against the penalty; 1 by default.
	C float64

	// NoIntercept keeps b at 0 (fit_intercept=False).
	NoIntercept bool

	// InterceptScaling is the value of the column behind b; 1 by default.
	InterceptScaling float64

	// MaxIter is the largest number of iterations of a plane, 1000 by default.
	MaxIter int

	// Tol ends the fit when the gradient's length has fallen to this share of what it
	// was at 0, times the share of the rarer side among the rows; 1e-4 by default.
	Tol float64
}

// A LinearSVCModel is a fitted [LinearSVC].
type LinearSVCModel struct {
	linear

	NIter     int  // iterations, the largest number of a plane
	Converged bool // whether Tol was reached within MaxIter; else Coef is not the minimum
}

// Fit finds the planes for the rows of x, n×p, and their classes y.
//
// Where MaxIter does not suffice, the model is what was reached and says so in
// Converged. Fit fails when x is empty, holds NaN or an infinite value, or has not one
// row for each label; when a label is no whole number; when there are fewer than two
// classes; and when a field is outside its range.
func (e LinearSVC) Fit(x mat.Matrix, y []float64) (*LinearSVCModel, error) {
	const where = "LinearSVC.Fit"
	c, err := positive(where, "C", e.C, 1)
	if err != nil {
		return nil, err
	}
	scaling, err := positive(where, "InterceptScaling", e.InterceptScaling, 1)
	if err != nil {
		return nil, err
	}
	tol, err := positive(where, "Tol", e.Tol, 1e-4)
	if err != nil {
		return nil, err
	}
	maxIter, err := atLeastOne(where, "MaxIter", e.MaxIter, 1000)
	if err != nil {
		return nil, err
	}
	t, err := checkXY(where, x, y, 2)
	if err != nil {
		return nil, err
	}
	o := newHingeObjective(t, c, e.NoIntercept, scaling)
	planes := len(t.classes)
	if planes == 2 {
		planes = 1
	}
	m := &LinearSVCModel{Converged: true}
	w := make([]float64, planes*o.q)
	for k := range planes {
		o.side(t.y, k+2-min(planes, 2)) // the second of two classes
		steps, converged := o.minimise(w[k*o.q:(k+1)*o.q], maxIter, tol)
		m.NIter, m.Converged = max(m.NIter, steps), m.Converged && converged
	}
	m.linear = newLinear("LinearSVC", t, w, o.q)
	for k := range m.Intercept {
		m.Intercept[k] *= scaling
	}
	return m, nil
}

func (e LinearSVC) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e LinearSVC) String() string { return repr(e) }

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made,
// without NIter and Converged. It fails, and changes nothing, when data is anything else.
func (m *LinearSVCModel) UnmarshalBinary(data []byte) error {
	read, err := readLinear("LinearSVC", data)
	if err != nil {
		return err
	}
	*m = LinearSVCModel{linear: read}
	return nil
}
