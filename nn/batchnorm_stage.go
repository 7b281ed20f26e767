package nn

import "math"

// batchStage computes a BatchNormalizationLayer.
type batchStage[T float] struct {
	gammaBeta
	size              int
	momentum, epsilon float64

	mean, variance []float64
	batch          bool // they are the batch's, not the moving ones
	affine[T]
	inv  []T       // 1/√(variance + epsilon)
	sums []float64 // Σ d and Σ d·(z − mean)·inv of the rows
}

func newBatchStage[T float](l BatchNormalizationLayer, size int) *batchStage[T] {
	s := &batchStage[T]{
		gammaBeta: l.affine(), size: size,
		momentum: orDefault(l.Momentum, .99), epsilon: orDefault(l.Epsilon, 1e-3),
		mean: make([]float64, size), variance: make([]float64, size),
		inv: make([]T, size), sums: make([]float64, 2*size),
	}
	s.affine = affine[T]{make([]T, size), make([]T, size), make([]T, size)}
	return s
}

func (s *batchStage[T]) Forward(c *call[T], in, out matrix[T]) {
	if s.batch = c.training && !c.frozen; s.batch {
		s.measure(in)
		s.follow(c.state)
	} else {
		for j := range s.mean {
			s.mean[j], s.variance[j] = float64(c.state[j]), float64(c.state[s.size+j])
		}
	}
	gamma, beta := splitGammaBeta(s.gammaBeta, c.params, s.size)
	for j, v := range s.variance {
		inv := T(1 / math.Sqrt(v+s.epsilon))
		s.inv[j], s.scale[j], s.affine.mean[j] = inv, inv, T(s.mean[j])
		if gamma != nil {
			s.scale[j] *= gamma[j]
		}
	}
	copy(s.shift, beta)
	s.affine.Forward(c, in, out)
}

// measure takes mean and variance of the rows.
func (s *batchStage[T]) measure(in matrix[T]) {
	n := in.groups(s.size)
	clear(s.mean)
	clear(s.variance)
	for i := range n {
		for j, v := range in.group(i, s.size) {
			s.mean[j] += float64(v)
		}
	}
	for j := range s.mean {
		s.mean[j] /= float64(n)
	}
	for i := range n {
		for j, v := range in.group(i, s.size) {
			d := float64(v) - s.mean[j]
			s.variance[j] += d * d
		}
	}
	for j := range s.variance {
		s.variance[j] /= float64(n)
	}
}

// follow moves the moving mean and variance, which are the state.
func (s *batchStage[T]) follow(state []T) {
	keep, take := T(s.momentum), T(1-s.momentum)
	for j := range s.mean {
		state[j] = state[j]*keep + T(s.mean[j])*take
		state[s.size+j] = state[s.size+j]*keep + T(s.variance[j])*take
	}
}

func (s *batchStage[T]) Backward(c *call[T], p pass[T]) {
	s.sum(p)
	sums, products := s.sums[:s.size], s.sums[s.size:]
	gamma, beta := splitGammaBeta(s.gammaBeta, c.grads, s.size)
	for j := range gamma {
		gamma[j] += T(products[j])
	}
	for j := range beta {
		beta[j] += T(sums[j])
	}
	if !s.batch {
		s.affine.Backward(c, p)
		return
	}
	n := float64(p.d.groups(s.size))
	for i := range p.din.groups(s.size) {
		d, in, din := p.d.group(i, s.size), p.in.group(i, s.size), p.din.group(i, s.size)
		for j, v := range d {
			z := (in[j] - s.affine.mean[j]) * s.inv[j]
			din[j] = s.scale[j] * (v - T(sums[j]/n) - z*T(products[j]/n))
		}
	}
}

// sum takes the sums over the rows.
func (s *batchStage[T]) sum(p pass[T]) {
	clear(s.sums)
	sums, products := s.sums[:s.size], s.sums[s.size:]
	for i := range p.d.groups(s.size) {
		in := p.in.group(i, s.size)
		for j, d := range p.d.group(i, s.size) {
			sums[j] += float64(d)
			products[j] += float64(d * (in[j] - s.affine.mean[j]) * s.inv[j])
		}
	}
}
