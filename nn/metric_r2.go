package nn

import (
	"fmt"
	"math"
	"strconv"
)

// R2ScoreMetric is the coefficient of determination of each output, 1 − Σ(y−p)²/Σ(y−ȳ)²,
// joined by Aggregation. A score that is infinite counts as 0. With Regressors q, which
// is the number of variables that explain y, it is 1 − (1−R²)(n−1)/(n−q−1), where n
// counts the labels, as in Keras; where n−1 is at most q it stays R².
//
// Source: Keras 3.15 (keras/src/metrics/regression_metrics.py).
type R2ScoreMetric struct {
	Aggregation R2Aggregation // zero: UniformAverage
	Regressors  int           // Keras's num_regressors
}

// R2Score is Keras's "r2_score".
var R2Score = R2ScoreMetric{}

// String returns Keras's name.
func (R2ScoreMetric) String() string { return "r2_score" }

func (m R2ScoreMetric) fits(k, labels int) error {
	switch {
	case m.Aggregation < 0 || int(m.Aggregation) >= len(r2Aggregations):
		return fmt.Errorf("unknown aggregation %d", int(m.Aggregation))
	case m.Regressors < 0:
		return fmt.Errorf("%d Regressors, the number must not be negative", m.Regressors)
	}
	return outputwise{}.fits(k, labels)
}

func (m R2ScoreMetric) start() counter { return &r2Counter{metric: m} }

// r2Counter adds up what R2Score needs, for each output.
type r2Counter struct {
	metric  R2ScoreMetric
	columns []r2Column
	labels  float64 // how many
}

// r2Column holds sums of weight times 1, y, y² and (y−p)².
type r2Column struct{ count, y, squares, residue float64 }

func (c *r2Counter) grow(k int) {
	if len(c.columns) == 0 {
		c.columns = make([]r2Column, k)
	}
}

func (c *r2Counter) add(b *metricBatch) {
	c.grow(b.k)
	for i := range b.rows() {
		w := b.weight(i)
		out, labels := b.row(i)
		for j, y := range labels {
			t := &c.columns[j]
			t.count += w
			t.y += w * y
			t.squares += w * y * y
			t.residue += w * (y - out[j]) * (y - out[j])
		}
	}
	c.labels += float64(len(b.y))
}

func (c *r2Counter) join(other counter) {
	o := other.(*r2Counter)
	c.grow(len(o.columns))
	for j, t := range o.columns {
		c.columns[j].count += t.count
		c.columns[j].y += t.y
		c.columns[j].squares += t.squares
		c.columns[j].residue += t.residue
	}
	c.labels += o.labels
}

func (c *r2Counter) reset() {
	clear(c.columns)
	c.labels = 0
}

// variance returns Σ(y−ȳ)² of an output.
func (t r2Column) variance() float64 { return t.squares - t.y*t.y/t.count }

// part returns the score of output j.
func (c *r2Counter) part(j int) float64 {
	return c.adjusted(c.columns[j].score())
}

// score returns R².
func (t r2Column) score() float64 {
	score := 1 - t.residue/t.variance()
	if math.IsInf(score, 0) {
		return 0
	}
	return score
}

// adjusted takes the regressors into account.
func (c *r2Counter) adjusted(score float64) float64 {
	q := float64(c.metric.Regressors)
	if q == 0 || q >= c.labels-1 {
		return score
	}
	return 1 - (1-score)*(c.labels-1)/(c.labels-q-1)
}

func (c *r2Counter) value() float64 {
	var sum, total float64
	for _, t := range c.columns {
		w := 1.0
		if c.metric.Aggregation == VarianceWeightedAverage {
			w = t.variance()
		}
		sum += w * t.score()
		total += w
	}
	return c.adjusted(sum / total)
}

// parts returns the numbers of the outputs, where each has its figure.
func (c *r2Counter) parts() []string {
	if c.metric.Aggregation != NoAverage {
		return nil
	}
	return columnNames(len(c.columns))
}

// columnNames returns 0, 1, … as texts, nil for fewer than 2.
func columnNames(n int) []string {
	if n < 2 {
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = strconv.Itoa(i)
	}
	return all
}
