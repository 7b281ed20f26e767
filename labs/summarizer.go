package labs

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A summary of the columns of a matrix, computed as Spark's Summarizer does: zeros
// are left out of the running sums and accounted for at the end. So the last digit of a
// mean depends on which values are 0.
//
// Source: SummarizerBuffer of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/stat/Summarizer.scala.
type summary struct {
	n         float64   // weight of all rows
	squares   float64   // Σ weight²
	weight    []float64 // of the rows that are not 0, by column
	mean, m2n []float64 // of those rows
	m2, l1    []float64 // Σ w·x² and Σ w·|x|
	low, high []float64
	rows      int
	nonZero   []int
}

// summarize takes the rows of x, n×p; weights may be nil.
func summarize(x mat.Matrix, weights []float64) *summary {
	n, p := x.Dims()
	s := &summary{weight: make([]float64, p), mean: make([]float64, p), m2n: make([]float64, p), m2: make([]float64, p), l1: make([]float64, p),
		low: make([]float64, p), high: make([]float64, p), nonZero: make([]int, p)}
	for j := range p {
		s.low[j], s.high[j] = math.MaxFloat64, -math.MaxFloat64
	}
	for i := range n {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		if w == 0 {
			continue
		}
		for j := range p {
			if v := x.At(i, j); v != 0 {
				s.add(j, v, w)
			}
		}
		s.n += w
		s.squares += float64(w * w)
		s.rows++
	}
	return s
}

// add takes a value of column j that is not 0.
func (s *summary) add(j int, v, w float64) {
	if s.high[j] < v {
		s.high[j] = v
	}
	if s.low[j] > v {
		s.low[j] = v
	}
	diff := v - s.mean[j]
	s.mean[j] += w * diff / (s.weight[j] + w)
	s.m2n[j] += float64(float64(w*(v-s.mean[j])) * diff)
	s.weight[j] += w
	s.m2[j] += float64(w * v * v)
	s.l1[j] += float64(w * math.Abs(v))
	s.nonZero[j]++
}

// means returns the mean of each column.
func (s *summary) means() []float64 {
	means := make([]float64, len(s.mean))
	for j, m := range s.mean {
		means[j] = m * (s.weight[j] / s.n)
	}
	return means
}

// variances returns the variance of each column as a sample's: n-1 is the divisor. It
// is 0 for one row.
func (s *summary) variances() []float64 {
	variances := make([]float64, len(s.mean))
	divisor := s.n - s.squares/s.n
	if !(divisor > 0) {
		return variances
	}
	for j, m := range s.mean {
		between := m * m * s.weight[j] * (s.n - s.weight[j]) / s.n
		variances[j] = max((s.m2n[j]+between)/divisor, 0)
	}
	return variances
}

// stds returns the square roots of the variances.
func (s *summary) stds() []float64 {
	stds := s.variances()
	for j, v := range stds {
		stds[j] = math.Sqrt(v)
	}
	return stds
}

// bounds returns the least and the greatest value of each column, NaN left out.
func (s *summary) bounds() (low, high []float64) {
	for j, n := range s.nonZero {
		if n < s.rows {
			s.low[j], s.high[j] = min(s.low[j], 0), max(s.high[j], 0)
		}
	}
	return s.low, s.high
}
