package labs

import (
	"fmt"
	"math"
	"strconv"

	"golab/internal/forest"
	"golab/internal/goroutine"

	"github.com/go-gota/gota/dataframe"
)

// treeParameters are those that all tree classifiers share.
type treeParameters struct {
	maxDepth, maxBins, minInstances int
	minWeightFraction, minInfoGain  float64
	impurity                        string
	seed, defaultSeed               int64
	zeroSeed                        bool

	subsets string // FeatureSubsetStrategy; empty for all features
	several bool   // trees
}

// params puts the defaults and reports what is out of range.
func (t treeParameters) params(s *trainingSet) (p forest.Params, bins int, err error) {
	depth := orElse(t.maxDepth, 5)
	if depth == -1 {
		depth = 0
	}
	bins = orElse(t.maxBins, 32)
	least := orElse(t.minInstances, 1)
	impurity := named(t.impurity, "gini")
	err = firstError(
		wholeBetween("MaxDepth", depth, 0, 30),
		wholeBetween("MaxBins", bins, 2, math.MaxUint16),
		wholeBetween("MinInstancesPerNode", least, 1, math.MaxInt),
		between("MinInfoGain", t.minInfoGain, 0, math.Inf(1)),
		oneOf("Impurity", impurity, "gini", "entropy"),
	)
	if !(t.minWeightFraction >= 0 && t.minWeightFraction < 0.5) {
		err = firstError(err, fmt.Errorf("parameter MinWeightFractionPerNode is %v, it must be at least 0 and below 0.5", t.minWeightFraction))
	}
	if err != nil {
		return p, bins, err
	}
	p = forest.Params{
		Classes: s.k, MaxDepth: depth, MinInstances: float64(least), MinWeight: t.minWeightFraction * float64(s.n),
		MinInfoGain: t.minInfoGain, Seed: t.seed, Context: goroutine.Context(),
	}
	if impurity == "entropy" {
		p.Impurity = forest.Entropy
	}
	if t.seed == 0 && !t.zeroSeed {
		p.Seed = t.defaultSeed
	}
	p.Features, err = subsetSize(t.subsets, s.p, t.several)
	return p, bins, err
}

// subsetSize returns how many of p features a strategy lets a node look at.
func subsetSize(strategy string, p int, several bool) (int, error) {
	of := func(v float64) (int, error) { return int(math.Ceil(v)), nil }
	switch strategy {
	case "auto":
		if !several {
			return p, nil
		}
		return of(math.Sqrt(float64(p)))
	case "", "all":
		return p, nil
	case "sqrt":
		return of(math.Sqrt(float64(p)))
	case "log2":
		return of(max(1, math.Log(float64(p))/math.Log(2)))
	case "onethird":
		return of(float64(p) / 3)
	}
	if n, err := strconv.Atoi(strategy); err == nil && n > 0 {
		return min(n, p), nil
	}
	if share, err := strconv.ParseFloat(strategy, 64); err == nil && share > 0 && share <= 1 {
		return of(share * float64(p))
	}
	return 0, fmt.Errorf("parameter FeatureSubsetStrategy is %q, the choices are auto, all, sqrt, log2, onethird, a number of features, and a share above 0 and up to 1", strategy)
}

// samplingRate returns the parameter SubsamplingRate, 1 by default.
func samplingRate(rate float64) (float64, error) {
	rate = orElse(rate, 1)
	if !(rate > 0 && rate <= 1) {
		return 0, fmt.Errorf("parameter SubsamplingRate is %v, it must be above 0 and at most 1", rate)
	}
	return rate, nil
}

// treeInput reads what a tree classifier is fitted with.
func treeInput(df dataframe.DataFrame, featuresCol, labelCol string, m *probabilistic, t treeParameters) (*trainingSet, *forest.Bins, forest.Params, error) {
	// The parameters are checked before the data are read.
	if _, _, err := t.params(&trainingSet{k: 2, n: 1, p: 1}); err != nil {
		return nil, nil, forest.Params{}, err
	}
	s, err := newTrainingSet(df, columns{named(featuresCol, "features"), named(labelCol, "label"), m.added()})
	if err != nil {
		return nil, nil, forest.Params{}, err
	}
	if err := checkThresholds(m.Thresholds, s.k); err != nil {
		return nil, nil, forest.Params{}, err
	}
	m.numFeatures, m.numClasses = s.p, s.k
	p, bins, err := t.params(s)
	if err != nil {
		return nil, nil, p, err
	}
	return s, forest.NewBins(s.x, bins, p.Seed), p, nil
}
