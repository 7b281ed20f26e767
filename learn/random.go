package learn

// A numpyRandom gives the numbers of numpy's RandomState, which scikit-learn draws
// from: the Mersenne Twister MT19937.
//
// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally
// equidistributed uniform pseudo-random number generator", ACM TOMACS 8 (1998) 3-30.
type numpyRandom struct {
	key [624]uint32
	pos int
}

// newNumpyRandom is RandomState(seed).
func newNumpyRandom(seed uint32) *numpyRandom {
	r := &numpyRandom{pos: 624}
	for i := range r.key {
		r.key[i] = seed
		seed = 1812433253*(seed^seed>>30) + uint32(i) + 1
	}
	return r
}

func (r *numpyRandom) refill() {
	const upper, lower = 0x80000000, 0x7fffffff
	for i := range r.key {
		y := r.key[i]&upper | r.key[(i+1)%624]&lower
		r.key[i] = r.key[(i+397)%624] ^ y>>1 ^ -(y&1)&0x9908b0df
	}
	r.pos = 0
}

func (r *numpyRandom) uint32() uint32 {
	if r.pos == len(r.key) {
		r.refill()
	}
	y := r.key[r.pos]
	r.pos++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// below is randint(high): a whole number in [0, high). Draws above it are thrown
// away, as RandomState does. high is at least 1 and at most 2³².
func (r *numpyRandom) below(high int) uint32 {
	top := uint32(high - 1)
	if top == 0 {
		return 0
	}
	mask := top
	for shift := 1; shift < 32; shift *= 2 {
		mask |= mask >> shift
	}
	for {
		if v := r.uint32() & mask; v <= top {
			return v
		}
	}
}

// float64 is random_sample(): a number in [0, 1) with 53 random bits.
func (r *numpyRandom) float64() float64 {
	a, b := r.uint32()>>5, r.uint32()>>6
	return (float64(a)*67108864 + float64(b)) / 9007199254740992
}

// shuffle is shuffle(v).
func (r *numpyRandom) shuffle(v []int) {
	for i := len(v) - 1; i > 0; i-- {
		j := r.below(i + 1)
		v[i], v[j] = v[j], v[i]
	}
}

// permutation is permutation(n): 0, …, n-1 in a random order.
func (r *numpyRandom) permutation(n int) []int {
	v := ascending(n)
	r.shuffle(v)
	return v
}

// shuffled is permutation(v): v in a random order.
func shuffled(r *numpyRandom, v []int) []int {
	out := make([]int, len(v))
	for to, from := range r.permutation(len(v)) {
		out[to] = v[from]
	}
	return out
}

// ascending is 0, …, n-1.
func ascending(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	return v
}

// maxSeed is the largest number that scikit-learn seeds with, randint's bound
// for the seeds of trees.
const maxSeed = 1<<31 - 1

// A xorshift gives the numbers that scikit-learn's trees draw features with.
//
// Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003) 14;
// our_rand_r of scikit-learn 1.9, sklearn/utils/_random.pxd.
type xorshift uint32

// below returns a whole number in [0, high).
func (s *xorshift) below(high int) int {
	v := uint32(*s)
	if v == 0 {
		v = 1
	}
	v ^= v << 13
	v ^= v >> 17
	v ^= v << 5
	*s = xorshift(v)
	return int(v&maxSeed) % high
}
