package breeze

import "math"

// Function returns the value of a function at x and writes its gradient to grad, as
// long as x. It keeps neither.
type Function func(x, grad []float64) float64

// Reason says why a minimisation ended.
type Reason string

// The reasons, in Breeze's words.
const (
	MaxIterations           Reason = "max iterations reached"
	FunctionValuesConverged Reason = "function values converged"
	GradientConverged       Reason = "gradient converged"
	SearchFailed            Reason = "line search failed"
	Stopped                 Reason = "stopped" // by Report; Breeze has none
)

const (
	valueWindow  = 20    // values among which the function must have come to rest
	gradientUnit = 1e-8  // a gradient as short as this has converged
	shortestStep = 1e-10 // times the gradient's length
)

// LBFGS is the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno with
// Breeze's line search and stopping rules. A step costs about 4·Memory·n
// multiplications besides the function.
//
// Source: breeze.optimize.LBFGS, Breeze 1.0 to 2.1, called as
// org.apache.spark.mllib.optimization.LBFGS does; the two loops are those of Nocedal
// & Wright, Numerical Optimization, 2nd ed., algorithm 7.4.
type LBFGS struct {
	// MaxIterations is the number of accepted steps at most; negative means no
	// limit.
	MaxIterations int
	// Memory is the number of steps remembered; 0 means 10, as in Spark.
	Memory int
	// Tolerance ends the run when the last 20 values lie within it, relative to the
	// first value, or when the gradient is no longer than Tolerance times the value.
	Tolerance float64
	// Report, unless nil, sees every value that enters the history, and after how
	// many steps; the run ends where it returns false.
	Report func(iteration int, value float64) bool
}

// Result is where a minimisation ended and how it got there.
type Result struct {
	X           []float64
	Value       float64
	History     []float64 // value at the start and after each step; a failed search repeats one
	Evaluations int
	Reason      Reason
}

// Minimize looks for a minimum of f from x0, which it leaves alone. A function that
// gives NaN or infinities makes searches fail; two failures in a row end the run.
func (o LBFGS) Minimize(f Function, x0 []float64) *Result {
	if o.Memory == 0 {
		o.Memory = 10
	}
	r := newRun(o, f, x0)
	return r.minimize(r.step)
}

// minimize repeats a step until the run has converged, or two in a row have failed.
func (r *run) minimize(step func() bool) *Result {
	result := &Result{}
	for {
		result.History = append(result.History, r.value)
		reason, stop := r.converged()
		if r.Report != nil && !r.Report(r.iteration, r.value) && !stop {
			reason, stop = Stopped, true
		}
		if stop {
			result.X, result.Value = r.x, r.value
			result.Evaluations = r.f.evaluations
			result.Reason = reason
			return result
		}
		if step() {
			r.failed = false
			continue
		}
		r.gaveUp = r.failed
		r.failed = true
		if !r.gaveUp {
			r.memory = r.memory[:0]
		}
	}
}

// run is the state of one minimisation.
type run struct {
	LBFGS
	f         *cached
	x, grad   []float64
	smooth    []float64 // the gradient of f itself: grad, but with OWLQN
	value     float64
	first     float64 // value at the start
	iteration int
	memory    []correction // newest first
	recent    []float64    // the last values after steps, at first with +Inf
	failed    bool         // the last search failed
	gaveUp    bool         // and the one before it

	direction, candidate []float64
}

// correction is a step s taken and the change y of the gradient over it.
type correction struct {
	s, y  []float64
	rho   float64 // s·y
	alpha float64 // of the first loop, for the second
}

func newRun(o LBFGS, f Function, x0 []float64) *run {
	n := len(x0)
	r := &run{
		LBFGS:     o,
		f:         &cached{f: f, x: make([]float64, n), grad: make([]float64, n)},
		x:         append([]float64(nil), x0...),
		grad:      make([]float64, n),
		recent:    []float64{math.Inf(1)},
		direction: make([]float64, n),
		candidate: make([]float64, n),
	}
	r.value = r.f.at(r.x)
	r.first = r.value
	copy(r.grad, r.f.grad)
	r.smooth = r.grad
	return r
}

// converged reports whether the state is the last one, and why.
func (r *run) converged() (Reason, bool) {
	highest := math.Inf(-1)
	for _, v := range r.recent {
		highest = math.Max(highest, v)
	}
	switch {
	case r.MaxIterations >= 0 && r.iteration >= r.MaxIterations:
		return MaxIterations, true
	case len(r.recent) >= 2 && math.Abs(r.value-highest) <= r.Tolerance*math.Abs(r.first):
		return FunctionValuesConverged, true
	case Norm(r.grad) <= math.Max(r.Tolerance*r.value, gradientUnit):
		return GradientConverged, true
	case r.gaveUp:
		return SearchFailed, true
	}
	return "", false
}

// step moves to the next point. It fails, changing nothing but the memory's
// scratch, when there is no direction or no step along it.
func (r *run) step() bool {
	if !r.choose() {
		return false
	}
	first := 1.0
	if r.iteration == 0 {
		first = 1 / Norm(r.direction)
	}
	t, ok := strongWolfe(r.along, first)
	if !ok || t*Norm(r.grad) < shortestStep {
		return false
	}
	r.move(t)
	value := r.f.at(r.candidate)
	r.remember()
	copy(r.grad, r.f.grad)
	r.accept(value)
	return true
}

// accept moves to the candidate, where the value is given.
func (r *run) accept(value float64) {
	copy(r.x, r.candidate)
	r.value = value
	r.iteration++
	r.recent = append(r.recent, value)
	if len(r.recent) > valueWindow {
		r.recent = r.recent[1:]
	}
}

// choose sets the direction: minus the gradient times the approximated inverse of
// the Hessian.
func (r *run) choose() bool {
	scaling := 1.0
	if len(r.memory) > 0 {
		newest := &r.memory[0]
		sy := Dot(newest.s, newest.y)
		if sy < 0 || math.IsNaN(sy) {
			return false
		}
		scaling = sy / Dot(newest.y, newest.y)
	}
	d := r.direction
	copy(d, r.grad)
	for i := range r.memory {
		c := &r.memory[i]
		c.rho = Dot(c.s, c.y)
		c.alpha = Dot(c.s, d) / c.rho
		if math.IsNaN(c.alpha) {
			return false
		}
		AddScaled(d, -c.alpha, c.y)
	}
	scale(d, scaling)
	for i := len(r.memory) - 1; i >= 0; i-- {
		c := &r.memory[i]
		beta := Dot(c.y, d) / c.rho
		AddScaled(d, c.alpha-beta, c.s)
	}
	scale(d, -1)
	return true
}

// move sets the candidate to x + t·direction.
func (r *run) move(t float64) {
	for i, d := range r.direction {
		r.candidate[i] = float64(d*t) + r.x[i]
	}
}

// along evaluates the step t.
func (r *run) along(t float64) trial {
	r.move(t)
	value := r.f.at(r.candidate)
	return trial{t, value, Dot(r.f.grad, r.direction)}
}

// remember puts the step to the candidate in front of the memory and drops the
// oldest beyond its size.
func (r *run) remember() {
	var c correction
	if len(r.memory) == r.Memory {
		c = r.memory[len(r.memory)-1]
		r.memory = r.memory[:len(r.memory)-1]
	} else {
		c = correction{s: make([]float64, len(r.x)), y: make([]float64, len(r.x))}
	}
	for i := range r.x {
		c.s[i] = r.candidate[i] - r.x[i]
		c.y[i] = r.f.grad[i] - r.smooth[i]
	}
	r.memory = append(r.memory, correction{})
	copy(r.memory[1:], r.memory)
	r.memory[0] = c
}

// cached remembers the last evaluation: a line search begins where the last one
// ended.
type cached struct {
	f           Function
	x, grad     []float64
	value       float64
	evaluations int
}

// at returns the value at x and leaves the gradient in c.grad.
func (c *cached) at(x []float64) float64 {
	if c.evaluations > 0 && equal(c.x, x) {
		return c.value
	}
	c.evaluations++
	copy(c.x, x)
	c.value = c.f(c.x, c.grad)
	return c.value
}

// equal compares as Breeze does: NaN differs from itself.
func equal(x, y []float64) bool {
	for i, v := range x {
		if v != y[i] {
			return false
		}
	}
	return true
}
