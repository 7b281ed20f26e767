package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

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
	gram(o.change, o.q, o.flips, len(signs), o.q, &o.workspace, signs)
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
