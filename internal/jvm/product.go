package jvm

import "math"

// Java8BLAS and its heirs cut the inner dimension of large products into panels.
const (
	panelSize = 500
	panelFrom = 1_000_000 // multiplications
)

// Product is the matrix product C := Alpha·op(A)·op(B) + Beta·C, all matrices dense
// and column-major: op(A) is Rows×Inner, op(B) is Inner×Cols, C is Rows×Cols. With
// TransA, A is stored as Inner×Rows; with TransB, B as Cols×Inner. TransA and
// TransB together are not supported.
//
// F2J (reference BLAS) without TransA adds (Alpha·b)·a onto Beta·C for each inner
// index with b ≠ 0 in turn. Otherwise every entry is a sum s of a·b from zero, and
// C becomes Alpha·s + Beta·C; Java11BLAS and VectorBLAS fuse both additions. From a
// million multiplications on the latter three scale C first and add the sums of
// panels of 500 inner indices.
//
// VectorBLAS has an order of its own for TransA from a million multiplications on;
// Product gives Java11BLAS's there.
//
// Source: netlib's dgemm.f; dev.ludovic.netlib 1.3.2 to 3.0.4; equal in every bit
// in fits of Spark 3.0.1, 3.3.1 and 4.1.4.
type Product struct {
	Order            ProductOrder
	TransA, TransB   bool
	Rows, Cols       int
	Inner            int
	Alpha, Beta      float64
	OneColumnAtATime bool // the columns are products of their own: a size rule sees one
}

// Workspace is the memory a product needs beside its matrices. It grows on first
// use and serves one goroutine at a time.
type Workspace struct {
	coefficients []float64
	offsets      []int
	sums         []float64
	transposed   []float64
}

// Compute computes the columns of C from index from up to but not including to. It
// panics when a slice is too short.
func (p Product) Compute(w *Workspace, c, a, b []float64, from, to int) {
	if p.TransA {
		a = w.transpose(a, p.Inner, p.Rows)
	}
	j := job{Product: p, w: w, a: a, panels: p.panelled()}
	for col := from; col < to; col++ {
		j.column(c[col*p.Rows:(col+1)*p.Rows], b, col)
	}
}

// panelled reports whether the product is large enough to be cut into panels.
func (p Product) panelled() bool {
	cols := p.Cols
	if p.OneColumnAtATime {
		cols = 1
	}
	return p.Order.dots() && float64(p.Rows)*float64(cols)*float64(p.Inner) >= panelFrom
}

// transpose writes the rows×cols matrix a as its transpose into w.
func (w *Workspace) transpose(a []float64, rows, cols int) []float64 {
	w.transposed = grow(w.transposed, rows*cols)
	for j := range cols {
		for i, v := range a[j*rows : (j+1)*rows] {
			w.transposed[i*cols+j] = v
		}
	}
	return w.transposed
}

func grow(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// job is a product under way: a is op(A), Rows×Inner.
type job struct {
	Product
	w      *Workspace
	a      []float64
	panels bool
	skip   skipping
}

// skipping says whether terms with b = 0 may be left out of a sum. They are ±0, and
// adding ±0 changes nothing, unless a is infinite or NaN.
type skipping uint8

const (
	skipUnknown skipping = iota
	skipAllowed
	skipForbidden
)

// column computes one column c of C.
func (j *job) column(c, b []float64, col int) {
	if !j.Order.dots() && !j.TransA {
		scale(c, j.Beta)
		j.gather(b, col, 0, j.Inner, true)
		accumulate(c, j.a, j.w.coefficients, j.w.offsets)
		return
	}
	j.w.sums = grow(j.w.sums, j.Rows)
	if !j.panels {
		j.dot(b, col, 0, j.Inner)
		j.merge(c, j.Beta)
		return
	}
	scale(c, j.Beta)
	for from := 0; from < j.Inner; from += panelSize {
		j.dot(b, col, from, min(from+panelSize, j.Inner))
		j.merge(c, 1)
	}
}

// gather collects the coefficients b[l, col], times Alpha if scaled, for l from
// from to to, and where their columns of A start. Zeros are left out where that is
// part of the order, as it is with scaled, or changes nothing. It returns whether a
// sum may have lost terms.
func (j *job) gather(b []float64, col, from, to int, scaled bool) (lossy bool) {
	size := to - from
	j.w.coefficients = grow(j.w.coefficients, size)
	if cap(j.w.offsets) < size {
		j.w.offsets = make([]int, size)
	}
	coefficients, offsets := j.w.coefficients[:size], j.w.offsets[:size]
	alpha := 1.0
	if scaled {
		alpha = j.Alpha
	}
	at, step := col*j.Inner, 1
	if j.TransB {
		at, step = col, j.Cols
	}
	at += from * step
	if !scaled && !j.maySkip() {
		for i := range coefficients {
			coefficients[i], offsets[i] = b[at], (from+i)*j.Rows
			at += step
		}
		j.w.coefficients, j.w.offsets = coefficients, offsets
		return false
	}
	n, offset := 0, from*j.Rows
	for range size {
		v := b[at]
		coefficients[n], offsets[n] = float64(alpha*v), offset
		if v != 0 { // counted without a branch, which would be at random
			n++
		}
		at += step
		offset += j.Rows
	}
	j.w.coefficients, j.w.offsets = coefficients[:n], offsets[:n]
	return n > 0 && n < size
}

// maySkip looks once whether all of A is finite.
func (j *job) maySkip() bool {
	if j.skip == skipUnknown {
		j.skip = skipForbidden
		if finite(j.a[:j.Rows*j.Inner]) {
			j.skip = skipAllowed
		}
	}
	return j.skip == skipAllowed
}

func finite(v []float64) bool {
	var s0, s1, s2, s3 float64 // v - v is 0, or NaN for infinities and NaN
	for ; len(v) >= 4; v = v[4:] {
		s0 += v[0] - v[0]
		s1 += v[1] - v[1]
		s2 += v[2] - v[2]
		s3 += v[3] - v[3]
	}
	for _, f := range v {
		s0 += f - f
	}
	return s0+s1+s2+s3 == 0
}

// dot leaves in sums the sums of a·b over the inner indices from from to to.
func (j *job) dot(b []float64, col, from, to int) {
	clear(j.w.sums)
	lossy := j.gather(b, col, from, to, false)
	if !j.Order.fused() {
		accumulate(j.w.sums, j.a, j.w.coefficients, j.w.offsets)
		return
	}
	accumulateFused(j.w.sums, j.a, j.w.coefficients, j.w.offsets)
	if !lossy {
		return
	}
	// A fused sum that underflows can be -0, which adding +0 does change.
	for _, s := range j.w.sums {
		if s == 0 {
			j.skip = skipForbidden
			j.dot(b, col, from, to)
			j.skip = skipAllowed
			return
		}
	}
}

// merge sets c to Alpha·sums + beta·c.
func (j *job) merge(c []float64, beta float64) {
	for i, s := range j.w.sums {
		switch {
		case beta == 0:
			c[i] = float64(j.Alpha * s)
		case j.Order.fused():
			c[i] = math.FMA(j.Alpha, s, float64(beta*c[i]))
		default:
			c[i] = float64(j.Alpha*s) + float64(beta*c[i])
		}
	}
}

func scale(c []float64, beta float64) {
	switch beta {
	case 0:
		clear(c)
	case 1:
	default:
		for i := range c {
			c[i] *= beta
		}
	}
}
