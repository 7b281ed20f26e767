package jvm

import (
	"math"

	"golab/internal/simd"
)

// Java8BLAS and its heirs cut large products into panels of inner indices and tiles of
// rows and columns.
const (
	panelSize = 500
	panelFrom = 1_000_000 // multiplications
	tileSize  = 3
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
// In such panels VectorBLAS sums the entries of whole 3×3 tiles of C by Lanes: each
// lane takes every Lanes-th inner index, the lanes are added in order, then come the
// indices left over.
//
// Source: netlib's dgemm.f; dev.ludovic.netlib 1.3.2 to 3.0.4; equal in every bit
// in fits of Spark 3.0.1, 3.3.1 and 4.1.4.
type Product struct {
	Order            ProductOrder
	TransA, TransB   bool
	Rows, Cols       int
	Inner            int
	Lanes            int // of a vector, for VectorBLAS alone
	Alpha, Beta      float64
	OneColumnAtATime bool // the columns are products of their own: a size rule sees one
}

// Workspace is the memory a product needs beside its matrices. It grows on first
// use and serves one goroutine at a time.
type Workspace struct {
	coefficients []float64
	offsets      []int
	sums, lane   []float64
	transposed   []float64
	vectors      simd.Workspace[float64]
}

// Compute computes the columns of C from index from up to but not including to. It
// panics when a slice is too short.
func (p Product) Compute(w *Workspace, c, a, b []float64, from, to int) {
	if !p.vectors(w, c, a, b, from, to) {
		p.inTurn(w, c, a, b, from, to)
	}
}

// inTurn computes the columns one after the other.
func (p Product) inTurn(w *Workspace, c, a, b []float64, from, to int) {
	if p.TransA {
		a = w.transpose(a, p.Inner, p.Rows)
	}
	j := job{Product: p, w: w, a: a, panels: p.panelled()}
	for col := from; col < to; col++ {
		j.column(c[col*p.Rows:(col+1)*p.Rows], b, col)
	}
}

// panelled reports whether the product is large enough to be cut into panels. The
// size is a Java int, which overflows.
func (p Product) panelled() bool {
	return p.Order.dots() && int32(p.Rows)*int32(p.width())*int32(p.Inner) >= panelFrom
}

// width returns the number of columns of C as a size rule sees it.
func (p Product) width() int {
	if p.OneColumnAtATime {
		return 1
	}
	return p.Cols
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
		accumulate(c, j.a, j.gather(b, col, inner{to: j.Inner, step: 1}, true))
		return
	}
	j.w.sums = grow(j.w.sums, j.Rows)
	if !j.panels {
		j.dot(j.w.sums, b, col, inner{to: j.Inner, step: 1})
		j.merge(c, j.w.sums, j.Beta)
		return
	}
	scale(c, j.Beta)
	tiled := j.Order == VectorBLAS && col < j.width()/tileSize*tileSize
	for from := 0; from < j.Inner; from += panelSize {
		to := min(from+panelSize, j.Inner)
		if tiled {
			j.dotByLanes(b, col, from, to)
		} else {
			j.dot(j.w.sums, b, col, inner{from, to, 1})
		}
		j.merge(c, j.w.sums, 1)
	}
}

// inner is every step-th inner index from from to to.
type inner struct{ from, to, step int }

func (x inner) len() int { return (x.to - x.from + x.step - 1) / x.step }

// terms are the coefficients of some columns of A and where those columns start.
type terms struct {
	coefficients []float64
	offsets      []int
	lossy        bool // a sum may have lost zeros
}

// gather collects the coefficients b[l, col], times Alpha if scaled. Zeros are left
// out where that is part of the order, as it is with scaled, or changes nothing. The
// terms last until the next call.
func (j *job) gather(b []float64, col int, x inner, scaled bool) terms {
	size := x.len()
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
	at += x.from * step
	step *= x.step
	offset := x.from * j.Rows
	if !scaled && !j.maySkip() {
		for i := range coefficients {
			coefficients[i], offsets[i] = b[at], offset
			at += step
			offset += x.step * j.Rows
		}
		return terms{coefficients, offsets, false}
	}
	n := 0
	for range size {
		v := b[at]
		coefficients[n], offsets[n] = float64(alpha*v), offset
		if v != 0 { // counted without a branch, which would be at random
			n++
		}
		at += step
		offset += x.step * j.Rows
	}
	return terms{coefficients[:n], offsets[:n], n > 0 && n < size}
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

// dot sets sums to the sums of a·b over the inner indices x.
func (j *job) dot(sums, b []float64, col int, x inner) {
	clear(sums)
	t := j.gather(b, col, x, false)
	if !j.Order.fused() {
		accumulate(sums, j.a, t)
		return
	}
	accumulateFused(sums, j.a, t)
	if !t.lossy {
		return
	}
	// A fused sum that underflows can be -0, which adding +0 does change.
	for _, s := range sums {
		if s == 0 {
			j.skip = skipForbidden
			j.dot(sums, b, col, x)
			j.skip = skipAllowed
			return
		}
	}
}

// dotByLanes sets the sums of the rows in tiles to those of VectorBLAS, the others to
// plain ones.
func (j *job) dotByLanes(b []float64, col, from, to int) {
	sums, tiled := j.w.sums, j.Rows/tileSize*tileSize
	whole := from + (to-from)/j.Lanes*j.Lanes
	j.w.lane = grow(j.w.lane, j.Rows)
	plain := [tileSize - 1]float64{}
	if tiled < j.Rows {
		j.dot(sums, b, col, inner{from, to, 1})
		copy(plain[:], sums[tiled:])
	}
	clear(sums)
	for l := range j.Lanes {
		j.dot(j.w.lane, b, col, inner{from + l, whole, j.Lanes})
		for i, s := range j.w.lane {
			sums[i] += s
		}
	}
	skip := j.skip
	j.skip = skipForbidden
	accumulateFused(sums, j.a, j.gather(b, col, inner{whole, to, 1}, false))
	j.skip = skip
	copy(sums[tiled:], plain[:])
}

// merge sets c to Alpha·sums + beta·c.
func (p *Product) merge(c, sums []float64, beta float64) {
	alpha, sums := p.Alpha, sums[:len(c)]
	switch {
	case beta == 0:
		for i, s := range sums {
			c[i] = float64(alpha * s)
		}
	case alpha == 1 && beta == 1: // fused or not
		for i, s := range sums {
			c[i] = s + c[i]
		}
	case p.Order.fused():
		for i, s := range sums {
			c[i] = math.FMA(alpha, s, float64(beta*c[i]))
		}
	default:
		for i, s := range sums {
			c[i] = float64(alpha*s) + float64(beta*c[i])
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
