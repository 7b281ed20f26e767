package nn

// Metric is a figure reported beside the loss. AccuracyMetric is one.
type Metric interface {
	// String returns Keras's name.
	String() string

	// count returns the sum of the metric over the rows of a batch. out holds k
	// outputs per row, y holds labels numbers per row.
	count(out, y []float64, k, labels int) float64
}

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

func (AccuracyMetric) count(out, y []float64, k, labels int) float64 {
	right := 0
	if k == 1 {
		for i, p := range out {
			var said float64
			if float32(p) > 0.5 {
				said = 1
			}
			if said == y[i] {
				right++
			}
		}
		return float64(right)
	}
	for ; len(out) > 0; out, y = out[k:], y[labels:] {
		class := y[0]
		if labels > 1 {
			class = float64(greatest(y[:labels]))
		}
		if float64(greatest(out[:k])) == class {
			right++
		}
	}
	return float64(right)
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
