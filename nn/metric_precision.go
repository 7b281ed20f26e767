package nn

// PrecisionMetric is the part of the outputs above a threshold whose label is positive,
// which is not 0: tp/(tp+fp), and 0 when there are none. With several Thresholds it is
// several figures: precision[0.2], precision[0.5].
//
// Source: Keras 3.15 (keras/src/metrics/confusion_metrics.py), as for the metrics below.
type PrecisionMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5, or none with TopK
	TopK       int       // only these many greatest outputs of a row count; zero: all
	ClassID    *int      // only this output counts; nil: all
}

// Precision is Keras's "precision".
var Precision = PrecisionMetric{}

// String returns Keras's name.
func (PrecisionMetric) String() string { return "precision" }

func (m PrecisionMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m PrecisionMetric) start() counter           { return m.counts().start() }
func (m PrecisionMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m PrecisionMetric) counts() confusionMetric {
	return confusionMetric{m.Thresholds, m.TopK, m.ClassID, counts.precision}
}

// RecallMetric is the part of the outputs with a positive label that are above a
// threshold: tp/(tp+fn), and 0 when there are none.
type RecallMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5, or none with TopK
	TopK       int       // only these many greatest outputs of a row count; zero: all
	ClassID    *int      // only this output counts; nil: all
}

// Recall is Keras's "recall".
var Recall = RecallMetric{}

// String returns Keras's name.
func (RecallMetric) String() string { return "recall" }

func (m RecallMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m RecallMetric) start() counter           { return m.counts().start() }
func (m RecallMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m RecallMetric) counts() confusionMetric {
	return confusionMetric{m.Thresholds, m.TopK, m.ClassID, counts.recall}
}

// TruePositivesMetric is the sum of the weights of the outputs above a threshold whose
// label is positive.
type TruePositivesMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5
}

// TruePositives is Keras's "true_positives".
var TruePositives = TruePositivesMetric{}

// String returns Keras's name.
func (TruePositivesMetric) String() string { return "true_positives" }

func (m TruePositivesMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m TruePositivesMetric) start() counter           { return m.counts().start() }
func (m TruePositivesMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m TruePositivesMetric) counts() confusionMetric {
	return confusionMetric{thresholds: m.Thresholds, figure: func(n counts) float64 { return n.tp }}
}

// TrueNegativesMetric is the sum of the weights of the outputs not above a threshold
// whose label is 0.
type TrueNegativesMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5
}

// TrueNegatives is Keras's "true_negatives".
var TrueNegatives = TrueNegativesMetric{}

// String returns Keras's name.
func (TrueNegativesMetric) String() string { return "true_negatives" }

func (m TrueNegativesMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m TrueNegativesMetric) start() counter           { return m.counts().start() }
func (m TrueNegativesMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m TrueNegativesMetric) counts() confusionMetric {
	return confusionMetric{thresholds: m.Thresholds, figure: func(n counts) float64 { return n.tn }}
}

// FalsePositivesMetric is the sum of the weights of the outputs above a threshold whose
// label is 0.
type FalsePositivesMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5
}

// FalsePositives is Keras's "false_positives".
var FalsePositives = FalsePositivesMetric{}

// String returns Keras's name.
func (FalsePositivesMetric) String() string { return "false_positives" }

func (m FalsePositivesMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m FalsePositivesMetric) start() counter           { return m.counts().start() }
func (m FalsePositivesMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m FalsePositivesMetric) counts() confusionMetric {
	return confusionMetric{thresholds: m.Thresholds, figure: func(n counts) float64 { return n.fp }}
}

// FalseNegativesMetric is the sum of the weights of the outputs not above a threshold
// whose label is positive.
type FalseNegativesMetric struct {
	Thresholds []float64 // each from 0 to 1; nil: 0.5
}

// FalseNegatives is Keras's "false_negatives".
var FalseNegatives = FalseNegativesMetric{}

// String returns Keras's name.
func (FalseNegativesMetric) String() string { return "false_negatives" }

func (m FalseNegativesMetric) fits(k, labels int) error { return m.counts().fits(k, labels) }
func (m FalseNegativesMetric) start() counter           { return m.counts().start() }
func (m FalseNegativesMetric) takesThresholds() bool    { return m.counts().takesThresholds() }

func (m FalseNegativesMetric) counts() confusionMetric {
	return confusionMetric{thresholds: m.Thresholds, figure: func(n counts) float64 { return n.fn }}
}
