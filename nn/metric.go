package nn

// Metric is a figure reported beside the loss. The metrics are the types of this
// package whose names end in Metric, under Keras's names as variables.
type Metric interface {
	// String returns Keras's name, under which the figure is reported.
	String() string

	// check reports why the metric cannot measure k outputs per row against labels
	// numbers per row.
	check(k, labels int) error
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

// meanCounter is the mean of one number per row.
type meanCounter struct {
	of         func(out, y []float64) float64 // of the outputs and labels of a row
	sum, total float64
}

func (c *meanCounter) add(b *metricBatch) {
	for i := range b.rows() {
		w := b.weight(i)
		c.sum += w * c.of(b.out[i*b.k:(i+1)*b.k], b.y[i*b.labels:(i+1)*b.labels])
		c.total += w
	}
}

func (c *meanCounter) join(other counter) {
	o := other.(*meanCounter)
	c.sum += o.sum
	c.total += o.total
}

func (c *meanCounter) value() float64 { return c.sum / c.total }
func (c *meanCounter) reset()         { c.sum, c.total = 0, 0 }
