package interchange

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"golab/nn"
	"golab/nn/interchange/internal/onnx"
)

// The versions that are written: old enough for every runtime of the last years.
const (
	onnxOpset = 13
	onnxIR    = 8
)

// writeONNX writes a graph of one Gemm for each layer, with its activation after it.
func writeONNX(w io.Writer, net *nn.Sequential, _ *nn.Model) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	g := onnx.Graph{Name: "sequential"}
	value, width := "input", layers[0].inputs
	g.Inputs = []onnx.Value{{Name: value, Type: onnx.Float, Known: true, Dims: []int64{-1, int64(width)}}}
	for i, l := range layers {
		name := numbered("dense", i)
		operator, err := onnxOperator(l.Activation)
		if err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
		inputs := []string{value}
		for _, v := range l.variables() {
			t := floatTensor(name+"/"+v.name, v.dims, v.data)
			g.Initializers = append(g.Initializers, t)
			inputs = append(inputs, t.Name)
		}
		value = name
		g.Nodes = append(g.Nodes, onnx.Node{Name: name, Operator: "Gemm", Inputs: inputs, Outputs: []string{value}})
		if operator != "" {
			value = name + "/" + l.Activation.String()
			g.Nodes = append(g.Nodes, onnx.Node{Name: value, Operator: operator, Inputs: []string{name}, Outputs: []string{value}})
		}
	}
	g.Nodes[len(g.Nodes)-1].Outputs[0] = "output"
	g.Outputs = []onnx.Value{{Name: "output", Type: onnx.Float, Known: true, Dims: []int64{-1, int64(net.Outputs())}}}
	m := onnx.Model{IRVersion: onnxIR, Producer: "golab", Opsets: []onnx.Opset{{Version: onnxOpset}}, Graph: g}
	_, err = w.Write(m.Encode())
	return err
}

// floatTensor returns a tensor of float32 numbers.
func floatTensor(name string, dims []int, data []float32) onnx.Tensor {
	t := onnx.Tensor{Name: name, Type: onnx.Float, Raw: floatBytes(data)}
	for _, d := range dims {
		t.Dims = append(t.Dims, int64(d))
	}
	return t
}

// floatBytes returns float32 numbers as bytes, little-endian.
func floatBytes(data []float32) []byte {
	raw := make([]byte, 0, 4*len(data))
	for _, v := range data {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	return raw
}
