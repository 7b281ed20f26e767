package nn

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// Sequential is a stack of layers over one vector of parameters. Make one with
// NewSequential or UnmarshalBinary.
type Sequential struct {
	inputs int
	layers []Layer
	params []float32
	grads  []float32
	state  []float32 // weights that the gradient does not change
	err    error     // why the description makes no sense
	eval   bool      // Forward computes as Predict does
	open   *opened   // by the last Forward; nil before the first
}

// NewSequential describes a network that takes inputs numbers per row and sends
// them through layers in order. Its weights are those of Init(0).
//
// When a layer cannot be built (no units, say) the network keeps the error;
// see Err.
func NewSequential(inputs int, layers ...Layer) *Sequential {
	s := &Sequential{inputs: inputs, layers: slices.Clone(layers)}
	params, state, err := s.measure()
	if err != nil {
		s.err = fmt.Errorf("NewSequential: %w", err)
		return s
	}
	s.params, s.grads, s.state = make([]float32, params), make([]float32, params), make([]float32, state)
	return s.Init(0)
}

// measure checks the description and returns its numbers of parameters and of other
// weights.
func (s *Sequential) measure() (params, state int, err error) {
	if s.inputs < 1 || s.inputs > maxUnits {
		return 0, 0, fmt.Errorf("%d inputs, there must be 1 to %d", s.inputs, maxUnits)
	}
	if len(s.layers) == 0 {
		return 0, 0, errors.New("no layers, there must be at least 1")
	}
	in := shape{s.inputs}
	for i, l := range s.layers {
		if l == nil {
			return 0, 0, fmt.Errorf("layer %d is nil", i+1)
		}
		if err := l.check(in); err != nil {
			return 0, 0, fmt.Errorf("layer %d: %w", i+1, err)
		}
		if _, ok := inputCheckerOf(l); ok && i > 0 {
			return 0, 0, fmt.Errorf("layer %d: %v takes class numbers: it must be the first layer", i+1, l)
		}
		p, q := sizes(l, in)
		params, state = params+p, state+q
		if params > maxParams || state > maxParams {
			return 0, 0, fmt.Errorf("more than %d weights after layer %d", maxParams, i+1)
		}
		if in = l.output(in); in.size() < 1 || in.size() > maxUnits {
			return 0, 0, fmt.Errorf("layer %d gives %v, a row has 1 to %d numbers", i+1, in, maxUnits)
		}
	}
	return params, state, nil
}

// Err returns why the network cannot be used: an impossible description given
// to NewSequential. It is nil for every network that can be fitted.
func (s *Sequential) Err() error {
	if err := s.ready(); err != nil {
		return fmt.Errorf("nn: %w", err)
	}
	return nil
}

// ready is Err without the package's name.
func (s *Sequential) ready() error {
	if s.err == nil && len(s.layers) == 0 {
		return errors.New("the network is empty: make it with NewSequential")
	}
	return s.err
}

// Init draws all weights anew from seed and returns the network. Each layer has
// a stream of random numbers of its own.
func (s *Sequential) Init(seed int64) *Sequential {
	if s.err != nil {
		return s
	}
	in, params, state := shape{s.inputs}, s.params, s.state
	for i, l := range s.layers {
		r := newStream(seed, forWeights+uint64(i)<<8)
		for _, v := range l.variables(in) {
			rest := &params
			if v.frozen {
				rest = &state
			}
			v.initializer.fill((*rest)[:v.size()], v.dims, r)
			*rest = (*rest)[v.size():]
		}
		in = l.output(in)
	}
	return s
}

// Inputs returns the numbers per row that the network takes.
func (s *Sequential) Inputs() int { return s.inputs }

// Outputs returns the numbers per row that the network gives.
func (s *Sequential) Outputs() int { return s.output().size() }

// output returns the shape of the rows that the network gives.
func (s *Sequential) output() shape {
	out := shape{s.inputs}
	for _, l := range s.layers {
		out = l.output(out)
	}
	return out
}

// Layers returns the layers in order.
func (s *Sequential) Layers() []Layer { return slices.Clone(s.layers) }

// Params returns all weights that the gradient changes as one vector, layer by
// layer, each layer's kernel row by row and then its bias: the order of Keras's
// trainable_weights. It is the network's own memory: writing to it changes the
// network.
func (s *Sequential) Params() []float32 { return s.params }

// NonTrainable returns all other weights as one vector, layer by layer: the moving
// means and variances of a BatchNormalization, say. It is the network's own memory.
func (s *Sequential) NonTrainable() []float32 { return s.state }

// Grads returns the gradient of the loss with respect to Params, as Backward
// has added it up since ZeroGrad. It is the network's own memory.
func (s *Sequential) Grads() []float32 { return s.grads }

// ZeroGrad sets Grads to zero.
func (s *Sequential) ZeroGrad() { clear(s.grads) }

// String describes the network in one line.
func (s *Sequential) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Sequential(%d", s.inputs)
	for _, l := range s.layers {
		fmt.Fprintf(&b, ", %v", l)
	}
	return b.String() + ")"
}

// opened is what Backward needs of the last Forward.
type opened struct {
	exec *executor[float32]
	room []float32       // for the rows
	x    matrix[float32] // the rows
}

// Train has Forward compute as a fit does, which is how a network starts: with
// dropout and noise, and with the means of the batch. It returns the network.
func (s *Sequential) Train() *Sequential { s.eval = false; return s }

// Eval has Forward compute as Model.Predict does. It returns the network.
func (s *Sequential) Eval() *Sequential { s.eval = true; return s }

// Forward returns the network's outputs for the rows of x, n×inputs → n×outputs,
// and remembers what Backward needs. It panics when x has another number of
// columns. It uses the network's own buffers: call it from one goroutine at a
// time (Model.Predict has no such limit).
func (s *Sequential) Forward(x mat.Matrix) *mat.Dense {
	if err := s.Err(); err != nil {
		panic(err)
	}
	rows, cols := x.Dims()
	if cols != s.inputs || rows == 0 {
		panic(fmt.Errorf("nn: Forward: x is %d×%d, the first layer takes %d columns", rows, cols, s.inputs))
	}
	if err := s.checkInput(x); err != nil {
		panic(fmt.Errorf("nn: Forward: %w", err))
	}
	if s.open == nil || s.open.exec.rows() < rows {
		s.open = &opened{
			exec: newExecutor(s.inputs, s.layers, rows, vectors[float32]{s.params, s.grads, s.state}),
			room: make([]float32, rows*cols),
		}
		s.open.exec.seed(0)
	}
	s.open.exec.mode(!s.eval)
	o := s.open
	o.x = packedRows(o.room[:rows*cols], cols)
	convertRows(o.x.v, x, 0, rows)
	out := mat.NewDense(rows, s.Outputs(), nil)
	widenRows(out.RawMatrix().Data, o.exec.forward(o.x))
	if err := o.exec.err(); err != nil {
		panic(fmt.Errorf("nn: Forward: %w", err))
	}
	return out
}

// Backward adds to Grads the gradient of the loss with respect to the weights,
// given grad = ∂loss/∂outputs for the rows of the last Forward. It panics when
// grad has other dimensions than those outputs or there was no Forward.
func (s *Sequential) Backward(grad mat.Matrix) {
	if s.open == nil {
		panic(errors.New("nn: Backward: there was no Forward"))
	}
	o := s.open
	rows, cols := grad.Dims()
	if rows != o.x.rows || cols != s.Outputs() {
		panic(fmt.Errorf("nn: Backward: grad is %d×%d, the outputs were %d×%d", rows, cols, o.x.rows, s.Outputs()))
	}
	d := o.exec.lossGrad(rows)
	for r := range rows {
		convertRows(d.row(r), grad, r, r+1)
	}
	o.exec.backward(o.x)
}
