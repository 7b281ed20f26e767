package learn

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

// suitsNewton reports whether Newton's method is to be preferred: its steps are cheap;
// or L-BFGS would take many, as columns are on different scales; or it would not reach
// tol at all, as rounding errors of the objective mislead its line search.
func (o *logisticObjective) suitsNewton(tol float64) bool {
	const cheap, most, tight = 5e6, 1000, 1e-6 // multiplications, weights, derivatives
	size := o.planes * o.q
	if size > most {
		return false
	}
	cost := float64(o.n) * float64(o.q) * float64(o.q) * float64(o.planes) * float64(o.planes+1) / 2
	return cost <= cheap || tol < tight || o.planes == 1 && o.scalesDiffer()
}

// scalesDiffer reports whether the root mean squares of the columns do so by more than
// a factor of 30, leaving out columns of zeros.
func (o *logisticObjective) scalesDiffer() bool {
	squares := make([]float64, o.features)
	for i := range o.n {
		for j, v := range o.x[i*o.features : (i+1)*o.features] {
			squares[j] += v * v
		}
	}
	least, largest := math.Inf(1), 0.0
	for _, s := range squares {
		if s > 0 {
			least, largest = min(least, s), max(largest, s)
		}
	}
	return largest > 30*30*least
}

// newton moves w to the minimum by Newton's method with backtracking. It returns the
// number of its steps, and whether it got there.
//
// Source: NewtonCholeskySolver of scikit-learn 1.9, sklearn/linear_model/_glm/_newton_solver.py.
func (o *logisticObjective) newton(w []float64, maxIter int, tol float64) (steps int, converged bool) {
	g, d := make([]float64, len(w)), make([]float64, len(w))
	hessian := mat.NewSymDense(len(w), nil)
	dz := make([]float64, len(o.z))
	decrement := math.Inf(1)
	o.scores(o.z, w, 0, o.n)
	value := o.value(o.z, w)
	for ; ; steps++ {
		o.gradient(g, w)
		if maxAbs(g) <= tol && decrement <= 2*tol {
			return steps, true
		}
		if steps == maxIter {
			return steps, false
		}
		o.hessian(hessian)
		decrement = solve(d, hessian, g)
		o.scores(dz, d, 0, o.n)
		next, ok := o.backtrack(w, d, dz, value, decrement)
		if !ok {
			return steps, maxAbs(g) <= tol
		}
		value = next
	}
}

// backtrack subtracts t·d from w and t·dz from z, with the largest t of 1, ½, ¼, …
// for which the objective falls by a share of what its slope, the decrement, promises.
// Changes as small as rounding errors count as none.
func (o *logisticObjective) backtrack(w, d, dz []float64, value, decrement float64) (next float64, ok bool) {
	const slope, halvings = 1.0 / 2048, 40
	rounding := 16 * 0x1p-52 * math.Abs(value)
	step := -1.0
	for range halvings {
		blas64.Axpy(step, vector(d), vector(w))
		blas64.Axpy(step, vector(dz), vector(o.z))
		next = o.value(o.z, w)
		if next <= value+slope*step*decrement+rounding {
			return next, true
		}
		blas64.Axpy(-step, vector(d), vector(w))
		blas64.Axpy(-step, vector(dz), vector(o.z))
		step /= 2
	}
	return value, false
}

// solve sets d to h⁻¹·g and returns g·d. Where h is not positive definite, as without
// a penalty it may be, so much is added to its diagonal that it is.
func solve(d []float64, h *mat.SymDense, g []float64) float64 {
	n := len(g)
	scale := make([]float64, n)
	for i := range scale {
		scale[i] = 1
		if v := h.At(i, i); v > 0 {
			scale[i] = 1 / math.Sqrt(v)
		}
	}
	a := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			a.SetSym(i, j, h.At(i, j)*scale[i]*scale[j])
		}
	}
	var chol mat.Cholesky
	for ridge := 1e-14; !chol.Factorize(a); ridge *= 100 {
		for i := range n {
			a.SetSym(i, i, a.At(i, i)+ridge)
		}
	}
	rhs := mat.NewVecDense(n, nil)
	for i, v := range g {
		rhs.SetVec(i, v*scale[i])
	}
	var out mat.VecDense
	_ = chol.SolveVecTo(&out, rhs) // warns of a nearly singular a, which backtracking judges better
	dot := 0.0
	for i := range d {
		d[i] = out.AtVec(i) * scale[i]
		dot += d[i] * g[i]
	}
	return dot
}

// hessian sets h to the second derivatives where p was set: block (a, b) is
//
//	xᵀ·diag(weight·p_a·([a=b] - p_b)/n)·x + [a=b]·penalty
//
// For several classes, a constant is added to the intercepts' part in the direction
// that changes no probability, in which the gradient is 0. So h stays regular.
func (o *logisticObjective) hessian(h *mat.SymDense) {
	block := make([]float64, o.q*o.q)
	for a := range o.planes {
		for b := a; b < o.planes; b++ {
			o.hessianBlock(block, a, b)
			for i := range o.q {
				for j := i; j < o.q; j++ { // the blocks are symmetric, too
					h.SetSym(a*o.q+i, b*o.q+j, block[i*o.q+j])
					h.SetSym(a*o.q+j, b*o.q+i, block[i*o.q+j])
				}
			}
		}
	}
	for a := range o.planes {
		for i := a * o.q; i < a*o.q+o.features; i++ {
			h.SetSym(i, i, h.At(i, i)+o.penalty)
		}
	}
	if o.planes > 1 {
		o.fixShift(h)
	}
}

// fixShift adds the constant of hessian, for each number of a plane that has no penalty.
func (o *logisticObjective) fixShift(h *mat.SymDense) {
	from := o.features
	if o.penalty == 0 {
		from = 0
	}
	for j := from; j < o.q; j++ {
		mean := 0.0
		for a := range o.planes {
			mean += h.At(a*o.q+j, a*o.q+j) / float64(o.planes)
		}
		for a := range o.planes {
			for b := a; b < o.planes; b++ {
				h.SetSym(a*o.q+j, b*o.q+j, h.At(a*o.q+j, b*o.q+j)+mean)
			}
		}
	}
}

// hessianBlock computes block (a, b), above the diagonal, without penalty.
func (o *logisticObjective) hessianBlock(block []float64, a, b int) {
	weights := make([]float64, o.n)
	for i := range weights {
		w := -o.p[i*o.planes+a] * o.p[i*o.planes+b]
		if a == b {
			w += o.p[i*o.planes+a]
		}
		weights[i] = w * o.weights[o.y[i]] / float64(o.n)
	}
	gram(block, o.q, o.x, o.n, o.features, &o.workspace, weights)
	if o.q == o.features {
		return
	}
	last := make([]float64, o.q)
	blas64.Gemv(blas.Trans, 1, o.matrix(0, o.n), vector(weights), 0, vector(last[:o.features]))
	last[o.features] = sum4(weights)
	for i, v := range last {
		block[i*o.q+o.features] = v
	}
}

// gram sets the upper triangle of c, q×q in rows of the given stride, to that of
// xᵀ·diag(weights)·x for x, n×q. It takes a few rows of x at a time: so many that
// their weighted copy stays in the processor's cache.
func gram(c []float64, stride int, x []float64, n, q int, workspace *simd.Workspace[float64], weights []float64) {
	const rows = 512
	weighted := make([]float64, min(rows, n)*q)
	for from := 0; from < n; from += rows {
		part := x[from*q : min(from+rows, n)*q]
		for i := range len(part) / q {
			s := weights[from+i]
			to := weighted[i*q : (i+1)*q]
			for j, v := range part[i*q : (i+1)*q] {
				to[j] = s * v
			}
		}
		const band = 32 // rows of c, each from the diagonal on
		for first := 0; first < q; first += band {
			workspace.Multiply(simd.Product[float64]{
				Rows: min(band, q-first), Cols: q - first, Inner: len(part) / q,
				A: weighted[first:], ARow: 1, AInner: q,
				B: part[first:], BStride: q,
				C: c[first*stride+first:], CStride: stride, Accumulate: from > 0,
			})
		}
	}
}
