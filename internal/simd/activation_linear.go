package simd

import "math"

// The constants of SELU: Klambauer and others, "Self-normalizing neural networks", NIPS
// 2017, section 2.
const (
	seluAlpha = 1.6732632423543772
	seluScale = 1.0507009873554805
)

// expLinear is pos·z for z ≥ 0, else neg·(e^(inner·z)−1).
type expLinear struct{ pos, neg, inner float64 }

func elu(alpha float64) expLinear  { return expLinear{1, alpha, 1} }
func celu(alpha float64) expLinear { return expLinear{1, alpha, 1 / alpha} }

var selu = expLinear{seluScale, seluScale * seluAlpha, 1}

// at returns the function of z.
func (e expLinear) at(z float64) float64 {
	if z < 0 {
		return e.neg * math.Expm1(e.inner*z)
	}
	return e.pos * z
}

// slope returns its derivative where it is out.
func (e expLinear) slope(out float64) float64 {
	if out < 0 {
		return e.inner*out + e.inner*e.neg
	}
	return e.pos
}

func (e expLinear) apply32() scalars { return floats(float32(e.pos), float32(e.neg), float32(e.inner)) }
func (e expLinear) grad32() scalars {
	return floats(float32(e.pos), float32(e.inner), float32(e.inner*e.neg))
}

// ELU replaces every z < 0 of v by alpha·(e^z−1).
func ELU[T Float](v []T, alpha float64) {
	e := elu(alpha)
	inPlace(opExpLinear, e.apply32(), v, e.at)
}

// ELUGrad multiplies d by the derivative of out = ELU, for alpha > 0: 1, or out+alpha
// where out < 0.
func ELUGrad[T Float](d, out []T, alpha float64) {
	e := elu(alpha)
	gradient(opExpLinearGrad, e.grad32(), d, out, e.slope)
}

// CELU replaces every z < 0 of v by alpha·(e^(z/alpha)−1).
func CELU[T Float](v []T, alpha float64) {
	e := celu(alpha)
	inPlace(opExpLinear, e.apply32(), v, e.at)
}

// CELUGrad multiplies d by the derivative of out = CELU, for alpha > 0: 1, or
// out/alpha+1 where out < 0.
func CELUGrad[T Float](d, out []T, alpha float64) {
	e := celu(alpha)
	gradient(opExpLinearGrad, e.grad32(), d, out, e.slope)
}

// SELU replaces every z of v by λz, and z < 0 by λα·(e^z−1), with λ ≈ 1.0507 and
// α ≈ 1.6733.
func SELU[T Float](v []T) { inPlace(opExpLinear, selu.apply32(), v, selu.at) }

// SELUGrad multiplies d by the derivative of out = SELU: λ, or out+λα where out < 0.
func SELUGrad[T Float](d, out []T) {
	gradient(opExpLinearGrad, selu.grad32(), d, out, selu.slope)
}

// LeakyReLU replaces every z < 0 of v by slope·z.
func LeakyReLU[T Float](v []T, slope float64) {
	if apply(opLeaky, floats(float32(slope)), v) {
		return
	}
	for i, z := range v {
		if z < 0 {
			v[i] = T(slope) * z
		}
	}
}

// LeakyReLUGrad multiplies d by slope where out = LeakyReLU ≤ 0, for slope ≥ 0.
func LeakyReLUGrad[T Float](d, out []T, slope float64) {
	out = out[:len(d)]
	if apply(opLeakyGrad, floats(float32(slope)), d, out) {
		return
	}
	for i, o := range out {
		if o <= 0 {
			d[i] *= T(slope)
		}
	}
}

// HardLinear is the function (z + Shift)·Scale within the bounds Low and High.
type HardLinear struct{ Shift, Scale, Low, High float64 }

// The hard functions, with Keras 3's formulas.
var (
	ReLU6       = HardLinear{0, 1, 0, 6}
	HardSigmoid = HardLinear{3, 1. / 6, 0, 1}
	HardTanh    = HardLinear{0, 1, -1, 1}
)

// HardApply replaces every z of v by h(z).
func HardApply[T Float](h HardLinear, v []T) {
	inPlace(opHard, floats(float32(h.Shift), float32(h.Scale), float32(h.Low), float32(h.High)), v, func(z float64) float64 {
		return min(max((z+h.Shift)*h.Scale, h.Low), h.High)
	})
}

// HardGrad multiplies d by the derivative of out = h: Scale between the bounds, 0 at them.
func HardGrad[T Float](h HardLinear, d, out []T) {
	low, high := float64(T(h.Low)), float64(T(h.High))
	gradient(opHardGrad, floats(float32(h.Scale), float32(h.Low), float32(h.High)), d, out, func(o float64) float64 {
		if low < o && o < high {
			return h.Scale
		}
		return 0
	})
}

// HardSiLU replaces every z of v by z·min(max((z+3)/6, 0), 1).
func HardSiLU[T Float](v []T) {
	inPlace(opHardSiLU, scalars{}, v, func(z float64) float64 {
		return max(z, -3) * min(max((z+3)/6, 0), 1)
	})
}

// HardSiLUGrad multiplies d by the derivative of HardSiLU at z: 0 up to −3, 1 from 3 on,
// z/3+½ between.
func HardSiLUGrad[T Float](d, z []T) {
	gradient(opHardSiLUGrad, scalars{}, d, z, func(z float64) float64 {
		switch {
		case z <= -3:
			return 0
		case z < 3:
			return z/3 + 0.5
		case z >= 3:
			return 1
		}
		return z
	})
}
