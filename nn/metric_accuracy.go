package nn

import (
	"errors"
	"fmt"
)

// BinaryAccuracyMetric is the part of the outputs that are on their label's side of
// Threshold: above it for 1, else for 0.
//
// Source: Keras 3.15 (keras/src/metrics/accuracy_metrics.py), as for the metrics below.
type BinaryAccuracyMetric struct {
	Threshold  float64 // zero: 0.5
	FromLogits bool    // the outputs are logits: the sigmoid of them is compared
}

// BinaryAccuracy is Keras's "binary_accuracy".
var BinaryAccuracy = BinaryAccuracyMetric{}

// String returns Keras's name.
func (BinaryAccuracyMetric) String() string { return "binary_accuracy" }

func (m BinaryAccuracyMetric) fits(k, labels int) error {
	if err := checkBounds(bound{"Threshold", m.Threshold, 0, 1}); err != nil {
		return err
	}
	return outputwise{}.fits(k, labels)
}

func (m BinaryAccuracyMetric) fromLogits() bool { return m.FromLogits }

func (m BinaryAccuracyMetric) start() counter {
	threshold := float32(orDefault(m.Threshold, 0.5))
	return &meanCounter{of: func(out, y []float64) float64 {
		var right float64
		for j, p := range out {
			if m.FromLogits {
				p = logistic(p)
			}
			right += indicator(indicator(float32(p) > threshold) == y[j])
		}
		return right / float64(len(out))
	}}
}

// CategoricalAccuracyMetric is the part of the rows whose greatest output is at the
// place of the greatest label.
type CategoricalAccuracyMetric struct{}

// CategoricalAccuracy is Keras's "categorical_accuracy".
var CategoricalAccuracy = CategoricalAccuracyMetric{}

// String returns Keras's name.
func (CategoricalAccuracyMetric) String() string { return "categorical_accuracy" }

func (CategoricalAccuracyMetric) fits(k, labels int) error { return fitsClasses(k, labels, k) }

func (CategoricalAccuracyMetric) start() counter {
	return &meanCounter{of: func(out, y []float64) float64 {
		return indicator(greatest(out) == greatest(y))
	}}
}

// SparseCategoricalAccuracyMetric is the part of the rows whose greatest output is that
// of the class number y.
type SparseCategoricalAccuracyMetric struct{}

// SparseCategoricalAccuracy is Keras's "sparse_categorical_accuracy".
var SparseCategoricalAccuracy = SparseCategoricalAccuracyMetric{}

// String returns Keras's name.
func (SparseCategoricalAccuracyMetric) String() string { return "sparse_categorical_accuracy" }

func (SparseCategoricalAccuracyMetric) fits(k, labels int) error { return fitsClasses(k, labels, 1) }

func (SparseCategoricalAccuracyMetric) start() counter {
	return &meanCounter{of: func(out, y []float64) float64 {
		return indicator(float64(greatest(out)) == y[0])
	}}
}

// TopKCategoricalAccuracyMetric is the part of the rows where less than K outputs are
// greater than that of the class, which is the place of the greatest label.
type TopKCategoricalAccuracyMetric struct {
	K int // zero: 5
}

// TopKCategoricalAccuracy is Keras's "top_k_categorical_accuracy".
var TopKCategoricalAccuracy = TopKCategoricalAccuracyMetric{}

// String returns Keras's name.
func (TopKCategoricalAccuracyMetric) String() string { return "top_k_categorical_accuracy" }

func (m TopKCategoricalAccuracyMetric) fits(k, labels int) error {
	if err := checkTop(m.K); err != nil {
		return err
	}
	return fitsClasses(k, labels, k)
}

func (m TopKCategoricalAccuracyMetric) start() counter {
	top := topOr5(m.K)
	return &meanCounter{of: func(out, y []float64) float64 {
		return indicator(amongTop(out, greatest(y), top))
	}}
}

// SparseTopKCategoricalAccuracyMetric is the part of the rows where less than K outputs
// are greater than that of the class number y.
type SparseTopKCategoricalAccuracyMetric struct {
	K int // zero: 5
}

// SparseTopKCategoricalAccuracy is Keras's "sparse_top_k_categorical_accuracy".
var SparseTopKCategoricalAccuracy = SparseTopKCategoricalAccuracyMetric{}

// String returns Keras's name.
func (SparseTopKCategoricalAccuracyMetric) String() string {
	return "sparse_top_k_categorical_accuracy"
}

func (m SparseTopKCategoricalAccuracyMetric) fits(k, labels int) error {
	if err := checkTop(m.K); err != nil {
		return err
	}
	return fitsClasses(k, labels, 1)
}

func (m SparseTopKCategoricalAccuracyMetric) start() counter {
	top := topOr5(m.K)
	return &meanCounter{of: func(out, y []float64) float64 {
		return indicator(amongTop(out, int(y[0]), top))
	}}
}

// fitsClasses reports why k outputs cannot be those of classes, with want labels per
// row.
func fitsClasses(k, labels, want int) error {
	switch {
	case k == 1:
		return errors.New("it takes 2 or more outputs, the last layer gives 1")
	case labels != want:
		return fmt.Errorf("it takes %d labels per row of %d outputs, there are %d", want, k, labels)
	}
	return nil
}

func checkTop(k int) error {
	if k < 0 {
		return fmt.Errorf("a K of %d, it must be positive (or 0 for 5)", k)
	}
	return nil
}

func topOr5(k int) int {
	if k == 0 {
		return 5
	}
	return k
}

// amongTop reports whether less than top outputs are greater than that of a class. A
// class that there is not is never among them.
func amongTop(out []float64, class, top int) bool {
	if class < 0 || class >= len(out) || out[class]-out[class] != 0 {
		return false
	}
	greater := 0
	for _, p := range out {
		if float32(p) > float32(out[class]) {
			greater++
		}
	}
	return greater < top
}
