package learn

import (
	"fmt"
	"math"
)

// A boostingLoss is what gradient boosting makes small. For two classes, with y = 0 or 1
// and the decision F of a row:
type boostingLoss int

const (
	boostLogLoss     boostingLoss = iota // 2·(log(1 + eᶠ) - y·F); for more classes log Σ_k exp(F_k) - F_y
	boostExponential                     // e⁻ᶠ if y = 1, else eᶠ; for two classes only
)

// lossOf returns the loss of the hyperparameter Loss.
func lossOf(where, loss string, classes int) (boostingLoss, error) {
	word, err := oneOf(where, "Loss", loss, "log_loss", "exponential")
	if err != nil || word == "log_loss" {
		return boostLogLoss, err
	}
	if classes > 2 {
		return 0, fmt.Errorf("learn: %s: y has %d classes, Loss is %q, which is for 2", where, classes, loss)
	}
	return boostExponential, nil
}

// start returns the decisions, one for two classes and else one a class, that the
// shares of the classes lead to.
func (l boostingLoss) start(counts []int, n int) []float64 {
	share := make([]float64, len(counts))
	for c, m := range counts {
		share[c] = min(1-treeEpsilon, max(treeEpsilon, float64(m)/float64(n)))
	}
	if len(share) == 2 {
		logit := math.Log(share[1] / (1 - share[1]))
		if l == boostExponential {
			logit /= 2
		}
		return []float64{logit}
	}
	mean := 0.0
	for c, p := range share {
		share[c] = math.Log(p)
		mean += share[c] / float64(len(share))
	}
	for c := range share {
		share[c] -= mean
	}
	return share
}

// pull writes the negative gradient at the decisions f of a row of class y to g,
// and returns the loss of the row.
func (l boostingLoss) pull(f, g []float64, y int) float64 {
	switch {
	case len(f) > 1:
		return pullMultinomial(f, g, y)
	case l == boostExponential:
		e := math.Exp(f[0])
		if y == 1 {
			e = math.Exp(-f[0])
		}
		g[0] = e
		if y == 0 {
			g[0] = -e
		}
		return e
	}
	// Both are written so that no digits cancel.
	e := math.Exp(-math.Abs(f[0]))
	ones, zeros := 1/(1+e), e/(1+e) // P(1), P(0)
	if f[0] < 0 {
		ones, zeros = zeros, ones
	}
	if y == 1 {
		g[0] = zeros
		return 2 * (math.Log1p(e) + max(-f[0], 0))
	}
	g[0] = -ones
	return 2 * (math.Log1p(e) + max(f[0], 0))
}

// pullMultinomial is pull for more than two classes.
func pullMultinomial(f, g []float64, y int) float64 {
	top, sum := math.Inf(-1), 0.0
	for _, v := range f {
		top = max(top, v)
	}
	for c, v := range f {
		g[c] = math.Exp(v - top)
		sum += g[c]
	}
	for c := range g {
		g[c] /= -sum
	}
	g[y]++
	return math.Log(sum) + top - f[y]
}

// curvature returns the second derivative that belongs to a negative gradient, y being
// 1 in the class in question and else 0.
func (l boostingLoss) curvature(gradient, y float64) float64 {
	if l == boostExponential {
		return math.Abs(gradient)
	}
	p := y - gradient
	return p * (1 - p)
}
