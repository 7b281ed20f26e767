package jvm

import "math"

// logX87 is ln x as Java 8 on x86-64 computes it with the x87 unit:
// RN64(c·log2 x) rounded to a float64, where c is ln 2 rounded to 64 bits and RN64
// rounds to a 64-bit significand. Zero gives -Inf, a negative x NaN.
//
// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, FLDLN2,
// FYL2X; equal in every bit in fits of Spark 3.0.1 and 3.3.1.
func logX87(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return math.Log(x) // exact: NaN, an infinity
	}
	s := splitLog(x)
	if y, ok := s.fastLog(); ok {
		return y
	}
	return s.log()
}

// logSplit is ln x taken apart: ln x = known + ln(1 + rest), |rest| ≤ 2^-8.
type logSplit struct {
	known dd
	rest  float64
}

// splitLog writes the positive x as 2^k·m with m in [1, 2) and multiplies m by B,
// its reciprocal to 8 bits, so that ln x = k ln 2 - ln B + ln(m·B).
func splitLog(x float64) logSplit {
	m, k := significand(x)
	i := reciprocalIndex(m)
	s := logSplit{lnTable[i], math.FMA(m, float64(128+i)*(1.0/256), -1)} // exact: it ends at 2^-60
	if k != 0 {
		head := twoProduct(float64(k), ln2Hi)
		s.known = s.known.add(fastTwoSum(head.hi, head.lo+float64(float64(k)*ln2Lo)))
	}
	return s
}

// significand returns m in [1, 2) and k with x = m·2^k, for x positive and finite.
func significand(x float64) (m float64, k int) {
	if x < 0x1p-1022 {
		x *= 0x1p54
		k = -54
	}
	b := math.Float64bits(x)
	return math.Float64frombits(b&(1<<52-1) | 1023<<52), k + int(b>>52) - 1023
}

// reciprocalIndex returns i from 0 to 128 such that (128+i)/256 is nearest to 1/m.
func reciprocalIndex(m float64) int { return int(256/m+0.5) - 128 }

// fastLog returns the rounded logarithm if it is beyond doubt: it computes ln x to
// a relative 2^-66, and the roundings of c and by RN64 add up to 2^-64.4 + 2^-64.
func (s logSplit) fastLog() (float64, bool) {
	const margin = 0x1.4p-63
	r := s.rest
	square := twoProduct(r, r)
	p := 1.0/7 - float64(r*(1.0/8))
	p = 1.0/5 - float64(r*(1.0/6-float64(r*p)))
	p = 1.0/3 - float64(r*(1.0/4-float64(r*p)))
	p = float64(float64(square.hi*r)*p) - float64(0.5*square.lo)

	head := twoSum(s.known.hi, r)
	middle := fastTwoSum(head.hi, float64(-0.5*square.hi))
	rest := head.lo + s.known.lo + (middle.lo + p)
	y := middle.hi + rest
	rest -= y - middle.hi
	m := float64(margin * math.Abs(y))
	return y, y+(rest+m) == y && y+(rest-m) == y
}

// log returns the logarithm at any cost.
func (s logSplit) log() float64 {
	r := dd{s.rest, 0}
	z := r.quo(dd{2, 0}.add(r)) // ln(1+r) = 2 atanh z, |z| < 2^-8.9
	square := z.mul(z)
	tail := 1.0/11 + float64(square.hi*(1.0/13))
	tail = 1.0/7 + float64(square.hi*(1.0/9+float64(square.hi*tail)))
	p := reciprocal(5).add(square.mul(dd{tail, 0}))
	p = reciprocal(3).add(square.mul(p))
	atanh := z.add(z.mul(square).mul(p))

	y := s.known.add(dd{2 * atanh.hi, 2 * atanh.lo})
	y = y.mul(dd{ln2RatioHi, ln2RatioLo}).round64()
	return y.hi + y.lo
}
