package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

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

// A hingeObjective is the function that [LinearSVC] minimises, of one plane w of q
// numbers, the intercept last.
type hingeObjective struct {
	x         []float64 // n×q
	n, q      int
	c         float64
	sign      []float64 // s, n
	rare      float64   // share of the rarer sign
	workspace simd.Workspace[float64]

	z, dz  []float64 // n: x·w, and x·d for a direction d
	r      []float64 // n: derivative of the losses by z
	active []bool    // which rows the second derivatives count
	flips  []float64 // rows that enter or leave them
	gram   []float64 // q×q: Σ x·xᵀ of the active rows, above the diagonal
	change []float64 // q×q
}

func newHingeObjective(t *training, c float64, noIntercept bool, scaling float64) *hingeObjective {
	o := &hingeObjective{n: t.n, c: c}
	o.x, o.q = t.withOnes(noIntercept)
	if !noIntercept && scaling != 1 {
		for i := o.q - 1; i < len(o.x); i += o.q {
			o.x[i] = scaling
		}
	}
	o.sign, o.active = make([]float64, t.n), make([]bool, t.n)
	o.z, o.dz, o.r = make([]float64, t.n), make([]float64, t.n), make([]float64, t.n)
	o.gram, o.change = make([]float64, o.q*o.q), make([]float64, o.q*o.q)
	return o
}

// side makes class the positive one.
func (o *hingeObjective) side(y []int, class int) {
	positive := 0
	for i, c := range y {
		o.sign[i] = -1
		if c == class {
			o.sign[i] = 1
			positive++
		}
	}
	o.rare = float64(max(1, min(positive, o.n-positive))) / float64(o.n)
	clear(o.z)
	clear(o.active)
	clear(o.gram)
}

func (o *hingeObjective) matrix() blas64.General {
	return blas64.General{Rows: o.n, Cols: o.q, Stride: o.q, Data: o.x}
}

// value returns the objective for z = x·w.
func (o *hingeObjective) value(z, w []float64) float64 {
	sum := 0.0
	for i, s := range o.sign {
		if v := 1 - s*z[i]; v > 0 {
			sum += v * v
		}
	}
	return 0.5*blas64.Dot(vector(w), vector(w)) + o.c*sum
}

// minimise moves w, zeros at first, to the minimum. It returns the number of its
// steps, and whether it got there.
func (o *hingeObjective) minimise(w []float64, maxIter int, tol float64) (steps int, converged bool) {
	g, d := make([]float64, o.q), make([]float64, o.q)
	hessian := mat.NewSymDense(o.q, nil)
	value, start := o.value(o.z, w), 0.0
	for ; ; steps++ {
		o.gradient(g, w)
		length := blas64.Nrm2(vector(g))
		if steps == 0 {
			start = length
		}
		if length <= tol*o.rare*start {
			return steps, true
		}
		if steps == maxIter {
			return steps, false
		}
		o.updateGram()
		for i := range o.q {
			for j := i; j < o.q; j++ {
				hessian.SetSym(i, j, 2*o.c*o.gram[i*o.q+j])
			}
			hessian.SetSym(i, i, hessian.At(i, i)+1)
		}
		slope := solve(d, hessian, g)
		next, ok := o.backtrack(w, d, value, slope)
		if !ok {
			return steps, false // rounding hides the rest of the way
		}
		value = next
	}
}

// gradient sets g to the derivatives at w, whose z was set.
func (o *hingeObjective) gradient(g, w []float64) {
	for i, s := range o.sign {
		o.r[i] = 0
		if v := 1 - s*o.z[i]; v > 0 {
			o.r[i] = -2 * o.c * s * v
		}
	}
	copy(g, w)
	blas64.Gemv(blas.Trans, 1, o.matrix(), vector(o.r), 1, vector(g))
}

// updateGram adds to gram the rows that came inside the margin, and takes those out
// that left it.
func (o *hingeObjective) updateGram() {
	o.flips = o.flips[:0]
	var signs []float64
	for i, r := range o.r {
		if in := r != 0; in != o.active[i] {
			o.active[i] = in
			o.flips = append(o.flips, o.x[i*o.q:(i+1)*o.q]...)
			sign := -1.0
			if in {
				sign = 1
			}
			signs = append(signs, sign)
		}
	}
	if len(signs) == 0 {
		return
	}
	gram(o.change, o.flips, len(signs), o.q, &o.workspace, func(i int) float64 { return signs[i] })
	add(o.gram, o.change)
}

// backtrack subtracts t·d from w, and t·x·d from z, with the largest t of 1, ½, ¼, …
// for which the objective falls by a share of what its slope promises. Changes as
// small as rounding errors count as none.
func (o *hingeObjective) backtrack(w, d []float64, value, slope float64) (next float64, ok bool) {
	const share, halvings = 1e-4, 40
	blas64.Gemv(blas.NoTrans, 1, o.matrix(), vector(d), 0, vector(o.dz))
	rounding := 16 * 0x1p-52 * math.Abs(value)
	step := 1.0
	for range halvings {
		blas64.Axpy(-step, vector(d), vector(w))
		blas64.Axpy(-step, vector(o.dz), vector(o.z))
		next = o.value(o.z, w)
		if next <= value-share*step*slope+rounding {
			return next, true
		}
		blas64.Axpy(step, vector(d), vector(w))
		blas64.Axpy(step, vector(o.dz), vector(o.z))
		step /= 2
	}
	return value, false
}
