package jvm

import (
	"math"
	"math/bits"
)

// log2e64 is log2 e as FLDL2E loads it, times 2^63.
const log2e64 = 0xB8AA3B295C17F0BC

// expX87 is e^x as Java 8 on x86-64 computes it with the x87 unit. With RN64 =
// round to a 64-bit significand: t = RN64(x·log2 e), n = t to the nearest
// integer, g = RN64(2^(t-n) - 1), h = RN64(1 + g), and the result is h·2^n rounded
// to a float64. Where n leaves the exponents of a float64, Java takes fdlibm's.
//
// Source: Intel 64 and IA-32 Architectures Software Developer's Manual, FLDL2E,
// FRNDINT, F2XM1; equal in every bit in fits of Spark 3.0.1 and 3.3.1.
func expX87(x float64) float64 {
	if y, ok := expX87Fast(x); ok {
		return y
	}
	return expX87Slow(x)
}

// expX87Fast returns the result if it is beyond doubt. It follows scaleX87 and power
// with 2^f to better than 2^-70 only, but f is cut and rounded by up to 2^-63 when
// |t| < 1, and the roundings to g and h add up to 2^-66 + 2^-64: together less than
// the margin. It has no branch that depends on x at random.
func expX87Fast(x float64) (float64, bool) {
	const margin = 0x1p-62
	b := math.Float64bits(x)
	e := b >> 52 & 0x7ff
	if e < 1023-55 || e >= 1023+10 {
		return 0, false
	}
	hi, lo := bits.Mul64((b&(1<<52-1)|1<<52)<<11, log2e64)
	low := hi>>63 ^ 1 // 1: a bit below where it should be
	hi, lo = hi<<low|lo>>1>>(63-low), lo<<low
	shift := 1085 + low - e
	below := lo << 1
	hi += lo >> 63 & (hi | (below|-below)>>63) & 1
	fraction := hi<<(64-shift) | hi>>(shift-64) // one of them 0, or both the same
	if hi == 0 || fraction == 1<<63 {           // carried out of 64 bits; a tie
		return 0, false
	}
	sign := int64(b) >> 63
	n := (int64(hi>>shift+fraction>>63) ^ sign) - sign
	rest := (int64(fraction) ^ sign) - sign
	if n < -1021 || n > 1023 {
		return 0, false
	}

	k := (rest>>54 + 1) >> 1           // rest/2^55 to the nearest integer
	r := float64(rest-k<<55) * 0x1p-64 // |r| ≤ 2^-10, exact when |t| ≥ 1
	power := &exp2Table[k+256]
	z := float64(r * ln2Hi)
	zRest := math.FMA(r, ln2Hi, -z) + float64(r*ln2Lo)
	p := 1.0/6 + float64(z*(1.0/24+float64(z*(1.0/120))))
	p = zRest + float64(float64(z*z)*(0.5+float64(z*p))) // 2^r - 1 = z + p

	product := twoProduct(power.hi, z)
	sum := fastTwoSum(power.hi, product.hi)
	tail := sum.lo + (product.lo + (float64(power.hi*p) + float64(power.lo*(1+z))))
	h := sum.hi + tail
	tail -= h - sum.hi
	return addExponent(h, int(n)), h+(tail+margin) == h && h+(tail-margin) == h
}

// expX87Slow returns the result at any cost.
func expX87Slow(x float64) float64 {
	if math.Abs(x) < 0x1p-55 {
		return 1
	}
	t, ok := scaleX87(x)
	if !ok {
		return expFdlibm(x)
	}
	return t.power()
}

// scaled is t = RN64(x·log2 e): |t| = significand·2^-shift, and n is t to the nearest
// integer, ties to even.
type scaled struct {
	negative    bool
	significand uint64
	shift       int // 53 or more
	n           int
}

// scaleX87 multiplies x, at least 2^-55 from 0, by log2 e. It fails where the
// result is not left to the x87 unit: for large x, NaN and infinities.
func scaleX87(x float64) (scaled, bool) {
	b := math.Float64bits(x)
	e := int(b>>52) & 0x7ff
	if e >= 1023+10 {
		return scaled{}, false
	}
	hi, lo := bits.Mul64((b&(1<<52-1)|1<<52)<<11, log2e64)
	shift := 1085 - e // |t| = (hi + lo·2^-64)·2^-shift
	if hi>>63 == 0 {
		hi, lo = hi<<1|lo>>63, lo<<1
		shift++
	}
	if lo > 1<<63 || lo == 1<<63 && hi&1 == 1 {
		if hi++; hi == 0 {
			hi = 1 << 63
			shift--
		}
	}
	n := int(hi >> shift) // a shift by 64 or more gives 0
	if half := uint64(1) << 63; shift <= 64 {
		if fraction := hi << (64 - shift); fraction > half || fraction == half && n&1 == 1 {
			n++
		}
	}
	if b>>63 == 1 {
		n = -n
	}
	return scaled{b>>63 == 1, hi, shift, n}, n >= -1022 && n <= 1023
}

// power returns h·2^n rounded to a float64, at any cost.
func (t scaled) power() float64 {
	g := exp2m1(t.exactRest()).round64()
	h := dd{1, 0}.add(g).round64()
	if t.n > -1022 || h.hi >= 1 {
		return math.Ldexp(h.hi+h.lo, t.n)
	}
	h = h.add(dd{1, 0}) // a float64 in [1, 2) ends at 2^-52, where the subnormal result does
	return math.Ldexp((h.hi+h.lo)-1, t.n)
}

// exactRest returns t - n.
func (t scaled) exactRest() dd {
	high := math.Ldexp(float64(t.significand>>11), 11-t.shift)
	low := math.Ldexp(float64(t.significand&0x7ff), -t.shift)
	if t.negative {
		high, low = -high, -low
	}
	return twoSum(high-float64(t.n), low)
}

// exp2m1 returns 2^f - 1 to about 100 bits, for f in [-½, ½].
func exp2m1(f dd) dd {
	k := math.RoundToEven(f.hi * 512)
	z := twoSum(f.hi-float64(k/512), f.lo).mul(dd{ln2Hi, ln2Lo}) // |z| < 2^-10.5

	// e^z - 1 = z + z²/2 + z³/6 + z⁴·tail
	tail := 1.0/40320 + float64(z.hi*(1.0/362880))
	tail = 1.0/720 + float64(z.hi*(1.0/5040+float64(z.hi*tail)))
	tail = float64(z.hi * (1.0/120 + float64(z.hi*tail)))
	p := reciprocal(24).add(dd{tail, 0})
	p = reciprocal(6).add(z.mul(p))
	p = dd{0.5, 0}.add(z.mul(p))
	expm1 := z.add(z.mul(z).mul(p))
	if k == 0 {
		return expm1
	}
	power := exp2Table[int(k)+256]
	return power.add(dd{-1, 0}).add(power.mul(expm1))
}

// reciprocal returns 1/n.
func reciprocal(n float64) dd {
	q := 1 / n
	return dd{q, -math.FMA(q, n, -1) / n}
}
