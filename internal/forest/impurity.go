package forest

import (
	"math"

	"golab/internal/jvm"
)

// An Impurity says how unlike the rows of a node are. Of Gini and Entropy the statistics
// are the weights of the classes, of Variance the sums of weight, target and target².
type Impurity int

// The impurities, with p(c) the share of class c:
const (
	Gini     Impurity = iota // 1 - Σ p(c)²
	Entropy                  // -Σ p(c)·log₂ p(c), by the logarithm of Java 9 and later on x86-64
	Variance                 // of the targets, divided by their number
)

// Count returns the weight of a node.
func (m Impurity) Count(stats []float64) float64 {
	if m == Variance {
		return stats[0]
	}
	sum := 0.0
	for _, v := range stats {
		sum += v
	}
	return sum
}

// of returns the impurity.
func (m Impurity) of(stats []float64) float64 {
	count := m.Count(stats)
	if count == 0 {
		return 0
	}
	switch m {
	case Variance:
		squared := stats[2] - float64(stats[1]*stats[1])/count
		return squared / count
	case Gini:
		impurity := 1.0
		for _, v := range stats {
			share := v / count
			impurity -= float64(share * share)
		}
		return impurity
	}
	impurity, log := 0.0, jvm.IntelLibm.Log()
	for _, v := range stats {
		if v != 0 {
			share := v / count
			impurity -= float64(share * (log(share) / math.Ln2))
		}
	}
	return impurity
}

// predict returns the class with the most weight, the first of equal ones, or the mean.
func (m Impurity) predict(stats []float64) float64 {
	if m == Variance {
		if stats[0] == 0 {
			return 0
		}
		return stats[1] / stats[0]
	}
	best := 0
	for c, v := range stats {
		if v > stats[best] {
			best = c
		}
	}
	return float64(best)
}
