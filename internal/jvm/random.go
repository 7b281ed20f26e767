package jvm

import (
	"encoding/binary"
	"math/bits"
)

// XORShiftRandom is the generator behind randomSplit, rand and the initial
// weights of a network: Marsaglia's xorshift with the shifts 21, 35 and 4 under
// the derived draws of java.util.Random, of which it takes the low bits.
//
// Source: org.apache.spark.util.random.XORShiftRandom, Spark 3.0 to 4.1 (Spark 2
// hashed the seed differently).
type XORShiftRandom struct {
	state uint64
}

// NewXORShiftRandom returns a generator started from seed, hashed as Spark does.
func NewXORShiftRandom(seed int64) *XORShiftRandom {
	return &XORShiftRandom{state: hashSeed(seed)}
}

// hashSeed spreads seed over 64 bits: two rounds of MurmurHash3 over its eight
// big-endian bytes, the first round's hash seeding the second.
func hashSeed(seed int64) uint64 {
	const arraySeed = 0x3c074a61 // scala.util.hashing.MurmurHash3.arraySeed
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(seed))
	low := murmur3(b[:], arraySeed)
	high := murmur3(b[:], low)
	return uint64(high)<<32 | uint64(low)
}

// murmur3 is MurmurHash3 x86-32 of the eight bytes of b.
func murmur3(b []byte, seed uint32) uint32 {
	h := seed
	for ; len(b) >= 4; b = b[4:] {
		k := binary.LittleEndian.Uint32(b) * 0xcc9e2d51
		k = bits.RotateLeft32(k, 15) * 0x1b873593
		h = bits.RotateLeft32(h^k, 13)*5 + 0xe6546b64
	}
	h ^= 8 // the length in bytes: a seed has eight
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}

// next returns the low n bits of the next state, as Java's int.
func (r *XORShiftRandom) next(n uint) int32 {
	x := r.state ^ r.state<<21
	x ^= x >> 35
	x ^= x << 4
	r.state = x
	return int32(x & (1<<n - 1))
}

// NextInt returns the next 32 bits.
func (r *XORShiftRandom) NextInt() int32 { return r.next(32) }

// NextDouble returns the next value in [0, 1), a multiple of 2⁻⁵³.
func (r *XORShiftRandom) NextDouble() float64 {
	high := int64(r.next(26))
	low := int64(r.next(27))
	return float64(high<<27+low) * 0x1p-53
}
