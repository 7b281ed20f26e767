package nn

import "math/rand/v2"

// What a stream of random numbers is for: each purpose has a stream of its own,
// so that drawing weights never changes a shuffle.
const (
	forWeights  uint64 = 1
	forShuffles uint64 = 2
	forNoise    uint64 = 3
)

// newStream returns the random numbers of a seed for a purpose. Both go through
// a mixer first, since PCG's streams of near seeds start alike.
func newStream(seed int64, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(mix(uint64(seed)), mix(purpose)))
}

// mix is a step of SplitMix64 (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014).
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// shuffle fills order with 0, 1, … in the order that seed gives.
func shuffle(order []int, seed int64) {
	for i := range order {
		order[i] = i
	}
	newStream(seed, forShuffles).Shuffle(len(order), func(i, j int) {
		order[i], order[j] = order[j], order[i]
	})
}
