package interchange

import (
	"fmt"
	"io"

	"golab/nn"
)

// WriteKeras writes a .keras file, as Save does.
func WriteKeras(w io.Writer, n nn.Network) error {
	net, model := split(n)
	return wrap("WriteKeras", writeKeras(w, net, model))
}

// ReadKeras reads a .keras file or an older .h5 one, as Load does.
func ReadKeras(r io.Reader) (*nn.Model, error) {
	return read("ReadKeras", r, func(data []byte) (*nn.Model, error) { return readKeras(data, false) })
}

// ReadKerasForPredict reads a .keras file or an older .h5 one, as LoadForPredict
// does.
func ReadKerasForPredict(r io.Reader) (*nn.Model, error) {
	return read("ReadKerasForPredict", r, func(data []byte) (*nn.Model, error) { return readKeras(data, true) })
}

// WriteKerasWeights writes a .weights.h5 file, as Save does.
func WriteKerasWeights(w io.Writer, n nn.Network) error {
	net, model := split(n)
	return wrap("WriteKerasWeights", writeKerasWeights(w, net, model))
}

// ReadKerasWeights reads a .weights.h5 file into n, as LoadWeights does.
func ReadKerasWeights(r io.Reader, n nn.Network) error {
	net, _ := split(n)
	return fill("ReadKerasWeights", r, net, fillFromKerasWeights)
}

// WriteONNX writes an ONNX file, as Save does: operators of opset 13, or 17 where there is a LayerNormalization, an input
// "input" of any number of rows, an output "output".
func WriteONNX(w io.Writer, n nn.Network) error {
	net, model := split(n)
	return wrap("WriteONNX", writeONNX(w, net, model))
}

// ReadONNX reads an ONNX file, as Load does: a chain of Gemm, MatMul, Add, Sub, Mul,
// Div, BatchNormalization, Relu, Sigmoid, Tanh, Softmax and what changes nothing
// (Identity, Dropout, Flatten, Reshape and Cast of rows to rows).
func ReadONNX(r io.Reader) (*nn.Model, error) {
	return read("ReadONNX", r, func(data []byte) (*nn.Model, error) { return readONNX(data, true) })
}

// WriteSafetensors writes a .safetensors file, as Save does, with the names that
// Keras gives: dense/kernel of inputs × units numbers, dense/bias, dense_1/kernel, ….
func WriteSafetensors(w io.Writer, n nn.Network) error {
	net, model := split(n)
	return wrap("WriteSafetensors", writeSafetensors(w, net, model))
}

// WriteTorchSafetensors writes a .safetensors file for PyTorch: the state_dict of a
// torch.nn.Sequential of the layers with a module after each Dense for an activation
// other than Linear. So 0.weight has units × inputs numbers, and the next layer is
// 2 after an activation and 1 after none.
func WriteTorchSafetensors(w io.Writer, n nn.Network) error {
	net, _ := split(n)
	return wrap("WriteTorchSafetensors", writeTorchSafetensors(w, net))
}

// ReadSafetensors reads a .safetensors file into n, as LoadWeights does, whether
// the names end as Keras's (kernel, bias) or as PyTorch's (weight, bias). Layers are
// taken in the order of their names, numbers counted as numbers.
func ReadSafetensors(r io.Reader, n nn.Network) error {
	net, _ := split(n)
	return fill("ReadSafetensors", r, net, fillFromSafetensors)
}

// wrap names the function that failed.
func wrap(name string, err error) error {
	if err != nil {
		return fmt.Errorf("interchange: %s: %w", name, err)
	}
	return nil
}

// read reads a model from a stream.
func read(name string, r io.Reader, decode func([]byte) (*nn.Model, error)) (*nn.Model, error) {
	data, err := readAll(r)
	if err != nil {
		return nil, wrap(name, err)
	}
	model, err := decode(data)
	return model, wrap(name, err)
}

// fill reads weights from a stream.
func fill(name string, r io.Reader, net *nn.Sequential, decode func([]byte, *nn.Sequential) error) error {
	data, err := readAll(r)
	if err != nil {
		return wrap(name, err)
	}
	return wrap(name, decode(data, net))
}
