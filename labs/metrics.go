package labs

import (
	"math"
	"slices"
)

// MulticlassMetrics are the numbers that follow from how often each label was
// predicted as which. With w(l, p) the summed weights of the examples of label l that
// were predicted as p, every weight being 1 unless a weight column says otherwise:
//
//	N(l) = Σₚ w(l, p)    N = Σₗ N(l)    TP(l) = w(l, l)    FP(c) = Σ over l ≠ c of w(l, c)
//
// Slices by label are in the order of Labels. The weighted means run over the
// labels that occur: Σₗ value(l)·N(l) / N. Where a quotient is 0/0 and nothing else is
// said, it is NaN.
//
// Source: MulticlassMetrics of Spark 3.0.1,
// mllib/src/main/scala/org/apache/spark/mllib/evaluation/MulticlassMetrics.scala.
type MulticlassMetrics struct {
	labels    []float64
	count, tp []float64 // N(l) and TP(l), by label
	fp        []float64 // FP(l), by label
	confusion [][]float64
	total     float64 // N
}

// newMetrics counts labels and predictions; weights may be nil.
func newMetrics(labels, predictions, weights []float64) MulticlassMetrics {
	m := MulticlassMetrics{labels: distinct(labels)}
	k := len(m.labels)
	m.count, m.tp, m.fp = make([]float64, k), make([]float64, k), make([]float64, k)
	m.confusion = make([][]float64, k)
	for i := range m.confusion {
		m.confusion[i] = make([]float64, k)
	}
	for i := range labels {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		l, _ := index(m.labels, labels[i])
		p, known := index(m.labels, predictions[i])
		m.count[l] += w
		switch {
		case known && l == p:
			m.tp[l] += w
		case known:
			m.fp[p] += w
		}
		if known {
			m.confusion[l][p] += w
		}
	}
	for _, n := range m.count {
		m.total += n
	}
	return m
}

// distinct returns the different values in ascending order, NaN last.
func distinct(values []float64) []float64 {
	seen := map[uint64]bool{}
	var out []float64
	for _, v := range values {
		bits := math.Float64bits(v + 0) // -0 becomes 0
		if v != v {
			bits = math.Float64bits(math.NaN())
		}
		if !seen[bits] {
			seen[bits] = true
			out = append(out, v)
		}
	}
	slices.SortFunc(out, nanLast)
	return out
}

func nanLast(a, b float64) int {
	switch {
	case a < b || b != b && a == a:
		return -1
	case a > b || a != a && b == b:
		return 1
	}
	return 0
}

func index(labels []float64, v float64) (int, bool) {
	return slices.BinarySearchFunc(labels, v, nanLast)
}

// Labels returns the labels that occur, ascending.
func (m MulticlassMetrics) Labels() []float64 { return slices.Clone(m.labels) }

// ConfusionMatrix returns w(l, p) for the labels that occur: rows are labels, columns
// predictions, both ascending. Predictions that are no label are not in it.
func (m MulticlassMetrics) ConfusionMatrix() [][]float64 {
	rows := make([][]float64, len(m.confusion))
	for i, row := range m.confusion {
		rows[i] = slices.Clone(row)
	}
	return rows
}

// Accuracy returns Σ TP / N.
func (m MulticlassMetrics) Accuracy() float64 { return sum(m.tp) / m.total }

// HammingLoss returns the weight of the examples predicted wrongly, divided by N.
func (m MulticlassMetrics) HammingLoss() float64 { return (m.total - sum(m.tp)) / m.total }

// PrecisionByLabel returns TP / (TP + FP), 0 for a label that was never predicted.
func (m MulticlassMetrics) PrecisionByLabel() []float64 { return m.byLabel(m.precision) }

// RecallByLabel returns TP / N(l). It is also called the true positive rate.
func (m MulticlassMetrics) RecallByLabel() []float64 { return m.byLabel(m.recall) }

// TruePositiveRateByLabel returns the same as RecallByLabel.
func (m MulticlassMetrics) TruePositiveRateByLabel() []float64 { return m.RecallByLabel() }

// FalsePositiveRateByLabel returns FP / (N - N(l)).
func (m MulticlassMetrics) FalsePositiveRateByLabel() []float64 {
	return m.byLabel(m.falsePositiveRate)
}

// FMeasureByLabel returns (1+β²)·p·r / (β²·p + r) with precision p and recall r, 0
// where both are 0.
func (m MulticlassMetrics) FMeasureByLabel(beta float64) []float64 {
	return m.byLabel(func(i int) float64 { return m.fMeasure(i, beta) })
}

// WeightedPrecision returns the weighted mean of PrecisionByLabel.
func (m MulticlassMetrics) WeightedPrecision() float64 { return m.weighted(m.precision) }

// WeightedRecall returns the weighted mean of RecallByLabel.
func (m MulticlassMetrics) WeightedRecall() float64 { return m.weighted(m.recall) }

// WeightedTruePositiveRate returns the same as WeightedRecall.
func (m MulticlassMetrics) WeightedTruePositiveRate() float64 { return m.WeightedRecall() }

// WeightedFalsePositiveRate returns the weighted mean of FalsePositiveRateByLabel.
func (m MulticlassMetrics) WeightedFalsePositiveRate() float64 {
	return m.weighted(m.falsePositiveRate)
}

// WeightedFMeasure returns the weighted mean of FMeasureByLabel.
func (m MulticlassMetrics) WeightedFMeasure(beta float64) float64 {
	return m.weighted(func(i int) float64 { return m.fMeasure(i, beta) })
}

func (m MulticlassMetrics) precision(i int) float64 {
	if m.tp[i]+m.fp[i] == 0 {
		return 0
	}
	return m.tp[i] / (m.tp[i] + m.fp[i])
}

func (m MulticlassMetrics) recall(i int) float64 { return m.tp[i] / m.count[i] }

func (m MulticlassMetrics) falsePositiveRate(i int) float64 { return m.fp[i] / (m.total - m.count[i]) }

func (m MulticlassMetrics) fMeasure(i int, beta float64) float64 {
	p, r := m.precision(i), m.recall(i)
	if p+r == 0 {
		return 0
	}
	square := beta * beta
	return (1 + square) * p * r / (float64(square*p) + r)
}

func (m MulticlassMetrics) byLabel(value func(i int) float64) []float64 {
	values := make([]float64, len(m.labels))
	for i := range values {
		values[i] = value(i)
	}
	return values
}

func (m MulticlassMetrics) weighted(value func(i int) float64) float64 {
	mean := 0.0
	for i, n := range m.count {
		mean += float64(value(i)*n) / m.total
	}
	return mean
}

func sum(values []float64) float64 {
	s := 0.0
	for _, v := range values {
		s += v
	}
	return s
}
