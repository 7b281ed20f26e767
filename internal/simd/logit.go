package simd

import "math"

// LogitLoss is the binary crossentropy of logits z against labels y, in float64:
//
//	Σ w·(max(z,0) − z·y′ + log(1+e^−|z|)),   y′ = y·Scale + Shift
//
// with p = 1/(1+e^−z) and the gradient w·(p−y′)·GradScale. The terms are added in a
// fixed order.
type LogitLoss struct {
	Scale, Shift float64 // of the labels
	GradScale    float64
	Replace      bool // z becomes p

	Weights []float64 // w of each logit; nil: 1
}

// Sum returns the loss of the logits z and writes its gradient.
func (l LogitLoss) Sum(grad, z, y []float64) float64 {
	grad, y = grad[:len(z)], y[:len(z)]
	weights := l.Weights
	if weights != nil {
		weights = weights[:len(z)]
	}
	done, sum := l.vectors(grad, z, y)
	grad, z, y = grad[done:], z[done:], y[done:]
	if weights != nil {
		weights = weights[done:]
	}
	for i, v := range z {
		label := y[i]*l.Scale + l.Shift
		e := math.Exp(-math.Abs(v))
		weight := 1.0
		if weights != nil {
			weight = weights[i]
		}
		sum += weight * (max(v, 0) - v*label + math.Log1p(e))
		p := 1 / (1 + e)
		if v < 0 {
			p = e / (1 + e)
		}
		grad[i] = (p - label) * l.GradScale * weight
		if l.Replace {
			z[i] = p
		}
	}
	return sum
}
