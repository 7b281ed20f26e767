package breeze

import (
	"math"
	"testing"
)

// line makes a lineFunction of a function and its derivative.
func line(f, d func(t float64) float64, calls *int) lineFunction {
	return func(t float64) trial {
		*calls++
		return trial{t, f(t), d(t)}
	}
}

func TestStrongWolfe(t *testing.T) {
	tests := []struct {
		name  string
		f, d  func(t float64) float64
		first float64
		ok    bool
	}{
		{"parabola", func(t float64) float64 { return (t - 1) * (t - 1) }, func(t float64) float64 { return 2 * (t - 1) }, 1, true},
		{"parabola, far too long", func(t float64) float64 { return (t - 1) * (t - 1) }, func(t float64) float64 { return 2 * (t - 1) }, 1000, true},
		{"parabola, too short", func(t float64) float64 { return (t - 1) * (t - 1) }, func(t float64) float64 { return 2 * (t - 1) }, 0.03, true},
		{"wall", func(t float64) float64 { return -math.Log(1-t) - 2*t }, func(t float64) float64 { return 1/(1-t) - 2 }, 4, true},
		{"uphill", func(t float64) float64 { return t }, func(t float64) float64 { return 1 }, 1, false},
		{"falls for ever", func(t float64) float64 { return -t }, func(t float64) float64 { return -1 }, 1, false},
		{"NaN", func(t float64) float64 { return math.NaN() }, func(t float64) float64 { return -1 }, 1, false},
		{"slope that lies", func(t float64) float64 { return t }, func(t float64) float64 { return -1 }, 1, false},
	}
	for _, tt := range tests {
		calls := 0
		phi := line(tt.f, tt.d, &calls)
		step, ok := strongWolfe(phi, tt.first)
		if ok != tt.ok {
			t.Errorf("%s: step %v, %v, want %v", tt.name, step, ok, tt.ok)
			continue
		}
		if calls > 1+maxExpansions+maxZooms {
			t.Errorf("%s: %d calls", tt.name, calls)
		}
		if !ok {
			continue
		}
		if tt.f(step) > tt.f(0)+sufficientDecrease*step*tt.d(0) || math.Abs(tt.d(step)) > curvature*math.Abs(tt.d(0)) {
			t.Errorf("%s: step %v does not meet the Wolfe conditions", tt.name, step)
		}
	}
}

func TestCubicMinimum(t *testing.T) {
	cubic := func(t float64) trial { return trial{t, t*t*t - 3*t, 3*t*t - 3} } // least at 1
	tests := []struct{ l, r, want float64 }{
		{0, 2, 1},
		{0, 3, 1},
		{0, 1.01, 0.909}, // not nearer to an end than a tenth
		{0.99, 3, 1.191},
	}
	for _, tt := range tests {
		if got := cubicMinimum(cubic(tt.l), cubic(tt.r)); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("between %v and %v: %v, want %v", tt.l, tt.r, got, tt.want)
		}
	}
	if got := cubicMinimum(trial{0, 0, 1}, trial{1, 2.0 / 3, 1}); !math.IsNaN(got) {
		t.Errorf("a cubic that only rises has its minimum at %v, want NaN", got)
	}
}

// A value that is no number halves the step.
func TestStrongWolfeHalves(t *testing.T) {
	for _, beyond := range []float64{math.Inf(1), math.NaN()} {
		phi := func(t float64) trial {
			if t >= 1 {
				return trial{t, beyond, beyond}
			}
			return trial{t, (t - 0.5) * (t - 0.5), 2 * (t - 0.5)}
		}
		if step, ok := strongWolfe(phi, 2); step != 0.5 || !ok {
			t.Errorf("a step of %v, %v, want 0.5", step, ok)
		}
	}
}
