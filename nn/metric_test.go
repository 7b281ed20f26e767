package nn

import (
	"math"
	"testing"
)

func TestAccuracy(t *testing.T) {
	for _, c := range []struct {
		name      string
		out, y    []float64
		k, labels int
		want      float64
	}{
		{"one output", []float64{.9, .1, .6, .4}, []float64{1, 0, 0, 1}, 1, 1, 2},
		{"exactly a half says 0", []float64{.5, .5}, []float64{0, 1}, 1, 1, 1},
		{"a half in float32 says 0", []float64{.5 + 1e-9}, []float64{0}, 1, 1, 1},
		{"class numbers", []float64{.1, .7, .2, .4, .3, .3}, []float64{1, 2}, 3, 1, 1},
		{"one-hot", []float64{.1, .7, .2, .4, .3, .3}, []float64{0, 1, 0, 1, 0, 0}, 3, 3, 2},
		{"ties go to the first", []float64{.5, .5, .5, .5}, []float64{0, 1}, 2, 1, 1},
		{"two sigmoids are compared by the greatest", []float64{.9, .8}, []float64{1, 1}, 2, 2, 1},
	} {
		count := Accuracy.start().(*meanCounter)
		count.add(&metricBatch{out: c.out, y: c.y, k: c.k, labels: c.labels})
		if count.sum != c.want {
			t.Errorf("%s: %g right, want %g", c.name, count.sum, c.want)
		}
	}
}

// Losses and metrics are means over rows, not over batches.
func TestTally(t *testing.T) {
	sum := newTally([]Metric{Accuracy})
	sum.add(1, &lossBatch{out: []float64{1, 1, 0}, y: []float64{1, 1, 1}, k: 1})
	other := newTally([]Metric{Accuracy})
	other.add(5, &lossBatch{out: []float64{0}, y: []float64{1}, k: 1})
	sum.join(&other)
	if got := sum.score(); got.Loss != 2 || got.Accuracy != 0.5 {
		t.Errorf("%+v, want loss 2, accuracy 0.5", got)
	}
	if got, want := sum.score().String(), "accuracy: 0.5000 - loss: 2.0000"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	sum.reset()
	sum.add(3, &lossBatch{out: []float64{1}, y: []float64{1}, k: 1})
	if got := sum.score(); got.Loss != 3 || got.Accuracy != 1 {
		t.Errorf("after reset %+v, want loss 3, accuracy 1", got)
	}
	none := newTally(nil)
	none.add(1e-4, &lossBatch{out: []float64{1}, y: []float64{1}, k: 1})
	if got := none.score(); !math.IsNaN(got.Accuracy) || got.String() != "loss: 1.0000e-04" {
		t.Errorf("without metric: %v", got)
	}
}
