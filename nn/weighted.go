package nn

// Weighted has a metric heed the weights of rows, as Keras's weighted_metrics do.
// Where the metric is given unweighted too, it is reported as "weighted_" and its
// name.
func Weighted(m Metric) Metric { return weightedMetric{m} }

// weightedMetric marks a metric.
type weightedMetric struct{ Metric }

// String returns the metric's name.
func (m weightedMetric) String() string {
	if m.Metric == nil {
		return "Weighted(nil)"
	}
	return m.Metric.String()
}
