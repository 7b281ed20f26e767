package jvm

import "math"

// ln 2 in two parts: fdlibmLn2Hi·k is exact for the k that occur.
const (
	fdlibmLn2Hi = 0x1.62e42feep-1
	fdlibmLn2Lo = 0x1.a39ef35793c76p-33
)

// expFdlibm is e^x as fdlibm, and so Java's StrictMath, computes it: x = k ln 2 + r
// with |r| ≤ ½ ln 2, e^r = 1 + (r - r·c/(c-2)) with c = r - r²·P(r²), and a scaling
// by 2^k.
//
// Source: the method described in Sun's fdlibm 5.3, e_exp.c, and for Remez'
// coefficients of P its table.
func expFdlibm(x float64) float64 {
	high := uint32(math.Float64bits(x)>>32) & 0x7fffffff
	switch {
	case math.IsNaN(x):
		return x
	case x > 7.09782712893383973096e+02:
		return math.Inf(1)
	case x < -7.45133219101941108420e+02:
		return 0
	case high < 0x3e300000: // |x| < 2^-28
		return 1 + x
	case high <= 0x3fd62e42: // |x| ≤ ½ ln 2 by the upper word
		c := expFdlibmC(x)
		return 1 - (float64(x*c)/(c-2) - x)
	}

	k := reduceFdlibm(x, high)
	hi := x - float64(float64(k)*fdlibmLn2Hi)
	lo := float64(float64(k) * fdlibmLn2Lo)
	r := hi - lo
	c := expFdlibmC(r)
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	if k >= -1021 {
		return addExponent(y, k)
	}
	return addExponent(y, k+1000) * 0x1p-1000
}

// reduceFdlibm returns k, x/ln 2 to the nearest integer: ±1 below 1.5 ln 2.
func reduceFdlibm(x float64, high uint32) int {
	if high < 0x3ff0a2b2 {
		return int(math.Copysign(1, x))
	}
	return int(float64(1.44269504088896338700e+00*x) + math.Copysign(0.5, x))
}

func expFdlibmC(r float64) float64 {
	const (
		p1 = 1.66666666666666019037e-01
		p2 = -2.77777777770155933842e-03
		p3 = 6.61375632143793436117e-05
		p4 = -1.65339022054652515390e-06
		p5 = 4.13813679705723846039e-08
	)
	t := float64(r * r)
	p := p4 + float64(t*p5)
	p = p3 + float64(t*p)
	p = p2 + float64(t*p)
	p = p1 + float64(t*p)
	return r - float64(t*p)
}

// addExponent returns x·2^k when both are normal numbers.
func addExponent(x float64, k int) float64 {
	return math.Float64frombits(math.Float64bits(x) + uint64(k)<<52)
}

// logFdlibm is ln x as fdlibm, and so Java's StrictMath, computes it: x = 2^k·(1 +
// f) with 1 + f between √½ and √2, s = f/(2+f), and ln(1+f) = f - (f²/2 - s·(f²/2 +
// R(s²))).
//
// Source: the method described in Sun's fdlibm 5.3, e_log.c, and for Remez'
// coefficients of R its table.
func logFdlibm(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return math.Log(x) // exact: NaN, an infinity
	}
	m, k := significand(x)
	word := int32(math.Float64bits(m)>>32) & 0xfffff
	if word+0x95f64 >= 0x100000 { // m above about √2
		m /= 2
		k++
	}
	f, dk := m-1, float64(k)
	hi, lo := float64(dk*fdlibmLn2Hi), float64(dk*fdlibmLn2Lo)

	if (word+2)&0xfffff < 3 { // |f| < 2^-20
		if f == 0 {
			return hi + lo
		}
		r := float64(float64(f*f) * (0.5 - float64(0.33333333333333333*f)))
		if k == 0 {
			return f - r
		}
		return hi - ((r - lo) - f)
	}

	s, r := logFdlibmR(f)
	if (word-0x6147a)|(0x6b851-word) > 0 {
		half := float64(float64(0.5*f) * f)
		if k == 0 {
			return f - (half - float64(s*(half+r)))
		}
		return hi - ((half - (float64(s*(half+r)) + lo)) - f)
	}
	if k == 0 {
		return f - float64(s*(f-r))
	}
	return hi - ((float64(s*(f-r)) - lo) - f)
}

// logFdlibmR returns s = f/(2+f) and R(s²).
func logFdlibmR(f float64) (s, r float64) {
	const (
		l1 = 6.666666666666735130e-01
		l2 = 3.999999999940941908e-01
		l3 = 2.857142874366239149e-01
		l4 = 2.222219843214978396e-01
		l5 = 1.818357216161805012e-01
		l6 = 1.531383769920937332e-01
		l7 = 1.479819860511658591e-01
	)
	s = f / (2 + f)
	z := float64(s * s)
	w := float64(z * z)
	even := float64(w * (l2 + float64(w*(l4+float64(w*l6)))))
	odd := float64(z * (l1 + float64(w*(l3+float64(w*(l5+float64(w*l7)))))))
	return s, odd + even
}
