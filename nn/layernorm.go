package nn

import (
	"math"
	"reflect"
)

// LayerNormalizationLayer brings the numbers along the last axis of each row to mean 0
// and variance 1, then stretches and shifts them by what it learns, with μ and σ² of
// that row:
//
//	out = γ·(z − μ)/√(σ² + Epsilon) + β
//
// Source: Keras 3.15 (keras/src/layers/normalization/layer_normalization.py); Ba, Kiros
// and Hinton, "Layer normalization", arXiv:1607.06450.
type LayerNormalizationLayer struct {
	Epsilon  float64 // zero: 0.001
	NoCenter bool    // leaves β out
	NoScale  bool    // leaves γ out

	BetaInitializer  Initializer // nil: Zeros
	GammaInitializer Initializer // nil: Ones
	BetaRegularizer  Regularizer // zero: none
	GammaRegularizer Regularizer // zero: none
	BetaConstraint   Constraint  // nil: none
	GammaConstraint  Constraint  // nil: none
}

// LayerNormalization is short for LayerNormalizationLayer{}.
func LayerNormalization() LayerNormalizationLayer { return LayerNormalizationLayer{} }

func (l LayerNormalizationLayer) check(in shape) error {
	if err := checkBounds(bound{"Epsilon", l.Epsilon, 0, noLimit}); err != nil {
		return err
	}
	if err := l.affine().check(); err != nil {
		return err
	}
	return checkVariables(l.variables(in))
}

func (LayerNormalizationLayer) kind() (name, class string) {
	return "layer_normalization", "LayerNormalization"
}

func (LayerNormalizationLayer) output(in shape) shape { return in }

func (l LayerNormalizationLayer) variables(in shape) []variable {
	return l.affine().variables(in.last())
}

// affine returns what the layer learns.
func (l LayerNormalizationLayer) affine() gammaBeta {
	return gammaBeta{
		noGamma: l.NoScale, noBeta: l.NoCenter,
		gamma: variable{initializer: l.GammaInitializer, regularizer: l.GammaRegularizer, constraint: l.GammaConstraint},
		beta:  variable{initializer: l.BetaInitializer, regularizer: l.BetaRegularizer, constraint: l.BetaConstraint},
	}
}

// String describes the layer as it is written in code.
func (l LayerNormalizationLayer) String() string {
	if reflect.ValueOf(l).IsZero() {
		return "LayerNormalization()"
	}
	return literal(l)
}

func (l LayerNormalizationLayer) stage32(in shape) stage[float32] {
	return newLayerStage[float32](l, in.last())
}

func (l LayerNormalizationLayer) stage64(in shape) stage[float64] {
	return newLayerStage[float64](l, in.last())
}

// layerStage computes a LayerNormalizationLayer.
type layerStage[T float] struct {
	gammaBeta
	size    int
	epsilon float64
	z       matrix[T] // (z − mean)/√(variance + epsilon) of the last Forward
	inv     []T       // 1/√(variance + epsilon), one for each group
}

func newLayerStage[T float](l LayerNormalizationLayer, size int) *layerStage[T] {
	return &layerStage[T]{gammaBeta: l.affine(), size: size, epsilon: orDefault(l.Epsilon, 1e-3)}
}

func (s *layerStage[T]) Forward(c *call[T], in, out matrix[T]) {
	n := in.groups(s.size)
	s.z.grow(n * s.size)
	s.z = packedRows(s.z.v, s.size)
	if cap(s.inv) < n {
		s.inv = make([]T, n)
	}
	s.inv = s.inv[:n]
	gamma, beta := splitGammaBeta(s.gammaBeta, c.params, s.size)
	for i := range n {
		in, z, out := in.group(i, s.size), s.z.row(i), out.group(i, s.size)
		mean, variance := meanAndVariance(in)
		s.inv[i] = T(1 / math.Sqrt(variance+s.epsilon))
		for j, v := range in {
			z[j] = (v - T(mean)) * s.inv[i]
			out[j] = z[j]
			if gamma != nil {
				out[j] *= gamma[j]
			}
			if beta != nil {
				out[j] += beta[j]
			}
		}
	}
}

// meanAndVariance returns the mean of v and the mean square of what is left without it.
func meanAndVariance[T float](v []T) (mean, variance float64) {
	for _, f := range v {
		mean += float64(f)
	}
	mean /= float64(len(v))
	for _, f := range v {
		d := float64(f) - mean
		variance += d * d
	}
	return mean, variance / float64(len(v))
}

func (s *layerStage[T]) Backward(c *call[T], p pass[T]) {
	gamma, _ := splitGammaBeta(s.gammaBeta, c.params, s.size)
	gammaGrad, betaGrad := splitGammaBeta(s.gammaBeta, c.grads, s.size)
	for i := range p.d.groups(s.size) {
		d, z := p.d.group(i, s.size), s.z.row(i)
		for j := range gammaGrad {
			gammaGrad[j] += d[j] * z[j]
		}
		for j := range betaGrad {
			betaGrad[j] += d[j]
		}
		var sum, product T
		for j := range d {
			if gamma != nil {
				d[j] *= gamma[j]
			}
			sum += d[j]
			product += d[j] * z[j]
		}
		sum, product = sum/T(s.size), product/T(s.size)
		for j, v := range d {
			d[j] = s.inv[i] * (v - sum - z[j]*product)
		}
	}
	copyGrad(p)
}
