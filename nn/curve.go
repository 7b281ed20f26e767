package nn

import "math"

// curve is a function of one number and its derivative.
type curve struct {
	value func(z float64) float64
	// slope returns the derivative at z, where out is value(z). It looks at z only
	// where ofInput is set.
	slope   func(z, out float64) float64
	ofInput bool
}

// The constants of SELU.
//
// Source: Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural
// networks", NIPS 2017, section 2; digits as in Keras 3.15.
const (
	seluAlpha = 1.6732632423543772
	seluScale = 1.0507009873554805
)

// leakySlope is the slope of LeakyReLU below 0.
const leakySlope = 0.2

// curve returns the curve of an activation that has no loop of its own.
func (a Activation) curve() curve {
	switch a {
	case ELU, CELU:
		return curve{value: elu, slope: eluSlope}
	case SELU:
		return curve{value: selu, slope: seluSlope}
	case GELU:
		return curve{gelu, geluSlope, true}
	case LeakyReLU:
		return curve{
			value: func(z float64) float64 { return max(z, leakySlope*z) },
			slope: func(_, out float64) float64 { return choose(out > 0, 1, leakySlope) },
		}
	case ReLU6:
		return curve{
			value: func(z float64) float64 { return min(max(z, 0), 6) },
			slope: func(_, out float64) float64 { return choose(out > 0 && out < 6, 1, 0) },
		}
	case Softplus:
		return curve{value: softplus, slope: func(_, out float64) float64 { return -math.Expm1(-out) }}
	case Softsign:
		return curve{
			value: func(z float64) float64 { return z / (1 + math.Abs(z)) },
			slope: func(_, out float64) float64 { rest := 1 - math.Abs(out); return rest * rest },
		}
	case SiLU:
		return curve{silu, siluSlope, true}
	case Mish:
		return curve{mish, mishSlope, true}
	case Exponential:
		return curve{value: math.Exp, slope: func(_, out float64) float64 { return out }}
	case HardSigmoid:
		return curve{
			value: hardSigmoid,
			slope: func(_, out float64) float64 { return choose(out > 0 && out < 1, 1.0/6, 0) },
		}
	case HardTanh:
		return curve{
			value: func(z float64) float64 { return min(max(z, -1), 1) },
			slope: func(_, out float64) float64 { return choose(out > -1 && out < 1, 1, 0) },
		}
	}
	return curve{func(z float64) float64 { return z * hardSigmoid(z) }, hardSiLUSlope, true} // HardSiLU
}

// choose returns a if it is so, else b.
func choose(so bool, a, b float64) float64 {
	if so {
		return a
	}
	return b
}

func elu(z float64) float64 {
	if z > 0 {
		return z
	}
	return math.Expm1(z)
}

func eluSlope(_, out float64) float64 { return 1 + min(out, 0) }

func selu(z float64) float64 {
	if z > 0 {
		return seluScale * z
	}
	return seluScale * seluAlpha * math.Expm1(z)
}

func seluSlope(_, out float64) float64 {
	if out < 0 {
		return out + seluScale*seluAlpha
	}
	return seluScale
}

// normalBelow returns Φ(z), the part of a normal distribution that lies below z.
func normalBelow(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func gelu(z float64) float64 { return z * normalBelow(z) }

func geluSlope(z, _ float64) float64 {
	density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	return normalBelow(z) + z*density
}

// sigmoid returns 1/(1+e^−z), for z of any size.
func sigmoid(z float64) float64 {
	e := math.Exp(-math.Abs(z))
	if z < 0 {
		return e / (1 + e)
	}
	return 1 / (1 + e)
}

// softplus returns log(1+e^z), for z of any size.
func softplus(z float64) float64 { return max(z, 0) + math.Log1p(math.Exp(-math.Abs(z))) }

func silu(z float64) float64 { return z * sigmoid(z) }

func siluSlope(z, _ float64) float64 {
	s := sigmoid(z)
	return s + z*s*(1-s)
}

func mish(z float64) float64 { return z * math.Tanh(softplus(z)) }

func mishSlope(z, _ float64) float64 {
	t := math.Tanh(softplus(z))
	return t + z*sigmoid(z)*(1-t*t)
}

func hardSigmoid(z float64) float64 { return min(max(z+3, 0), 6) / 6 }

func hardSiLUSlope(z, _ float64) float64 {
	switch {
	case z <= -3:
		return 0
	case z >= 3:
		return 1
	}
	return (2*z + 3) / 6
}
