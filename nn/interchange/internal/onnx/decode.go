package onnx

import (
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxMessages is the number of messages that a model may have: no network of layers
// in a row has more.
const maxMessages = 1 << 18

// decoder counts the messages that it reads.
type decoder struct{ left int }

// Decode reads a model.
func Decode(data []byte) (*Model, error) {
	d := &decoder{left: maxMessages}
	m := &Model{}
	if err := d.fields(data, d.model(m)); err != nil {
		return nil, fmt.Errorf("onnx: %w", err)
	}
	return m, nil
}

// field is a field on the wire: bytes, or a number.
type field struct {
	number protowire.Number
	kind   protowire.Type
	bytes  []byte
	value  uint64
}

// fields calls visit for each field of a message.
func (d *decoder) fields(data []byte, visit func(f field) error) error {
	if d.left--; d.left < 0 {
		return fmt.Errorf("more than %d messages", maxMessages)
	}
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return protowire.ParseError(n)
		}
		data = data[n:]
		f := field{number: number, kind: kind}
		switch kind {
		case protowire.VarintType:
			f.value, n = protowire.ConsumeVarint(data)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(data)
			f.value = uint64(v)
		case protowire.Fixed64Type:
			f.value, n = protowire.ConsumeFixed64(data)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(data)
		default:
			return fmt.Errorf("field %d is of wire type %d", number, kind)
		}
		if n < 0 {
			return fmt.Errorf("field %d: %w", number, protowire.ParseError(n))
		}
		data = data[n:]
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// want checks the wire type of a field that is known.
func (f field) want(kind protowire.Type) error {
	if f.kind != kind {
		return fmt.Errorf("field %d is of wire type %d, wanted is %d", f.number, f.kind, kind)
	}
	return nil
}

// text stores a text.
func (f field) text(to *string) error {
	*to = string(f.bytes)
	return f.want(protowire.BytesType)
}

// integer stores a number.
func (f field) integer(to *int64) error {
	*to = int64(f.value)
	return f.want(protowire.VarintType)
}

// message reads a message within.
func (d *decoder) message(f field, visit func(field) error) error {
	if err := f.want(protowire.BytesType); err != nil {
		return err
	}
	return d.fields(f.bytes, visit)
}

// ints appends numbers, of which there is one or, packed, many.
func (f field) ints(to *[]int64) error {
	if f.kind == protowire.VarintType {
		*to = append(*to, int64(f.value))
		return nil
	}
	for data := f.bytes; len(data) > 0; {
		v, n := protowire.ConsumeVarint(data)
		if n < 0 {
			return protowire.ParseError(n)
		}
		*to, data = append(*to, int64(v)), data[n:]
	}
	return f.want(protowire.BytesType)
}

func (d *decoder) model(m *Model) func(field) error {
	return func(f field) error {
		switch f.number {
		case 1:
			return f.integer(&m.IRVersion)
		case 2:
			return f.text(&m.Producer)
		case 7:
			return d.message(f, d.graph(&m.Graph))
		case 8:
			m.Opsets = append(m.Opsets, Opset{})
			o := &m.Opsets[len(m.Opsets)-1]
			return d.message(f, func(f field) error {
				switch f.number {
				case 1:
					return f.text(&o.Domain)
				case 2:
					return f.integer(&o.Version)
				}
				return nil
			})
		case 25:
			return errors.New("the model has functions, which are not read")
		}
		return nil
	}
}

func (d *decoder) graph(g *Graph) func(field) error {
	return func(f field) error {
		switch f.number {
		case 1:
			g.Nodes = append(g.Nodes, Node{})
			return d.message(f, d.node(&g.Nodes[len(g.Nodes)-1]))
		case 2:
			return f.text(&g.Name)
		case 5:
			g.Initializers = append(g.Initializers, Tensor{})
			return d.message(f, d.tensor(&g.Initializers[len(g.Initializers)-1]))
		case 11:
			g.Inputs = append(g.Inputs, Value{})
			return d.message(f, d.value(&g.Inputs[len(g.Inputs)-1]))
		case 12:
			g.Outputs = append(g.Outputs, Value{})
			return d.message(f, d.value(&g.Outputs[len(g.Outputs)-1]))
		case 15:
			return errors.New("the graph has sparse tensors, which are not read")
		}
		return nil
	}
}

func (d *decoder) node(n *Node) func(field) error {
	return func(f field) error {
		switch f.number {
		case 1:
			n.Inputs = append(n.Inputs, "")
			return f.text(&n.Inputs[len(n.Inputs)-1])
		case 2:
			n.Outputs = append(n.Outputs, "")
			return f.text(&n.Outputs[len(n.Outputs)-1])
		case 3:
			return f.text(&n.Name)
		case 4:
			return f.text(&n.Operator)
		case 5:
			n.Attributes = append(n.Attributes, Attribute{})
			return d.message(f, d.attribute(&n.Attributes[len(n.Attributes)-1]))
		case 7:
			return f.text(&n.Domain)
		}
		return nil
	}
}

func (d *decoder) attribute(a *Attribute) func(field) error {
	return func(f field) error {
		switch f.number {
		case 1:
			return f.text(&a.Name)
		case 2:
			a.Float = math.Float32frombits(uint32(f.value))
			return f.want(protowire.Fixed32Type)
		case 3:
			return f.integer(&a.Int)
		case 5:
			a.Tensor = &Tensor{}
			return d.message(f, d.tensor(a.Tensor))
		case 6, 11:
			return errors.New("an attribute is a graph, which is not read")
		case 8:
			return f.ints(&a.Ints)
		case 20:
			return f.integer(&a.Type)
		}
		return nil
	}
}

func (d *decoder) tensor(t *Tensor) func(field) error {
	return func(f field) error {
		switch f.number {
		case 1:
			return f.ints(&t.Dims)
		case 2:
			return f.integer(&t.Type)
		case 3:
			return errors.New("a tensor is in segments, which are not read")
		case 4, 7, 10:
			if len(t.typed) > 0 {
				return errors.New("a tensor has its numbers in pieces")
			}
			t.typed = f.bytes
			return f.want(protowire.BytesType)
		case 8:
			return f.text(&t.Name)
		case 9:
			t.Raw = f.bytes
			return f.want(protowire.BytesType)
		case 13:
			return errors.New("a tensor has its numbers in another file, which is not opened")
		case 14:
			if f.value != 0 {
				return errors.New("a tensor has its numbers in another file, which is not opened")
			}
		}
		return nil
	}
}

// value reads a ValueInfoProto: name = 1, type = 2, of which tensor_type = 1, of
// which elem_type = 1 and shape = 2, of which dim = 1, of which dim_value = 1.
func (d *decoder) value(v *Value) func(field) error {
	dimension := func(f field) error {
		if f.number == 1 {
			return f.integer(&v.Dims[len(v.Dims)-1])
		}
		return nil
	}
	shape := func(f field) error {
		if f.number != 1 {
			return nil
		}
		v.Dims = append(v.Dims, -1)
		return d.message(f, dimension)
	}
	tensor := func(f field) error {
		switch f.number {
		case 1:
			return f.integer(&v.Type)
		case 2:
			v.Known = true
			return d.message(f, shape)
		}
		return nil
	}
	return func(f field) error {
		switch f.number {
		case 1:
			return f.text(&v.Name)
		case 2:
			return d.message(f, func(f field) error {
				if f.number == 1 {
					return d.message(f, tensor)
				}
				return errors.New("a value is not a tensor")
			})
		}
		return nil
	}
}
