package nn

import (
	"fmt"

	"golab/internal/simd"
)

// float is what the executor computes with: float32, or float64 where a fit or a
// check asks for it.
type float interface{ float32 | float64 }

// vectors are a network's numbers.
type vectors[T float] struct {
	params []T
	grads  []T // nil where there is no backward
	state  []T // weights that the gradient does not change
}

// executor runs a network forward and backward over rows of numbers. Its
// buffers are made once, for a number of rows; shorter batches use part of
// them. It owns no parameters and is not safe for use by several goroutines:
// each makes its own.
type executor[T float] struct {
	stages []stage[T]
	calls  []call[T]
	outs   []matrix[T] // of each stage
	deltas []matrix[T] // ∂loss/∂outs; empty unless made for training
	work   simd.Workspace[T]
}

// newExecutor plans layers, which take inputs numbers per row, for up to rows
// rows at a time. It goes backward when v has grads.
func newExecutor[T float](inputs int, layers []Layer, rows int, v vectors[T]) *executor[T] {
	e := &executor[T]{}
	in := shape{inputs}
	for _, l := range layers {
		params, state := sizes(l, in)
		c := call[T]{work: &e.work, params: v.params[:params], state: v.state[:state], backward: v.grads != nil}
		v.params, v.state = v.params[params:], v.state[state:]
		if v.grads != nil {
			c.grads, v.grads = v.grads[:params], v.grads[params:]
		}
		e.stages, e.calls = append(e.stages, stageOf[T](l, in)), append(e.calls, c)
		in = l.output(in)
		e.outs = append(e.outs, newMatrix[T](rows, in.size()))
		if v.grads != nil {
			e.deltas = append(e.deltas, newMatrix[T](rows, in.size()))
		}
	}
	return e
}

// sizes returns how many numbers a layer has in params and in state.
func sizes(l Layer, in shape) (params, state int) {
	for _, v := range l.variables(in) {
		if v.frozen {
			state += v.size()
		} else {
			params += v.size()
		}
	}
	return params, state
}

// seed starts the layers' random numbers anew.
func (e *executor[T]) seed(seed int64) {
	for i := range e.calls {
		e.calls[i].random = newStream(seed, forNoise+uint64(i)<<8)
	}
}

// mode has forward compute as a fit does, or as Predict does.
func (e *executor[T]) mode(training bool) {
	for i := range e.calls {
		e.calls[i].training = training
	}
}

// forward returns the outputs of the last stage for the rows of x. They stay
// valid until the next call.
func (e *executor[T]) forward(x matrix[T]) matrix[T] {
	for i, s := range e.stages {
		out := e.outs[i].top(x.rows)
		s.Forward(&e.calls[i], x, out)
		x = out
	}
	return x
}

// err returns the first error of a layer that is a caller's.
func (e *executor[T]) err() error {
	for i := range e.calls {
		if err := e.calls[i].err; err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
	}
	return nil
}

// penalty returns what the stages add to the loss of the rows of the last forward.
func (e *executor[T]) penalty() float64 {
	var sum float64
	for i := range e.calls {
		sum += e.calls[i].penalty
	}
	return sum
}

// lossGrad returns the place for ∂loss/∂outputs of rows rows, which backward
// reads.
func (e *executor[T]) lossGrad(rows int) matrix[T] {
	return e.deltas[len(e.deltas)-1].top(rows)
}

// backward adds to the grads the gradient of the loss, after a forward over the
// same x and once lossGrad is filled.
func (e *executor[T]) backward(x matrix[T]) { e.backwardTo(x, matrix[T]{}) }

// backwardTo is backward that also writes ∂loss/∂x to dx, unless that has no rows.
func (e *executor[T]) backwardTo(x, dx matrix[T]) {
	for i := len(e.stages) - 1; i >= 0; i-- {
		p := pass[T]{out: e.outs[i].top(x.rows), d: e.deltas[i].top(x.rows), in: x, din: dx}
		if i > 0 {
			p.in, p.din = e.outs[i-1].top(x.rows), e.deltas[i-1].top(x.rows)
		}
		e.stages[i].Backward(&e.calls[i], p)
	}
}

// rows returns how many rows the buffers hold.
func (e *executor[T]) rows() int { return e.outs[0].rows }
