package nn

import (
	"errors"
	"fmt"
	"math"
)

// FScoreAverage says how F1Score and FBetaScore join the scores of several outputs.
type FScoreAverage int

// The ways to join scores.
const (
	EachClass    FScoreAverage = iota // one figure for each output: f1_score[0], f1_score[1]
	MicroAverage                      // the score of all outputs together
	MacroAverage                      // the mean of the scores
	WeightedMean                      // their mean, weighted by the sum of the labels
)

// fScoreAverages holds Keras's names, by number.
var fScoreAverages = [...]string{"none", "micro", "macro", "weighted"}

// String returns Keras's name.
func (a FScoreAverage) String() string { return nameOf(fScoreAverages[:], int(a)) }

// MarshalText returns Keras's name.
func (a FScoreAverage) MarshalText() ([]byte, error) { return marshalName(fScoreAverages[:], int(a)) }

// UnmarshalText is the inverse of MarshalText.
func (a *FScoreAverage) UnmarshalText(text []byte) error {
	return unmarshalName(fScoreAverages[:], text, (*int)(a))
}

// F1ScoreMetric is FBetaScoreMetric with β = 1.
type F1ScoreMetric struct {
	Average   FScoreAverage // zero: EachClass
	Threshold float64       // zero: the greatest outputs of a row are those that it says
}

// F1Score is Keras's "f1_score".
var F1Score = F1ScoreMetric{}

// String returns Keras's name.
func (F1ScoreMetric) String() string { return "f1_score" }

func (m F1ScoreMetric) fits(k, labels int) error { return m.beta().fits(k, labels) }
func (m F1ScoreMetric) start() counter           { return m.beta().start() }

func (m F1ScoreMetric) beta() FBetaScoreMetric {
	return FBetaScoreMetric{Average: m.Average, Threshold: m.Threshold}
}

// FBetaScoreMetric is a mean of precision and recall for each output, joined by Average:
//
//	(1+β²) · precision · recall / (β²·precision + recall)
//
// An output is taken for a positive one when it is above Threshold, or, without one,
// when it is the greatest of its row.
//
// Source: Keras 3.15 (keras/src/metrics/f_score_metrics.py).
type FBetaScoreMetric struct {
	Beta      float64       // zero: 1
	Average   FScoreAverage // zero: EachClass
	Threshold float64       // zero: the greatest outputs of a row are those that it says
}

// FBetaScore is Keras's "fbeta_score".
var FBetaScore = FBetaScoreMetric{}

// String returns Keras's name.
func (FBetaScoreMetric) String() string { return "fbeta_score" }

func (m FBetaScoreMetric) fits(k, labels int) error {
	if m.Average < 0 || int(m.Average) >= len(fScoreAverages) {
		return fmt.Errorf("unknown average %d", int(m.Average))
	}
	err := checkBounds(bound{"Beta", m.Beta, 0, noLimit}, bound{"Threshold", m.Threshold, 0, 1})
	if err != nil {
		return err
	}
	if k == 1 && m.Threshold == 0 {
		return errors.New("one output is always the greatest: set a Threshold")
	}
	return outputwise{}.fits(k, labels)
}

func (m FBetaScoreMetric) start() counter { return &fScoreCounter{metric: m} }

// fScoreCounter counts for an FBetaScoreMetric, for each output.
type fScoreCounter struct {
	metric  FBetaScoreMetric
	columns []fScoreColumn
}

// fScoreColumn holds true positives, false positives, false negatives and labels.
type fScoreColumn struct{ tp, fp, fn, y float64 }

func (t *fScoreColumn) join(o fScoreColumn) {
	t.tp += o.tp
	t.fp += o.fp
	t.fn += o.fn
	t.y += o.y
}

func (c *fScoreCounter) grow(k int) {
	if len(c.columns) == 0 {
		c.columns = make([]fScoreColumn, k)
	}
}

func (c *fScoreCounter) add(b *metricBatch) {
	c.grow(b.k)
	for i := range b.rows() {
		out, labels := b.row(i)
		w, top := b.weight(i), out[greatest(out)]
		for j, p := range out {
			says := float32(p) > float32(c.metric.Threshold)
			if c.metric.Threshold == 0 {
				says = float32(p) >= float32(top) && math.Abs(p) > 1e-9
			}
			q, y := indicator(says), labels[j]
			c.columns[j].join(fScoreColumn{w * q * y, w * q * (1 - y), w * (1 - q) * y, w * y})
		}
	}
}

func (c *fScoreCounter) join(other counter) {
	o := other.(*fScoreCounter)
	c.grow(len(o.columns))
	for j, t := range o.columns {
		c.columns[j].join(t)
	}
}

func (c *fScoreCounter) reset()             { clear(c.columns) }
func (c *fScoreCounter) part(j int) float64 { return c.score(c.columns[j]) }

// score returns the score of some counts, as Keras computes it.
func (c *fScoreCounter) score(t fScoreColumn) float64 {
	const epsilon = 1e-7
	squared := 1.0
	if c.metric.Beta != 0 {
		squared = c.metric.Beta * c.metric.Beta
	}
	precision, recall := t.tp/(t.tp+t.fp+epsilon), t.tp/(t.tp+t.fn+epsilon)
	return precision * recall / (squared*precision + recall + epsilon) * (1 + squared)
}

func (c *fScoreCounter) value() float64 {
	var all fScoreColumn
	var sum, weighted float64
	for _, t := range c.columns {
		all.join(t)
		sum += c.score(t)
		weighted += c.score(t) * t.y
	}
	switch c.metric.Average {
	case MicroAverage:
		return c.score(all)
	case WeightedMean:
		return weighted / (all.y + 1e-7)
	}
	return quotient(sum, float64(len(c.columns)))
}

// parts returns the numbers of the outputs, where each has its figure.
func (c *fScoreCounter) parts() []string {
	if c.metric.Average != EachClass {
		return nil
	}
	return columnNames(len(c.columns))
}
