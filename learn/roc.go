package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// A ROCCurve is the receiver operating characteristic: for falling thresholds t, what
// shares of the rows score at least t.
type ROCCurve struct {
	FPR        []float64 // of the rows of the smaller class: false positives
	TPR        []float64 // of the rows of the larger class: true positives
	Thresholds []float64 // t, +Inf at first
}

// NewROCCurve computes the curve of scores, the larger the likelier the larger of the two
// classes in yTrue. Points on a straight line between others are left out.
//
// It fails when yTrue and yScore are empty or differ in length, when a score is NaN or
// infinite, and when yTrue has not two classes, which are whole numbers.
//
// Source: roc_curve of scikit-learn 1.9, sklearn/metrics/_ranking.py.
func NewROCCurve(yTrue, yScore []float64) (*ROCCurve, error) {
	c, err := countThresholds("NewROCCurve", yTrue, yScore)
	if err != nil {
		return nil, err
	}
	return c.roc(), nil
}

func (c thresholdCounts) roc() *ROCCurve {
	last := len(c.fps) - 1
	curve := &ROCCurve{FPR: []float64{0}, TPR: []float64{0}, Thresholds: []float64{math.Inf(1)}}
	for i := range c.fps {
		if i > 0 && i < last {
			bend := func(v []float64) bool { return v[i+1]-v[i] != v[i]-v[i-1] }
			if !bend(c.fps) && !bend(c.tps) {
				continue
			}
		}
		curve.FPR = append(curve.FPR, c.fps[i]/c.fps[last])
		curve.TPR = append(curve.TPR, c.tps[i]/c.tps[last])
		curve.Thresholds = append(curve.Thresholds, c.thresholds[i])
	}
	return curve
}

// AUC returns the area under the curve, by trapezoids.
func (c *ROCCurve) AUC() float64 {
	area := 0.0
	for i := 1; i < len(c.FPR); i++ {
		area += (c.FPR[i] - c.FPR[i-1]) * (c.TPR[i] + c.TPR[i-1]) / 2
	}
	return area
}

// ROCAUCScore returns the area under the [ROCCurve]: the probability that a random row
// of the larger class scores more than one of the smaller class, ties counting one
// half. It fails as [NewROCCurve] does.
//
// Source: roc_auc_score of scikit-learn 1.9, sklearn/metrics/_ranking.py.
func ROCAUCScore(yTrue, yScore []float64) (float64, error) {
	c, err := countThresholds("ROCAUCScore", yTrue, yScore)
	if err != nil {
		return 0, err
	}
	return c.roc().AUC(), nil
}

// ROCAUCScoreOVR returns the mean over the classes of the [ROCAUCScore] of each against
// all others (one versus rest), with the same weights ([Macro], the default) or by
// the classes' rows ([Weighted]). The k classes of yTrue, in ascending order, have their
// probabilities in the columns of proba, n×k.
//
// It fails when yTrue is empty, has another length than proba has rows, or another
// number of classes than proba has columns; when a row of proba does not sum to 1; and
// when the average is another.
//
// Source: roc_auc_score with multi_class="ovr" of scikit-learn 1.9,
// sklearn/metrics/_ranking.py.
func ROCAUCScoreOVR(yTrue []float64, proba mat.Matrix, by Average) (float64, error) {
	const where = "ROCAUCScoreOVR"
	if by == "" {
		by = Macro
	}
	if by != Macro && by != Weighted {
		return 0, fmt.Errorf("learn: %s: the average is %q, it must be one of %q", where, by, []Average{Macro, Weighted})
	}
	p, index, classes, err := checkProba(where, yTrue, proba, nil)
	if err != nil {
		return 0, err
	}
	sum, total := 0.0, 0.0
	isClass, score := make([]float64, len(yTrue)), make([]float64, len(yTrue))
	for c := range classes {
		rows := 0.0
		for i, k := range index {
			isClass[i], score[i] = 0, p.At(i, c)
			if k == c {
				isClass[i] = 1
				rows++
			}
		}
		area, err := ROCAUCScore(isClass, score)
		if err != nil {
			return 0, fmt.Errorf("learn: %s: class %v: %w", where, classes[c], err)
		}
		weight := 1.0
		if by == Weighted {
			weight = rows
		}
		sum += weight * area
		total += weight
	}
	return sum / total, nil
}
