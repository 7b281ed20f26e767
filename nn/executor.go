package nn

import "golab/internal/simd"

// float is what the executor computes with: float32 for networks, float64 for
// the checks of their gradients.
type float interface{ float32 | float64 }

// executor runs a network forward and backward over rows of numbers. Its
// buffers are made once, for a number of rows; shorter batches use part of
// them. It owns no parameters and is not safe for use by several goroutines:
// each makes its own.
type executor[T float] struct {
	stages []stage[T]
	places []int       // where each stage's parameters start; one more at the end
	outs   []matrix[T] // of each stage
	deltas []matrix[T] // ∂loss/∂outs; empty unless made for training
	work   simd.Workspace[T]
}

// newExecutor plans layers, which take inputs numbers per row, for up to rows
// rows at a time.
func newExecutor[T float](inputs int, layers []Layer, rows int, train bool) *executor[T] {
	e := &executor[T]{places: []int{0}}
	place := 0
	for _, l := range layers {
		e.stages = append(e.stages, stageOf[T](l, inputs))
		place += l.size(inputs)
		inputs = l.outputs(inputs)
		e.places = append(e.places, place)
		e.outs = append(e.outs, newMatrix[T](rows, inputs))
		if train {
			e.deltas = append(e.deltas, newMatrix[T](rows, inputs))
		}
	}
	return e
}

// forward returns the outputs of the last stage for the rows of x. They stay
// valid until the next call.
func (e *executor[T]) forward(params []T, x matrix[T]) matrix[T] {
	for i, s := range e.stages {
		out := e.outs[i].top(x.rows)
		s.Forward(&e.work, params[e.places[i]:e.places[i+1]], x, out)
		x = out
	}
	return x
}

// lossGrad returns the place for ∂loss/∂outputs of rows rows, which backward
// reads.
func (e *executor[T]) lossGrad(rows int) matrix[T] {
	return e.deltas[len(e.deltas)-1].top(rows)
}

// backward adds to grads the gradient of the loss, after a forward over the
// same x and once lossGrad is filled.
func (e *executor[T]) backward(params, grads []T, x matrix[T]) {
	for i := len(e.stages) - 1; i >= 0; i-- {
		p := pass[T]{out: e.outs[i].top(x.rows), d: e.deltas[i].top(x.rows), in: x}
		if i > 0 {
			p.in, p.din = e.outs[i-1].top(x.rows), e.deltas[i-1].top(x.rows)
		}
		from, to := e.places[i], e.places[i+1]
		e.stages[i].Backward(&e.work, params[from:to], grads[from:to], p)
	}
}

// rows returns how many rows the buffers hold.
func (e *executor[T]) rows() int { return e.outs[0].rows }
