package jvm

import "math"

// AddMatVec computes y += Alpha·A·x for the column-major len(y)×len(x) matrix A.
//
// F2J adds column after column, leaving out those with x = 0. The others take four
// columns at a time and what is left one by one: Java8BLAS adds ((t0·a0 + t1·a1) +
// t2·a2) + t3·a3 to y with t = Alpha·x; Java11BLAS fuses from the last column to the
// first. VectorBLAS does the latter for the rows that fill whole vectors of lanes,
// the former for the rest. Lanes is used by VectorBLAS alone.
//
// Source: netlib's dgemv.f; dev.ludovic.netlib 1.3.2 to 3.0.4.
func (o ProductOrder) AddMatVec(lanes int, alpha float64, y, a, x []float64) {
	m := len(y)
	if !o.dots() {
		for j, v := range x {
			if v != 0 {
				addColumn(y, a[j*m:], float64(alpha*v))
			}
		}
		return
	}
	fused := 0 // rows up to here are fused
	switch o {
	case Java11BLAS:
		fused = m
	case VectorBLAS:
		fused = m / lanes * lanes
	}
	j := 0
	for ; j+4 <= len(x); j += 4 {
		t := [4]float64{float64(alpha * x[j]), float64(alpha * x[j+1]), float64(alpha * x[j+2]), float64(alpha * x[j+3])}
		addFourColumns(y, a[j*m:], &t, fused)
	}
	for ; j < len(x); j++ {
		t := float64(alpha * x[j])
		addColumnFused(y[:fused], a[j*m:], t)
		addColumn(y[fused:], a[j*m+fused:], t)
	}
}

func addFourColumns(y, a []float64, t *[4]float64, fused int) {
	m := len(y)
	a0, a1, a2, a3 := a[:m], a[m:2*m], a[2*m:3*m], a[3*m:4*m]
	for i := range fused {
		y[i] = math.FMA(t[0], a0[i], math.FMA(t[1], a1[i], math.FMA(t[2], a2[i], math.FMA(t[3], a3[i], y[i]))))
	}
	for i := fused; i < m; i++ {
		y[i] += float64(t[0]*a0[i]) + float64(t[1]*a1[i]) + float64(t[2]*a2[i]) + float64(t[3]*a3[i])
	}
}

func addColumn(y, a []float64, t float64) {
	for i := range y {
		y[i] += float64(t * a[i])
	}
}

func addColumnFused(y, a []float64, t float64) {
	for i := range y {
		y[i] = math.FMA(t, a[i], y[i])
	}
}
