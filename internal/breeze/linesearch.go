package breeze

import "math"

// The strong Wolfe conditions and the patience of the search for a step that meets
// them.
const (
	sufficientDecrease = 1e-4
	curvature          = 0.9
	maxExpansions      = 10
	maxZooms           = 10
)

// trial is a step length t with the value f and the slope d of the function there,
// along the direction of search.
type trial struct{ t, f, d float64 }

// lineFunction evaluates a step length.
type lineFunction func(t float64) trial

// lineSearch looks for a step that meets the strong Wolfe conditions,
//
//	f(t) ≤ f(0) + 1e-4·t·f'(0)  and  |f'(t)| ≤ 0.9·|f'(0)|.
//
// Source: Nocedal & Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6,
// as in breeze.optimize.StrongWolfeLineSearch, Breeze 1.0 to 2.1.
type lineSearch struct {
	phi   lineFunction
	start trial
}

// strongWolfe returns a step, trying first first. It fails when the slope at 0 is
// positive, or after ten steps outwards or ten inwards.
func strongWolfe(phi lineFunction, first float64) (step float64, ok bool) {
	s := lineSearch{phi, phi(0)}
	if s.start.d > 0 {
		return 0, false
	}
	low, t := s.start, first
	for i := range maxExpansions {
		c := phi(t)
		switch {
		case math.IsNaN(c.f) || math.IsInf(c.f, 0):
			t /= 2
			continue
		case s.tooHigh(c) || c.f >= low.f && i > 0:
			return s.zoom(low, c)
		case s.flat(c):
			return c.t, true
		case c.d >= 0:
			return s.zoom(c, low)
		}
		low = c
		t *= 1.5
	}
	return 0, false
}

// zoom looks for a step between low, the better end, and high.
func (s *lineSearch) zoom(low, high trial) (step float64, ok bool) {
	for range maxZooms {
		left, right := low, high
		if low.t > high.t {
			left, right = high, low
		}
		t := cubicMinimum(left, right)
		c := s.phi(t)
		switch {
		case math.IsNaN(t):
			return 0, false
		case s.tooHigh(c) || c.f >= low.f:
			high = c
			continue
		case s.flat(c):
			return c.t, true
		}
		if c.d*(high.t-low.t) >= 0 {
			high = low
		}
		low = c
	}
	return 0, false
}

// tooHigh reports whether c breaks the first condition.
func (s *lineSearch) tooHigh(c trial) bool {
	return c.f > s.start.f+float64(float64(sufficientDecrease*c.t)*s.start.d)
}

// flat reports whether c meets the second condition.
func (s *lineSearch) flat(c trial) bool {
	return math.Abs(c.d) <= curvature*math.Abs(s.start.d)
}

// cubicMinimum returns where the cubic through both trials is least, kept a tenth
// of their distance away from either.
func cubicMinimum(l, r trial) float64 {
	width := r.t - l.t
	d1 := l.d + r.d - float64(3*(l.f-r.f))/(l.t-r.t)
	d2 := math.Sqrt(float64(d1*d1) - float64(l.d*r.d))
	t := r.t - float64(width*(r.d+d2-d1))/(r.d-l.d+float64(2*d2))
	lower := l.t + float64(0.1*width)
	upper := l.t + float64(0.9*width)
	switch {
	case t < lower:
		return lower
	case t > upper:
		return upper
	}
	return t
}
