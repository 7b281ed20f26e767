package learn

import (
	"fmt"
	"math"
)

// A MaxFeatures is how many features, drawn at random, are looked at for the cut of a
// node: a number, or one of the constants below. If all of them are constant in the
// node, more are drawn.
type MaxFeatures int

const (
	AllFeatures  MaxFeatures = -1 // all
	SqrtFeatures MaxFeatures = -2 // √p of p, rounded down
	Log2Features MaxFeatures = -3 // log₂ p of p, rounded down
)

// of returns the number for p features.
func (m MaxFeatures) of(where string, p int) (int, error) {
	switch {
	case m == AllFeatures:
		return p, nil
	case m == SqrtFeatures:
		return max(1, int(math.Sqrt(float64(p)))), nil
	case m == Log2Features:
		return max(1, int(math.Log2(float64(p)))), nil
	case m < 0:
		return 0, fmt.Errorf("learn: %s: MaxFeatures is %d, it must be a number of features, or AllFeatures, SqrtFeatures or Log2Features", where, int(m))
	}
	return int(m), nil
}

// A treeParameters is what the estimators made of trees have in common: hyperparameters,
// their defaults filled in where these differ.
type treeParameters struct {
	maxDepth, minSamplesSplit, minSamplesLeaf, maxLeafNodes int
	maxFeatures                                             MaxFeatures
	minImpurityDecrease, ccpAlpha                           float64
}

// limits checks the parameters and returns what they say for p features.
func (t treeParameters) limits(where string, p int) (treeLimits, error) {
	for _, h := range []struct {
		name       string
		value, min int
	}{
		{"MaxDepth", t.maxDepth, 1},
		{"MinSamplesSplit", t.minSamplesSplit, 2},
		{"MinSamplesLeaf", t.minSamplesLeaf, 1},
		{"MaxLeafNodes", t.maxLeafNodes, 2},
	} {
		unlimited := h.value == -1 && h.name == "MaxDepth"
		if h.value != 0 && h.value < h.min && !unlimited {
			return treeLimits{}, fmt.Errorf("learn: %s: %s is %d, it must be at least %d", where, h.name, h.value, h.min)
		}
	}
	if t.minImpurityDecrease < 0 || math.IsNaN(t.minImpurityDecrease) {
		return treeLimits{}, fmt.Errorf("learn: %s: MinImpurityDecrease is %v, it must not be negative", where, t.minImpurityDecrease)
	}
	if t.ccpAlpha < 0 || math.IsNaN(t.ccpAlpha) {
		return treeLimits{}, fmt.Errorf("learn: %s: CCPAlpha is %v, it must not be negative", where, t.ccpAlpha)
	}
	features, err := t.maxFeatures.of(where, p)
	if err != nil {
		return treeLimits{}, err
	}
	l := treeLimits{
		maxDepth:            t.maxDepth,
		maxLeafNodes:        t.maxLeafNodes,
		minSamplesLeaf:      max(1, t.minSamplesLeaf),
		maxFeatures:         features,
		minImpurityDecrease: t.minImpurityDecrease,
		ccpAlpha:            t.ccpAlpha,
	}
	if l.maxDepth <= 0 {
		l.maxDepth = math.MaxInt
	}
	l.minSamplesSplit = max(2, t.minSamplesSplit, 2*l.minSamplesLeaf)
	return l, nil
}

// orElse returns v, or the default if v is its zero value.
func orElse[T comparable](v, byDefault T) T {
	var zero T
	if v == zero {
		return byDefault
	}
	return v
}

// numpySeed checks a seed, which numpy takes only if it has 32 bits.
func numpySeed(where string, seed int64) (*numpyRandom, error) {
	if seed < 0 || seed > math.MaxUint32 {
		return nil, fmt.Errorf("learn: %s: Seed is %d, it must be from 0 to %d", where, seed, uint32(math.MaxUint32))
	}
	return newNumpyRandom(uint32(seed)), nil
}
