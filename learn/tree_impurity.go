package learn

import "math"

// An impurity measures how mixed the classes of a node are. With p(c) the share of
// class c in the weight of the node's rows:
type impurity int

const (
	gini    impurity = iota // 1 - Σ p(c)²
	entropy                 // -Σ p(c) log₂ p(c)
)

// impurityOf returns the impurity of the hyperparameter Criterion.
func impurityOf(where, criterion string) (impurity, error) {
	word, err := oneOf(where, "Criterion", criterion, "gini", "entropy", "log_loss")
	if err != nil || word == "gini" {
		return gini, err
	}
	return entropy, nil
}

// binary is the impurity of two classes of weights a and b, which sum to w.
func (m impurity) binary(a, b, w float64) float64 {
	if m == gini {
		return 1 - (float64(a*a)+float64(b*b))/float64(w*w)
	}
	return m.of([]float64{a, b}, w)
}

// of is the impurity of classes of the given weights, which sum to w.
func (m impurity) of(weights []float64, w float64) float64 {
	if m == gini {
		squares := 0.0
		for _, v := range weights {
			squares += float64(v * v)
		}
		return 1 - squares/float64(w*w)
	}
	sum := 0.0
	for _, v := range weights {
		if v > 0 {
			p := v / w
			sum -= float64(p * (math.Log(p) / math.Ln2))
		}
	}
	return sum
}
