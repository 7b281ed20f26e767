package learn

// A PrecisionRecallCurve tells for rising thresholds t what happens when the rows that
// score at least t are predicted as the larger class.
type PrecisionRecallCurve struct {
	Precision  []float64 // and a 1 behind the last threshold
	Recall     []float64 // and a 0 behind the last threshold
	Thresholds []float64 // the scores that there are, one fewer
}

// NewPrecisionRecallCurve computes the curve of scores, the larger the likelier the
// larger of the two classes in yTrue. It fails as [NewROCCurve] does.
//
// Source: precision_recall_curve of scikit-learn 1.9, sklearn/metrics/_ranking.py.
func NewPrecisionRecallCurve(yTrue, yScore []float64) (*PrecisionRecallCurve, error) {
	c, err := countThresholds("NewPrecisionRecallCurve", yTrue, yScore)
	if err != nil {
		return nil, err
	}
	return c.precisionRecall(), nil
}

func (c thresholdCounts) precisionRecall() *PrecisionRecallCurve {
	curve := &PrecisionRecallCurve{}
	for i := len(c.tps) - 1; i >= 0; i-- {
		curve.Precision = append(curve.Precision, c.tps[i]/(c.tps[i]+c.fps[i]))
		curve.Recall = append(curve.Recall, c.tps[i]/c.tps[len(c.tps)-1])
		curve.Thresholds = append(curve.Thresholds, c.thresholds[i])
	}
	curve.Precision, curve.Recall = append(curve.Precision, 1), append(curve.Recall, 0)
	return curve
}

// AveragePrecisionScore returns the mean of the precisions at all thresholds t, each
// weighted by what it adds to the recall:
//
//	Σ_t (R_t - R_(t-1))·P_t
//
// It fails as [NewROCCurve] does.
//
// Source: average_precision_score of scikit-learn 1.9, sklearn/metrics/_ranking.py.
func AveragePrecisionScore(yTrue, yScore []float64) (float64, error) {
	counts, err := countThresholds("AveragePrecisionScore", yTrue, yScore)
	if err != nil {
		return 0, err
	}
	c := counts.precisionRecall()
	sum := 0.0
	for i := range c.Thresholds {
		sum += (c.Recall[i] - c.Recall[i+1]) * c.Precision[i]
	}
	return sum, nil
}
