package interchange_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"golab/nn"
	"golab/nn/interchange"
	"golab/nn/interchange/internal/onnx"
)

// floats returns a tensor.
func floats(name string, dims []int64, values ...float32) onnx.Tensor {
	t := onnx.Tensor{Name: name, Dims: dims, Type: onnx.Float}
	for _, v := range values {
		t.Raw = binary.LittleEndian.AppendUint32(t.Raw, math.Float32bits(v))
	}
	return t
}

// chain returns a model of operators: each takes the value before it, and what else
// it names.
func chain(inputs int64, tensors []onnx.Tensor, nodes ...onnx.Node) *onnx.Model {
	value := "x"
	for i := range nodes {
		nodes[i].Inputs = append([]string{value}, nodes[i].Inputs...)
		value = string(rune('a' + i))
		nodes[i].Outputs = []string{value}
	}
	return &onnx.Model{IRVersion: 8, Opsets: []onnx.Opset{{Version: 13}}, Graph: onnx.Graph{
		Nodes: nodes, Initializers: tensors,
		Inputs:  []onnx.Value{{Name: "x", Type: onnx.Float, Known: true, Dims: []int64{-1, inputs}}},
		Outputs: []onnx.Value{{Name: value, Type: onnx.Float}},
	}}
}

// product returns a model of one matrix product 2 → 2.
func product(more ...onnx.Node) *onnx.Model {
	nodes := append([]onnx.Node{{Operator: "MatMul", Inputs: []string{"w"}}}, more...)
	return chain(2, []onnx.Tensor{floats("w", []int64{2, 2}, 1, 2, 3, 4), floats("one", nil, 1)}, nodes...)
}

func TestReadONNX(t *testing.T) {
	model, err := interchange.ReadONNX(bytes.NewReader(product(
		onnx.Node{Operator: "Relu"}, onnx.Node{Operator: "Sub", Inputs: []string{"one"}}).Encode()))
	if err != nil {
		t.Fatal(err)
	}
	p, err := model.Predict(mat.NewDense(1, 2, []float64{1, -0.75}))
	if err != nil {
		t.Fatal(err)
	}
	// x·w = (−1.25, −1)
	if got := p.RawMatrix().Data; !slices.Equal(got, []float64{-1, -1}) {
		t.Errorf("got %v", got)
	}
	if _, err := model.Fit(mat.NewDense(1, 2, []float64{1, 2}), []float64{1, 1}, nn.FitConfig{}); err == nil {
		t.Error("a network from ONNX is fitted without Compile")
	}
}

func TestONNXThatIsRefused(t *testing.T) {
	one := func(operator string, inputs ...string) onnx.Node {
		return onnx.Node{Operator: operator, Inputs: inputs}
	}
	with := func(n onnx.Node, a ...onnx.Attribute) onnx.Node { n.Attributes = a; return n }
	number := func(name string, v int64) onnx.Attribute {
		return onnx.Attribute{Name: name, Type: onnx.TypeInt, Int: v}
	}
	edit := func(change func(m *onnx.Model)) *onnx.Model {
		m := product()
		change(m)
		return m
	}
	huge := floats("w", []int64{1 << 40, 1 << 40}, 1, 2, 3, 4)
	for words, m := range map[string]*onnx.Model{
		`operator 2 (Conv ""): an operator that golab/nn has not`: product(one("Conv", "w")),
		`operator 2 (Erf ""): an operator that golab/nn has not`:  product(one("Erf")),
		"an operator of domain \"com.microsoft\"":                 product(onnx.Node{Operator: "Relu", Domain: "com.microsoft"}),
		"transA is set": product(with(one("Gemm", "w"), number("transA", 1))),
		"attribute sparkle, which golab/nn has not": product(with(one("Relu"), number("sparkle", 1))),
		"attribute axis is of type 1, wanted is 2":  product(with(one("Softmax"), onnx.Attribute{Name: "axis", Type: onnx.TypeFloat})),
		"axis is 0":                           product(with(one("Softmax"), number("axis", 0))),
		"axis is 0, read is 1":                product(with(one("Flatten"), number("axis", 0))),
		"to type 10":                          product(with(one("Cast"), number("to", 10))),
		"in training mode":                    product(with(one("BatchNormalization", "w", "w", "w", "w"), number("training_mode", 1))),
		"input 2 is not a constant":           product(one("MatMul", "")),
		`it takes "nowhere", read are chains`: product(one("Add", "nowhere")),
		`it takes "a" 2 times`:                product(one("Add", "a")),
		"does not fit 2 columns":              product(one("Add", "w")),
		"divided by": edit(func(m *onnx.Model) {
			m.Graph.Nodes = append(m.Graph.Nodes, onnx.Node{Operator: "Div", Inputs: []string{"one", "a"}, Outputs: []string{"b"}})
		}),
		"it scales column 1 by +Inf": edit(func(m *onnx.Model) {
			m.Graph.Initializers = append(m.Graph.Initializers, floats("zero", nil, 0))
			m.Graph.Nodes = append(m.Graph.Nodes, onnx.Node{Operator: "Div", Inputs: []string{"a", "zero"}, Outputs: []string{"b"}})
		}),
		"operators of version 0":                  edit(func(m *onnx.Model) { m.Opsets = nil }),
		"operators of version 99":                 edit(func(m *onnx.Model) { m.Opsets[0].Version = 99 }),
		"the graph has no input":                  edit(func(m *onnx.Model) { m.Graph.Inputs = nil }),
		"several inputs":                          edit(func(m *onnx.Model) { m.Graph.Inputs = append(m.Graph.Inputs, onnx.Value{Name: "y", Type: onnx.Float}) }),
		"is of type 11":                           edit(func(m *onnx.Model) { m.Graph.Inputs[0].Type = onnx.Double }),
		"has 3 dimensions":                        edit(func(m *onnx.Model) { m.Graph.Inputs[0].Dims = []int64{1, 2, 3} }),
		"it takes 2 numbers per row, there are 5": edit(func(m *onnx.Model) { m.Graph.Inputs[0].Dims[1] = 5 }),
		"the graph has 0 outputs":                 edit(func(m *onnx.Model) { m.Graph.Outputs = nil }),
		"no layers with weights":                  chain(2, nil, onnx.Node{Operator: "Identity"}),
		"a second value \"x\"":                    edit(func(m *onnx.Model) { m.Graph.Nodes[0].Outputs[0] = "x" }),
		"two tensors are called \"w\"":            edit(func(m *onnx.Model) { m.Graph.Initializers = append(m.Graph.Initializers, floats("w", nil, 1)) }),
		"dimensions [1099511627776 1099511627776], there are 16 bytes": edit(func(m *onnx.Model) { m.Graph.Initializers[0] = huge }),
		"dimensions [-1 2]":            edit(func(m *onnx.Model) { m.Graph.Initializers[0].Dims = []int64{-1, 2} }),
		"take 24 bytes, there are 16":  edit(func(m *onnx.Model) { m.Graph.Initializers[0].Dims = []int64{2, 3} }),
		"numbers of type 16777216":     edit(func(m *onnx.Model) { m.Graph.Initializers[0].Type = 1 << 24 }),
		"would take 400000000 weights": chain(20000, nil, onnx.Node{Operator: "Relu"}),
	} {
		refused(t, words, "x.onnx", m.Encode(), words)
	}
}

// Operators that share one tensor do not make many of it.
func TestONNXThatGrows(t *testing.T) {
	const n = 256
	nodes := make([]onnx.Node, 1000)
	for i := range nodes {
		nodes[i] = onnx.Node{Operator: "MatMul", Inputs: []string{"w"}}
	}
	data := chain(n, []onnx.Tensor{floats("w", []int64{n, n}, make([]float32, n*n)...)}, nodes...).Encode()
	refused(t, "shared", "x.onnx", data, "share more numbers than the file has")
	for i := range nodes {
		nodes[i] = onnx.Node{Operator: "Relu"}
	}
	data = chain(512, nil, nodes...).Encode()
	if _, err := interchange.ReadONNX(bytes.NewReader(data)); err == nil || !strings.Contains(err.Error(), "as a layer of its own") {
		t.Errorf("a thousand layers of identity: %v", err)
	}
}

// What is on the wire but not in a Model: written by hand.
func TestONNXWireThatIsRefused(t *testing.T) {
	good := product().Encode()
	tensor := func(field string) []byte { // a graph with one tensor with one more field
		t := "\x08\x02\x10\x01" + field
		graph := "\x2a" + string(rune(len(t))) + t
		return append([]byte("\x3a"+string(rune(len(graph)))+graph), good...)
	}
	for words, data := range map[string][]byte{
		"another file, which is not opened":  tensor("\x6a\x02\x0a\x00"),
		"another file, which is not opened ": tensor("\x70\x01"),
		"segments":                           tensor("\x1a\x00"),
		"functions":                          append(bytes.Clone(good), 0xca, 0x01, 0x00),
		"sparse tensors":                     append([]byte{0x3a, 0x02, 0x7a, 0x00}, good...),
		"field 1 is of wire type 2":          append([]byte{0x0a, 0x00}, good...),
		"field 7 is of wire type 0":          append([]byte{0x38, 0x00}, good...),
		"wire type 3":                        append([]byte{0x3b}, good...),
		"onnx: ":                             {0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f},
		"not a tensor":                       append([]byte{0x3a, 0x06, 0x5a, 0x04, 0x12, 0x02, 0x22, 0x00}, good...),
		"an attribute is a graph":            append([]byte{0x3a, 0x06, 0x0a, 0x04, 0x2a, 0x02, 0x32, 0x00}, good...),
		"more than 262144 messages":          append([]byte{0x3a, 0x80, 0x80, 0x40}, bytes.Repeat([]byte{0x0a, 0x00}, 1<<19)...),
	} {
		_, err := interchange.ReadONNX(bytes.NewReader(data))
		if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(words)) {
			t.Errorf("%s: %v", words, err)
		}
	}
}
