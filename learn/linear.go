package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

// A linear is what linear classifiers have learned: one plane for two classes, which
// speaks for the second, and else one plane for each class.
type linear struct {
	// Coef are the weights of the features, 1×p for two classes and else k×p.
	Coef *mat.Dense

	// Intercept are the constants, one for each row of Coef.
	Intercept []float64

	fitted
}

// decide returns x·Coefᵀ + Intercept.
func (m *linear) decide(x *mat.Dense) *mat.Dense {
	n, p := x.Dims()
	k := len(m.Intercept)
	out := mat.NewDense(n, k, nil)
	data := out.RawMatrix().Data
	const few = 4 // planes that are faster one by one
	if k <= few {
		z := make([]float64, n)
		for c, b := range m.Intercept {
			blas64.Gemv(blas.NoTrans, 1, x.RawMatrix(), vector(m.Coef.RawRowView(c)), 0, vector(z))
			for i, v := range z {
				data[i*k+c] = v + b
			}
		}
		return out
	}
	var w simd.Workspace[float64]
	w.Multiply(simd.Product[float64]{
		Rows: n, Cols: k, Inner: p,
		A: x.RawMatrix().Data, ARow: p, AInner: 1,
		B: m.Coef.RawMatrix().Data, BStride: p, BTransposed: true,
		C: data, CStride: k, Bias: m.Intercept,
	})
	return out
}

// vector gives v to blas64.
func vector(v []float64) blas64.Vector { return blas64.Vector{N: len(v), Inc: 1, Data: v} }

// DecisionFunction returns x·Coefᵀ + Intercept: for x, m×p, a matrix m×1 of two
// classes, where the second is predicted above 0, and else m×k, where the class of the
// largest is.
func (m *linear) DecisionFunction(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("DecisionFunction", x)
	if err != nil {
		return nil, err
	}
	return m.decide(d), nil
}

// Predict returns the class of each row of x, m×p, by DecisionFunction.
func (m *linear) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	scores := m.decide(d)
	if len(m.Intercept) > 1 {
		return m.argmaxRows(scores), nil
	}
	y := scores.RawMatrix().Data
	for i, z := range y {
		c := 0
		if z > 0 {
			c = 1
		}
		y[i] = m.classes[c]
	}
	return y, nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *linear) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, m.name+"Model.Score", x, y)
}

// MarshalBinary returns the model as bytes.
func (m *linear) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.vector(m.Coef.RawMatrix().Data)
	w.vector(m.Intercept)
	return w.bytes(), nil
}

// readLinear reads what MarshalBinary wrote for the named estimator.
func readLinear(name string, data []byte) (linear, error) {
	r, f := openFrame(name, data)
	m := linear{fitted: f}
	planes := len(f.classes)
	if planes == 2 {
		planes = 1
	}
	m.Coef = r.matrix(planes, f.features, "Coef")
	m.Intercept = r.vectorOf(planes, "Intercept")
	r.require(len(f.classes) > 1, "%d class", len(f.classes))
	return m, r.done()
}

// withOnes returns the rows of t.x, each with a 1 behind it unless noIntercept, and
// their length.
func (t *training) withOnes(noIntercept bool) ([]float64, int) {
	if noIntercept {
		return t.rows(), t.p
	}
	q := t.p + 1
	xa := make([]float64, t.n*q)
	rows := t.rows()
	for i := range t.n {
		copy(xa[i*q:], rows[i*t.p:(i+1)*t.p])
		xa[i*q+t.p] = 1
	}
	return xa, q
}

// newLinear takes the planes w, each of q numbers with the intercept last, apart.
func newLinear(name string, t *training, w []float64, q int) linear {
	planes := len(w) / q
	m := linear{fitted: newFitted(name, t), Coef: mat.NewDense(planes, t.p, nil), Intercept: make([]float64, planes)}
	for c := range planes {
		m.Coef.SetRow(c, w[c*q:c*q+t.p])
		if q > t.p {
			m.Intercept[c] = w[c*q+t.p]
		}
	}
	return m
}

// maxAbs returns the largest absolute value in v.
func maxAbs(v []float64) float64 {
	largest := 0.0
	for _, x := range v {
		largest = max(largest, math.Abs(x))
	}
	return largest
}
