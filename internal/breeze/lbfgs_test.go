package breeze

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

var regen = flag.Bool("regen", false, "write the golden files anew")

// rosenbrock is Σ 100(x[i+1] - x[i]²)² + (1 - x[i])², least at (1, …, 1).
func rosenbrock(x, grad []float64) float64 {
	clear(grad)
	sum := 0.0
	for i := range len(x) - 1 {
		a, b := x[i+1]-float64(x[i]*x[i]), 1-x[i]
		sum += float64(100*float64(a*a)) + float64(b*b)
		grad[i] -= float64(400*float64(a*x[i])) + float64(2*b)
		grad[i+1] += float64(200 * a)
	}
	return sum
}

// quadratic is Σ i·(x[i] - i)²/2, least at (0, 1, 2, …) and flat in x[0].
func quadratic(x, grad []float64) float64 {
	sum := 0.0
	for i, v := range x {
		d, w := v-float64(i), float64(i)
		sum += float64(float64(0.5*w) * float64(d*d))
		grad[i] = float64(w * d)
	}
	return sum
}

func TestMinimize(t *testing.T) {
	tests := []struct {
		name   string
		f      Function
		x0     []float64
		o      LBFGS
		want   []float64
		reason Reason
	}{
		{"quadratic", quadratic, make([]float64, 9), LBFGS{MaxIterations: 100, Tolerance: 1e-9}, []float64{0, 1, 2, 3, 4, 5, 6, 7, 8}, GradientConverged},
		{"Rosenbrock", rosenbrock, []float64{-1.2, 1}, LBFGS{MaxIterations: -1, Tolerance: 1e-10}, []float64{1, 1}, GradientConverged},
		{"Rosenbrock, 10 variables, memory 3", rosenbrock, make([]float64, 10), LBFGS{MaxIterations: 500, Memory: 3}, []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, GradientConverged},
		{"no steps", rosenbrock, []float64{-1.2, 1}, LBFGS{}, []float64{-1.2, 1}, MaxIterations},
		{"at the minimum", quadratic, []float64{7, 1}, LBFGS{MaxIterations: 5}, []float64{7, 1}, GradientConverged},
		{"nothing to vary", quadratic, nil, LBFGS{MaxIterations: 5}, nil, GradientConverged},
	}
	for _, tt := range tests {
		before := append([]float64(nil), tt.x0...)
		r := tt.o.Minimize(tt.f, tt.x0)
		if r.Reason != tt.reason {
			t.Errorf("%s: ended by %q, want %q", tt.name, r.Reason, tt.reason)
		}
		for i, v := range r.X {
			if math.Abs(v-tt.want[i]) > 1e-6 {
				t.Errorf("%s: x = %v, want %v", tt.name, r.X, tt.want)
				break
			}
		}
		if last := r.History[len(r.History)-1]; last != r.Value {
			t.Errorf("%s: value %v, the history ends in %v", tt.name, r.Value, last)
		}
		for i := range before {
			if before[i] != tt.x0[i] {
				t.Errorf("%s: x0 changed to %v", tt.name, tt.x0)
			}
		}
	}
}

// The run ends when the last 20 values lie within the tolerance, and not before there
// are 20.
func TestMinimizeFunctionValues(t *testing.T) {
	slow := func(x, grad []float64) float64 { // falls for ever, ever slower, and below zero
		grad[0] = -1 / (1 + x[0])
		return -1000 - math.Log1p(x[0])
	}
	r := LBFGS{MaxIterations: 1000, Tolerance: 0.05}.Minimize(slow, []float64{0})
	n := len(r.History)
	if r.Reason != FunctionValuesConverged || n != 21 {
		t.Fatalf("ended by %q after %d values, want %q and 21", r.Reason, n, FunctionValuesConverged)
	}
	if r = (LBFGS{MaxIterations: 19, Tolerance: 0.05}).Minimize(slow, []float64{0}); r.Reason != MaxIterations {
		t.Errorf("ended by %q after %d values, want %q", r.Reason, len(r.History), MaxIterations)
	}
}

func TestMinimizeMaxIterations(t *testing.T) {
	var reported []string
	o := LBFGS{MaxIterations: 3, Report: func(i int, v float64) bool {
		reported = append(reported, fmt.Sprintf("%d %.6g", i, v))
		return true
	}}
	r := o.Minimize(rosenbrock, []float64{-1.2, 1})
	if r.Reason != MaxIterations || len(r.History) != 4 {
		t.Errorf("ended by %q with %d values, want %q and 4", r.Reason, len(r.History), MaxIterations)
	}
	for i, line := range reported {
		if want := fmt.Sprintf("%d %.6g", i, r.History[i]); line != want {
			t.Errorf("reported %q, want %q", line, want)
		}
	}
	if len(reported) != 4 {
		t.Errorf("%d values reported, want 4", len(reported))
	}
}

// After a failed search the state is repeated with an empty memory; a second failure
// in a row ends the run.
func TestMinimizeSearchFails(t *testing.T) {
	uphill := func(x, grad []float64) float64 { // a gradient that lies
		for i := range grad {
			grad[i] = -1
		}
		return x[0] * x[0]
	}
	nan := func(x, grad []float64) float64 {
		grad[0] = 1
		return math.NaN()
	}
	for name, f := range map[string]Function{"uphill": uphill, "NaN": nan} {
		r := LBFGS{MaxIterations: 50, Tolerance: 1e-6}.Minimize(f, []float64{1})
		if r.Reason != SearchFailed {
			t.Errorf("%s: ended by %q, want %q", name, r.Reason, SearchFailed)
		}
		if len(r.History) != 3 || r.X[0] != 1 {
			t.Errorf("%s: history %v, x %v, want three times the start", name, r.History, r.X)
		}
	}
}

// A point is evaluated once, although each search starts where the last one ended.
func TestMinimizeEvaluations(t *testing.T) {
	calls := 0
	f := func(x, grad []float64) float64 {
		calls++
		return rosenbrock(x, grad)
	}
	r := LBFGS{MaxIterations: 10}.Minimize(f, []float64{-1.2, 1})
	if r.Evaluations != calls {
		t.Errorf("Evaluations = %d, the function was called %d times", r.Evaluations, calls)
	}
	if limit := 3*(len(r.History)-1) + 1; calls > limit {
		t.Errorf("%d calls for %d steps, want at most %d", calls, len(r.History)-1, limit)
	}
}

// Every bit of the way down Rosenbrock's valley is kept: -regen writes it anew. The
// Spark fits in nn hold the way itself.
func TestMinimizeGolden(t *testing.T) {
	const file = "testdata/rosenbrock.txt"
	x0 := make([]float64, 12)
	for i := range x0 {
		x0[i] = float64(i%5) - 2
	}
	r := LBFGS{MaxIterations: 200, Tolerance: 1e-9}.Minimize(rosenbrock, x0)
	var b strings.Builder
	for i, v := range r.History {
		fmt.Fprintf(&b, "value %d %x\n", i, v)
	}
	for i, v := range r.X {
		fmt.Fprintf(&b, "x %d %x\n", i, v)
	}
	fmt.Fprintf(&b, "%d evaluations, %s\n", r.Evaluations, r.Reason)
	if *regen {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// A step that is as good as none is refused, as Breeze's StepSizeUnderflow.
func TestStepTooShort(t *testing.T) {
	steep := func(x, grad []float64) float64 { // least at 0, where the step is 1e-6
		grad[0] = 1e6 * x[0]
		return 0.5e6 * x[0] * x[0]
	}
	for x, want := range map[float64]bool{1e-13: false, 1e-9: true} {
		r := newRun(LBFGS{Memory: 10}, steep, []float64{x})
		r.iteration = 1 // the first step is tried with another length
		if got := r.step(); got != want {
			t.Errorf("a step from %v: %v, want %v", x, got, want)
		}
	}
}

func BenchmarkMinimize(b *testing.B) {
	x0 := make([]float64, 1277)
	for b.Loop() {
		LBFGS{MaxIterations: 100}.Minimize(rosenbrock, x0)
	}
}
