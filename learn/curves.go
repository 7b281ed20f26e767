package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A ROCCurve is the receiver operating characteristic: for falling thresholds t, what
// shares of the rows score at least t.
type ROCCurve struct {
	FPR        []float64 // of the rows of the smaller class: false positives
	TPR        []float64 // of the rows of the larger class: true positives
	Thresholds []float64 // t, +Inf at first
}

// A PrecisionRecallCurve tells for rising thresholds t what happens when the rows that
// score at least t are predicted as the larger class.
type PrecisionRecallCurve struct {
	Precision  []float64 // and a 1 behind the last threshold
	Recall     []float64 // and a 0 behind the last threshold
	Thresholds []float64 // the scores that there are, one fewer
}

// thresholdCounts are the rows that score at least as much as each threshold, of which
// the largest comes first.
type thresholdCounts struct {
	thresholds []float64
	fps, tps   []float64 // of the smaller class and of the larger one
}

// countThresholds checks and counts.
func countThresholds(where string, yTrue, yScore []float64) (thresholdCounts, error) {
	var c thresholdCounts
	positive, err := binaryLabels(where, yTrue, yScore, "yScore")
	if err != nil {
		return c, err
	}
	order := make([]int, len(yScore))
	for i, v := range yScore {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return c, fmt.Errorf("learn: %s: yScore[%d] is %v", where, i, v)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case yScore[i] > yScore[j]:
			return -1
		case yScore[i] < yScore[j]:
			return 1
		}
		return 0
	})
	fps, tps := 0.0, 0.0
	for at, i := range order {
		if positive[i] {
			tps++
		} else {
			fps++
		}
		if at+1 == len(order) || yScore[order[at+1]] != yScore[i] {
			c.thresholds = append(c.thresholds, yScore[i])
			c.fps, c.tps = append(c.fps, fps), append(c.tps, tps)
		}
	}
	return c, nil
}

// binaryLabels returns which labels are the larger of two classes.
func binaryLabels(where string, yTrue, other []float64, name string) ([]bool, error) {
	if err := checkPair(where, name, yTrue, other); err != nil {
		return nil, err
	}
	if err := checkLabels(where, "yTrue", yTrue); err != nil {
		return nil, err
	}
	classes, index := classIndex(yTrue)
	if len(classes) != 2 {
		return nil, fmt.Errorf("learn: %s: yTrue has %d classes, it must have 2", where, len(classes))
	}
	positive := make([]bool, len(index))
	for i, c := range index {
		positive[i] = c == 1
	}
	return positive, nil
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

// LogLoss returns the mean of -log P(true class), with probabilities clipped to
// [2⁻⁵², 1-2⁻⁵²]. proba is n×k with the classes of yTrue, in ascending order, in its
// columns, or n×1 with the probability of the larger of two classes.
// classes, a model's Classes, are to be given where yTrue may lack one; nil are those
// in yTrue.
//
// It fails when yTrue is empty or has another length than proba has rows; when proba
// has not a column for each class; when a row of it does not sum to 1, or a number of
// it is no probability; and when a label is not one of classes.
//
// Source: log_loss of scikit-learn 1.9, sklearn/metrics/_classification.py.
func LogLoss(yTrue []float64, proba mat.Matrix, classes []float64) (float64, error) {
	p, index, _, err := checkProba("LogLoss", yTrue, proba, classes)
	if err != nil {
		return 0, err
	}
	const epsilon = 0x1p-52
	sum := 0.0
	for i, c := range index {
		sum -= math.Log(min(max(p.At(i, c), epsilon), 1-epsilon))
	}
	return sum / float64(len(index)), nil
}

// BrierScoreLoss returns the mean of (p - y)², where y is 1 for the larger of the two
// classes in yTrue and else 0, and p the probability of that class. It fails when yTrue and
// proba are empty or differ in length, when yTrue has not two classes, and when a number
// of proba is no probability.
//
// Source: brier_score_loss of scikit-learn 1.9, sklearn/metrics/_classification.py.
func BrierScoreLoss(yTrue, proba []float64) (float64, error) {
	const where = "BrierScoreLoss"
	positive, err := binaryLabels(where, yTrue, proba, "proba")
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for i, p := range proba {
		if !(p >= 0 && p <= 1) {
			return 0, fmt.Errorf("learn: %s: proba[%d] is %v, a probability is from 0 to 1", where, i, p)
		}
		if positive[i] {
			p = 1 - p
		}
		sum += p * p
	}
	return sum / float64(len(proba)), nil
}

// checkProba returns proba as n×k for the classes, and the class of each row.
func checkProba(where string, yTrue []float64, proba mat.Matrix, classes []float64) (*mat.Dense, []int, []float64, error) {
	fail := func(format string, args ...any) (*mat.Dense, []int, []float64, error) {
		return nil, nil, nil, fmt.Errorf("learn: "+where+": "+format, args...)
	}
	n := rowsOf(proba)
	if len(yTrue) == 0 {
		return fail("yTrue is empty")
	}
	if n != len(yTrue) {
		return fail("yTrue has %d labels, proba has %d rows", len(yTrue), n)
	}
	if err := checkLabels(where, "yTrue", yTrue); err != nil {
		return nil, nil, nil, err
	}
	found, index := classIndex(yTrue)
	if classes == nil {
		classes = found
	}
	place := make([]int, len(found))
	for i, c := range found {
		if place[i] = slices.Index(classes, c); place[i] < 0 {
			return fail("yTrue has class %v, the classes are %v", c, classes)
		}
	}
	for i, c := range index {
		index[i] = place[c]
	}
	if len(classes) < 2 {
		return fail("there is %d class: name all classes", len(classes))
	}
	p, err := widen(proba, len(classes))
	if err != nil {
		return fail("%w", err)
	}
	return p, index, classes, nil
}

// widen returns proba with a column for each of k classes, if they are probabilities.
func widen(proba mat.Matrix, k int) (*mat.Dense, error) {
	n, cols := proba.Dims()
	p := mat.DenseCopyOf(proba)
	if cols == 1 && k == 2 {
		p = mat.NewDense(n, 2, nil)
		for i := range n {
			p.SetRow(i, []float64{1 - proba.At(i, 0), proba.At(i, 0)})
		}
	}
	if _, cols := p.Dims(); cols != k {
		return nil, fmt.Errorf("proba has %d columns for %d classes", cols, k)
	}
	for i := range n {
		sum := 0.0
		for j, v := range p.RawRowView(i) {
			if !(v >= 0 && v <= 1) {
				return nil, fmt.Errorf("proba[%d,%d] is %v, a probability is from 0 to 1", i, j, v)
			}
			sum += v
		}
		if math.Abs(sum-1) > 1e-6 {
			return nil, fmt.Errorf("row %d of proba sums to %v, not to 1", i, sum)
		}
	}
	return p, nil
}
