package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// priors returns given as the probabilities of the classes, or by default the shares
// of counts.
func priors(where, name string, given, counts []float64) ([]float64, error) {
	sum := 0.0
	if given == nil {
		out := make([]float64, len(counts))
		for _, n := range counts {
			sum += n
		}
		for c, n := range counts {
			out[c] = n / sum
		}
		return out, nil
	}
	if len(given) != len(counts) {
		return nil, fmt.Errorf("learn: %s: there are %d %s for %d classes", where, len(given), name, len(counts))
	}
	for c, p := range given {
		if !(p >= 0) {
			return nil, fmt.Errorf("learn: %s: %s[%d] is %v, it must not be negative", where, name, c, p)
		}
		sum += p
	}
	if !(math.Abs(sum-1) <= 1e-8) {
		return nil, fmt.Errorf("learn: %s: %s sum to %v, they must sum to 1", where, name, sum)
	}
	return append([]float64(nil), given...), nil
}

// softmaxRows replaces each row s of scores by exp(s_j) / Σ exp(s), and returns scores.
func softmaxRows(scores *mat.Dense) *mat.Dense {
	rows, _ := scores.Dims()
	for i := range rows {
		softmax(scores.RawRowView(i))
	}
	return scores
}

// softmax replaces s by exp(s_j) / Σ exp(s), and returns log Σ exp(s).
func softmax(s []float64) float64 {
	largest := slices.Max(s)
	sum := 0.0
	for j, v := range s {
		s[j] = math.Exp(v - largest)
		sum += s[j]
	}
	for j := range s {
		s[j] /= sum
	}
	return largest + math.Log(sum)
}

// add adds v to sum.
func add(sum, v []float64) {
	sum = sum[:len(v)]
	for j, x := range v {
		sum[j] += x
	}
}
