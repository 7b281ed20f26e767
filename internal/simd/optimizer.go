package simd

import "math"

// The steps of optimizers round after each operation, so that they give the same
// numbers everywhere. g, m, v and so on are as long as w.

// RMSprop is a step of the optimizer of that name, without momentum: v ← rho·v +
// rest·g·g, w ← w − eta·g/√(v+eps), rounded after each operation.
func RMSprop(w, g, v []float32, rho, rest, eta, eps float32) {
	g, v = g[:len(w)], v[:len(w)]
	if apply(opRmsprop, floats(rho, rest, eta, eps), w, v, g) {
		return
	}
	for i, g := range g {
		v[i] = float32(rho*v[i]) + float32(float32(rest*g)*g)
		w[i] -= float32(eta*g) / sqrt(v[i]+eps)
	}
}

// RMSpropMomentum is RMSprop with momentum: m ← mu·m + eta·g/√(v+eps), w ← w − m.
func RMSpropMomentum(w, g, v, m []float32, rho, rest, eta, eps, mu float32) {
	g, v, m = g[:len(w)], v[:len(w)], m[:len(w)]
	if apply(opRmspropMomentum, floats(rho, rest, eta, eps, mu), w, v, m, g) {
		return
	}
	for i, g := range g {
		v[i] = float32(rho*v[i]) + float32(float32(rest*g)*g)
		m[i] = float32(mu*m[i]) + float32(eta*g)/sqrt(v[i]+eps)
		w[i] -= m[i]
	}
}

// RMSpropCentered is RMSpropMomentum with v − a² in place of v, a ← rho·a + rest·g.
func RMSpropCentered(w, g, v, m, a []float32, rho, rest, eta, eps, mu float32) {
	g, v, m, a = g[:len(w)], v[:len(w)], m[:len(w)], a[:len(w)]
	if apply(opRmspropCentered, floats(rho, rest, eta, eps, mu), w, v, m, a, g) {
		return
	}
	for i, g := range g {
		v[i] = float32(rho*v[i]) + float32(float32(rest*g)*g)
		a[i] = float32(rho*a[i]) + float32(rest*g)
		m[i] = float32(mu*m[i]) + float32(eta*g)/sqrt(v[i]-float32(a[i]*a[i])+eps)
		w[i] -= m[i]
	}
}

// Adam is a step of the optimizer of that name: m ← m + (g−m)·rest1, v ← v +
// (g·g−v)·rest2, w ← w − eta·m/(√v+eps), rounded after each operation.
func Adam(w, g, m, v []float32, rest1, rest2, eta, eps float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	if apply(opAdam, floats(rest1, rest2, eta, eps), w, m, v, g) {
		return
	}
	for i, g := range g {
		m[i] += float32((g - m[i]) * rest1)
		v[i] += float32((float32(g*g) - v[i]) * rest2)
		w[i] -= float32(eta*m[i]) / (sqrt(v[i]) + eps)
	}
}

// AMSGrad is Adam with top, the greatest v so far, in place of v.
func AMSGrad(w, g, m, v, top []float32, rest1, rest2, eta, eps float32) {
	g, m, v, top = g[:len(w)], m[:len(w)], v[:len(w)], top[:len(w)]
	if apply(opAmsgrad, floats(rest1, rest2, eta, eps), w, m, v, top, g) {
		return
	}
	for i, g := range g {
		m[i] += float32((g - m[i]) * rest1)
		v[i] += float32((float32(g*g) - v[i]) * rest2)
		top[i] = max(top[i], v[i])
		w[i] -= float32(eta*m[i]) / (sqrt(top[i]) + eps)
	}
}

// Nadam is Adam with Nesterov's momentum: w ← w − eta·(c1·m + c2·g)/(√(c3·v)+eps).
func Nadam(w, g, m, v []float32, rest1, rest2, eta, eps, c1, c2, c3 float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	if apply(opNadam, floats(rest1, rest2, eta, eps, c1, c2, c3), w, m, v, g) {
		return
	}
	for i, g := range g {
		m[i] += float32((g - m[i]) * rest1)
		v[i] += float32((float32(g*g) - v[i]) * rest2)
		step := float32(c1*m[i]) + float32(c2*g)
		w[i] -= float32(eta*step) / (sqrt(float32(c3*v[i])) + eps)
	}
}

// Adamax is a step of the optimizer of that name: m as Adam, u ← max(beta·u, |g|),
// w ← w − eta·m/(u+eps).
func Adamax(w, g, m, u []float32, rest1, beta, eta, eps float32) {
	g, m, u = g[:len(w)], m[:len(w)], u[:len(w)]
	if apply(opAdamax, floats(rest1, beta, eta, eps), w, m, u, g) {
		return
	}
	for i, g := range g {
		m[i] += float32((g - m[i]) * rest1)
		u[i] = max(float32(beta*u[i]), float32(math.Abs(float64(g))))
		w[i] -= float32(eta*m[i]) / (u[i] + eps)
	}
}

// Adagrad is a step of the optimizer of that name: a ← a + g·g, w ← w − eta·g/√(a+eps).
func Adagrad(w, g, a []float32, eta, eps float32) {
	g, a = g[:len(w)], a[:len(w)]
	if apply(opAdagrad, floats(eta, eps), w, a, g) {
		return
	}
	for i, g := range g {
		a[i] += float32(g * g)
		w[i] -= float32(eta*g) / sqrt(a[i]+eps)
	}
}

// Adadelta is a step of the optimizer of that name: a ← rho·a + rest·g², s =
// √(b+eps)·g/√(a+eps), b ← rho·b + rest·s², w ← w − eta·s.
func Adadelta(w, g, a, b []float32, rho, rest, eta, eps float32) {
	g, a, b = g[:len(w)], a[:len(w)], b[:len(w)]
	if apply(opAdadelta, floats(rho, rest, eta, eps), w, a, b, g) {
		return
	}
	for i, g := range g {
		a[i] = float32(rho*a[i]) + float32(rest*float32(g*g))
		s := float32(sqrt(b[i]+eps)*g) / sqrt(a[i]+eps)
		b[i] = float32(rho*b[i]) + float32(rest*float32(s*s))
		w[i] -= float32(eta * s)
	}
}

// SGD is a step of gradient descent: w ← w − eta·g.
func SGD(w, g []float32, eta float32) {
	g = g[:len(w)]
	if apply(opSgd, floats(eta), w, g) {
		return
	}
	for i, g := range g {
		w[i] -= float32(eta * g)
	}
}

// Momentum is a step of SGD with momentum: m ← mu·m − eta·g, w ← w + m.
func Momentum(w, g, m []float32, eta, mu float32) {
	g, m = g[:len(w)], m[:len(w)]
	if apply(opMomentum, floats(mu, eta), w, m, g) {
		return
	}
	for i, g := range g {
		m[i] = float32(mu*m[i]) - float32(eta*g)
		w[i] += m[i]
	}
}

// Nesterov is Momentum that looks ahead along m: w ← w + (mu·m − eta·g).
func Nesterov(w, g, m []float32, eta, mu float32) {
	g, m = g[:len(w)], m[:len(w)]
	if apply(opNesterov, floats(mu, eta), w, m, g) {
		return
	}
	for i, g := range g {
		step := float32(eta * g)
		m[i] = float32(mu*m[i]) - step
		w[i] += float32(mu*m[i]) - step
	}
}

// Decay multiplies w by 1−rate: w ← w − rate·w.
func Decay(w []float32, rate float32) { SGD(w, w, rate) }

// sqrt is the correctly rounded square root.
func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }
