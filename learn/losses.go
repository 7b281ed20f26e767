package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

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
