package nn

import (
	"fmt"
	"math"
)

// Score is what Evaluate reports.
type Score struct {
	Loss     float64
	Accuracy float64 // NaN when the model was compiled without Accuracy
}

// String prints the figures as Keras does.
func (s Score) String() string {
	text := "loss: " + formatFigure(s.Loss)
	if !math.IsNaN(s.Accuracy) {
		text = fmt.Sprintf("accuracy: %s - %s", formatFigure(s.Accuracy), text)
	}
	return text
}

// tally adds up losses and metrics over rows.
type tally struct {
	metric Metric // nil: none
	loss   float64
	right  float64
	rows   int
}

// newTally starts from nothing. All metrics there are are Accuracy, so the first
// stands for all.
func newTally(metrics []Metric) tally {
	if len(metrics) == 0 {
		return tally{}
	}
	return tally{metric: metrics[0]}
}

// reset forgets all rows.
func (t *tally) reset() { *t = tally{metric: t.metric} }

// add counts a batch of rows with its mean loss.
func (t *tally) add(loss float64, rows int, out, y []float64, k, labels int) {
	t.loss += loss * float64(rows)
	t.rows += rows
	if t.metric != nil {
		t.right += t.metric.count(out, y, k, labels)
	}
}

// join adds another tally's rows.
func (t *tally) join(other tally) {
	t.loss += other.loss
	t.right += other.right
	t.rows += other.rows
}

// score returns the means over all rows.
func (t *tally) score() Score {
	s := Score{Loss: t.loss / float64(t.rows), Accuracy: math.NaN()}
	if t.metric != nil {
		s.Accuracy = t.right / float64(t.rows)
	}
	return s
}
