package jvm

import (
	"fmt"
	"math"
)

// ExpLog names the code that computes exp and log.
type ExpLog uint8

const (
	// X87 is what Java 8 computes on x86-64 with the x87 unit, to 64 bits and then
	// to 53.
	X87 ExpLog = iota
	// Fdlibm is Java's StrictMath, the same on every machine.
	Fdlibm
	// IntelLibm is what Java 9 and later compute on x86-64.
	IntelLibm
	// NativeMath is Go's package math, which may differ between architectures.
	NativeMath
)

// String returns the name of the constant.
func (e ExpLog) String() string {
	switch e {
	case X87:
		return "X87"
	case Fdlibm:
		return "Fdlibm"
	case IntelLibm:
		return "IntelLibm"
	case NativeMath:
		return "NativeMath"
	}
	return fmt.Sprintf("ExpLog(%d)", uint8(e))
}

// Valid reports whether e is one of the constants.
func (e ExpLog) Valid() bool { return e <= NativeMath }

// Exp returns the function that computes e^x. Whatever the code, it gives 1 at 0,
// +Inf at +Inf and above about 709.78, 0 at -Inf and below about -745.13, and NaN
// at NaN.
func (e ExpLog) Exp() func(float64) float64 {
	switch e {
	case Fdlibm:
		return expFdlibm
	case IntelLibm:
		return expIntel
	case NativeMath:
		return math.Exp
	}
	return expX87
}

// Log returns the function that computes ln x. Whatever the code, it gives 0 at 1,
// -Inf at 0, +Inf at +Inf, and NaN at NaN and below 0.
func (e ExpLog) Log() func(float64) float64 {
	switch e {
	case Fdlibm:
		return logFdlibm
	case IntelLibm:
		return logIntel
	case NativeMath:
		return math.Log
	}
	return logX87
}

// ExpAll replaces every x of v by Exp()(x); with NativeMath, by about that.
func (e ExpLog) ExpAll(v []float64) { e.eachExp(v, false, false) }

// Logistic replaces every z of v by 1/(1 + Exp()(-z)); with NativeMath, by about that.
func (e ExpLog) Logistic(v []float64) { e.eachExp(v, true, true) }

// eachExp lets vectors do what they can and does four numbers itself where they stop.
func (e ExpLog) eachExp(v []float64, negate, logistic bool) {
	exp := e.Exp()
	for len(v) > 0 {
		v = v[e.expVectors(v, negate, logistic):]
		n := min(4, len(v))
		for i, x := range v[:n] {
			if negate {
				x = -x
			}
			y := exp(x)
			if logistic {
				y = 1 / (1 + y)
			}
			v[i] = y
		}
		v = v[n:]
	}
}
