package onnx_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golab/nn/interchange/internal/onnx"
)

// sample is a model with all that is written.
func sample() *onnx.Model {
	return &onnx.Model{
		IRVersion: 8, Producer: "golab", Opsets: []onnx.Opset{{Version: 13}, {Domain: "ai.onnx.ml", Version: 2}},
		Graph: onnx.Graph{
			Name: "g",
			Nodes: []onnx.Node{{
				Name: "n", Operator: "Op", Domain: "d", Inputs: []string{"x", "", "w"}, Outputs: []string{"y"},
				Attributes: []onnx.Attribute{
					{Name: "f", Type: onnx.TypeFloat, Float: -0.5},
					{Name: "i", Type: onnx.TypeInt, Int: -3},
					{Name: "is", Type: onnx.TypeInts, Ints: []int64{1, -2, 3}},
					{Name: "t", Type: onnx.TypeTensor, Tensor: &onnx.Tensor{Type: onnx.Int64, Dims: []int64{1}, Raw: make([]byte, 8)}},
				},
			}},
			Initializers: []onnx.Tensor{{Name: "w", Type: onnx.Float, Dims: []int64{2, 1}, Raw: []byte{0, 0, 128, 63, 0, 0, 0, 64}}},
			Inputs:       []onnx.Value{{Name: "x", Type: onnx.Float, Known: true, Dims: []int64{-1, 2}}},
			Outputs:      []onnx.Value{{Name: "y", Type: onnx.Float}},
		},
	}
}

func TestEncodeThenDecode(t *testing.T) {
	got, err := onnx.Decode(sample().Encode())
	if err != nil {
		t.Fatal(err)
	}
	if want := sample(); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		t    onnx.Tensor
		want []float64
	}{
		{onnx.Tensor{Type: onnx.Float, Dims: []int64{2}, Raw: []byte{0, 0, 128, 63, 0, 0, 0, 192}}, []float64{1, -2}},
		{onnx.Tensor{Type: onnx.Double, Raw: []byte{0, 0, 0, 0, 0, 0, 248, 63}}, []float64{1.5}},
		{onnx.Tensor{Type: onnx.Int32, Raw: []byte{255, 255, 255, 255}}, []float64{-1}},
		{onnx.Tensor{Type: onnx.Int64, Dims: []int64{1, 1}, Raw: []byte{7, 0, 0, 0, 0, 0, 0, 0}}, []float64{7}},
		{onnx.Tensor{Type: onnx.Float16, Raw: []byte{0, 0x3C}}, []float64{1}},
		{onnx.Tensor{Type: onnx.BFloat16, Raw: []byte{0x80, 0x3F}}, []float64{1}},
		{onnx.Tensor{Type: onnx.Bool, Raw: []byte{1}}, []float64{1}},
		{onnx.Tensor{Type: onnx.Float, Dims: []int64{0, 1 << 40}}, []float64{}},
	} {
		got, err := c.t.Numbers()
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, %v, want %v", c.t, got, err, c.want)
		}
	}
}

// wire returns a model whose one tensor is given as it is on the wire.
func wire(tensor string) []byte {
	graph := "\x2a" + string(rune(len(tensor))) + tensor
	return []byte("\x3a" + string(rune(len(graph))) + graph)
}

// float_data, int64_data and double_data, which are read too.
func TestNumbersInFields(t *testing.T) {
	for _, c := range []struct {
		text  string
		words string // of an error
		want  []float64
	}{
		{"\x0a\x01\x02\x10\x01\x22\x08\x00\x00\x80\x3f\x00\x00\x00\x40", "", []float64{1, 2}}, // dims packed
		{"\x08\x02\x10\x07\x3a\x02\x05\x07", "", []float64{5, 7}},
		{"\x08\x01\x10\x0b\x52\x08\x00\x00\x00\x00\x00\x00\xf8\x3f", "", []float64{1.5}},
		{"\x08\x03\x10\x07\x3a\x02\x05\x07", "dimensions [3]", nil},
		{"\x08\x01\x10\x07\x3a\x02\x05\x07", "there are 2 numbers", nil},
		{"\x08\x01\x10\x07\x3a\x01\xff", "unexpected EOF", nil},
		{"\x08\x01\x10\x01\x22\x04\x00\x00\x80\x3f\x4a\x04\x00\x00\x80\x3f", "has its numbers twice", nil},
		{"\x08\x01\x10\x0a\x22\x04\x00\x00\x80\x3f", "that are not raw", nil},
		{"\x08\x01\x10\x08\x4a\x04\x00\x00\x80\x3f", "numbers of type 8", nil},
		{"\x08\x02\x10\x01\x4a\x04\x00\x00\x80\x3f", "take 8 bytes, there are 4", nil},
	} {
		m, err := onnx.Decode(wire(c.text))
		if err != nil {
			t.Fatalf("%q: %v", c.text, err)
		}
		got, err := m.Graph.Initializers[0].Numbers()
		if c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)) || c.words == "" && err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v, want %v %s", c.text, got, err, c.want, c.words)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for words, data := range map[string][]byte{
		"pieces":                    wire("\x22\x04\x00\x00\x80\x3f\x22\x04\x00\x00\x80\x3f"),
		"field 2 is of wire type 2": wire("\x12\x00"),
		"unexpected EOF":            wire("\x0a\x01\xff"),
		"onnx: ":                    {0xff},
	} {
		if m, err := onnx.Decode(data); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v, %v", words, m, err)
		}
	}
}

// A model that was read can be written, and is then the same.
func FuzzDecode(f *testing.F) {
	f.Add(sample().Encode())
	f.Add(wire("\x08\x02\x10\x07\x3a\x02\x05\x07"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := onnx.Decode(data)
		if err != nil {
			return
		}
		for i := range m.Graph.Initializers {
			v, err := m.Graph.Initializers[i].Numbers()
			if err == nil && len(v) > len(data) {
				t.Fatalf("%d numbers of %d bytes", len(v), len(data))
			}
		}
		again := m.Encode()
		back, err := onnx.Decode(again)
		if err != nil {
			t.Fatal(err)
		}
		if string(back.Encode()) != string(again) {
			t.Errorf("written twice: %q and %q", again, back.Encode())
		}
	})
}
