package jvm

import "math"

// dd is an unevaluated sum of two float64s, about 106 bits: hi is the sum
// rounded, lo what the rounding left.
//
// Products are wrapped in float64(…) before they are added, here and in the whole
// package: the language lets a compiler fuse x*y + z into one rounding otherwise,
// and on arm64 it does.
type dd struct{ hi, lo float64 }

// twoSum returns a + b exactly (Knuth, TAOCP vol. 2, 4.2.2, Theorem B).
func twoSum(a, b float64) dd {
	s := a + b
	v := s - a
	return dd{s, (a - (s - v)) + (b - v)}
}

// fastTwoSum returns a + b exactly when |a| ≥ |b| or a = 0 (Dekker 1971).
func fastTwoSum(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

// twoProduct returns a·b exactly unless it underflows.
func twoProduct(a, b float64) dd {
	p := float64(a * b)
	return dd{p, math.FMA(a, b, -p)}
}

func (a dd) add(b dd) dd {
	s, t := twoSum(a.hi, b.hi), twoSum(a.lo, b.lo)
	s = fastTwoSum(s.hi, s.lo+t.hi)
	return fastTwoSum(s.hi, s.lo+t.lo)
}

func (a dd) mul(b dd) dd {
	p := twoProduct(a.hi, b.hi)
	return fastTwoSum(p.hi, p.lo+(float64(a.hi*b.lo)+float64(a.lo*b.hi)))
}

// quo returns a/b.
func (a dd) quo(b dd) dd {
	q := a.hi / b.hi
	rest := a.add(b.mul(dd{-q, 0}))
	return fastTwoSum(q, rest.hi/b.hi)
}

// round64 rounds a to the 64-bit significand of an x87 register, ties to even.
// The result is exact as a dd.
func (a dd) round64() dd {
	if a.hi == 0 {
		return a
	}
	fraction, e := math.Frexp(a.hi) // a.hi = fraction·2^e, |fraction| in [½, 1)
	if math.Abs(fraction) == 0.5 && a.lo != 0 && math.Signbit(a.lo) != math.Signbit(a.hi) {
		e-- // the sum lies just below a power of two, where units are half as large
	}
	unit := math.Ldexp(1, e-64)
	return fastTwoSum(a.hi, float64(math.RoundToEven(a.lo/unit)*unit))
}
