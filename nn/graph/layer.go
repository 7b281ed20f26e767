package graph

import (
	"fmt"
	"sync"

	"gorgonia.org/gorgonia"
	"gorgonia.org/tensor"

	"golab/nn"
)

// NewLayer returns a layer that is written as a Gorgonia expression: build is given the
// rows, a float64 matrix of rows×inputs, and the weights with their shapes, and returns
// a matrix of rows×units. Gorgonia derives the gradient. Such a layer works with and
// without a Backend. A weight has one axis or two; one of one axis is given to build as a
// matrix of one row.
func NewLayer(name string, units int, weights []nn.CustomWeight, build func(in *gorgonia.Node, weights []*gorgonia.Node) (*gorgonia.Node, error)) nn.CustomLayer {
	l := &layer{units: units, weights: weights, build: build}
	return nn.CustomLayer{Name: name, Units: units, Weights: weights, New: func(inputs int) nn.CustomStage {
		return &stage{layer: l, inputs: inputs, runs: map[int]*layerRun{}}
	}}
}

// layer is a layer as an expression.
type layer struct {
	units   int
	weights []nn.CustomWeight
	build   func(in *gorgonia.Node, weights []*gorgonia.Node) (*gorgonia.Node, error)
	mu      sync.Mutex // Gorgonia's graphs may not be built side by side
}

// stage computes a layer on one goroutine, with a graph for each number of rows.
type stage struct {
	*layer
	inputs int
	runs   map[int]*layerRun
	last   *layerRun
}

// layerRun is the graph for a number of rows, and its machine. Its cost is the sum of
// the outputs times what the loss's gradient by them is.
type layerRun struct {
	in, slopes *gorgonia.Node
	weights    gorgonia.Nodes
	out        gorgonia.Value
	vm         gorgonia.VM
}

// Forward computes the outputs of rows rows.
func (s *stage) Forward(weights, in, out []float64, rows int) error {
	var err error
	if s.last, err = s.take(rows); err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	copy(numbers(s.last.in), in)
	for _, w := range s.last.weights {
		weights = weights[copy(numbers(w), weights):]
	}
	clear(numbers(s.last.slopes))
	if err := s.last.run(); err != nil {
		return err
	}
	copy(out, s.last.out.Data().([]float64))
	return nil
}

// Backward computes the gradients after a Forward.
func (s *stage) Backward(d, din, grads []float64) error {
	copy(numbers(s.last.slopes), d)
	if err := s.last.run(); err != nil {
		return err
	}
	for _, n := range append(gorgonia.Nodes{s.last.in}, s.last.weights...) {
		g, err := n.Grad()
		if err != nil {
			return fmt.Errorf("graph: %w", err)
		}
		sum := g.Data().([]float64)
		if n == s.last.in {
			copy(din, sum)
		} else {
			grads = grads[copy(grads, sum):]
		}
		clear(sum) // Gorgonia adds to what is there
	}
	return nil
}

// run computes everything anew.
func (r *layerRun) run() error {
	r.vm.Reset()
	if err := r.vm.RunAll(); err != nil {
		return fmt.Errorf("graph: %w", err)
	}
	return nil
}

// take returns the graph for a number of rows.
func (s *stage) take(rows int) (r *layerRun, err error) {
	if r := s.runs[rows]; r != nil {
		return r, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("gorgonia: %v", p)
		}
	}()
	g := gorgonia.NewGraph()
	r = &layerRun{in: zeros(g, "in", rows, s.inputs), slopes: zeros(g, "slopes", rows, s.units)}
	for _, w := range s.weights {
		r.weights = append(r.weights, zeros(g, w.Name, w.Shape...))
	}
	out, err := s.expression(r.in, r.weights, rows)
	if err != nil {
		return nil, err
	}
	gorgonia.Read(out, &r.out)
	cost, err := weighted(out, r.slopes)
	if err != nil {
		return nil, err
	}
	all := append(gorgonia.Nodes{r.in}, r.weights...)
	if _, err = gorgonia.Grad(cost, all...); err != nil {
		return nil, err
	}
	r.vm = gorgonia.NewTapeMachine(g, gorgonia.BindDualValues(all...))
	s.runs[rows] = r
	return r, nil
}

// expression builds the layer's outputs and checks their shape.
func (l *layer) expression(in *gorgonia.Node, weights gorgonia.Nodes, rows int) (*gorgonia.Node, error) {
	out, err := l.build(in, weights)
	if err != nil {
		return nil, err
	}
	if s := out.Shape(); len(s) != 2 || s[0] != rows || s[1] != l.units {
		return nil, fmt.Errorf("the expression gives %v, the layer %d×%d", s, rows, l.units)
	}
	return out, nil
}

// zeros adds a matrix, or a vector as a matrix of one row, whose numbers are given for
// each run.
func zeros(g *gorgonia.ExprGraph, name string, dims ...int) *gorgonia.Node {
	if len(dims) == 1 {
		dims = []int{1, dims[0]}
	}
	return gorgonia.NewMatrix(g, tensor.Float64, gorgonia.WithShape(dims...), gorgonia.WithName(name),
		gorgonia.WithValue(tensor.New(tensor.WithShape(dims...), tensor.Of(tensor.Float64))))
}
