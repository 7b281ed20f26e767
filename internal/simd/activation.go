package simd

import "math"

// Exp replaces every z of v by e^z.
func Exp[T Float](v []T) { inPlace(opExp, scalars{}, v, math.Exp) }

// Log replaces every z of v by its natural logarithm: -∞ for 0, NaN for negative z.
func Log[T Float](v []T) { inPlace(opLog, scalars{}, v, math.Log) }

// ReLU replaces every z of v by max(z, 0).
func ReLU[T Float](v []T) {
	if apply(opRelu, scalars{}, v) {
		return
	}
	for i, z := range v {
		v[i] = max(z, 0)
	}
}

// Sigmoid replaces every z of v by 1/(1+e^−z). It is 0 below about −87.
func Sigmoid[T Float](v []T) { inPlace(opSigmoid, scalars{}, v, sigmoid) }

// sigmoid is 1/(1+e^−z), of e^−|z| so that nothing overflows.
func sigmoid(z float64) float64 {
	e := math.Exp(-math.Abs(z))
	if z < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}

// Tanh replaces every z of v by tanh z.
func Tanh[T Float](v []T) { inPlace(opTanh, scalars{}, v, math.Tanh) }

// Softplus replaces every z of v by log(1+e^z). It is 0 below about −87.
func Softplus[T Float](v []T) {
	inPlace(opSoftplus, scalars{}, v, func(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) })
}

// Softsign replaces every z of v by z/(1+|z|), ±1 for infinities.
func Softsign[T Float](v []T) {
	inPlace(opSoftsign, scalars{}, v, func(z float64) float64 {
		if math.IsInf(z, 0) {
			return math.Copysign(1, z)
		}
		return z / (1 + math.Abs(z))
	})
}

// SiLU replaces every z of v by z/(1+e^−z), also called swish. It is 0 below about −87.
func SiLU[T Float](v []T) {
	inPlace(opSilu, scalars{}, v, func(z float64) float64 { return max(z, lowest) * sigmoid(z) })
}

// lowest is where e^z is 0 even in float64: below it z takes its place, so that no
// infinity is multiplied by 0.
const lowest = -1000

// GELU replaces every z of v by z·Φ(z), where Φ(z) = (1+erf(z/√2))/2 is the normal
// distribution. It is 0 below about −13, and for float32s within 6 parts in 10 million
// of itself elsewhere.
func GELU[T Float](v []T) {
	inPlace(opGelu, scalars{}, v, func(z float64) float64 { return max(z, lowest) * normal(z) })
}

// normal is the normal distribution, without cancellation for negative z.
func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// GELUTanh replaces every z of v by z·(1+tanh u)/2 with u = √(2/π)·(z+0.044715z³): an
// approximation of GELU. It is 0 where it is below 1e-37 in size, and for float32s
// within a part in 100 000 of itself elsewhere.
//
// Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016, section 2.
func GELUTanh[T Float](v []T) {
	inPlace(opGeluTanh, scalars{}, v, func(z float64) float64 { return max(z, lowest) * sigmoid(2*geluInner(z)) })
}

// geluCubic is the part of z³ in the approximation of GELU.
const geluCubic = 0.044715

// geluInner is √(2/π)·(z+0.044715z³).
func geluInner(z float64) float64 { return math.Sqrt(2/math.Pi) * (z + geluCubic*z*z*z) }

// Mish replaces every z of v by z·tanh(log(1+e^z)). It is 0 below about −87.
func Mish[T Float](v []T) {
	inPlace(opMish, scalars{}, v, func(z float64) float64 {
		_, t := mishParts(z)
		return max(z, lowest) * t
	})
}

// mishParts returns w = e^z and tanh(log(1+w)) = n/(n+2) with n = w(w+2), which is 1 from
// z = 20 on.
func mishParts(z float64) (w, t float64) {
	w = math.Exp(min(z, 20))
	n := w * (w + 2)
	return w, n / (n + 2)
}
