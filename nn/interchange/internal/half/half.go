// Package half widens the numbers of 16 bits that files of models use.
package half

import "math"

// Float widens an IEEE 754 binary16: 5 bits of exponent, 10 of mantissa.
func Float(h uint16) float64 {
	exponent, mantissa := int(h>>10&31), float64(h&1023)
	var v float64
	switch exponent {
	case 31:
		v = math.Inf(1)
		if mantissa != 0 {
			v = math.NaN()
		}
	case 0:
		v = math.Ldexp(mantissa, -24)
	default:
		v = math.Ldexp(1024+mantissa, exponent-25)
	}
	if h>>15 != 0 {
		v = -v
	}
	return v
}

// Brain widens a bfloat16: the upper half of a float32.
func Brain(b uint16) float64 {
	return float64(math.Float32frombits(uint32(b) << 16))
}
