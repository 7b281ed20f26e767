package learn_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
	"golab/learn"
)

// A fit that takes long ends with the cell that it is a part of.
func TestAnInterruptEndsAFit(t *testing.T) {
	x, y := mat.NewDense(6, 1, []float64{0, 1, 2, 3, 4, 5}), []float64{0, 1, 0, 0, 1, 1}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ctx)
		for _, e := range []learn.Estimator{
			learn.RandomForestClassifier{}, learn.GradientBoostingClassifier{}, learn.AdaBoostClassifier{},
			learn.MLPClassifier{}, learn.MLPClassifier{Solver: "lbfgs"},
		} {
			_, err := learn.CrossValScore(e, x, y, learn.KFold{NSplits: 2})
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted after ") {
				t.Errorf("%v: the error is %v", e, err)
			}
		}
	})
}
