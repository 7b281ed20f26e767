package nn

import (
	"math"

	"golab/internal/simd"
)

// batchStage computes a BatchNormalizationLayer.
type batchStage[T float] struct {
	gammaBeta
	size              int
	momentum, epsilon T

	batch          bool // mean and variance are the batch's, not the moving ones
	mean, variance []T
	inv            []T // 1/√(variance + epsilon)
	scale          []T // γ·inv
	shift          []T // β, or zeros
	zeros          []T
	sums, products []T // Σ d and Σ d·z of the columns, where z = (in − mean)·inv

	in, d, z matrix[T] // rows of size numbers with room for vectors
}

func newBatchStage[T float](l BatchNormalizationLayer, size int) *batchStage[T] {
	s := &batchStage[T]{
		gammaBeta: l.affine(), size: size,
		momentum: T(orDefault(l.Momentum, .99)), epsilon: T(orDefault(l.Epsilon, 1e-3)),
	}
	for _, v := range []*[]T{&s.mean, &s.variance, &s.inv, &s.scale, &s.shift, &s.zeros, &s.sums, &s.products} {
		*v = make([]T, size)
	}
	return s
}

func (s *batchStage[T]) Forward(c *call[T], in, out matrix[T]) {
	x := s.in.spread(in, s.size)
	if s.batch = c.training && !c.frozen; s.batch {
		simd.ColumnMoments(s.mean, s.variance, x.v, x.rows, x.stride)
		s.follow(c.state[:s.size], s.mean)
		s.follow(c.state[s.size:], s.variance)
	} else {
		copy(s.mean, c.state[:s.size])
		copy(s.variance, c.state[s.size:])
	}
	gamma, beta := splitGammaBeta(s.gammaBeta, c.params, s.size)
	for j, v := range s.variance {
		s.inv[j] = T(1 / math.Sqrt(float64(v+s.epsilon)))
		s.scale[j] = s.inv[j]
		if gamma != nil {
			s.scale[j] *= gamma[j]
		}
	}
	copy(s.shift, beta)
	if out.cols == s.size {
		simd.Normalize(out.v, out.stride, x.v, x.stride, x.rows, s.mean, s.scale, s.shift)
		return
	}
	s.z.shape(x.rows, s.size)
	simd.Normalize(s.z.v, s.z.stride, x.v, x.stride, x.rows, s.mean, s.scale, s.shift)
	s.z.gather(out)
}

// follow moves moving numbers towards the batch's.
func (s *batchStage[T]) follow(moving, now []T) {
	for j, v := range now {
		moving[j] = moving[j]*s.momentum + v*(1-s.momentum)
	}
}

func (s *batchStage[T]) Backward(c *call[T], p pass[T]) {
	x, d := s.in.spread(p.in, s.size), s.d.spread(p.d, s.size)
	s.z.shape(x.rows, s.size)
	simd.Normalize(s.z.v, s.z.stride, x.v, x.stride, x.rows, s.mean, s.inv, s.zeros)
	clear(s.sums)
	clear(s.products)
	simd.AddColumns(s.sums, d.v, d.rows, d.stride)
	simd.AddColumnProducts(s.products, d.v, d.stride, s.z.v, s.z.stride, d.rows)
	gamma, beta := splitGammaBeta(s.gammaBeta, c.grads, s.size)
	for j := range gamma {
		gamma[j] += s.products[j]
	}
	for j := range beta {
		beta[j] += s.sums[j]
	}
	if p.din.rows == 0 {
		return
	}
	for j, inv := range s.inv {
		if !s.batch {
			inv = 0 // the moments do not follow from the rows
			s.sums[j] = 0
		}
		s.sums[j] /= T(d.rows)
		s.products[j] *= inv / T(d.rows)
	}
	simd.NormalizeGrad(d.v, d.stride, x.v, x.stride, x.rows, s.mean, s.scale, s.sums, s.products)
	d.gather(p.din)
}
