package nn

// SensitivityAtSpecificityMetric is the best sensitivity, tp/(tp+fn), at a specificity of at least Specificity, over
// thresholds that divide [0, 1] evenly, and 0 where none of them has that. Specificity
// is tn/(tn+fp).
//
// Source: Keras 3.15 (keras/src/metrics/confusion_metrics.py), as for the metrics below.
type SensitivityAtSpecificityMetric struct {
	Specificity   float64 // from 0 to 1
	NumThresholds int     // zero: 200
	ClassID       *int    // only this output counts; nil: all
}

// String returns Keras's name.
func (SensitivityAtSpecificityMetric) String() string { return "sensitivity_at_specificity" }

func (SensitivityAtSpecificityMetric) takesThresholds() bool { return true }

func (m SensitivityAtSpecificityMetric) fits(k, labels int) error {
	return checkBest("Specificity", m.Specificity, m.NumThresholds, m.ClassID, k, labels)
}

func (m SensitivityAtSpecificityMetric) start() counter {
	return newBestCounter(m.NumThresholds, m.ClassID, m.Specificity, counts.specificity, counts.recall)
}

// SpecificityAtSensitivityMetric is the best specificity at a sensitivity of at least Sensitivity, over
// thresholds that divide [0, 1] evenly, and 0 where none of them has that.
type SpecificityAtSensitivityMetric struct {
	Sensitivity   float64 // from 0 to 1
	NumThresholds int     // zero: 200
	ClassID       *int    // only this output counts; nil: all
}

// String returns Keras's name.
func (SpecificityAtSensitivityMetric) String() string { return "specificity_at_sensitivity" }

func (SpecificityAtSensitivityMetric) takesThresholds() bool { return true }

func (m SpecificityAtSensitivityMetric) fits(k, labels int) error {
	return checkBest("Sensitivity", m.Sensitivity, m.NumThresholds, m.ClassID, k, labels)
}

func (m SpecificityAtSensitivityMetric) start() counter {
	return newBestCounter(m.NumThresholds, m.ClassID, m.Sensitivity, counts.recall, counts.specificity)
}

// PrecisionAtRecallMetric is the best precision at a recall of at least Recall, over
// thresholds that divide [0, 1] evenly, and 0 where none of them has that.
type PrecisionAtRecallMetric struct {
	Recall        float64 // from 0 to 1
	NumThresholds int     // zero: 200
	ClassID       *int    // only this output counts; nil: all
}

// String returns Keras's name.
func (PrecisionAtRecallMetric) String() string { return "precision_at_recall" }

func (PrecisionAtRecallMetric) takesThresholds() bool { return true }

func (m PrecisionAtRecallMetric) fits(k, labels int) error {
	return checkBest("Recall", m.Recall, m.NumThresholds, m.ClassID, k, labels)
}

func (m PrecisionAtRecallMetric) start() counter {
	return newBestCounter(m.NumThresholds, m.ClassID, m.Recall, counts.recall, counts.precision)
}

// RecallAtPrecisionMetric is the best recall at a precision of at least Precision, over
// thresholds that divide [0, 1] evenly, and 0 where none of them has that.
type RecallAtPrecisionMetric struct {
	Precision     float64 // from 0 to 1
	NumThresholds int     // zero: 200
	ClassID       *int    // only this output counts; nil: all
}

// String returns Keras's name.
func (RecallAtPrecisionMetric) String() string { return "recall_at_precision" }

func (RecallAtPrecisionMetric) takesThresholds() bool { return true }

func (m RecallAtPrecisionMetric) fits(k, labels int) error {
	return checkBest("Precision", m.Precision, m.NumThresholds, m.ClassID, k, labels)
}

func (m RecallAtPrecisionMetric) start() counter {
	return newBestCounter(m.NumThresholds, m.ClassID, m.Precision, counts.precision, counts.recall)
}
