package learn

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"

	"golab/internal/simd"
)

// A logisticObjective is the function that [LogisticRegression] minimises, of the
// planes w: planes×q numbers, the intercept last in each plane. Two classes have one
// plane.
type logisticObjective struct {
	x         []float64 // n×features
	y         []int
	n         int
	features  int
	q         int // features, and 1 if there are intercepts
	planes    int
	penalty   float64
	weights   []float64 // what a row of each class counts
	workspace simd.Workspace[float64]

	z, p, r []float64 // n×planes: scores, probabilities, and (p - [y=c])/n
	bias    []float64 // of each plane
}

func newLogisticObjective(t *training, noIntercept bool) *logisticObjective {
	o := &logisticObjective{x: t.rows(), y: t.y, n: t.n, features: t.p, q: t.p, planes: len(t.classes)}
	if o.planes == 2 {
		o.planes = 1
	}
	if !noIntercept {
		o.q++
	}
	o.z = make([]float64, o.n*o.planes)
	o.p = make([]float64, o.n*o.planes)
	o.r = make([]float64, o.n*o.planes)
	o.bias = make([]float64, o.planes)
	o.weigh(slices.Repeat([]float64{1}, len(t.classes)))
	return o
}

// weigh sets what a row of each class counts, unless weights is nil.
func (o *logisticObjective) weigh(weights []float64) {
	if weights != nil {
		o.weights = weights
	}
}

// matrix is rows from to to of x.
func (o *logisticObjective) matrix(from, to int) blas64.General {
	return blas64.General{Rows: to - from, Cols: o.features, Stride: o.features, Data: o.x[from*o.features : to*o.features]}
}

// scores sets rows from to to of z to x·wᵀ.
func (o *logisticObjective) scores(z, w []float64, from, to int) {
	if o.q > o.features {
		for c := range o.bias {
			o.bias[c] = w[c*o.q+o.features]
		}
	}
	if o.planes == 1 {
		part := z[from:to]
		for i := range part {
			part[i] = o.bias[0]
		}
		blas64.Gemv(blas.NoTrans, 1, o.matrix(from, to), vector(w[:o.features]), 1, vector(part))
		return
	}
	o.workspace.Multiply(simd.Product[float64]{
		Rows: to - from, Cols: o.planes, Inner: o.features,
		A: o.x[from*o.features:], ARow: o.features, AInner: 1,
		B: w, BStride: o.q, BTransposed: true,
		C: z[from*o.planes:], CStride: o.planes, Bias: o.bias,
	})
}

// value returns the objective for the scores z of w, and sets p.
func (o *logisticObjective) value(z, w []float64) float64 {
	return o.loss(z, 0, o.n)/float64(o.n) + o.penalise(w)
}

// loss returns the sum of rows from to to for the scores z, and sets p there.
func (o *logisticObjective) loss(z []float64, from, to int) float64 {
	if o.planes == 1 {
		return o.binaryLoss(z, from, to)
	}
	sum := 0.0
	p := o.p[from*o.planes : to*o.planes]
	copy(p, z[from*o.planes:])
	for i, c := range o.y[from:to] {
		row := p[i*o.planes : (i+1)*o.planes]
		score := row[c]
		sum += o.weights[c] * (softmax(row) - score)
	}
	return sum
}

// binaryLoss sets p and returns, but for the weights of the classes,
//
//	Σ -log P(y_i | x_i) = Σ max(v_i, 0) + log(1 + exp(-|v_i|)),  v_i = -z_i where y_i is 1, and else z_i
//
// The logarithms are taken of products of so many terms as cannot overflow.
func (o *logisticObjective) binaryLoss(z []float64, from, to int) float64 {
	const terms = 512
	sum, product := [2]float64{}, [2]float64{1, 1} // of each class
	for i := from; i < to; i++ {
		v := z[i]
		e := math.Exp(-math.Abs(v))
		if v >= 0 {
			o.p[i] = 1 / (1 + e)
		} else {
			o.p[i] = e / (1 + e)
		}
		c := o.y[i] & 1
		if c == 1 {
			v = -v
		}
		if v > 0 {
			sum[c] += v
		}
		product[c] *= 1 + e
		if i%terms == terms-1 {
			for c, p := range product {
				sum[c] += math.Log(p)
			}
			product = [2]float64{1, 1}
		}
	}
	return o.weights[0]*(sum[0]+math.Log(product[0])) + o.weights[1]*(sum[1]+math.Log(product[1]))
}

func (o *logisticObjective) penalise(w []float64) float64 {
	if o.penalty == 0 {
		return 0
	}
	sum := 0.0
	for c := range o.planes {
		for _, v := range w[c*o.q : c*o.q+o.features] {
			sum += v * v
		}
	}
	return 0.5 * o.penalty * sum
}

// gradient sets g to the derivatives at w, whose value was the last to be computed.
func (o *logisticObjective) gradient(g, w []float64) {
	clear(g)
	o.addGradient(g, 0, o.n)
	o.addPenalty(g, w)
}

// addPenalty adds to g the derivatives of the penalty.
func (o *logisticObjective) addPenalty(g, w []float64) {
	for c := range o.planes {
		for j := c * o.q; j < c*o.q+o.features; j++ {
			g[j] += o.penalty * w[j]
		}
	}
}

// addGradient adds to g the derivatives of the losses of rows from to to, where p was set.
func (o *logisticObjective) addGradient(g []float64, from, to int) {
	r := o.r[from*o.planes : to*o.planes]
	p := o.p[from*o.planes : to*o.planes]
	for i, c := range o.y[from:to] {
		scale := o.weights[c] / float64(o.n)
		row := r[i*o.planes : (i+1)*o.planes]
		for j := range row {
			row[j] = p[i*o.planes+j] * scale
		}
		if o.planes > 1 {
			row[c] -= scale
		} else if c == 1 {
			row[0] -= scale
		}
	}
	if o.planes == 1 {
		blas64.Gemv(blas.Trans, 1, o.matrix(from, to), vector(r), 1, vector(g[:o.features]))
	} else {
		o.workspace.Multiply(simd.Product[float64]{
			Rows: o.planes, Cols: o.features, Inner: to - from,
			A: r, ARow: 1, AInner: o.planes,
			B: o.x[from*o.features:], BStride: o.features,
			C: g, CStride: o.q, Accumulate: true,
		})
	}
	if o.q > o.features {
		for i, v := range r {
			g[i%o.planes*o.q+o.features] += v
		}
	}
}

// valueAndGradient returns the objective at w and sets g to its derivatives. It goes
// through x once: what it needs twice is still in the processor's cache.
func (o *logisticObjective) valueAndGradient(g, w []float64) float64 {
	const cached = 1 << 15 // numbers
	rows := max(64, cached/o.features)
	sum := 0.0
	clear(g)
	for from := 0; from < o.n; from += rows {
		to := min(from+rows, o.n)
		o.scores(o.z, w, from, to)
		sum += o.loss(o.z, from, to)
		o.addGradient(g, from, to)
	}
	o.addPenalty(g, w)
	return sum/float64(o.n) + o.penalise(w)
}
