package labs

import (
	"fmt"
	"math"

	"golab/internal/breeze"
	"golab/internal/goroutine"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

// A linearObjective is what Spark's linear classifiers minimise, of the weights w of
// scaled features: p·sets numbers, feature by feature, then an intercept for each set.
//
//	(1/n) Σ_i loss(z_i, y_i) + ½ Σ_j l2_j·|w_j|²   with z_i = w·x_i + b
type linearObjective struct {
	x             []float64 // n×p: divided by the standard deviation; centred if there are intercepts
	y             []int
	n, p, sets    int
	noIntercept   bool
	std, offset   []float64 // of the features, and mean/std
	l2            []float64 // of each feature; nil for none
	loss          linearLoss
	margin, slope []float64 // n×sets
}

// A linearLoss returns the loss of a row of class y with the margins z and writes its
// derivatives by them to slope.
type linearLoss func(z, slope []float64, y int) float64

// newLinearObjective scales the rows of s. As in Spark, a constant feature becomes 0.
func newLinearObjective(s *trainingSet, sets int, noIntercept bool, loss linearLoss) *linearObjective {
	o := &linearObjective{y: s.y, n: s.n, p: s.p, sets: sets, noIntercept: noIntercept, loss: loss}
	stats := summarize(s.x, nil)
	o.std, o.offset = stats.stds(), stats.means()
	scale := make([]float64, o.p)
	for j, std := range o.std {
		if std != 0 {
			scale[j] = 1 / std
		}
		o.offset[j] *= scale[j]
	}
	o.x = make([]float64, 0, o.n*o.p)
	for i := range o.n {
		for j, v := range s.x.RawRowView(i) {
			v *= scale[j]
			if !noIntercept {
				v -= o.offset[j]
			}
			o.x = append(o.x, v)
		}
	}
	o.margin, o.slope = make([]float64, o.n*sets), make([]float64, o.n*sets)
	return o
}

// size returns the length of w.
func (o *linearObjective) size() int {
	if o.noIntercept {
		return o.p * o.sets
	}
	return (o.p + 1) * o.sets
}

// penalties returns what each feature's weights are penalised with: the parameter, or
// with the weights of unscaled features, that over the standard deviation to the power.
func (o *linearObjective) penalties(parameter float64, standardized bool, power float64) []float64 {
	out := make([]float64, o.p)
	for j, std := range o.std {
		if standardized {
			out[j] = parameter
		} else if std != 0 {
			out[j] = parameter / math.Pow(std, power)
		}
	}
	return out
}

// value is a [breeze.Function].
func (o *linearObjective) value(w, grad []float64) float64 {
	k := o.p * o.sets
	x := blas64.General{Rows: o.n, Cols: o.p, Stride: o.p, Data: o.x}
	weights := blas64.General{Rows: o.p, Cols: o.sets, Stride: o.sets, Data: w}
	margin := blas64.General{Rows: o.n, Cols: o.sets, Stride: o.sets, Data: o.margin}
	slope := blas64.General{Rows: o.n, Cols: o.sets, Stride: o.sets, Data: o.slope}
	gradient := blas64.General{Rows: o.p, Cols: o.sets, Stride: o.sets, Data: grad}
	for i := range o.margin {
		o.margin[i] = 0
		if !o.noIntercept {
			o.margin[i] = w[k+i%o.sets]
		}
	}
	if o.sets == 1 {
		blas64.Gemv(blas.NoTrans, 1, x, linearVector(w[:k]), 1, linearVector(o.margin))
	} else {
		blas64.Gemm(blas.NoTrans, blas.NoTrans, 1, x, weights, 1, margin)
	}
	sum := 0.0
	for i, c := range o.y {
		sum += o.loss(o.margin[i*o.sets:(i+1)*o.sets], o.slope[i*o.sets:(i+1)*o.sets], c)
	}
	clear(grad)
	if o.sets == 1 {
		blas64.Gemv(blas.Trans, 1, x, linearVector(o.slope), 0, linearVector(grad[:k]))
	} else {
		blas64.Gemm(blas.Trans, blas.NoTrans, 1, x, slope, 0, gradient)
	}
	if !o.noIntercept {
		for i, v := range o.slope {
			grad[k+i%o.sets] += v
		}
	}
	for i := range grad {
		grad[i] /= float64(o.n)
	}
	return sum/float64(o.n) + o.penalise(w, grad)
}

// penalise adds the derivatives of the penalty to grad and returns it.
func (o *linearObjective) penalise(w, grad []float64) float64 {
	if o.l2 == nil {
		return 0
	}
	sum := 0.0
	for i, v := range w[:o.p*o.sets] {
		pull := float64(o.l2[i/o.sets] * v)
		grad[i] += pull
		sum += float64(pull * v)
	}
	return sum / 2
}

func linearVector(v []float64) blas64.Vector { return blas64.Vector{N: len(v), Inc: 1, Data: v} }

// interruptible returns a minimiser that ends with the cell that it runs in.
func interruptible(maxIter int, tol float64) breeze.LBFGS {
	ctx := goroutine.Context()
	return breeze.LBFGS{MaxIterations: maxIter, Tolerance: tol, Report: func(int, float64) bool { return ctx.Err() == nil }}
}

// interruption returns the error of a minimisation that its cell has ended.
func interruption(r *breeze.Result) error {
	if r.Reason != breeze.Stopped {
		return nil
	}
	return fmt.Errorf("interrupted after %d iterations: %w", len(r.History)-1, goroutine.Context().Err())
}

// planes are what a linear classifier has learned: margins x·weightsᵀ + intercepts.
type planes struct {
	weights    *mat.Dense // sets×p
	intercepts []float64  // sets
}

// planes takes a result apart, for features as they were before scaling. It fails where
// the training was interrupted, and where the squares of features are not finite.
func (o *linearObjective) planes(r *breeze.Result) (planes, error) {
	if err := interruption(r); err != nil {
		return planes{}, err
	}
	for j, std := range o.std {
		if math.IsNaN(std) || math.IsInf(std, 0) {
			return planes{}, fmt.Errorf("feature %d has the standard deviation %v: its numbers are too large", j, std)
		}
	}
	out := planes{mat.NewDense(o.sets, o.p, nil), make([]float64, o.sets)}
	for c := range o.sets {
		row := out.weights.RawRowView(c)
		if !o.noIntercept {
			out.intercepts[c] = r.X[o.p*o.sets+c]
		}
		for j := range row {
			w := r.X[j*o.sets+c]
			if !o.noIntercept {
				out.intercepts[c] -= float64(w * o.offset[j])
			}
			if o.std[j] != 0 {
				row[j] = w / o.std[j]
			}
		}
	}
	return out, nil
}

// margins returns x·weightsᵀ + intercepts, n×sets.
func (m planes) margins(x *mat.Dense) *mat.Dense {
	var out mat.Dense
	out.Mul(x, m.weights.T())
	n, sets := out.Dims()
	for i := range n {
		row := out.RawRowView(i)
		for c := range sets {
			row[c] += m.intercepts[c]
		}
	}
	return &out
}

// ready reports whether there are planes.
func (m planes) ready() bool { return m.weights != nil }
