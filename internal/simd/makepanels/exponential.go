package main

// The coefficients of e^f = 1 + f + f²·P(f) for |f| ≤ ln 2/2, of Cephes's expf, and ln 2
// in two parts, of which the first times an integer is exact.
var (
	expPolynomial = []float64{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}
	ln2High       = 0.693359375
	ln2Low        = -2.12194440e-4
)

// reduced returns n and f with x = n·ln 2 + f, and e^f - 1 - f as a product f²·P(f).
func (p *program) reduced(x value) (n, f, rest value) {
	n = p.emit(round, 0, p.mul(x, p.num(1.44269504088896341)))
	f = p.fnma(n, p.num(ln2High), x)
	f = p.fnma(n, p.num(ln2Low), f)
	return n, f, p.horner(f, expPolynomial...)
}

// power returns 2^n of an integer float.
func (p *program) power(n value) value {
	return p.shift(shiftLeft, p.emit(intAdd, 0, n, p.bits(127)), 23)
}

// exp returns e^x for x below 88: 0 below -87.33, NaN for NaN.
func (p *program) exp(x value) value {
	limit := p.bits(0xc2aea8f6)
	gone := p.below(x, limit)
	n, f, q := p.reduced(p.max(x, limit))
	e := p.add(p.fma(q, p.mul(f, f), f), p.num(1))
	e = p.emit(intAdd, 0, e, p.shift(shiftLeft, p.emit(toInt, 0, n), 23))
	return p.andNot(gone, e)
}

// expAll returns e^x for all x. It multiplies by 2^n in two steps.
func (p *program) expAll(x value) value {
	n, f, q := p.reduced(p.min(p.max(x, p.num(-104)), p.num(89)))
	e := p.add(p.fma(q, p.mul(f, f), f), p.num(1))
	all := p.emit(toInt, 0, n)
	half := p.shift(shiftRightArith, all, 1)
	e = p.mul(e, p.power(half))
	return p.mul(e, p.power(p.emit(intSub, 0, all, half)))
}

// expm1 returns e^x - 1 for x ≤ 0: 2^n·(e^f-1) + (2^n-1).
func (p *program) expm1(x value) value {
	n, f, q := p.reduced(p.max(x, p.num(-30)))
	small := p.fma(q, p.mul(f, f), f)
	scale := p.power(p.emit(toInt, 0, n))
	return p.fma(scale, small, p.sub(scale, p.num(1)))
}

// atanh returns 2·atanh s - 2s for |s| ≤ 1/3, with an error of 5e-9·s.
func (p *program) atanh(s value) value {
	t := p.mul(s, s)
	q := p.horner(t, 0.140122652053833, 0.13999561965465546, 0.20010849833488464, 0.3333320617675781)
	return p.mul(p.mul(q, t), p.add(s, s))
}

// log1p returns log(1+e) for 0 ≤ e ≤ 1: 2·atanh s with s = e/(2+e).
func (p *program) log1p(e value) value {
	s := p.div(e, p.add(e, p.num(2)))
	return p.add(p.atanh(s), p.add(s, s))
}

// log returns log x: k·ln 2 + log m, where m is from √½ to √2.
func (p *program) log(x value) value {
	tiny := p.below(x, p.bits(0x00800000))
	bits := p.choose(tiny, p.mul(x, p.num(1<<23)), x)
	off := p.emit(intSub, 0, bits, p.bits(0x3f3504f3))
	k := p.emit(fromInt, 0, p.shift(shiftRightArith, off, 23))
	k = p.sub(k, p.and(tiny, p.num(23)))
	m := p.emit(intAdd, 0, p.and(off, p.bits(0x007fffff)), p.bits(0x3f3504f3))
	f := p.sub(m, p.num(1))
	s := p.div(f, p.add(m, p.num(1)))
	// 2s = f - f·s, so that the error of s counts little
	sum := p.fma(k, p.num(ln2Low), p.sub(p.atanh(s), p.mul(f, s)))
	sum = p.fma(k, p.num(ln2High), p.add(f, sum))
	infinite := p.bits(0x7f800000)
	sum = p.choose(p.below(x, infinite), sum, x)
	sum = p.choose(p.below(x, p.num(0)), p.bits(0x7fc00000), sum)
	return p.choose(p.emit(equalTo, 0, x, p.num(0)), p.bits(0xff800000), sum)
}

// sigmoid returns s = 1/(1+e^-z), of e^-|z| so that nothing overflows.
func (p *program) sigmoid(z value) value {
	s, _, _ := p.sigmoidParts(z)
	return s
}

// sigmoidParts returns s, and two numbers whose product is s·(1-s).
func (p *program) sigmoidParts(z value) (s, eq, q value) {
	e := p.exp(p.or(z, p.sign()))
	q = p.div(p.num(1), p.add(e, p.num(1)))
	eq = p.mul(e, q)
	return p.choose(p.below(z, p.num(0)), eq, q), eq, q
}

// sign returns the sign bit.
func (p *program) sign() value { return p.bits(0x80000000) }

// abs returns |z|.
func (p *program) abs(z value) value { return p.andNot(p.sign(), z) }

// normal returns Φ(z), the part of a normal distribution below z, and e^(-z²/2), for z
// from -20 to 20: Φ(-a) = e^(-a²/2)·t·P(t) with t = 1/(1+0.27a).
func (p *program) normal(z value) (phi, e value) {
	a := p.abs(z)
	square := p.mul(a, a)
	lost := p.fma(a, a, p.emit(xor, 0, square, p.sign())) // a² - square
	e = p.exp(p.mul(square, p.num(-0.5)))
	e = p.fnma(p.mul(e, p.num(0.5)), lost, e)
	t := p.div(p.num(1), p.fma(a, p.num(0.27), p.num(1)))
	tail := p.mul(p.mul(p.horner(t, 0.02896120958030224, -0.1264863759279251, 0.1697872132062912, -0.06921195238828659,
		0.10782643407583237, 0.07204927504062653, 0.10181069374084473, 0.10754286497831345, 0.10772065818309784), t), e)
	return p.choose(p.below(z, p.num(0)), tail, p.sub(p.num(1), tail)), e
}

// clamp returns z within ±limit.
func (p *program) clamp(z value, limit float64) value {
	return p.min(p.max(z, p.num(-limit)), p.num(limit))
}
