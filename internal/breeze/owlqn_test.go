package breeze

import (
	"math"
	"testing"
)

// TestOWLQNFindsTheLasso has a quadratic whose minimum with the penalty is known: each
// number is the smooth minimum, drawn towards 0 by L1 over the curvature.
func TestOWLQNFindsTheLasso(t *testing.T) {
	centre, curve := []float64{3, -2, 0.5, -0.1, 0}, []float64{1, 2, 4, 1, 3}
	f := func(x, grad []float64) float64 {
		sum := 0.0
		for i := range x {
			d := x[i] - centre[i]
			sum += curve[i] * d * d / 2
			grad[i] = curve[i] * d
		}
		return sum
	}
	tests := []struct {
		name string
		l1   []float64
		want []float64
	}{
		{"no penalty", make([]float64, 5), centre},
		{"one for all", []float64{1, 1, 1, 1, 1}, []float64{2, -1.5, 0.25, 0, 0}},
		{"one each", []float64{0, 4, 1, 0, 9}, []float64{3, 0, 0.25, -0.1, 0}},
		{"all to zero", []float64{9, 9, 9, 9, 9}, make([]float64, 5)},
	}
	for _, tt := range tests {
		for _, start := range [][]float64{make([]float64, 5), {1, 1, 1, 1, 1}, {-5, -5, -5, -5, -5}} {
			o := OWLQN{LBFGS: LBFGS{MaxIterations: 200, Tolerance: 1e-12}, L1: tt.l1}
			r := o.Minimize(f, start)
			for i, v := range r.X {
				if math.Abs(v-tt.want[i]) > 1e-6 {
					t.Errorf("%s from %v: x[%d] = %v, want %v (%s)", tt.name, start, i, v, tt.want[i], r.Reason)
				}
			}
			for i, v := range r.History[1:] {
				if v > r.History[i]*(1+1e-12) {
					t.Errorf("%s from %v: the value rises from %v to %v", tt.name, start, r.History[i], v)
				}
			}
		}
	}
}

// TestOWLQNGivesUp has a function without a finite value away from the start.
func TestOWLQNGivesUp(t *testing.T) {
	f := func(x, grad []float64) float64 {
		grad[0] = 1
		if x[0] != 1 {
			return math.Inf(1)
		}
		return 1
	}
	r := OWLQN{LBFGS: LBFGS{MaxIterations: 50, Tolerance: 1e-9}, L1: []float64{0}}.Minimize(f, []float64{1})
	if r.Reason != SearchFailed || r.X[0] != 1 {
		t.Errorf("ended at %v: %s, want at 1: %s", r.X, r.Reason, SearchFailed)
	}
}
