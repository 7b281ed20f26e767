package interchange

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"golab/nn"
	"golab/nn/interchange/internal/onnx"
)

// The versions that are written: old enough for every runtime of the last years. Only
// LayerNormalization needs a newer one.
const (
	onnxOpset     = 13
	onnxLayerNorm = 17
	onnxIR        = 8
)

// onnxWriter makes a graph that is a chain of layers.
type onnxWriter struct {
	graph onnx.Graph
	opset int64
	name  string // of the layer
	value string // the last output
	names map[string]int
}

// writeONNX writes a graph of what the layers compute in Predict.
func writeONNX(w io.Writer, net *nn.Sequential, _ *nn.Model) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	o := &onnxWriter{opset: onnxOpset, value: "input", names: map[string]int{}}
	o.graph = onnx.Graph{Name: "sequential", Inputs: []onnx.Value{{Name: o.value, Type: onnx.Float, Known: true, Dims: onnxShape(layers[0].in)}}}
	for i, l := range layers {
		o.name = l.name
		if err := o.layer(l); err != nil {
			return fmt.Errorf("layer %d (%v): %w", i+1, l.Layer, err)
		}
	}
	if len(o.graph.Nodes) == 0 {
		o.node("Identity")
	}
	o.graph.Nodes[len(o.graph.Nodes)-1].Outputs[0] = "output"
	out := layers[len(layers)-1].out
	o.graph.Outputs = []onnx.Value{{Name: "output", Type: onnx.Float, Known: true, Dims: onnxShape(out)}}
	m := onnx.Model{IRVersion: onnxIR, Producer: "golab", Opsets: []onnx.Opset{{Version: o.opset}}, Graph: o.graph}
	_, err = w.Write(m.Encode())
	return err
}

// onnxShape returns the dimensions of any number of rows with these axes.
func onnxShape(axes []int) []int64 {
	dims := []int64{-1}
	for _, d := range axes {
		dims = append(dims, int64(d))
	}
	return dims
}

// layer adds the operators of a layer.
func (o *onnxWriter) layer(l layer) error {
	switch one := l.Layer.(type) {
	case nn.DenseLayer:
		o.named(l.name, "Gemm", append([]string{o.value}, o.weights(l)...))
		return o.activation(one.Activation)
	case nn.ActivationLayer:
		return o.activation(one.Activation)
	case nn.SoftmaxLayer:
		return o.activation(nn.Softmax)
	case nn.ReLULayer:
		o.relu(one)
	case nn.LeakyReLULayer:
		slope := 0.3
		if one.NegativeSlope != 0 {
			slope = max(one.NegativeSlope, 0)
		}
		o.node("LeakyRelu", floatAttribute("alpha", slope))
	case nn.ELULayer:
		alpha := one.Alpha
		if alpha == 0 {
			alpha = 1
		}
		o.node("Elu", floatAttribute("alpha", alpha))
	case nn.PReLULayer:
		o.nodeOf("PRelu", append([]string{o.value}, o.weights(l)...))
	case nn.FlattenLayer:
		if len(l.in) > 1 {
			o.node("Flatten", intAttribute("axis", 1))
		}
	case nn.ReshapeLayer:
		o.reshape(l.out)
	case nn.BatchNormalizationLayer, nn.NormalizationLayer, nn.RescalingLayer:
		o.scale(l)
	case nn.LayerNormalizationLayer:
		o.layerNorm(l, one)
	case nn.EmbeddingLayer:
		o.node("Cast", intAttribute("to", onnx.Int64))
		o.nodeOf("Gather", []string{o.weights(l)[0], o.value})
	case nn.DropoutLayer, nn.GaussianNoiseLayer, nn.ActivityRegularizationLayer:
		// Predict leaves them out.
	default:
		return fmt.Errorf("%s has no operator here", l.form.class)
	}
	return nil
}

// weights adds the tensors of a layer and returns their names.
func (o *onnxWriter) weights(l layer) []string {
	var names []string
	for _, v := range l.weights {
		t := floatTensor(l.name+"/"+v.name, v.dims, v.data)
		o.graph.Initializers = append(o.graph.Initializers, t)
		names = append(names, t.Name)
	}
	return names
}

// constant adds a vector, or a scalar for one number, and returns its name.
func (o *onnxWriter) constant(name string, v ...float64) string {
	var dims []int
	if len(v) > 1 {
		dims = []int{len(v)}
	}
	t := floatTensor(o.unique(name), dims, narrow(v, 1))
	o.graph.Initializers = append(o.graph.Initializers, t)
	return t.Name
}

// unique returns a name within the layer that no other thing has.
func (o *onnxWriter) unique(name string) string {
	name = o.name + "/" + name
	o.names[name]++
	return numbered(name, o.names[name]-1)
}

// node adds an operator on the last output.
func (o *onnxWriter) node(operator string, a ...onnx.Attribute) {
	o.nodeOf(operator, []string{o.value}, a...)
}

// with adds an operator on the last output and a constant.
func (o *onnxWriter) with(operator string, v ...float64) {
	o.nodeOf(operator, []string{o.value, o.constant(operator+"_by", v...)})
}

// nodeOf adds an operator on inputs.
func (o *onnxWriter) nodeOf(operator string, inputs []string, a ...onnx.Attribute) {
	o.named(o.unique(operator), operator, inputs, a...)
}

// named adds an operator with a name.
func (o *onnxWriter) named(name, operator string, inputs []string, a ...onnx.Attribute) {
	o.value = name
	o.graph.Nodes = append(o.graph.Nodes, onnx.Node{Name: name, Operator: operator, Inputs: inputs, Outputs: []string{name}, Attributes: a})
}

func floatAttribute(name string, v float64) onnx.Attribute {
	return onnx.Attribute{Name: name, Type: onnx.TypeFloat, Float: float32(v)}
}

func intAttribute(name string, v int64) onnx.Attribute {
	return onnx.Attribute{Name: name, Type: onnx.TypeInt, Int: v}
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
