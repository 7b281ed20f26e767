package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	"golab/internal/simd"
)

// A logisticObjective is the function that [LogisticRegression] minimises, of the
// planes w: planes×q numbers, the intercept last in each plane. Two classes have one
// plane.
type logisticObjective struct {
	x         []float64 // n×q, the last column 1 if there are intercepts
	y         []int
	n, q      int
	weights   int // of the q numbers that the penalty counts
	planes    int
	penalty   float64
	workspace simd.Workspace[float64]

	z, p, r []float64 // n×planes: scores, probabilities, and (p - [y=c])/n
}

func newLogisticObjective(t *training, noIntercept bool) *logisticObjective {
	o := &logisticObjective{y: t.y, n: t.n, weights: t.p, planes: len(t.classes)}
	if o.planes == 2 {
		o.planes = 1
	}
	o.x, o.q = t.withOnes(noIntercept)
	o.z = make([]float64, o.n*o.planes)
	o.p = make([]float64, o.n*o.planes)
	o.r = make([]float64, o.n*o.planes)
	return o
}

// scores sets z to x·wᵀ.
func (o *logisticObjective) scores(z, w []float64) {
	if o.planes == 1 {
		blas64.Gemv(blas.NoTrans, 1, o.matrix(), vector(w), 0, vector(z))
		return
	}
	o.workspace.Multiply(simd.Product[float64]{
		Rows: o.n, Cols: o.planes, Inner: o.q,
		A: o.x, ARow: o.q, AInner: 1,
		B: w, BStride: o.q, BTransposed: true,
		C: z, CStride: o.planes,
	})
}

func (o *logisticObjective) matrix() blas64.General {
	return blas64.General{Rows: o.n, Cols: o.q, Stride: o.q, Data: o.x}
}

// value returns the objective for the scores z of w.
func (o *logisticObjective) value(z, w []float64) float64 {
	sum := 0.0
	if o.planes == 1 {
		for i, v := range z {
			if o.y[i] == 1 {
				v = -v
			}
			sum += softplus(v)
		}
	} else {
		for i, c := range o.y {
			row := z[i*o.planes : (i+1)*o.planes]
			sum += logSumExp(row) - row[c]
		}
	}
	return sum/float64(o.n) + o.penalise(w)
}

// softplus returns log(1 + exp(v)).
func softplus(v float64) float64 {
	if v > 0 {
		return v + math.Log1p(math.Exp(-v))
	}
	return math.Log1p(math.Exp(v))
}

// logSumExp returns log Σ exp(v).
func logSumExp(v []float64) float64 {
	largest := math.Inf(-1)
	for _, x := range v {
		largest = max(largest, x)
	}
	sum := 0.0
	for _, x := range v {
		sum += math.Exp(x - largest)
	}
	return largest + math.Log(sum)
}

func (o *logisticObjective) penalise(w []float64) float64 {
	if o.penalty == 0 {
		return 0
	}
	sum := 0.0
	for c := range o.planes {
		for _, v := range w[c*o.q : c*o.q+o.weights] {
			sum += v * v
		}
	}
	return 0.5 * o.penalty * sum
}

// gradient sets p and r for the scores z of w, and g to the derivatives at w.
func (o *logisticObjective) gradient(g, z, w []float64) {
	scale := 1 / float64(o.n)
	if o.planes == 1 {
		for i, v := range z {
			o.p[i] = sigmoid(v)
			o.r[i] = (o.p[i] - float64(o.y[i])) * scale
		}
		blas64.Gemv(blas.Trans, 1, o.matrix(), vector(o.r), 0, vector(g))
	} else {
		copy(o.p, z)
		for i, c := range o.y {
			p, r := o.p[i*o.planes:(i+1)*o.planes], o.r[i*o.planes:(i+1)*o.planes]
			softmax(p)
			for j, v := range p {
				r[j] = v * scale
			}
			r[c] = (p[c] - 1) * scale
		}
		o.workspace.Multiply(simd.Product[float64]{
			Rows: o.planes, Cols: o.q, Inner: o.n,
			A: o.r, ARow: 1, AInner: o.planes,
			B: o.x, BStride: o.q,
			C: g, CStride: o.q,
		})
	}
	for c := range o.planes {
		for j := c * o.q; j < c*o.q+o.weights; j++ {
			g[j] += o.penalty * w[j]
		}
	}
}
