package nn

import "fmt"

// AccuracyMetric is the part of the rows that are predicted right. As in Keras,
// shapes decide what right means: with one output, that p > 0.5 says 1 and all
// else 0; with several outputs, that the greatest is the class number y, or the
// place of the greatest of the row's labels.
//
// Source: Keras 3.15 (keras/src/trainers/compile_utils.py).
type AccuracyMetric struct{}

// Accuracy is Keras's "accuracy".
var Accuracy = AccuracyMetric{}

// String returns Keras's name.
func (AccuracyMetric) String() string { return "accuracy" }

func (AccuracyMetric) start() counter { return &meanCounter{of: rightRow} }

func (AccuracyMetric) fits(k, labels int) error {
	if labels != k && labels != 1 {
		return fmt.Errorf("it takes 1 or %d labels per row of %d outputs, there are %d", k, k, labels)
	}
	return nil
}

// rightRow returns 1 for a row that is predicted right, else 0.
func rightRow(out, y []float64) float64 {
	switch {
	case len(out) > 1 && len(y) > 1:
		return indicator(greatest(out) == greatest(y))
	case len(out) > 1:
		return indicator(float64(greatest(out)) == y[0])
	}
	return indicator(indicator(float32(out[0]) > 0.5) == y[0])
}

// indicator returns 1 for true and 0 for false.
func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// greatest returns the place of the first greatest number, in float32 as the
// network computes.
func greatest(v []float64) int {
	best := 0
	for i, f := range v {
		if float32(f) > float32(v[best]) {
			best = i
		}
	}
	return best
}
