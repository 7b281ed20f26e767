package onnx

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Encode returns the bytes of a model. Zero fields are left out, and the numbers of
// tensors are Raw.
func (m *Model) Encode() []byte {
	var b []byte
	b = appendInt(b, 1, m.IRVersion)
	b = appendText(b, 2, m.Producer)
	b = appendMessage(b, 7, m.Graph.encode())
	for _, o := range m.Opsets {
		b = appendMessage(b, 8, appendInt(appendText(nil, 1, o.Domain), 2, o.Version))
	}
	return b
}

func (g *Graph) encode() []byte {
	var b []byte
	for i := range g.Nodes {
		b = appendMessage(b, 1, g.Nodes[i].encode())
	}
	b = appendText(b, 2, g.Name)
	for i := range g.Initializers {
		b = appendMessage(b, 5, g.Initializers[i].encode())
	}
	for i := range g.Inputs {
		b = appendMessage(b, 11, g.Inputs[i].encode())
	}
	for i := range g.Outputs {
		b = appendMessage(b, 12, g.Outputs[i].encode())
	}
	return b
}

func (n *Node) encode() []byte {
	var b []byte
	for _, s := range n.Inputs {
		b = appendMessage(b, 1, []byte(s))
	}
	for _, s := range n.Outputs {
		b = appendMessage(b, 2, []byte(s))
	}
	b = appendText(b, 3, n.Name)
	b = appendText(b, 4, n.Operator)
	for i := range n.Attributes {
		b = appendMessage(b, 5, n.Attributes[i].encode())
	}
	return appendText(b, 7, n.Domain)
}

func (a *Attribute) encode() []byte {
	b := appendText(nil, 1, a.Name)
	switch a.Type {
	case TypeFloat:
		b = protowire.AppendTag(b, 2, protowire.Fixed32Type)
		b = protowire.AppendFixed32(b, math.Float32bits(a.Float))
	case TypeInt:
		b = protowire.AppendTag(b, 3, protowire.VarintType)
		b = protowire.AppendVarint(b, uint64(a.Int))
	case TypeTensor:
		b = appendMessage(b, 5, a.Tensor.encode())
	case TypeInts:
		for _, v := range a.Ints {
			b = protowire.AppendTag(b, 8, protowire.VarintType)
			b = protowire.AppendVarint(b, uint64(v))
		}
	}
	return appendInt(b, 20, a.Type)
}

func (t *Tensor) encode() []byte {
	var b []byte
	for _, d := range t.Dims {
		b = protowire.AppendTag(b, 1, protowire.VarintType)
		b = protowire.AppendVarint(b, uint64(d))
	}
	b = appendInt(b, 2, t.Type)
	b = appendText(b, 8, t.Name)
	return appendMessage(b, 9, t.Raw)
}

func (v *Value) encode() []byte {
	var shape []byte
	for _, d := range v.Dims {
		dim := appendInt(nil, 1, d)
		if d < 0 {
			dim = appendText(nil, 2, "rows")
		}
		shape = appendMessage(shape, 1, dim)
	}
	tensor := appendInt(nil, 1, v.Type)
	if v.Known {
		tensor = appendMessage(tensor, 2, shape)
	}
	return appendMessage(appendText(nil, 1, v.Name), 2, appendMessage(nil, 1, tensor))
}

// appendInt appends a number that is not zero.
func appendInt(b []byte, number protowire.Number, v int64) []byte {
	if v == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), uint64(v))
}

// appendText appends a text that is not empty.
func appendText(b []byte, number protowire.Number, s string) []byte {
	if s == "" {
		return b
	}
	return appendMessage(b, number, []byte(s))
}

// appendMessage appends bytes.
func appendMessage(b []byte, number protowire.Number, m []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), m)
}
