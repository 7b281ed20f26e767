package simd

import "math"

// ReLUGrad sets d to 0 where out, as long, is not above 0. A NaN of out keeps d.
func ReLUGrad[T Float](d, out []T) {
	out = out[:len(d)]
	done := reluGradVectors(d, out)
	for i, o := range out[done:] {
		if o <= 0 {
			d[done+i] = 0
		}
	}
}

// AddColumns adds the rows of d, which begin stride apart and have room for
// Padded(len(dst)) numbers, to dst: row after row, so that dst[j] is one sum in the
// order of the rows.
func AddColumns[T Float](dst, d []T, rows, stride int) {
	if addColumnsVectors(dst, d, rows, stride) {
		return
	}
	for r := range rows {
		for j, v := range d[r*stride:][:len(dst)] {
			dst[j] += v
		}
	}
}

// Narrow converts src to float32s and reports whether all are finite.
func Narrow(dst []float32, src []float64) (finite bool) {
	dst = dst[:len(src)]
	done, finite := narrowVectors(dst, src)
	var sum float32 // v - v is 0, or NaN for infinities and NaN
	for i, v := range src[done:] {
		f := float32(v)
		dst[done+i] = f
		sum += f - f
	}
	return finite && sum == 0
}

// RMSprop is a step of the optimizer of that name, without momentum: v ← rho·v +
// rest·g·g, w ← w − eta·g/√(v+eps), rounded after each operation.
func RMSprop(w, g, v []float32, rho, rest, eta, eps float32) {
	g, v = g[:len(w)], v[:len(w)]
	done := rmspropVectors(w, g, v, rho, rest, eta, eps)
	w, v = w[done:], v[done:]
	for i, g := range g[done:] {
		v[i] = float32(rho*v[i]) + float32(float32(rest*g)*g)
		w[i] -= float32(eta*g) / sqrt(v[i]+eps)
	}
}

// Adam is a step of the optimizer of that name: m ← m + (g−m)·rest1, v ← v +
// (g·g−v)·rest2, w ← w − eta·m/(√v+eps), rounded after each operation.
func Adam(w, g, m, v []float32, rest1, rest2, eta, eps float32) {
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	done := adamVectors(w, g, m, v, rest1, rest2, eta, eps)
	w, m, v = w[done:], m[done:], v[done:]
	for i, g := range g[done:] {
		m[i] += float32((g - m[i]) * rest1)
		v[i] += float32((float32(g*g) - v[i]) * rest2)
		w[i] -= float32(eta*m[i]) / (sqrt(v[i]) + eps)
	}
}

// SGD is a step of gradient descent: w ← w − eta·g.
func SGD(w, g []float32, eta float32) {
	g = g[:len(w)]
	done := sgdVectors(w, g, eta)
	w = w[done:]
	for i, g := range g[done:] {
		w[i] -= float32(eta * g)
	}
}

// sqrt is the correctly rounded square root.
func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }
