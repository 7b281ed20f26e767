package forest

import "math"

// javaRandom is java.util.Random: a linear congruential generator of 48 bits.
type javaRandom struct{ state uint64 }

const javaFactor, javaMask = 0x5DEECE66D, 1<<48 - 1

func newJavaRandom(seed int64) *javaRandom {
	return &javaRandom{(uint64(seed) ^ javaFactor) & javaMask}
}

// next returns the high 32 bits of the next state.
func (r *javaRandom) next() int32 {
	r.state = (r.state*javaFactor + 0xB) & javaMask
	return int32(r.state >> 16)
}

// long returns the next 64 bits.
func (r *javaRandom) long() int64 {
	high := int64(r.next()) << 32
	return high + int64(r.next())
}

// well19937c is the generator of F. Panneton, P. L'Ecuyer and M. Matsumoto, Improved
// long-period generators based on linear recurrences modulo 2, ACM TOMS 32 (2006), as
// in org.apache.commons.math3.random.Well19937c.
type well19937c struct {
	v  [wellSize]uint32
	at int
}

const wellSize = 624

func newWell19937c(seed int64) *well19937c {
	w := &well19937c{}
	w.v[0], w.v[1] = uint32(uint64(seed)>>32), uint32(seed)
	for i := 2; i < wellSize; i++ {
		l := int64(int32(w.v[i-2]))
		w.v[i] = uint32(1812433253*(l^l>>30) + int64(i))
	}
	return w
}

// next returns 32 bits, of which Java takes the high ones.
func (w *well19937c) next() uint32 {
	at := func(i int) uint32 { return w.v[(w.at+i)%wellSize] }
	before, twoBefore := (w.at+wellSize-1)%wellSize, (w.at+wellSize-2)%wellSize
	v0, m1, m2, m3 := at(0), at(70), at(179), at(449)
	z0 := 0x80000000&w.v[before] ^ 0x7FFFFFFF&w.v[twoBefore]
	z1 := (v0 ^ v0<<25) ^ (m1 ^ m1>>27)
	z2 := m2>>9 ^ (m3 ^ m3>>1)
	z3 := z1 ^ z2
	z4 := z0 ^ (z1 ^ z1<<9) ^ (z2 ^ z2<<21) ^ (z3 ^ z3>>21)
	w.v[w.at], w.v[before] = z3, z4
	w.v[twoBefore] &= 0x80000000
	w.at = before
	z4 ^= z4 << 7 & 0xe46e1700
	z4 ^= z4 << 15 & 0x9b868000
	return z4
}

// double returns the next value in [0, 1), a multiple of 2⁻⁵².
func (w *well19937c) double() float64 {
	high := uint64(w.next()>>6) << 26
	return float64(high|uint64(w.next()>>6)) * 0x1p-52
}

// poisson returns the next of the whole numbers with the given mean, below 40.
//
// Source: org.apache.commons.math3.distribution.PoissonDistribution.
func (w *well19937c) poisson(mean float64) float64 {
	least := math.Exp(-mean)
	n, product := 0.0, 1.0
	for n < 1000*mean {
		product *= w.double()
		if product < least {
			break
		}
		n++
	}
	return n
}
