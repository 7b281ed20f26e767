package data

import (
	"fmt"
	"math"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// kindOf returns what a column of Arrow's type t becomes.
func kindOf(t arrow.DataType) (kind, error) {
	switch t.ID() {
	case arrow.INT8, arrow.INT16, arrow.INT32, arrow.INT64, arrow.UINT8, arrow.UINT16, arrow.UINT32, arrow.UINT64:
		return kindInt, nil
	case arrow.FLOAT16, arrow.FLOAT32, arrow.FLOAT64, arrow.NULL:
		return kindFloat, nil
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW:
		return kindText, nil
	case arrow.BOOL:
		return kindBool, nil
	case arrow.DICTIONARY:
		return kindOf(t.(*arrow.DictionaryType).ValueType)
	default:
		return kindOpen, fmt.Errorf("a frame has no column type for Arrow's %v", t)
	}
}

// addArray appends the values of a.
func (c *column) addArray(a arrow.Array) error {
	k, err := kindOf(a.DataType())
	if err != nil {
		return err
	}
	c.kind = k
	values, at := a, func(i int) int { return i }
	text := textsOf(a)
	if d, ok := a.(*array.Dictionary); ok {
		values, at = d.Dictionary(), d.GetValueIndex
		text = once(textsOf(values), values.Len())
	}
	for i := range a.Len() {
		if values.DataType().ID() == arrow.NULL || a.IsNull(i) || values.IsNull(at(i)) {
			c.addNull()
			continue
		}
		if c.kind == kindText {
			c.texts = append(c.texts, text(at(i)))
			continue
		}
		bits, err := arrowBits(values, at(i))
		if err != nil {
			return err
		}
		c.bits = append(c.bits, bits)
	}
	return nil
}

// addNull appends a missing value and leaves the kind of the column as it is.
func (c *column) addNull() {
	c.missing = append(c.missing, len(c.bits)+len(c.texts))
	if c.kind == kindText {
		c.texts = append(c.texts, "")
	} else {
		c.bits = append(c.bits, 0)
	}
}

// textsOf returns a function that returns text i of an array of texts, in memory of its
// own.
func textsOf(a arrow.Array) func(i int) string {
	switch a := a.(type) {
	case *array.String:
		return func(i int) string { return strings.Clone(a.Value(i)) }
	case *array.LargeString:
		return func(i int) string { return strings.Clone(a.Value(i)) }
	case *array.StringView:
		return viewTexts(a)
	default:
		return nil
	}
}

// once returns a function that asks for each of n texts once: rows with the same text of
// a dictionary share its memory.
func once(text func(i int) string, n int) func(i int) string {
	known := make([]string, n)
	return func(i int) string {
		if known[i] == "" {
			known[i] = text(i)
		}
		return known[i]
	}
}

// viewTexts is textsOf for views. It copies the buffers that the texts are in, for many
// views may be of the same bytes.
func viewTexts(a *array.StringView) func(i int) string {
	buffers := a.Data().Buffers()[2:]
	copies := make([]string, len(buffers))
	return func(i int) string {
		h := a.ValueHeader(i)
		if h.IsInline() {
			return strings.Clone(h.InlineString())
		}
		k, from := h.BufferIndex(), int(h.BufferOffset())
		if copies[k] == "" {
			copies[k] = string(buffers[k].Bytes())
		}
		return copies[k][from : from+h.Len()]
	}
}

// arrowBits returns value i of an array of numbers as a column keeps it.
func arrowBits(a arrow.Array, i int) (uint64, error) {
	switch a := a.(type) {
	case *array.Boolean:
		if a.Value(i) {
			return 1, nil
		}
		return 0, nil
	case *array.Float64:
		return math.Float64bits(a.Value(i)), nil
	case *array.Float32:
		return math.Float64bits(float64(a.Value(i))), nil
	case *array.Float16:
		return math.Float64bits(float64(a.Value(i).Float32())), nil
	case *array.Int64:
		return wholeBits(a.Value(i))
	case *array.Int32:
		return wholeBits(int64(a.Value(i)))
	case *array.Int16:
		return wholeBits(int64(a.Value(i)))
	case *array.Int8:
		return wholeBits(int64(a.Value(i)))
	case *array.Uint64:
		if n := a.Value(i); n > math.MaxInt64 {
			return 0, fmt.Errorf("%d is too great for an int", n)
		}
		return wholeBits(int64(a.Value(i)))
	case *array.Uint32:
		return wholeBits(int64(a.Value(i)))
	case *array.Uint16:
		return wholeBits(int64(a.Value(i)))
	case *array.Uint8:
		return wholeBits(int64(a.Value(i)))
	default:
		return 0, fmt.Errorf("a frame has no column type for Arrow's %v", a.DataType())
	}
}

// wholeBits returns n as a column keeps an int.
func wholeBits(n int64) (uint64, error) {
	if int64(int(n)) != n {
		return 0, fmt.Errorf("%d is too great for an int", n)
	}
	return uint64(n), nil
}
