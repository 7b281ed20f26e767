package nn

import "fmt"

// Regularizer is a penalty on the size of weights, added to the loss and to what is
// reported as the loss:
//
//	L1·Σ|w| + L2·Σw²
//
// The zero value is none.
//
// Source: Keras 3.15 (keras/src/regularizers/regularizers.py).
type Regularizer struct {
	L1, L2 float64
}

// L1 is short for Regularizer{L1: factor}; Keras's default factor is 0.01.
func L1(factor float64) Regularizer { return Regularizer{L1: factor} }

// L2 is short for Regularizer{L2: factor}; Keras's default factor is 0.01.
func L2(factor float64) Regularizer { return Regularizer{L2: factor} }

func (r Regularizer) check() error {
	return checkBounds(bound{"L1", r.L1, 0, noLimit}, bound{"L2", r.L2, 0, noLimit})
}

// String describes the penalty as it is written in code.
func (r Regularizer) String() string {
	switch {
	case r.L2 == 0:
		return fmt.Sprintf("L1(%g)", r.L1)
	case r.L1 == 0:
		return fmt.Sprintf("L2(%g)", r.L2)
	}
	return fmt.Sprintf("Regularizer{L1: %g, L2: %g}", r.L1, r.L2)
}

// penalty returns the penalty of w.
func penalty[T float](r Regularizer, w []T) float64 {
	var sum1, sum2 float64
	for _, v := range w {
		v := float64(v)
		sum1 += max(v, -v)
		sum2 += v * v
	}
	return r.L1*sum1 + r.L2*sum2
}

// penaltyGrad adds the gradient of the penalty of w to grads.
func penaltyGrad[T float](r Regularizer, grads, w []T) {
	l1, l2 := T(r.L1), T(2*r.L2)
	for i, v := range w {
		grads[i] += l2 * v
		switch {
		case v > 0:
			grads[i] += l1
		case v < 0:
			grads[i] -= l1
		}
	}
}

// penalties is what the regularizers of a network ask for.
type penalties []place

// penalties returns the places that have a regularizer.
func (s *Sequential) penalties() penalties {
	var all penalties
	for _, p := range s.places() {
		if p.regularizer != (Regularizer{}) && !p.frozen {
			all = append(all, p)
		}
	}
	return all
}

// sum returns the penalty of a network's weights.
func sumPenalties[T float](all penalties, params []T) float64 {
	var sum float64
	for _, p := range all {
		sum += penalty(p.regularizer, params[p.from:p.to])
	}
	return sum
}

// gradPenalties adds the gradient of the penalty to grads.
func gradPenalties[T float](all penalties, params, grads []T) {
	for _, p := range all {
		penaltyGrad(p.regularizer, grads[p.from:p.to], params[p.from:p.to])
	}
}
