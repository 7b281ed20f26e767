package simd

import "math"

// Sigmoid replaces every z of v by 1/(1+e^−z). It is 0 below about −87.
func Sigmoid[T Float](v []T) {
	if sigmoidVectors(v) {
		return
	}
	for i, z := range v {
		e := math.Exp(-math.Abs(float64(z)))
		p := 1 / (1 + e)
		if z < 0 {
			p = e / (1 + e)
		}
		v[i] = T(p)
	}
}

// Tanh replaces every z of v by tanh z.
func Tanh[T Float](v []T) {
	if tanhVectors(v) {
		return
	}
	for i, z := range v {
		v[i] = T(math.Tanh(float64(z)))
	}
}

// SigmoidGrad multiplies d by out·(1−out): the chain rule for out = Sigmoid.
func SigmoidGrad[T Float](d, out []T) {
	out = out[:len(d)]
	for i, o := range out {
		d[i] *= o * (1 - o)
	}
}

// TanhGrad multiplies d by 1−out²: the chain rule for out = Tanh.
func TanhGrad[T Float](d, out []T) {
	out = out[:len(d)]
	for i, o := range out {
		d[i] *= 1 - o*o
	}
}
