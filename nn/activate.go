package nn

import "golab/internal/simd"

// leakySlope is the slope of LeakyReLU below 0.
const leakySlope = 0.2

// activate applies a to m in place, over whole rows where a is of several numbers.
func activate[T float](a Activation, m matrix[T]) {
	switch a {
	case Linear:
	case ReLU:
		simd.ReLU(m.v)
	case Sigmoid:
		simd.Sigmoid(m.v)
	case Tanh:
		simd.Tanh(m.v)
	case Softmax:
		softmaxRows(m)
	case LogSoftmax:
		for r := range m.rows {
			logSoftmax(m.row(r))
		}
	case ELU, CELU:
		simd.ELU(m.v, 1)
	case SELU:
		simd.SELU(m.v)
	case GELU:
		simd.GELU(m.v)
	case LeakyReLU:
		simd.LeakyReLU(m.v, leakySlope)
	case ReLU6:
		simd.HardApply(simd.ReLU6, m.v)
	case Softplus:
		simd.Softplus(m.v)
	case Softsign:
		simd.Softsign(m.v)
	case SiLU:
		simd.SiLU(m.v)
	case Mish:
		simd.Mish(m.v)
	case Exponential:
		simd.Exp(m.v)
	case HardSigmoid:
		simd.HardApply(simd.HardSigmoid, m.v)
	case HardTanh:
		simd.HardApply(simd.HardTanh, m.v)
	case HardSiLU:
		simd.HardSiLU(m.v)
	}
}

// activateGrad turns d = ∂loss/∂a(z) into ∂loss/∂z in place, given out = a(z). It
// looks at z only where a.ofInput.
func activateGrad[T float](a Activation, d, out, z matrix[T]) {
	switch a {
	case Linear:
	case ReLU:
		simd.ReLUGrad(d.v, out.v)
	case Sigmoid:
		simd.SigmoidGrad(d.v, out.v)
	case Tanh:
		simd.TanhGrad(d.v, out.v)
	case Softmax:
		softmaxGradRows(d, out)
	case LogSoftmax:
		for r := range d.rows {
			logSoftmaxGrad(d.row(r), out.row(r))
		}
	case ELU, CELU:
		simd.ELUGrad(d.v, out.v, 1)
	case SELU:
		simd.SELUGrad(d.v, out.v)
	case LeakyReLU:
		simd.LeakyReLUGrad(d.v, out.v, leakySlope)
	case ReLU6:
		simd.HardGrad(simd.ReLU6, d.v, out.v)
	case Softplus:
		simd.SoftplusGrad(d.v, out.v)
	case Softsign:
		simd.SoftsignGrad(d.v, out.v)
	case Exponential:
		simd.Scale(d.v, out.v)
	case HardSigmoid:
		simd.HardGrad(simd.HardSigmoid, d.v, out.v)
	case HardTanh:
		simd.HardGrad(simd.HardTanh, d.v, out.v)
	default:
		activateGradOfInput(a, d, z)
	}
}

// activateGradOfInput is activateGrad where a.ofInput. The rows of z may begin at other
// distances than those of d.
func activateGradOfInput[T float](a Activation, d, z matrix[T]) {
	if d.stride == z.stride {
		inputGrad(a, d.v, z.v)
		return
	}
	for r := range d.rows {
		inputGrad(a, d.row(r), z.row(r))
	}
}

func inputGrad[T float](a Activation, d, z []T) {
	switch a {
	case GELU:
		simd.GELUGrad(d, z)
	case SiLU:
		simd.SiLUGrad(d, z)
	case Mish:
		simd.MishGrad(d, z)
	case HardSiLU:
		simd.HardSiLUGrad(d, z)
	}
}

// ofInput reports whether the derivative of a is taken from z, and not from a(z).
func (a Activation) ofInput() bool { return a == GELU || a == SiLU || a == Mish || a == HardSiLU }
