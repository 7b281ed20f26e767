package learn

import "sort"

// A bootstrap draws samples of rows with replacement.
type bootstrap struct {
	n, samples int
	up         []float64 // the probability of each row or one before it; nil: all are as likely
}

// newBootstrap draws each row in proportion to the weight of its class, all alike for nil.
func newBootstrap(t *training, weights []float64, samples int) *bootstrap {
	b := &bootstrap{n: t.n, samples: samples}
	if weights == nil {
		return b
	}
	b.up = make([]float64, t.n)
	sum := 0.0
	for i, c := range t.y {
		sum += weights[c]
		b.up[i] = sum
	}
	for i := range b.up {
		b.up[i] /= sum
	}
	return b
}

// counts draws a sample and returns how often each row is in it, in the memory of into.
func (b *bootstrap) counts(into []uint32, seed uint32) []uint32 {
	if into == nil {
		into = make([]uint32, b.n)
	}
	clear(into)
	random := newNumpyRandom(seed)
	for range b.samples {
		if b.up == nil {
			into[random.below(b.n)]++
			continue
		}
		v := random.float64()
		into[sort.Search(b.n-1, func(i int) bool { return b.up[i] > v })]++
	}
	return into
}
