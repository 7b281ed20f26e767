package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"golab/nn/interchange/internal/half"
)

// Count returns the product of the dimensions. It fails when there are more numbers
// than the tensor's bytes can hold.
func (t *Tensor) Count() (int, error) {
	room := int64(max(len(t.Raw), len(t.typed)))
	count := int64(1)
	for _, d := range t.Dims {
		if d < 0 || d > 0 && count > room/d {
			return 0, fmt.Errorf("onnx: tensor %q: dimensions %v, there are %d bytes", t.Name, t.Dims, room)
		}
		count *= d
	}
	if count > room {
		return 0, fmt.Errorf("onnx: tensor %q: dimensions %v, there are %d bytes", t.Name, t.Dims, room)
	}
	return int(count), nil
}

// width returns the bytes of a number, 0 for types that are not read.
func width(kind int64) int {
	switch kind {
	case Float, Int32:
		return 4
	case Int64, Double:
		return 8
	case Float16, BFloat16:
		return 2
	case Bool:
		return 1
	}
	return 0
}

// Numbers returns the numbers, the last dimension running fastest.
func (t *Tensor) Numbers() ([]float64, error) {
	n, err := t.Count()
	if err != nil {
		return nil, err
	}
	w := width(t.Type)
	if w == 0 {
		return nil, fmt.Errorf("onnx: tensor %q: numbers of type %d, which is not read", t.Name, t.Type)
	}
	if len(t.typed) > 0 && len(t.Raw) > 0 {
		return nil, fmt.Errorf("onnx: tensor %q has its numbers twice", t.Name)
	}
	if len(t.typed) > 0 && t.Type == Int64 {
		return t.varints(n)
	}
	raw := t.Raw
	if len(t.typed) > 0 {
		if raw = t.typed; t.Type != Float && t.Type != Double {
			return nil, fmt.Errorf("onnx: tensor %q: numbers of type %d that are not raw, which is not read", t.Name, t.Type)
		}
	}
	if len(raw) != n*w {
		return nil, fmt.Errorf("onnx: tensor %q: dimensions %v take %d bytes, there are %d", t.Name, t.Dims, n*w, len(raw))
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = number(t.Type, raw[i*w:])
	}
	return out, nil
}

// number reads one number.
func number(kind int64, b []byte) float64 {
	order := binary.LittleEndian
	switch kind {
	case Float:
		return float64(math.Float32frombits(order.Uint32(b)))
	case Double:
		return math.Float64frombits(order.Uint64(b))
	case Int32:
		return float64(int32(order.Uint32(b)))
	case Int64:
		return float64(int64(order.Uint64(b)))
	case Bool:
		return float64(b[0])
	case Float16:
		return half.Float(order.Uint16(b))
	}
	return half.Brain(order.Uint16(b))
}

// varints reads int64_data.
func (t *Tensor) varints(n int) ([]float64, error) {
	out := make([]float64, 0, n)
	for data := t.typed; len(data) > 0; {
		v, used := protowire.ConsumeVarint(data)
		if used < 0 {
			return nil, fmt.Errorf("onnx: tensor %q: %w", t.Name, protowire.ParseError(used))
		}
		out, data = append(out, float64(int64(v))), data[used:]
	}
	if len(out) != n {
		return nil, fmt.Errorf("onnx: tensor %q: dimensions %v, there are %d numbers", t.Name, t.Dims, len(out))
	}
	return out, nil
}
