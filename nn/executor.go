package nn

// executor runs a network forward and backward over rows of numbers. Its
// buffers are made once, for a number of rows; shorter batches use part of
// them. It owns no parameters and is not safe for use by several goroutines:
// each makes its own.
type executor[T float] struct {
	stages []stage[T]
	widths []int       // numbers per row before each stage; one more at the end
	places []int       // where each stage's parameters start; one more at the end
	ins    []packed[T] // what each stage reads; the first is used by pack only
	outs   [][]T       // rows × outputs of each stage
	deltas [][]T       // ∂loss/∂outs; empty unless made for training
}

// newExecutor plans layers, which take inputs numbers per row, for up to rows
// rows at a time.
func newExecutor[T float](inputs int, layers []Layer, rows int, train bool) *executor[T] {
	e := &executor[T]{widths: []int{inputs}, places: []int{0}}
	place := 0
	for i, l := range layers {
		e.ins = append(e.ins, packed[T]{})
		if i > 0 {
			e.ins[i] = newPacked[T](rows, inputs)
			e.ins[i].live = layers[i-1].activation() == ReLU
		}
		e.stages = append(e.stages, stageOf[T](l, inputs))
		place += l.size(inputs)
		inputs = l.outputs(inputs)
		e.places = append(e.places, place)
		e.widths = append(e.widths, inputs)
		e.outs = append(e.outs, make([]T, rows*inputs))
		if train {
			e.deltas = append(e.deltas, make([]T, rows*inputs))
		}
	}
	return e
}

// pack returns rows rows of x as the first stage reads them. They stay valid
// until the next call.
func (e *executor[T]) pack(x []T, rows int) *packed[T] {
	if e.ins[0].from == nil {
		e.ins[0] = newPacked[T](e.rows(), e.widths[0])
	}
	e.ins[0].fill(x, rows, e.widths[0])
	return &e.ins[0]
}

// forward returns the outputs of the last stage for rows rows of x. They stay
// valid until the next call.
func (e *executor[T]) forward(params []T, x *packed[T], rows int) []T {
	var out []T
	for i, s := range e.stages {
		if i > 0 {
			x = &e.ins[i]
			x.fill(out, rows, e.widths[i])
		}
		out = e.outs[i][:rows*e.widths[i+1]]
		s.Forward(params[e.places[i]:e.places[i+1]], x, out, rows)
	}
	return out
}

// lossGrad returns the place for ∂loss/∂outputs of rows rows, which backward
// reads.
func (e *executor[T]) lossGrad(rows int) []T {
	last := len(e.stages) - 1
	return e.deltas[last][:rows*e.widths[last+1]]
}

// backward adds to grads the gradient of the loss, after a forward over the
// same x and rows and once lossGrad is filled.
func (e *executor[T]) backward(params, grads []T, x *packed[T], rows int) {
	d := e.lossGrad(rows)
	for i := len(e.stages) - 1; i >= 0; i-- {
		in, din := x, []T(nil)
		if i > 0 {
			in, din = &e.ins[i], e.deltas[i-1][:rows*e.widths[i]]
		}
		from, to := e.places[i], e.places[i+1]
		e.stages[i].Backward(params[from:to], grads[from:to], in, e.outs[i], d, din, rows)
		d = din
	}
}

// rows returns how many rows the buffers hold.
func (e *executor[T]) rows() int { return len(e.outs[0]) / e.widths[1] }
