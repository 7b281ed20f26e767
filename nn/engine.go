package nn

// engine computes the loss of rows and its gradient: the executor of this package,
// or a Backend.
type engine[T float] interface {
	// seed starts the random numbers of dropout and noise anew.
	seed(seed int64)
	// measure runs the network over the rows of x, writes b.out and returns the mean
	// loss, without the penalties of regularizers.
	measure(x matrix[T], b *lossBatch, training bool) (float64, error)
	// differentiate adds to the fit's gradient that of the last measure.
	differentiate(x matrix[T], b *lossBatch) error
	// close gives back what the engine holds.
	close()
}

var (
	_ engine[float32] = (*native[float32])(nil)
	_ engine[float32] = (*foreign[float32])(nil)
)

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

func (n *native[T]) measure(x matrix[T], b *lossBatch, training bool) (float64, error) {
	n.mode(training)
	widenRows(b.out, n.forward(x))
	b.fused = n.fused
	return n.loss.batch(b) + n.penalty(), nil
}

func (n *native[T]) differentiate(x matrix[T], b *lossBatch) error {
	narrowRows(n.lossGrad(x.rows), b.grad)
	n.backward(x)
	return nil
}

func (n *native[T]) close() {}
