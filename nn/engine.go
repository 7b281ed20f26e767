package nn

// engine computes the loss of rows and its gradient: the executor of this package,
// or a Backend.
type engine[T float] interface {
	// Seed starts the random numbers of dropout and noise anew.
	Seed(seed int64)
	// Measure runs the network over the rows of x, writes b.out and returns the mean
	// loss, without the penalties of regularizers.
	Measure(x matrix[T], b *lossBatch, training bool) (float64, error)
	// Differentiate adds to the fit's gradient that of the last Measure.
	Differentiate(x matrix[T], b *lossBatch) error
	// Close gives back what the engine holds.
	Close()
}

// newEngine returns the engine for up to rows rows at a time.
func newEngine[T float](m *Model, backend Backend, rows int, v vectors[T]) (engine[T], error) {
	if backend != nil {
		return newForeign(m, backend, rows, v)
	}
	layers, fused := m.fused()
	return &native[T]{newExecutor(m.net.inputs, layers, rows, v), m.loss, fused}, nil
}

// native is the engine of this package.
type native[T float] struct {
	*executor[T]
	loss  Loss
	fused Activation
}

// Seed starts the layers' random numbers anew.
func (n *native[T]) Seed(seed int64) { n.seed(seed) }

// Measure is the engine's.
func (n *native[T]) Measure(x matrix[T], b *lossBatch, training bool) (float64, error) {
	n.mode(training)
	widenRows(b.out, n.forward(x))
	if err := n.err(); err != nil {
		return 0, err
	}
	b.fused, b.err = n.fused, nil
	loss := n.loss.batch(b)
	return loss + n.penalty(), b.err
}

// Differentiate is the engine's.
func (n *native[T]) Differentiate(x matrix[T], b *lossBatch) error {
	narrowRows(n.lossGrad(x.rows), b.grad)
	n.backward(x)
	return n.err()
}

// Close is the engine's.
func (n *native[T]) Close() {}
