package nn

import (
	"fmt"
	"math"
)

// AUCCurve says under which curve AUC measures.
type AUCCurve int

// The curves.
const (
	ROC AUCCurve = iota // true positive rate over false positive rate
	PR                  // precision over recall
)

// aucCurves holds Keras's names, by number.
var aucCurves = [...]string{"ROC", "PR"}

// String returns Keras's name.
func (c AUCCurve) String() string { return nameOf(aucCurves[:], int(c)) }

// MarshalText returns Keras's name.
func (c AUCCurve) MarshalText() ([]byte, error) { return marshalName(aucCurves[:], int(c)) }

// UnmarshalText is the inverse of MarshalText.
func (c *AUCCurve) UnmarshalText(text []byte) error {
	return unmarshalName(aucCurves[:], text, (*int)(c))
}

// AUCSummation says how AUC goes from one threshold to the next.
type AUCSummation int

// The ways to sum.
const (
	Interpolation AUCSummation = iota // trapezes; for PR the interpolation of Davis and Goadrich
	Minoring                          // the lower of the two heights
	Majoring                          // the higher
)

// aucSummations holds Keras's names, by number.
var aucSummations = [...]string{"interpolation", "minoring", "majoring"}

// String returns Keras's name.
func (s AUCSummation) String() string { return nameOf(aucSummations[:], int(s)) }

// MarshalText returns Keras's name.
func (s AUCSummation) MarshalText() ([]byte, error) { return marshalName(aucSummations[:], int(s)) }

// UnmarshalText is the inverse of MarshalText.
func (s *AUCSummation) UnmarshalText(text []byte) error {
	return unmarshalName(aucSummations[:], text, (*int)(s))
}

// AUCMetric is the area under the curve, of ROC or of precision and recall, that
// outputs from 0 to 1 draw as a threshold goes from 1 to 0. It is counted at
// NumThresholds thresholds that divide [0, 1] evenly, so that it is an approximation,
// as in Keras; more of them make it better.
//
// All outputs count alike; with MultiLabel the figure is the mean of the areas of the
// outputs, weighted by LabelWeights. Without it, LabelWeights weigh the outputs.
//
// Source: Keras 3.15 (keras/src/metrics/confusion_metrics.py); Davis and Goadrich, "The
// relationship between precision-recall and ROC curves", ICML 2006.
type AUCMetric struct {
	NumThresholds int          // zero: 200
	Thresholds    []float64    // in place of NumThresholds, besides one below 0 and one above 1
	Curve         AUCCurve     // zero: ROC
	Summation     AUCSummation // zero: Interpolation
	MultiLabel    bool
	LabelWeights  []float64 // one for each output; nil: all 1
	FromLogits    bool      // the outputs are logits, of which the sigmoid is taken
}

// AUC is Keras's "auc".
var AUC = AUCMetric{}

// String returns Keras's name.
func (AUCMetric) String() string { return "auc" }

func (m AUCMetric) fromLogits() bool { return m.FromLogits }

func (m AUCMetric) fits(k, labels int) error {
	switch {
	case m.Curve < 0 || int(m.Curve) >= len(aucCurves):
		return fmt.Errorf("unknown curve %d", int(m.Curve))
	case m.Summation < 0 || int(m.Summation) >= len(aucSummations):
		return fmt.Errorf("unknown summation %d", int(m.Summation))
	case m.NumThresholds != 0 && (m.NumThresholds < 2 || m.NumThresholds > maxThresholds):
		return fmt.Errorf("NumThresholds is %d, it must be from 2 to %d (or 0 for %d)", m.NumThresholds, maxThresholds, defaultThresholds)
	case m.NumThresholds != 0 && m.Thresholds != nil:
		return fmt.Errorf("NumThresholds is %d and there are %d Thresholds: only one can be set", m.NumThresholds, len(m.Thresholds))
	case m.LabelWeights != nil && len(m.LabelWeights) != k:
		return fmt.Errorf("%d LabelWeights for %d outputs", len(m.LabelWeights), k)
	}
	for i, t := range m.Thresholds {
		if !(t >= 0 && t <= 1) {
			return fmt.Errorf("threshold Thresholds[%d] is %g, it must be from 0 to 1", i, t)
		}
	}
	for i, w := range m.LabelWeights {
		if !(w >= 0 && w <= math.MaxFloat64) {
			return fmt.Errorf("LabelWeights[%d] is %g, it must be at least 0 and finite", i, w)
		}
	}
	return outputwise{}.fits(k, labels)
}

func (m AUCMetric) start() counter { return &aucCounter{metric: m} }

// newConfusion returns counts at the metric's thresholds.
func (m AUCMetric) newConfusion() confusion {
	if m.Thresholds == nil {
		n := m.NumThresholds
		if n == 0 {
			n = defaultThresholds
		}
		return newEvenConfusion(n, true)
	}
	const epsilon = 1e-7
	return newConfusion(append([]float64{-epsilon, 1 + epsilon}, m.Thresholds...))
}

// aucCounter counts for an AUCMetric: once, or for each label.
type aucCounter struct {
	metric AUCMetric
	counts []confusion
}

func (c *aucCounter) grow(n int) {
	for len(c.counts) < n {
		c.counts = append(c.counts, c.metric.newConfusion())
	}
}

func (c *aucCounter) add(b *metricBatch) {
	m := &c.metric
	if m.MultiLabel {
		c.grow(b.k)
	} else {
		c.grow(1)
	}
	for i := range b.rows() {
		out, y := b.row(i)
		for j, p := range out {
			w, to := b.weight(i), 0
			if m.FromLogits {
				p = logistic(p)
			}
			if m.MultiLabel {
				to = j
			} else if m.LabelWeights != nil {
				w *= m.LabelWeights[j]
			}
			c.counts[to].add(p, y[j], w)
		}
	}
}

func (c *aucCounter) join(other counter) {
	o := other.(*aucCounter)
	c.grow(len(o.counts))
	for i := range o.counts {
		c.counts[i].join(&o.counts[i])
	}
}

func (c *aucCounter) reset() {
	for i := range c.counts {
		c.counts[i].reset()
	}
}

func (c *aucCounter) value() float64 {
	var sum, total float64
	for j := range c.counts {
		w := 1.0
		if c.metric.MultiLabel && c.metric.LabelWeights != nil {
			w = c.metric.LabelWeights[j]
		}
		sum += w * c.area(&c.counts[j])
		total += w
	}
	return quotient(sum, total)
}

// area returns the area under the curve of some counts.
func (c *aucCounter) area(of *confusion) float64 {
	var sum float64
	var above counts // those of the threshold above
	for i, n := range of.each {
		if i < len(of.cuts)-1 {
			sum += c.metric.piece(n, above)
		}
		above = n
	}
	return sum
}

// piece returns the area between a threshold and the one above.
func (m *AUCMetric) piece(n, above counts) float64 {
	if m.Curve == PR && m.Summation == Interpolation {
		return interpolated(n, above)
	}
	x, y := n.point(m.Curve)
	x1, y1 := above.point(m.Curve)
	height := (y + y1) / 2
	switch m.Summation {
	case Minoring:
		height = min(y, y1)
	case Majoring:
		height = max(y, y1)
	}
	return (x - x1) * height
}

// point returns where the counts lie on a curve.
func (n counts) point(c AUCCurve) (x, y float64) {
	if c == ROC {
		return quotient(n.fp, n.fp+n.tn), n.recall()
	}
	return n.recall(), n.precision()
}

// interpolated returns the area under the curve of precision and recall between a
// threshold and the one above, where true positives grow evenly with all positives:
// precision is slope + intercept/positives.
func interpolated(n, above counts) float64 {
	all, allAbove := n.tp+n.fp, above.tp+above.fp
	slope := quotient(n.tp-above.tp, max(all-allAbove, 0))
	intercept := above.tp - slope*allAbove
	var log float64
	if all > 0 && allAbove > 0 {
		log = math.Log(all / allAbove)
	}
	return quotient(slope*(n.tp-above.tp+intercept*log), above.tp+above.fn)
}
