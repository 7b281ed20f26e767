package learn

import "fmt"

// AccuracyScore returns the share of predictions that are right:
//
//	accuracy = (1/n) Σ [yTrue[i] = yPred[i]]
//
// yTrue and yPred hold one class number per example. There is no such share when
// they are empty or differ in length: AccuracyScore then panics, where scikit-learn
// raises an error. A NaN among the labels equals nothing and counts as wrong.
//
// Source: accuracy_score of scikit-learn 1.9, sklearn/metrics/_classification.py.
func AccuracyScore(yTrue, yPred []float64) float64 {
	if len(yTrue) != len(yPred) {
		panic(fmt.Sprintf("learn: AccuracyScore: yTrue has %d labels, yPred %d", len(yTrue), len(yPred)))
	}
	if len(yTrue) == 0 {
		panic("learn: AccuracyScore: yTrue and yPred have 0 labels")
	}
	right := 0
	for i, y := range yTrue {
		if y == yPred[i] {
			right++
		}
	}
	return float64(right) / float64(len(yTrue))
}
