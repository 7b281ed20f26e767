package learn

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// CrossValScore fits the estimator to the training rows of each fold and returns the
// accuracy on its test rows. x is n×p, y has n classes. The folds are those of cv; nil
// stands for StratifiedKFold{}, five of them.
//
// It fails when x and y cannot be fitted, when cv fails, and when a fit does.
//
// Source: cross_val_score of scikit-learn 1.9, sklearn/model_selection/_validation.py.
func CrossValScore(e Estimator, x mat.Matrix, y []float64, cv Splitter) ([]float64, error) {
	const where = "CrossValScore"
	if e == nil {
		return nil, errors.New("learn: CrossValScore: there is no estimator")
	}
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	if cv == nil {
		cv = StratifiedKFold{}
	}
	parts, err := cv.Split(y)
	if err != nil {
		return nil, err
	}
	scores := make([]float64, len(parts))
	for i, f := range parts {
		m, err := e.fitClassifier(pickRows(t.x, y, f.Train))
		if err == nil {
			scores[i], err = m.Score(pickRows(t.x, y, f.Test))
		}
		if err != nil {
			return nil, fmt.Errorf("learn: %s: fold %d: %w", where, i, err)
		}
	}
	return scores, nil
}
