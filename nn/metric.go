package nn

import (
	"errors"
	"fmt"
	"strings"
)

// Metric is a figure reported beside the loss. The metrics are the types of this
// package whose names end in Metric, under Keras's names as variables where they need
// no settings, and all losses: the mean of a loss over rows, without the regularizers.
//
// As in Keras, a second metric of a name is reported as NAME_1, and so on; [Named] gives
// a name of one's own. A metric of several figures has one for each class or threshold:
// f1_score[2], precision[0.5].
//
// A loss of probabilities clips them as its Eval does, where Keras goes back to the
// logits of a last sigmoid or softmax.
type Metric interface {
	// String returns Keras's name, under which the figure is reported.
	String() string

	// fits reports why the metric cannot measure k outputs per row against labels
	// numbers per row.
	fits(k, labels int) error
	// start returns a count of no rows.
	start() counter
}

// counter adds up what a metric needs of the rows it has seen.
type counter interface {
	// add counts the rows of a batch.
	add(b *metricBatch)
	// join counts the rows of another counter of the same metric.
	join(other counter)
	// value returns the figure over all rows.
	value() float64
	// reset forgets all rows.
	reset()
}

// several is a counter that may report several figures. They are named as the metric
// with what stands for the figure in brackets: f1_score[2].
type several interface {
	counter
	// parts returns what stands in the brackets, nil where there is one figure only.
	parts() []string
	// part returns figure i.
	part(i int) float64
}

// metricBatch is some rows of outputs with their labels.
type metricBatch struct {
	out, y    []float64
	k, labels int       // numbers per row of out and of y
	weights   []float64 // one per row; nil: all 1
}

// rows returns the number of rows.
func (b *metricBatch) rows() int { return len(b.out) / b.k }

// weight returns the weight of row i.
func (b *metricBatch) weight(i int) float64 {
	if b.weights == nil {
		return 1
	}
	return b.weights[i]
}

// row returns the outputs and labels of row i.
func (b *metricBatch) row(i int) (out, y []float64) {
	return b.out[i*b.k : (i+1)*b.k], b.y[i*b.labels : (i+1)*b.labels]
}

// meanCounter is the mean of one number per row.
type meanCounter struct {
	of         func(out, y []float64) float64 // of the outputs and labels of a row
	sum, total float64
}

func (c *meanCounter) add(b *metricBatch) {
	for i := range b.rows() {
		w := b.weight(i)
		c.sum += w * c.of(b.row(i))
		c.total += w
	}
}

func (c *meanCounter) join(other counter) {
	o := other.(*meanCounter)
	c.sum += o.sum
	c.total += o.total
}

func (c *meanCounter) value() float64 { return quotient(c.sum, c.total) }
func (c *meanCounter) reset()         { c.sum, c.total = 0, 0 }

// quotient returns a/b, and 0 where b is 0.
func quotient(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// MetricFunc returns a metric that is the mean over rows of what f returns for the
// labels and the outputs of a row. f is called from several goroutines by Evaluate.
//
// A model with such a metric does not go into bytes.
func MetricFunc(name string, f func(yTrue, yPred []float64) float64) Metric {
	return &functionMetric{name, f}
}

// functionMetric is a metric of a caller's function.
type functionMetric struct {
	name string
	f    func(yTrue, yPred []float64) float64
}

// String returns the name given.
func (m *functionMetric) String() string { return m.name }

func (m *functionMetric) fits(int, int) error {
	if m.f == nil {
		return errors.New("MetricFunc without a function")
	}
	return nil
}

func (m *functionMetric) start() counter {
	return &meanCounter{of: func(out, y []float64) float64 { return m.f(y, out) }}
}

// unwritable says why the metric has no bytes.
func (m *functionMetric) unwritable() error {
	return errors.New("MetricFunc: a function does not go into files")
}

// Named returns a metric under another name.
func Named(name string, m Metric) Metric {
	if w, ok := m.(weightedMetric); ok {
		return weightedMetric{namedMetric{w.Metric, name}}
	}
	return namedMetric{m, name}
}

// namedMetric is a metric under another name.
type namedMetric struct {
	Metric
	Name string
}

// String returns the name given.
func (m namedMetric) String() string { return m.Name }

// bare returns a metric without what Named and Weighted have put around it.
func bare(m Metric) Metric {
	for {
		switch around := m.(type) {
		case weightedMetric:
			m = around.Metric
		case namedMetric:
			m = around.Metric
		default:
			return m
		}
	}
}

// metricNames returns the names under which metrics are reported, as Keras makes them:
// a weighted metric whose name is in use becomes weighted_NAME, and what then has the
// name of another is numbered, NAME_1.
func metricNames(metrics []Metric) []string {
	names, used := make([]string, len(metrics)), map[string]int{}
	for _, weighted := range []bool{false, true} {
		for i, m := range metrics {
			if _, ok := m.(weightedMetric); ok != weighted {
				continue
			}
			name := m.String()
			if used[name] > 0 && weighted {
				name = "weighted_" + name
			}
			names[i] = name
			if n := used[name]; n > 0 {
				names[i] = fmt.Sprintf("%s_%d", name, n)
			}
			used[name]++
		}
	}
	return names
}

// logitTaker is a loss or metric that takes outputs as probabilities or as logits.
type logitTaker interface{ fromLogits() bool }

// thresholdTaker is a metric that may compare outputs with thresholds from 0 to 1.
type thresholdTaker interface{ takesThresholds() bool }

// checkMetric reports why a metric cannot measure k outputs per row, of a layer that
// ends in an activation, against the labels of a loss, or cannot be reported under its
// name.
func checkMetric(m Metric, l Loss, last Activation, k int) error {
	inner := bare(m)
	if inner == nil {
		return errors.New("there is no metric in it")
	}
	name := m.String()
	if name == "" || name == "loss" || name == "learning_rate" || strings.HasPrefix(name, "val_") {
		return fmt.Errorf("a metric cannot have the name %q", name)
	}
	if err := m.fits(k, l.labels(k)); err != nil {
		return err
	}
	if of, ok := inner.(Loss); ok {
		return of.check(last, k)
	}
	from, ok := l.(logitTaker)
	if !ok {
		return nil
	}
	if t, ok := inner.(thresholdTaker); ok && t.takesThresholds() && from.fromLogits() {
		return errors.New("it takes probabilities, the loss takes logits: use Sigmoid or Softmax, and the loss without FromLogits")
	}
	if of, ok := inner.(logitTaker); ok && of.fromLogits() != from.fromLogits() {
		return fmt.Errorf("FromLogits is %t, that of the loss is %t", of.fromLogits(), from.fromLogits())
	}
	return nil
}
