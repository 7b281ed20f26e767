package simd

import "math"

// Dropout keeps each number of src with probability keep: mask becomes 1/keep or 0, and
// dst src·mask. All are as long as dst, which may be src. Which are kept depends on
// stream and on a number's place alone, on every machine: a hash of both gives 24 random
// bits, and numbers below keep·2^24 are kept.
func Dropout[T Float](dst, src, mask []T, keep float64, stream uint64) {
	src, mask = src[:len(dst)], mask[:len(dst)]
	h := newHash(stream)
	limit := int32(math.Round(keep * (1 << 24)))
	scale := T(0)
	if limit > 0 {
		scale = T(1 / keep)
	}
	if apply(opDropout, scalars{h.low, h.high, uint32(limit), math.Float32bits(float32(scale))}, dst, mask, src) {
		return
	}
	for i, v := range src {
		mask[i] = 0
		if int32(h.at(uint32(i))>>8) < limit {
			mask[i] = scale
		}
		dst[i] = v * mask[i]
	}
}

// hash is a stream of random bits, for each of the first 2^32 places.
type hash struct{ low, high uint32 }

// newHash spreads the bits of a stream's number.
func newHash(stream uint64) hash {
	x := stream + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return hash{uint32(x), uint32(x >> 32)}
}

// at returns 32 random bits. Multiplications by odd numbers and shifted exclusive ors
// lose none.
func (h hash) at(place uint32) uint32 {
	u := place*0x9e3779b1 + h.low
	u = (u ^ u>>16) * 0x7feb352d
	u = (u ^ u>>15) * 0x846ca68b
	u ^= u >> 16
	u ^= h.high
	u = (u ^ u>>16) * 0x21f0aaad
	u = (u ^ u>>15) * 0xd35a2d97
	return u ^ u>>15
}
