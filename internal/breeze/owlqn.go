package breeze

import "math"

// OWLQN is the orthant-wise variant of [LBFGS]: it minimises f(x) + Σ L1[i]·|x[i]|. A
// step does not change the sign of a number; one that would becomes 0.
//
// Source: breeze.optimize.OWLQN and BacktrackingLineSearch, Breeze 2.1; G. Andrew and
// J. Gao, Scalable training of L1-regularized log-linear models, ICML 2007.
type OWLQN struct {
	LBFGS
	L1 []float64 // as long as x, not negative
}

// Minimize looks for a minimum from x0, which it leaves alone, as [LBFGS.Minimize] does.
// Value and History have the penalty in them.
func (o OWLQN) Minimize(f Function, x0 []float64) *Result {
	if o.Memory == 0 {
		o.Memory = 10
	}
	r := &orthantRun{run: newRun(o.LBFGS, f, x0), l1: o.L1, slope: make([]float64, len(x0))}
	r.smoothValue, r.smooth = r.value, make([]float64, len(x0))
	copy(r.smooth, r.f.grad)
	r.value = r.adjust(r.x, r.smoothValue, r.grad)
	r.first = r.value
	return r.minimize(r.step)
}

// An orthantRun is a run whose value and gradient have the penalty in them. Where
// x[i] is 0 the gradient is the derivative on the side on which the function falls.
type orthantRun struct {
	*run
	l1          []float64
	smoothValue float64   // of f itself
	slope       []float64 // gradient at the candidate, with the penalty
}

// adjust writes the gradient at x, where f has the given value and r.f.grad, to grad,
// and returns the value.
func (r *orthantRun) adjust(x []float64, value float64, grad []float64) float64 {
	for i, g := range r.f.grad {
		l1 := r.l1[i]
		switch {
		case l1 == 0:
		case x[i] > 0:
			g += l1
		case x[i] < 0:
			g -= l1
		case g-l1 > 0:
			g -= l1
		case g+l1 < 0:
			g += l1
		default:
			g = 0
		}
		value += math.Abs(float64(l1 * x[i]))
		grad[i] = g
	}
	return value
}

// step moves to the next point. It fails when there is no direction or no step along it.
func (r *orthantRun) step() bool {
	if !r.choose() {
		return false
	}
	for i, d := range r.direction {
		if !(d*r.grad[i] < 0) {
			r.direction[i] = 0
		}
	}
	t, ok := r.search()
	if !ok {
		return false
	}
	r.moveInside(t)
	smoothValue := r.f.at(r.candidate)
	r.remember()
	copy(r.smooth, r.f.grad)
	value := r.adjust(r.candidate, smoothValue, r.grad)
	r.smoothValue = smoothValue
	r.accept(value)
	return true
}

// moveInside sets the candidate to x + t·direction, with 0 for what has left the
// orthant of x and of the way down from it.
func (r *orthantRun) moveInside(t float64) {
	r.move(t)
	for i, x := range r.x {
		side := x
		if x == 0 {
			side = -r.grad[i]
		}
		if v := r.candidate[i]; !(v > 0 && side > 0 || v < 0 && side < 0) {
			r.candidate[i] = 0
		}
	}
}

// at evaluates the step t.
func (r *orthantRun) at(t float64) trial {
	r.moveInside(t)
	value := r.adjust(r.candidate, r.f.at(r.candidate), r.slope)
	return trial{t, value, Dot(r.slope, r.direction)}
}

// search looks for a step that meets the strong Wolfe conditions by growing and
// shrinking the first guess. As in Breeze, the value that the first guess is judged by
// is that of f at the start; and when there are no more trials the last one is taken.
func (r *orthantRun) search() (step float64, ok bool) {
	const trials, grow, least, most = 20, 2.1, 1e-10, 1e10
	shrink, t := 0.5, 1.0
	if r.iteration == 0 {
		shrink, t = 0.1, 0.5/Norm(r.smooth)
	}
	start := r.at(0)
	now := r.at(t)
	now.f = r.smoothValue
	for range trials - 1 {
		factor := 1.0
		switch {
		case now.f > start.f+float64(float64(now.t*start.d)*sufficientDecrease):
			factor = shrink
		case now.d < curvature*start.d:
			factor = grow
		case now.d > -curvature*start.d:
			factor = shrink
		default:
			return now.t, true
		}
		t = now.t * factor
		if t < least || t > most {
			return 0, false
		}
		now = r.at(t)
	}
	return now.t, true
}
