package nn

import (
	"fmt"
	"math"
)

// LogCoshError is LogCosh as a metric, under Keras's name "logcosh".
var LogCoshError = Named("logcosh", LogCosh)

// lossCounter is the mean of a loss over rows; NaN where a caller's loss fails.
type lossCounter struct {
	loss       Loss
	rows       lossBatch
	grad       []float64 // room for what is not wanted
	sum, total float64
}

// newLossCounter returns a count of no rows.
func newLossCounter(l Loss) counter { return &lossCounter{loss: l} }

func (c *lossCounter) add(b *metricBatch) {
	if len(c.grad) < len(b.out) {
		c.grad = make([]float64, len(b.out))
	}
	c.rows.out, c.rows.grad, c.rows.y, c.rows.weights, c.rows.k = b.out, c.grad[:len(b.out)], b.y, b.weights, b.k
	n := float64(b.rows())
	c.sum += n * c.loss.batch(&c.rows)
	if c.rows.err != nil {
		c.sum, c.rows.err = math.NaN(), nil
	}
	if b.weights == nil {
		c.total += n
		return
	}
	for _, w := range b.weights {
		c.total += w
	}
}

func (c *lossCounter) join(other counter) {
	o := other.(*lossCounter)
	c.sum += o.sum
	c.total += o.total
}

func (c *lossCounter) value() float64 { return quotient(c.sum, c.total) }
func (c *lossCounter) reset()         { c.sum, c.total = 0, 0 }

// negated counts what has the other sign as a metric.
type negated struct{ counter }

func (c negated) join(other counter) { c.counter.join(other.(negated).counter) }
func (c negated) value() float64     { return -c.counter.value() }

// RootMeanSquaredErrorMetric is the root of the mean of (p−y)² over all rows and
// outputs.
//
// Source: Keras 3.15 (keras/src/metrics/regression_metrics.py).
type RootMeanSquaredErrorMetric struct{}

// RootMeanSquaredError is Keras's "root_mean_squared_error".
var RootMeanSquaredError = RootMeanSquaredErrorMetric{}

// String returns Keras's name.
func (RootMeanSquaredErrorMetric) String() string { return "root_mean_squared_error" }

func (RootMeanSquaredErrorMetric) fits(k, labels int) error { return outputwise{}.fits(k, labels) }
func (RootMeanSquaredErrorMetric) start() counter           { return rooted{newLossCounter(MeanSquaredError)} }

// rooted counts what has its root taken at the end.
type rooted struct{ counter }

func (c rooted) join(other counter) { c.counter.join(other.(rooted).counter) }
func (c rooted) value() float64     { return math.Sqrt(c.counter.value()) }

// R2Aggregation says how R2Score joins the scores of several outputs.
type R2Aggregation int

// The ways to join scores.
const (
	UniformAverage          R2Aggregation = iota // their mean
	VarianceWeightedAverage                      // their mean, weighted by the variance of the labels
	NoAverage                                    // one figure for each output
)

// r2Aggregations holds Keras's names, by number.
var r2Aggregations = [...]string{"uniform_average", "variance_weighted_average", "none"}

// String returns Keras's name.
func (a R2Aggregation) String() string { return nameOf(r2Aggregations[:], int(a)) }

// MarshalText returns Keras's name.
func (a R2Aggregation) MarshalText() ([]byte, error) { return marshalName(r2Aggregations[:], int(a)) }

// UnmarshalText is the inverse of MarshalText.
func (a *R2Aggregation) UnmarshalText(text []byte) error {
	return unmarshalName(r2Aggregations[:], text, (*int)(a))
}

// nameOf returns name i.
func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprintf("%d of %q", i, names)
	}
	return names[i]
}

func marshalName(names []string, i int) ([]byte, error) {
	if i < 0 || i >= len(names) {
		return nil, fmt.Errorf("%d, there are %q", i, names)
	}
	return []byte(names[i]), nil
}

func unmarshalName(names []string, text []byte, i *int) error {
	for j, n := range names {
		if n == string(text) {
			*i = j
			return nil
		}
	}
	return fmt.Errorf("%q is none of %q", text, names)
}
