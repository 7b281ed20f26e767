package nn

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Score is what Evaluate reports.
type Score struct {
	Loss     float64
	Accuracy float64            // NaN when the model was compiled without Accuracy
	Metrics  map[string]float64 // all figures by Keras's names, loss and accuracy too
}

// String prints the figures as Keras does.
func (s Score) String() string {
	text := ""
	for _, name := range slices.Sorted(maps.Keys(s.Metrics)) {
		text += fmt.Sprintf(" - %s: %s", name, formatFigure(s.Metrics[name]))
	}
	if text == "" {
		return "loss: " + formatFigure(s.Loss)
	}
	return text[len(" - "):]
}

// tally adds up losses and metrics over rows.
type tally struct {
	names    []string // of the metrics, as reported
	counters []counter
	weighted []bool // the metric heeds the weights of rows
	loss     float64
	rows     int
	batch    metricBatch
}

// newTally starts from nothing.
func newTally(metrics []Metric) tally {
	t := tally{names: metricNames(metrics)}
	for _, m := range metrics {
		_, weighted := m.(weightedMetric)
		t.counters = append(t.counters, m.start())
		t.weighted = append(t.weighted, weighted)
	}
	return t
}

// reset forgets all rows.
func (t *tally) reset() {
	t.loss, t.rows = 0, 0
	for _, c := range t.counters {
		c.reset()
	}
}

// add counts a batch of rows with its mean loss.
func (t *tally) add(loss float64, b *lossBatch) {
	rows := b.rows()
	t.loss += loss * float64(rows)
	t.rows += rows
	for i, c := range t.counters {
		t.batch = metricBatch{out: b.out, y: b.y, k: b.k, labels: len(b.y) / rows}
		if t.weighted[i] {
			t.batch.weights = b.weights
		}
		c.add(&t.batch)
	}
}

// join adds another tally's rows.
func (t *tally) join(other *tally) {
	t.loss += other.loss
	t.rows += other.rows
	for i, c := range t.counters {
		c.join(other.counters[i])
	}
}

// meanLoss returns the mean loss over all rows.
func (t *tally) meanLoss() float64 { return t.loss / float64(t.rows) }

// figures calls yield with each figure and its name.
func (t *tally) figures(yield func(name string, value float64) bool) {
	if !yield("loss", t.meanLoss()) {
		return
	}
	for i, c := range t.counters {
		var parts []string
		if s, ok := c.(several); ok {
			parts = s.parts()
		}
		for j, part := range parts {
			if !yield(t.names[i]+"["+part+"]", c.(several).part(j)) {
				return
			}
		}
		if parts == nil && !yield(t.names[i], c.value()) {
			return
		}
	}
}

// score returns the figures.
func (t *tally) score() Score {
	s := Score{Loss: t.meanLoss(), Accuracy: math.NaN(), Metrics: maps.Collect(t.figures)}
	if a, ok := s.Metrics[Accuracy.String()]; ok {
		s.Accuracy = a
	}
	return s
}
