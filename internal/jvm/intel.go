package jvm

import "math"

// negativeZero is the second half of intelLogTable's last entry.
var negativeZero = math.Copysign(0, -1)

// expIntel is e^x as Java 9 and later compute it on x86-64: x = (64n + j)·ln 2/64 +
// r with |r| ≤ ln 2/128, and e^x = 2^n·(T + T·(t + e^r - 1)) with T + T·t = 2^(j/64).
// It is not always the nearest float64.
//
// Source: Intel's libm in OpenJDK 9 to 17; the formula was found by experiment and
// agreed with Math.exp on five million arguments.
func expIntel(x float64) float64 {
	switch {
	case math.Abs(x) < 0x1p-54:
		return 1 + x
	case math.IsNaN(x):
		return x
	case x > 0x1.62e42fefa39efp+9: // 709.78
		return math.Inf(1)
	case x < -0x1.74910d52d3051p+9: // -745.13
		return 0
	}
	const (
		perLn2  = 0x1.71547652b82fep+6 // 64/ln 2
		stepHi  = 0x1.62e42fefap-7     // ln 2/64
		stepLo  = 0x1.cf79abc9e3b3ap-46
		shifter = 0x1.8p+52 // adding it rounds to an integer
	)
	m := (float64(x*perLn2) + shifter) - shifter
	r := (x - float64(m*stepHi)) - float64(m*stepLo)
	i := int(m)
	entry := intelExpTable[i&63]

	r2 := float64(r * r)
	r3 := float64(r * r2)
	r5 := float64(r3 * r2)
	a := float64(r5 * (0x1.11115c090cf0fp-7 + float64(0x1.6c15ce328986p-10*r)))
	b := float64(r3 * (0x1.5555555548ba1p-3 + float64(0x1.55555555b9e25p-5*r)))
	q := float64(r2 * 0x1.ffffffffffffep-2)
	p := (b + ((r + entry.lo) + a)) + q
	rest := float64(p * entry.hi)
	y := rest + entry.hi

	n := i >> 6
	if n >= -1021 && n < 1023 {
		return addExponent(y, n)
	}
	if n < -1022 || n == -1022 && y < 1 { // one rounding, at the unit of a subnormal
		unit := math.Ldexp(1, -1022-n)
		sum := twoSum(unit, y)
		y = (sum.hi + (sum.lo + ((entry.hi - y) + rest))) - unit
	}
	return math.Ldexp(y, n)
}

// logIntel is ln x as Java 9 and later compute it on x86-64: x = 2^k·m, B is the
// reciprocal of m to 8 bits, and ln x = k ln 2 - ln B + ln(1 + r) with r = m·B - 1
// in two parts.
//
// Source: Intel's libm in OpenJDK 9 to 17; the formula was found by experiment and
// agreed with Math.log on six million arguments. The processor's own estimate of
// the reciprocal is replaced by the exact one.
func logIntel(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return math.Log(x) // exact: NaN, an infinity
	}
	if x == 1 {
		return 0
	}
	m, k := significand(x)
	i := reciprocalIndex(m)
	reciprocal := float64(128+i) * (1.0 / 256)
	head := math.Float64frombits(math.Float64bits(m) &^ (1<<45 - 1)) // 7 bits after the point
	r := float64((m-head)*reciprocal) + (float64(head*reciprocal) - 1)

	const (
		ln2Hi = 0x1.62e42fefa38p-5 // ln 2/16
		ln2Lo = 0x1.ef35793c7673p-49
	)
	k16, entry := float64(16*k), intelLogTable[i]
	a := entry.hi + float64(k16*ln2Hi)
	b := float64(k16*ln2Lo) + entry.lo
	s := a + r
	c := (r + (a - s)) + b

	r2 := float64(r * r)
	p := float64((0x1.999999999999ap-3+float64(-0x1.5555e3d6fb175p-3*r))*r) + float64(float64(0x1.2492492492492p-3*r)*r2)
	q := (-0.5 + float64(0x1.5555555555555p-2*r)) + float64(-0.25*r2)
	return s + ((c + float64(p*float64(r2*r2))) + float64(q*r2))
}
