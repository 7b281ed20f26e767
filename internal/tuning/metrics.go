package tuning

import (
	"fmt"
	"math"
)

// Best returns the first of the candidates with the best metric. NaN is never the best; it
// fails where there is nothing else.
func Best(metrics []float64, largerIsBetter bool) (int, error) {
	best := -1
	for j, m := range metrics {
		if !math.IsNaN(m) && (best < 0 || largerIsBetter && m > metrics[best] || !largerIsBetter && m < metrics[best]) {
			best = j
		}
	}
	if best < 0 {
		return 0, fmt.Errorf("the metric is NaN for all %d candidates", len(metrics))
	}
	return best, nil
}

// Averages returns the means and standard deviations over the folds for each candidate, of
// metrics by fold and candidate, added in the order in which numpy adds.
func Averages(metrics [][]float64) (mean, std []float64) {
	k, n := len(metrics), len(metrics[0])
	mean, std = make([]float64, n), make([]float64, n)
	add := sum
	if n == 1 {
		add = pairwise
	}
	values := make([]float64, k)
	for j := range n {
		for i := range k {
			values[i] = metrics[i][j]
		}
		mean[j] = add(values) / float64(k)
		for i, v := range values {
			values[i] = (v - mean[j]) * (v - mean[j])
		}
		std[j] = math.Sqrt(add(values) / float64(k))
	}
	return mean, std
}

// sum adds numbers in order.
func sum(values []float64) float64 {
	s := 0.0
	for _, v := range values {
		s += v
	}
	return s
}

// pairwise adds up to 128 numbers as numpy adds those of one column: in eight sums that
// are added in pairs, then the rest. More it halves.
func pairwise(values []float64) float64 {
	n := len(values)
	if n < 8 {
		return sum(values)
	}
	if n > 128 {
		half := n / 2 / 8 * 8
		return pairwise(values[:half]) + pairwise(values[half:])
	}
	var r [8]float64
	copy(r[:], values)
	full := n / 8 * 8
	for i := 8; i < full; i++ {
		r[i%8] += values[i]
	}
	s := ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
	for _, v := range values[full:] {
		s += v
	}
	return s
}
