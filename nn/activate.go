package nn

import "golab/internal/simd"

// activate applies a to m in place, over whole rows where a is of several numbers.
func activate[T float](a Activation, m matrix[T]) {
	switch a {
	case Linear:
	case ReLU:
		for i, v := range m.v {
			m.v[i] = max(v, 0)
		}
	case Sigmoid:
		simd.Sigmoid(m.v)
	case Tanh:
		simd.Tanh(m.v)
	case Softmax:
		for r := range m.rows {
			softmax(m.row(r))
		}
	case LogSoftmax:
		for r := range m.rows {
			logSoftmax(m.row(r))
		}
	default:
		value := a.curve().value
		for r := range m.rows {
			row := m.row(r)
			for i, z := range row {
				row[i] = T(value(float64(z)))
			}
		}
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
		for r := range d.rows {
			softmaxGrad(d.row(r), out.row(r))
		}
	case LogSoftmax:
		for r := range d.rows {
			logSoftmaxGrad(d.row(r), out.row(r))
		}
	default:
		c := a.curve()
		if !c.ofInput {
			z = out
		}
		for r := range d.rows {
			slopes(c, d.row(r), out.row(r), z.row(r))
		}
	}
}

// slopes is activateGrad of one row.
func slopes[T float](c curve, d, out, z []T) {
	for i, v := range d {
		d[i] = T(float64(v) * c.slope(float64(z[i]), float64(out[i])))
	}
}

// ofInput reports whether the derivative of a is taken from z, and not from a(z).
func (a Activation) ofInput() bool {
	switch a {
	case Linear, ReLU, Sigmoid, Tanh, Softmax, LogSoftmax:
		return false
	}
	return a.curve().ofInput
}
