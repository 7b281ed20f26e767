package simd

import "math"

// Scale multiplies d by a, number by number: the chain rule for out = Exp with a = out,
// and for Dropout with a = mask.
func Scale[T Float](d, a []T) {
	a = a[:len(d)]
	if apply(opProduct, scalars{}, d, a) {
		return
	}
	for i, v := range a {
		d[i] *= v
	}
}

// ReLUGrad sets d to 0 where out, as long, is not above 0. A NaN of out keeps d.
func ReLUGrad[T Float](d, out []T) {
	out = out[:len(d)]
	if apply(opReluGrad, scalars{}, d, out) {
		return
	}
	for i, o := range out {
		if o <= 0 {
			d[i] = 0
		}
	}
}

// SigmoidGrad multiplies d by out·(1−out): the chain rule for out = Sigmoid.
func SigmoidGrad[T Float](d, out []T) {
	out = out[:len(d)]
	if apply(opSigmoidGrad, scalars{}, d, out) {
		return
	}
	for i, o := range out {
		d[i] *= o * (1 - o)
	}
}

// TanhGrad multiplies d by 1−out²: the chain rule for out = Tanh.
func TanhGrad[T Float](d, out []T) {
	out = out[:len(d)]
	if apply(opTanhGrad, scalars{}, d, out) {
		return
	}
	for i, o := range out {
		d[i] *= 1 - T(o*o)
	}
}

// SoftplusGrad multiplies d by 1−e^−out: the chain rule for out = Softplus.
func SoftplusGrad[T Float](d, out []T) {
	gradient(opSoftplusGrad, scalars{}, d, out, func(o float64) float64 { return -math.Expm1(-o) })
}

// SoftsignGrad multiplies d by (1−|out|)²: the chain rule for out = Softsign.
func SoftsignGrad[T Float](d, out []T) {
	gradient(opSoftsignGrad, scalars{}, d, out, func(o float64) float64 {
		r := 1 - math.Abs(o)
		return r * r
	})
}

// SiLUGrad multiplies d by the derivative of SiLU at z: s + z·s·(1−s), s = sigmoid z.
func SiLUGrad[T Float](d, z []T) {
	gradient(opSiluGrad, scalars{}, d, z, func(z float64) float64 {
		s := sigmoid(z)
		return s + clamp(z)*s*(1-s)
	})
}

// clamp keeps z where products of it with e^−|z| are finite.
func clamp(z float64) float64 { return min(max(z, lowest), -lowest) }

// GELUGrad multiplies d by the derivative of GELU at z: Φ(z) + z·φ(z).
func GELUGrad[T Float](d, z []T) {
	gradient(opGeluGrad, scalars{}, d, z, func(z float64) float64 {
		x := clamp(z)
		return normal(x) + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
	})
}

// GELUTanhGrad multiplies d by the derivative of GELUTanh at z: s + 2z·s·(1−s)·u′,
// s = sigmoid 2u.
func GELUTanhGrad[T Float](d, z []T) {
	gradient(opGeluTanhGrad, scalars{}, d, z, func(z float64) float64 {
		x := clamp(z)
		s := sigmoid(2 * geluInner(x))
		return s + 2*x*s*(1-s)*math.Sqrt(2/math.Pi)*(1+3*geluCubic*x*x)
	})
}

// MishGrad multiplies d by the derivative of Mish at z: t + z·(1−t²)·sigmoid z,
// t = tanh(log(1+e^z)).
func MishGrad[T Float](d, z []T) {
	gradient(opMishGrad, scalars{}, d, z, func(z float64) float64 {
		w, t := mishParts(z)
		n := w * (w + 2)
		return t + max(min(z, 20), lowest)*4*w*(1+w)/((n+2)*(n+2))
	})
}
