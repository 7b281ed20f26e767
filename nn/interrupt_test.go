package nn_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
	"golab/nn"
)

// inWork runs f as a cell does, which stop interrupts.
func inWork(t *testing.T, f func(stop func())) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	goroutine.Do(func(goroutine.Key) {
		goroutine.SetContext(ctx)
		f(cancel)
	})
}

func TestAnInterruptEndsAFit(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{0, 1, 2, 3}), []float64{0, 0, 1, 1}
	inWork(t, func(stop func()) {
		model := nn.NewSequential(1, nn.Dense(1, nn.Sigmoid)).Compile(&nn.RMSprop{}, nn.BinaryCrossentropy, nn.Accuracy)
		h, err := model.Fit(x, y, nn.FitConfig{
			Epochs: math.MaxInt32, Quiet: true,
			Callbacks: []nn.Callback{nn.LambdaCallback{OnEpochEnd: func(t *nn.Training) error {
				if t.Epoch() == 3 {
					stop()
				}
				return nil
			}}},
		})
		if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted in epoch") {
			t.Fatalf("the error is %v", err)
		}
		if h == nil || len(h.Accuracy) == 0 || len(h.Accuracy) > 5 {
			t.Errorf("the history is %v, want the epochs before the interrupt", h)
		}
	})
}

func TestAnInterruptEndsAPerceptronFit(t *testing.T) {
	x, y := mat.NewDense(4, 1, []float64{0, 1, 2, 3}), []float64{0, 1, 0, 1}
	for _, solver := range []string{"l-bfgs", "gd"} {
		inWork(t, func(stop func()) {
			stop()
			_, _, err := nn.MLPTrainer{Layers: []int{1, 3, 2}, MaxIter: math.MaxInt32, Tol: -1, Solver: solver}.Fit(x, y)
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "nn: MLPTrainer.Fit: interrupted after 0 iterations") {
				t.Errorf("%s: the error is %v", solver, err)
			}
		})
	}
}
