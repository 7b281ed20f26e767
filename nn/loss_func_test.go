package nn

import (
	"errors"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// What a caller's loss panics with or returns on another core comes to the caller.
func TestLossFuncFails(t *testing.T) {
	x, y := mat.NewDense(4*blockRows, 2, nil), make([]float64, 4*blockRows)
	broken := LossFunc("broken", func(_, _, _ []float64) float64 { panic(errors.New("broken loss")) })
	m := NewSequential(2, Dense(1, Linear)).Compile(&SGD{}, broken)
	wantPanic(t, "Evaluate", func() { _, _ = m.Evaluate(x, y) }, "broken loss")
	failing := LossOfRows("failing", func(_, _, _, _ []float64) error { return errors.New("no loss today") })
	m = NewSequential(2, Dense(1, Linear)).Compile(&SGD{}, failing)
	_, err := m.Evaluate(x, y)
	wantError(t, "Evaluate", err, "nn: Evaluate: failing: no loss today")
	_, err = m.Fit(x, y, FitConfig{})
	wantError(t, "Fit", err, "nn: Fit: failing: no loss today")
}
