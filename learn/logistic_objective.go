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

// value returns the objective for the scores z of w, and sets p.
func (o *logisticObjective) value(z, w []float64) float64 {
	var sum float64
	if o.planes == 1 {
		sum = o.binaryLoss(z)
	} else {
		copy(o.p, z)
		for i, c := range o.y {
			row := o.p[i*o.planes : (i+1)*o.planes]
			score := row[c]
			sum += softmax(row) - score
		}
	}
	return sum/float64(o.n) + o.penalise(w)
}

// binaryLoss sets p and returns
//
//	Σ -log P(y_i | x_i) = Σ max(v_i, 0) + log(1 + exp(-|v_i|)),  v_i = -z_i where y_i is 1, and else z_i
//
// The logarithms are taken of products of so many terms as cannot overflow.
func (o *logisticObjective) binaryLoss(z []float64) float64 {
	const terms = 512
	sum, product := 0.0, 1.0
	for i, v := range z {
		e := math.Exp(-math.Abs(v))
		if v >= 0 {
			o.p[i] = 1 / (1 + e)
		} else {
			o.p[i] = e / (1 + e)
		}
		if o.y[i] == 1 {
			v = -v
		}
		if v > 0 {
			sum += v
		}
		product *= 1 + e
		if i%terms == terms-1 {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
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

// gradient sets g to the derivatives at w, whose value was the last to be computed.
func (o *logisticObjective) gradient(g, w []float64) {
	scale := 1 / float64(o.n)
	for i, p := range o.p {
		o.r[i] = p * scale
	}
	if o.planes == 1 {
		for i, c := range o.y {
			if c == 1 {
				o.r[i] = (o.p[i] - 1) * scale
			}
		}
		blas64.Gemv(blas.Trans, 1, o.matrix(), vector(o.r), 0, vector(g))
	} else {
		for i, c := range o.y {
			at := i*o.planes + c
			o.r[at] = (o.p[at] - 1) * scale
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
