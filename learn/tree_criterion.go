package learn

import (
	"fmt"
	"math"
)

// A Criterion measures how mixed the classes of a node are. With p(c) the share of
// class c in the weight of the node's rows:
type Criterion int

const (
	Gini    Criterion = iota // 1 - Σ p(c)²
	Entropy                  // -Σ p(c) log₂ p(c), scikit-learn's "entropy" and "log_loss"
)

// String returns scikit-learn's word.
func (c Criterion) String() string {
	switch c {
	case Gini:
		return "gini"
	case Entropy:
		return "entropy"
	}
	return fmt.Sprintf("Criterion(%d)", int(c))
}

func (c Criterion) check(where string) error {
	if c != Gini && c != Entropy {
		return fmt.Errorf("learn: %s: Criterion is %d, it must be Gini (%d) or Entropy (%d)", where, int(c), Gini, Entropy)
	}
	return nil
}

// binary is the impurity of two classes of weights a and b, which sum to w.
func (c Criterion) binary(a, b, w float64) float64 {
	if c == Gini {
		return 1 - (float64(a*a)+float64(b*b))/float64(w*w)
	}
	return c.of([]float64{a, b}, w)
}

// of is the impurity of classes of the given weights, which sum to w.
func (c Criterion) of(weights []float64, w float64) float64 {
	if c == Gini {
		squares := 0.0
		for _, v := range weights {
			squares += float64(v * v)
		}
		return 1 - squares/float64(w*w)
	}
	entropy := 0.0
	for _, v := range weights {
		if v > 0 {
			p := v / w
			entropy -= float64(p * (math.Log(p) / math.Ln2))
		}
	}
	return entropy
}
