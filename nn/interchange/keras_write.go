package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"golab/nn"
	"golab/nn/interchange/internal/hdf5"
)

// kerasVersion is the Keras whose files are written.
const kerasVersion = "3.15.1"

// kerasObject is a Keras object to be written.
type kerasObject struct {
	Module     string         `json:"module"`
	ClassName  string         `json:"class_name"`
	Config     map[string]any `json:"config"`
	Registered *string        `json:"registered_name"`
	Build      map[string]any `json:"build_config,omitempty"`
	Compile    map[string]any `json:"compile_config,omitempty"`
}

// float is a number that Python shall take for a float: 0 is written 0.0.
type float float64

// MarshalJSON writes the shortest decimal, with a point or an exponent.
func (f float) MarshalJSON() ([]byte, error) {
	text, err := json.Marshal(float64(f))
	if err == nil && !bytes.ContainsAny(text, ".e") {
		text = append(text, ".0"...)
	}
	return text, err
}

// kerasConfig returns config.json.
func kerasConfig(layers []dense, model *nn.Model) (kerasObject, error) {
	shape := []any{nil, layers[0].inputs}
	all := []kerasObject{{
		Module: "keras.layers", ClassName: "InputLayer",
		Config: map[string]any{"batch_shape": shape, "dtype": "float32", "sparse": false, "name": "input_layer"},
	}}
	for i, l := range layers {
		all = append(all, kerasObject{
			Module: "keras.layers", ClassName: "Dense",
			Config: map[string]any{
				"name": numbered("dense", i), "trainable": true, "dtype": "float32",
				"units": l.Units, "activation": l.Activation.String(), "use_bias": !l.NoBias,
			},
			Build: map[string]any{"input_shape": []any{nil, l.inputs}},
		})
	}
	root := kerasObject{
		Module: "keras", ClassName: "Sequential",
		Config: map[string]any{
			"name": "sequential", "trainable": true, "dtype": "float32",
			"layers": all, "build_input_shape": shape,
		},
		Build: map[string]any{"input_shape": shape},
	}
	if model == nil || model.Optimizer() == nil && model.Loss() == nil && len(model.Metrics()) == 0 {
		return root, nil
	}
	var err error
	root.Compile, err = compileConfig(model)
	return root, err
}

// writeVariables writes the weights, and an optimizer's memory, as HDF5.
func writeVariables(w io.Writer, layers []dense, model *nn.Model) error {
	root := &hdf5.Group{}
	root.Group("vars").Name = "sequential"
	for i, l := range layers {
		vars := root.Group("layers").Group(numbered("dense", i)).Group("vars")
		vars.Name = numbered("dense", i)
		for j, v := range l.variables() {
			vars.Put(strconv.Itoa(j), hdf5.Dataset{Dims: v.dims, Floats: v.data})
		}
	}
	if model != nil && model.Optimizer() != nil {
		if err := writeOptimizer(root.Group("optimizer").Group("vars"), layers, model); err != nil {
			return err
		}
	}
	return hdf5.Write(w, root)
}

// writeKerasWeights writes a .weights.h5 file. As Keras, it adds the memory of a
// model's optimizer; of one that Keras has not, there is nothing to add.
func writeKerasWeights(w io.Writer, net *nn.Sequential, model *nn.Model) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	if model != nil && model.Optimizer() != nil {
		if _, err := formOf(model.Optimizer()); err != nil {
			model = nil
		}
	}
	return writeVariables(w, layers, model)
}

// fillFromKerasWeights reads a .weights.h5 file into net.
func fillFromKerasWeights(data []byte, net *nn.Sequential) error {
	layers, err := layersOf(net)
	if err != nil {
		return err
	}
	from, err := openVariables(data)
	if err != nil {
		return err
	}
	n, err := from.denseAlone()
	if err == nil && n != len(layers) {
		err = fmt.Errorf("the file has weights of %d Dense layers, the network has %d", n, len(layers))
	}
	if err != nil {
		return err
	}
	read := make([][]float32, 0, 2*len(layers))
	for i, l := range layers {
		vars, err := from.layer("dense", "")
		if err != nil {
			return err
		}
		want := l.variables()
		if len(vars) != len(want) {
			return fmt.Errorf("layer %d: %d variables in the file, wanted are %d", i+1, len(vars), len(want))
		}
		for j, v := range want {
			numbers, err := vars[j].numbers(v.dims...)
			if err != nil {
				return fmt.Errorf("layer %d: %s: %w", i+1, v.name, err)
			}
			read = append(read, numbers)
		}
	}
	fillParams(net, read)
	return nil
}

// fillParams copies variables, in order, over the parameters.
func fillParams(net *nn.Sequential, variables [][]float32) {
	rest := net.Params()
	for _, v := range variables {
		rest = rest[copy(rest, v):]
	}
}
