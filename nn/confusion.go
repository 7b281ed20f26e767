package nn

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// confusion counts outputs whose label is positive and negative between thresholds: an
// output is said to be positive where it is above a threshold.
type confusion struct {
	cuts     []float32 // the thresholds, rising
	even     bool      // they divide [0, 1] evenly: the first is at 0, the last at 1
	outside  bool      // the first lies below all outputs
	pos, neg []float64 // by the number of thresholds that an output is above
}

// newConfusion returns counts for thresholds, in any order.
func newConfusion(thresholds []float64) confusion {
	c := confusion{cuts: make([]float32, len(thresholds))}
	for i, t := range thresholds {
		c.cuts[i] = float32(t)
	}
	slices.Sort(c.cuts)
	c.pos, c.neg = make([]float64, len(c.cuts)+1), make([]float64, len(c.cuts)+1)
	return c
}

// newEvenConfusion returns counts for n thresholds from 0 to 1. With outside, the first
// and last are outside of what can be.
func newEvenConfusion(n int, outside bool) confusion {
	thresholds := make([]float64, n)
	for i := range thresholds {
		thresholds[i] = float64(i) / float64(n-1)
	}
	c := newConfusion(thresholds)
	c.even, c.outside = true, outside
	return c
}

// add counts an output and its label with a weight.
func (c *confusion) add(p, y, w float64) {
	if y != 0 {
		c.pos[c.above(float32(p))] += w
	} else {
		c.neg[c.above(float32(p))] += w
	}
}

// above returns how many thresholds p is above. Between even thresholds it computes as
// Keras does, in float32.
func (c *confusion) above(p float32) int {
	if c.even {
		p = min(max(p, 0), 1)
		i := int(ceil32(p * float32(len(c.cuts)-1)))
		if c.outside {
			i = max(i, 1)
		}
		return min(max(i, 0), len(c.cuts))
	}
	lo, hi := 0, len(c.cuts)
	for lo < hi {
		if mid := (lo + hi) / 2; p > c.cuts[mid] {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (c *confusion) join(o *confusion) {
	for i := range c.pos {
		c.pos[i] += o.pos[i]
		c.neg[i] += o.neg[i]
	}
}

func (c *confusion) reset() {
	clear(c.pos)
	clear(c.neg)
}

// counts are the four numbers of a threshold.
type counts struct{ tp, fp, tn, fn float64 }

func (n counts) precision() float64   { return quotient(n.tp, n.tp+n.fp) }
func (n counts) recall() float64      { return quotient(n.tp, n.tp+n.fn) }
func (n counts) specificity() float64 { return quotient(n.tn, n.tn+n.fp) }

// each calls yield with the counts of each threshold, from the last to the first.
func (c *confusion) each(yield func(i int, n counts) bool) {
	var all, n counts
	for i := len(c.pos) - 1; i >= 0; i-- {
		all.tp += c.pos[i]
		all.fp += c.neg[i]
	}
	for i := len(c.cuts) - 1; i >= 0; i-- {
		n.tp += c.pos[i+1]
		n.fp += c.neg[i+1]
		n.fn, n.tn = all.tp-n.tp, all.fp-n.fp
		if !yield(i, n) {
			return
		}
	}
}

// at returns the counts of a threshold.
func (c *confusion) at(threshold float64) counts {
	for i, n := range c.each {
		if c.cuts[i] == float32(threshold) {
			return n
		}
	}
	return counts{}
}

// confusionMetric is what the metrics of single thresholds have in common.
type confusionMetric struct {
	thresholds []float64
	top        int  // 0: all outputs are looked at
	class      *int // nil: all
	figure     func(counts) float64
}

// belowAll is the output that is taken for what is not among the top.
const belowAll = -1e10

// orHalf returns the thresholds, or one: 0.5, or one below all outputs where only the
// top ones are looked at.
func (m confusionMetric) orHalf() confusionMetric {
	switch {
	case len(m.thresholds) > 0:
	case m.top > 0:
		m.thresholds = []float64{belowAll}
	default:
		m.thresholds = []float64{0.5}
	}
	return m
}

// fits reports settings that make no sense and what fits of a Metric does.
func (m confusionMetric) fits(k, labels int) error {
	for i, t := range m.thresholds {
		if !(t >= 0 && t <= 1) {
			return fmt.Errorf("threshold Thresholds[%d] is %g, it must be from 0 to 1", i, t)
		}
	}
	if m.top < 0 || m.top > k {
		return fmt.Errorf("TopK is %d, there are %d outputs", m.top, k)
	}
	if err := fitsClassID(m.class, k); err != nil {
		return err
	}
	return outputwise{}.fits(k, labels)
}

// fitsClassID reports why a class cannot be one of k.
func fitsClassID(class *int, k int) error {
	if class != nil && (*class < 0 || *class >= k) {
		return fmt.Errorf("ClassID is %d, there are the classes 0 to %d", *class, k-1)
	}
	return nil
}

// takesThresholds reports whether outputs are compared with more than each other.
func (m confusionMetric) takesThresholds() bool { return m.top == 0 || len(m.thresholds) > 0 }

func (m confusionMetric) start() counter {
	m = m.orHalf()
	return &confusionCounter{confusionMetric: m, counts: newConfusion(m.thresholds)}
}

// confusionCounter counts for a confusionMetric.
type confusionCounter struct {
	confusionMetric
	counts confusion
	first  []bool // the outputs of a row that are among the top
}

func (c *confusionCounter) add(b *metricBatch) {
	for i := range b.rows() {
		out, y := b.row(i)
		w := b.weight(i)
		if c.top > 0 {
			c.mark(out)
		}
		for j, p := range out {
			if c.class != nil && *c.class != j {
				continue
			}
			if c.top > 0 && !c.first[j] {
				p = belowAll
			}
			c.counts.add(p, y[j], w)
		}
	}
}

// mark finds the top outputs of a row, the first of equals first.
func (c *confusionCounter) mark(out []float64) {
	if len(c.first) != len(out) {
		c.first = make([]bool, len(out))
	}
	clear(c.first)
	for range c.top {
		best := -1
		for j, p := range out {
			if !c.first[j] && (best < 0 || float32(p) > float32(out[best])) {
				best = j
			}
		}
		c.first[best] = true
	}
}

func (c *confusionCounter) join(other counter) { c.counts.join(&other.(*confusionCounter).counts) }
func (c *confusionCounter) reset()             { c.counts.reset() }
func (c *confusionCounter) value() float64     { return c.part(0) }
func (c *confusionCounter) part(i int) float64 { return c.figure(c.counts.at(c.thresholds[i])) }

// parts returns the thresholds, where there are several.
func (c *confusionCounter) parts() []string {
	if len(c.thresholds) < 2 {
		return nil
	}
	all := make([]string, len(c.thresholds))
	for i, t := range c.thresholds {
		all[i] = strconv.FormatFloat(t, 'g', -1, 64)
	}
	return all
}

// bestCounter is the best of one figure at all thresholds where another is good
// enough.
type bestCounter struct {
	counts         confusion
	class          *int
	least          float64
	held, reported func(counts) float64
}

// newBestCounter returns a count over n thresholds, 0: 200.
func newBestCounter(n int, class *int, least float64, held, reported func(counts) float64) counter {
	c := &bestCounter{class: class, least: least, held: held, reported: reported}
	switch {
	case n == 0:
		c.counts = newEvenConfusion(defaultThresholds, false)
	case n == 1:
		c.counts = newConfusion([]float64{0.5})
	default:
		c.counts = newEvenConfusion(n, false)
	}
	return c
}

// How many thresholds there are by default, as in Keras, and at the most.
const (
	defaultThresholds = 200
	maxThresholds     = 1 << 20
)

// checkBest holds the settings of a metric that newBestCounter counts for.
func checkBest(name string, least float64, n int, class *int, k, labels int) error {
	if err := checkBounds(bound{name, least, 0, 1}); err != nil {
		return err
	}
	if n < 0 || n > maxThresholds {
		return fmt.Errorf("NumThresholds is %d, it must be from 1 to %d (or 0 for %d)", n, maxThresholds, defaultThresholds)
	}
	if err := fitsClassID(class, k); err != nil {
		return err
	}
	return outputwise{}.fits(k, labels)
}

func (c *bestCounter) add(b *metricBatch) {
	for i := range b.rows() {
		out, y := b.row(i)
		for j, p := range out {
			if c.class == nil || *c.class == j {
				c.counts.add(p, y[j], b.weight(i))
			}
		}
	}
}

func (c *bestCounter) join(other counter) { c.counts.join(&other.(*bestCounter).counts) }
func (c *bestCounter) reset()             { c.counts.reset() }

func (c *bestCounter) value() float64 {
	best := 0.0
	for _, n := range c.counts.each {
		if float32(c.held(n)) >= float32(c.least) {
			best = math.Max(best, c.reported(n))
		}
	}
	return best
}
