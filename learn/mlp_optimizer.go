package learn

import "math"

// An mlpOptimizer moves the weights of an [MLPClassifier] after each batch.
type mlpOptimizer interface {
	// step moves params along the derivatives.
	step(params, gradient []float64)

	// epochEnds is told how many rows there were so far.
	epochEnds(rows int)

	// stops reports whether the fit is at its end when nothing improves; if not, it has
	// changed something.
	stops() bool
}

// optimizer returns that of e.Solver, for so many weights.
func (e MLPClassifier) optimizer(size int) mlpOptimizer {
	if e.Solver == "sgd" {
		return &mlpSGD{e: e, rate: e.LearningRateInit, velocity: make([]float64, size)}
	}
	return &mlpAdam{e: e, m: make([]float64, size), v: make([]float64, size), power1: 1, power2: 1}
}

// An mlpAdam is the solver "adam":
//
//	m ← β1·m + (1-β1)·g,  v ← β2·v + (1-β2)·g²
//	w ← w - LearningRateInit·√(1-β2ᵗ)/(1-β1ᵗ)·m/(√v + ε)
type mlpAdam struct {
	e              MLPClassifier
	m, v           []float64
	power1, power2 float64 // β1ᵗ, β2ᵗ
}

func (o *mlpAdam) step(params, gradient []float64) {
	beta1, beta2, epsilon := o.e.Beta1, o.e.Beta2, o.e.Epsilon
	o.power1 *= beta1
	o.power2 *= beta2
	rate := o.e.LearningRateInit * math.Sqrt(1-o.power2) / (1 - o.power1)
	rest1, rest2 := 1-beta1, 1-beta2
	m, v, gradient := o.m[:len(params)], o.v[:len(params)], gradient[:len(params)]
	for i, g := range gradient {
		a := float64(beta1*m[i]) + float64(rest1*g)
		b := float64(beta2*v[i]) + float64(rest2*float64(g*g))
		m[i], v[i] = a, b
		params[i] -= float64(rate*a) / (math.Sqrt(b) + epsilon)
	}
}

func (*mlpAdam) epochEnds(int) {}
func (*mlpAdam) stops() bool   { return true }

// An mlpSGD is the solver "sgd": u ← Momentum·u - rate·g, w ← w + u, or with Nesterov's
// momentum w ← w + (Momentum·u - rate·g).
type mlpSGD struct {
	e        MLPClassifier
	rate     float64
	velocity []float64
}

func (o *mlpSGD) step(params, gradient []float64) {
	u, gradient := o.velocity[:len(params)], gradient[:len(params)]
	momentum, rate := o.e.Momentum, o.rate
	for i, g := range gradient {
		move := float64(momentum*u[i]) - float64(rate*g)
		u[i] = move
		if !o.e.NoNesterov {
			move = float64(momentum*move) - float64(rate*g)
		}
		params[i] += move
	}
}

func (o *mlpSGD) epochEnds(rows int) {
	if o.e.LearningRate == "invscaling" {
		o.rate = o.e.LearningRateInit / math.Pow(float64(rows+1), o.e.PowerT)
	}
}

func (o *mlpSGD) stops() bool {
	const least = 1e-6
	if o.e.LearningRate != "adaptive" || o.rate <= least {
		return true
	}
	o.rate /= 5
	return false
}
