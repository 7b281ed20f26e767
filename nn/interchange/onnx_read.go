package interchange

import (
	"errors"
	"fmt"

	"golab/nn"
	"golab/nn/interchange/internal/onnx"
)

// onnxReader walks along the chain of operators of a graph.
type onnxReader struct {
	stack     stack
	constants map[string]*onnx.Tensor
	value     string // the output of the last operator
	room      int    // numbers that may still be read from constants
	opset     int64
}

// maxOpset is the newest version of the operators whose meaning is known here.
const maxOpset = 28

// readONNX reads a graph that is a chain. There is no training in it, so that it
// makes no difference what for.
func readONNX(data []byte, _ bool) (*nn.Model, error) {
	m, err := onnx.Decode(data)
	if err != nil {
		return nil, err
	}
	r := &onnxReader{constants: map[string]*onnx.Tensor{}, room: len(data) + 1<<20}
	for _, o := range m.Opsets {
		if o.Domain == "" || o.Domain == "ai.onnx" {
			r.opset = o.Version
		}
	}
	if r.opset < 7 || r.opset > maxOpset {
		return nil, fmt.Errorf("operators of version %d, read are 7 to %d", r.opset, maxOpset)
	}
	if err := r.begin(&m.Graph); err != nil {
		return nil, err
	}
	for i := range m.Graph.Nodes {
		n := &m.Graph.Nodes[i]
		if err := r.node(n); err != nil {
			return nil, fmt.Errorf("operator %d (%s %q): %w", i+1, short([]byte(n.Operator)), short([]byte(n.Name)), err)
		}
	}
	if len(m.Graph.Outputs) != 1 || m.Graph.Outputs[0].Name != r.value {
		return nil, fmt.Errorf("the graph has %d outputs, wanted is 1, what the last operator gives", len(m.Graph.Outputs))
	}
	net, err := r.stack.network()
	if err != nil {
		return nil, err
	}
	return forPredict(net), nil
}

// begin reads the constants and the one input.
func (r *onnxReader) begin(g *onnx.Graph) error {
	for i := range g.Initializers {
		t := &g.Initializers[i]
		if r.constants[t.Name] != nil {
			return fmt.Errorf("two tensors are called %q", short([]byte(t.Name)))
		}
		r.constants[t.Name] = t
	}
	found := false
	for _, v := range g.Inputs {
		if r.constants[v.Name] != nil {
			continue // before IR version 4 constants were inputs too
		}
		if found {
			return errors.New("the graph has several inputs, read are graphs with one")
		}
		found, r.value = true, v.Name
		if v.Type != onnx.Float {
			return fmt.Errorf("input %q is of type %d, read are floats, 1", short([]byte(v.Name)), v.Type)
		}
		if !v.Known {
			continue
		}
		if len(v.Dims) != 2 {
			return fmt.Errorf("input %q has %d dimensions, read are rows and columns", short([]byte(v.Name)), len(v.Dims))
		}
		if n := v.Dims[1]; n > 0 && n < 1<<31 {
			if err := r.stack.expect(int(n)); err != nil {
				return err
			}
		}
	}
	if !found {
		return errors.New("the graph has no input")
	}
	return nil
}

// node adds one operator.
func (r *onnxReader) node(n *onnx.Node) error {
	if n.Domain != "" && n.Domain != "ai.onnx" {
		return fmt.Errorf("an operator of domain %q, which is not read", short([]byte(n.Domain)))
	}
	if len(n.Outputs) == 0 || n.Outputs[0] == "" {
		return errors.New("it has no output")
	}
	for _, name := range n.Outputs {
		if r.constants[name] != nil || name == r.value {
			return fmt.Errorf("a second value %q", short([]byte(name)))
		}
	}
	if n.Operator == "Constant" {
		a := newAttributes(n)
		t := a.tensor("value")
		if err := a.end(); err != nil {
			return err
		}
		if t == nil {
			return errors.New("it has no tensor")
		}
		r.constants[n.Outputs[0]] = t
		return nil
	}
	add := operators()[n.Operator]
	if add == nil {
		return errors.New("an operator that golab/nn has not")
	}
	if err := r.checkInputs(n); err != nil {
		return err
	}
	a := newAttributes(n)
	err := add(r, n, a)
	if a.err != nil || err == nil {
		err = a.end()
	}
	r.value = n.Outputs[0]
	return err
}

// checkInputs fails unless the operator takes what the last one gave, once, and
// constants besides.
func (r *onnxReader) checkInputs(n *onnx.Node) error {
	used := 0
	for _, name := range n.Inputs {
		switch {
		case name == r.value:
			used++
		case name != "" && r.constants[name] == nil:
			return fmt.Errorf("it takes %q, read are chains in which it would take %q", short([]byte(name)), short([]byte(r.value)))
		}
	}
	if used != 1 {
		return fmt.Errorf("it takes %q %d times, read are chains in which it would take it once", short([]byte(r.value)), used)
	}
	return nil
}

// constant returns a constant input and its dimensions.
func (r *onnxReader) constant(n *onnx.Node, i int) (dims []int64, numbers []float64, err error) {
	if i >= len(n.Inputs) || r.constants[n.Inputs[i]] == nil {
		return nil, nil, fmt.Errorf("input %d is not a constant", i+1)
	}
	t := r.constants[n.Inputs[i]]
	count, err := t.Count()
	if err != nil {
		return nil, nil, err
	}
	if count > r.room {
		return nil, nil, errors.New("the operators share more numbers than the file has")
	}
	r.room -= count
	numbers, err = t.Numbers()
	return t.Dims, numbers, err
}

// attributes are those of an operator. The first error is kept.
type attributes struct {
	left map[string]*onnx.Attribute
	err  error
}

// newAttributes returns the attributes of n.
func newAttributes(n *onnx.Node) *attributes {
	a := &attributes{left: map[string]*onnx.Attribute{}}
	for i := range n.Attributes {
		a.left[n.Attributes[i].Name] = &n.Attributes[i]
	}
	return a
}

// take removes an attribute, which is of a type unless it is missing.
func (a *attributes) take(name string, kind int64) *onnx.Attribute {
	v := a.left[name]
	delete(a.left, name)
	if v != nil && v.Type != kind && a.err == nil {
		a.err = fmt.Errorf("attribute %s is of type %d, wanted is %d", name, v.Type, kind)
	}
	return v
}

// integer returns a whole number.
func (a *attributes) integer(name string, initial int64) int64 {
	if v := a.take(name, onnx.TypeInt); v != nil {
		return v.Int
	}
	return initial
}

// float returns a number.
func (a *attributes) float(name string, initial float32) float64 {
	if v := a.take(name, onnx.TypeFloat); v != nil {
		return float64(v.Float)
	}
	return float64(initial)
}

// tensor returns a tensor, nil when there is none.
func (a *attributes) tensor(name string) *onnx.Tensor {
	if v := a.take(name, onnx.TypeTensor); v != nil {
		return v.Tensor
	}
	return nil
}

// end returns the first error, or one that names an attribute that was not asked
// for.
func (a *attributes) end() error {
	if a.err != nil {
		return a.err
	}
	for name := range a.left {
		return fmt.Errorf("attribute %s, which golab/nn has not", short([]byte(name)))
	}
	return nil
}
