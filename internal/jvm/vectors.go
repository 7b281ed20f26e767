package jvm

import (
	"math"

	"golab/internal/simd"
)

// vectors computes the columns of C from index from up to but not including to side
// by side in vectors, where that is the same in every bit: each lane of a vector is
// one entry of C and adds in the order of [Product]. It reports false, having done
// nothing, where it is not, and where the processor cannot.
func (p Product) vectors(w *Workspace, c, a, b []float64, from, to int) bool {
	if !simd.Exact() || from >= to || p.Rows == 0 || p.Inner == 0 || p.panelled() && p.Order == VectorBLAS {
		return false
	}
	w.vectors.Alone = true // other goroutines have other columns or blocks
	m := simd.Product[float64]{
		Rows: to - from, Cols: p.Rows, Inner: p.Inner,
		A: b[from*p.Inner:], ARow: p.Inner, AInner: 1,
		B: a, BStride: p.Rows,
		C: c[from*p.Rows : to*p.Rows], CStride: p.Rows,
		Rounding: simd.Separate, Scale: 1,
	}
	if p.TransA {
		m.B, m.BStride, m.BTransposed = a, p.Inner, true
	}
	if p.TransB {
		m.A, m.ARow, m.AInner = b[from:], 1, p.Cols
	}
	if p.Order.fused() || p.Order == NativeProducts {
		m.Rounding = simd.Fused
	}
	switch {
	case p.Order == F2J && !p.TransA:
		return p.addTerms(w, m, a)
	case p.panelled():
		p.addPanels(w, m)
	case p.Alpha == 1 && p.Beta == 0:
		w.vectors.Multiply(m)
	default:
		p.addSums(w, m, p.Beta)
	}
	return true
}

// addTerms adds the products to Beta·C as F2J does, for Beta 0 or 1. F2J leaves out
// those with b = 0, which makes no difference unless a is infinite or NaN or C
// holds -0: then it reports false, having done nothing.
func (p Product) addTerms(w *Workspace, m simd.Product[float64], a []float64) bool {
	if p.Alpha-p.Alpha != 0 || p.Beta != 0 && p.Beta != 1 || !finite(a[:p.Rows*p.Inner]) {
		return false
	}
	if p.Beta == 0 {
		clear(m.C)
	}
	for _, v := range m.C {
		if math.Float64bits(v) == 1<<63 {
			return false
		}
	}
	m.Accumulate, m.Scale = true, p.Alpha
	w.vectors.Multiply(m)
	return true
}

// addSums sets C to Alpha·A·B + beta·C.
func (p Product) addSums(w *Workspace, m simd.Product[float64], beta float64) {
	w.sums = grow(w.sums, len(m.C))
	c := m.C
	m.C = w.sums
	w.vectors.Multiply(m)
	p.merge(c, w.sums, beta)
}

// addPanels does the same in panels of inner indices.
func (p Product) addPanels(w *Workspace, m simd.Product[float64]) {
	scale(m.C, p.Beta)
	all := m
	for from := 0; from < p.Inner; from += panelSize {
		m.Inner = min(panelSize, p.Inner-from)
		m.A = all.A[from*m.AInner:]
		if m.BTransposed {
			m.B = all.B[from:]
		} else {
			m.B = all.B[from*m.BStride:]
		}
		p.addSums(w, m, 1)
	}
}
