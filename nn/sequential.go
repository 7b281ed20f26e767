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
	err    error   // why the description makes no sense
	open   *opened // by the last Forward; nil before the first
}

// NewSequential describes a network that takes inputs numbers per row and sends
// them through layers in order. Its weights are those of Init(0).
//
// When a layer cannot be built (no units, say) the network keeps the error;
// see Err.
func NewSequential(inputs int, layers ...Layer) *Sequential {
	s := &Sequential{inputs: inputs, layers: slices.Clone(layers)}
	n, err := s.measure()
	if err != nil {
		s.err = fmt.Errorf("NewSequential: %w", err)
		return s
	}
	s.params, s.grads = make([]float32, n), make([]float32, n)
	return s.Init(0)
}

// measure checks the description and returns its number of parameters.
func (s *Sequential) measure() (int, error) {
	if s.inputs < 1 || s.inputs > maxUnits {
		return 0, fmt.Errorf("%d inputs, there must be 1 to %d", s.inputs, maxUnits)
	}
	if len(s.layers) == 0 {
		return 0, errors.New("no layers, there must be at least 1")
	}
	width, n := s.inputs, 0
	for i, l := range s.layers {
		if l == nil {
			return 0, fmt.Errorf("layer %d is nil", i+1)
		}
		if err := l.check(width); err != nil {
			return 0, fmt.Errorf("layer %d: %w", i+1, err)
		}
		if n += l.size(width); n > maxParams {
			return 0, fmt.Errorf("more than %d weights after layer %d", maxParams, i+1)
		}
		width = l.outputs(width)
	}
	return n, nil
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
	width, place := s.inputs, 0
	for i, l := range s.layers {
		n := l.size(width)
		l.init(s.params[place:place+n], width, newStream(seed, forWeights+uint64(i)<<8))
		place += n
		width = l.outputs(width)
	}
	return s
}

// Inputs returns the numbers per row that the network takes.
func (s *Sequential) Inputs() int { return s.inputs }

// Outputs returns the numbers per row that the network gives.
func (s *Sequential) Outputs() int {
	width := s.inputs
	for _, l := range s.layers {
		width = l.outputs(width)
	}
	return width
}

// Layers returns the layers in order.
func (s *Sequential) Layers() []Layer { return slices.Clone(s.layers) }

// Params returns all weights as one vector, layer by layer, each layer's kernel
// row by row and then its bias: the order of Keras's get_weights. It is the
// network's own memory: writing to it changes the network.
func (s *Sequential) Params() []float32 { return s.params }

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
	if s.open == nil || s.open.exec.rows() < rows {
		s.open = &opened{
			exec: newExecutor[float32](s.inputs, s.layers, rows, true),
			room: make([]float32, rows*cols),
		}
	}
	o := s.open
	o.x = packedRows(o.room[:rows*cols], cols)
	convertRows(o.x.v, x, 0, rows)
	out := mat.NewDense(rows, s.Outputs(), nil)
	widenRows(out.RawMatrix().Data, o.exec.forward(s.params, o.x))
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
	o.exec.backward(s.params, s.grads, o.x)
}
