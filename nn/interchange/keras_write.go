package interchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
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
func kerasConfig(layers []layer, model *nn.Model) (kerasObject, error) {
	shape := batchShape(layers[0].in)
	all := []kerasObject{{
		Module: "keras.layers", ClassName: "InputLayer",
		Config: map[string]any{"batch_shape": shape, "dtype": "float32", "sparse": false, "name": "input_layer"},
	}}
	for i, l := range layers {
		o, err := l.form.object("keras.layers", l.Layer)
		if err != nil {
			return o, fmt.Errorf("layer %d (%v): %w", i+1, l.Layer, err)
		}
		maps.Copy(o.Config, map[string]any{"name": l.name, "trainable": !l.frozen, "dtype": "float32"})
		o.Build = map[string]any{"input_shape": batchShape(l.in)}
		all = append(all, o)
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

// batchShape returns the shape of rows with these axes as Keras has it.
func batchShape(axes []int) []any {
	shape := []any{nil}
	for _, d := range axes {
		shape = append(shape, d)
	}
	return shape
}

// writeVariables writes the weights, and an optimizer's memory, as HDF5.
func writeVariables(w io.Writer, layers []layer, net *nn.Sequential, model *nn.Model) error {
	root := &hdf5.Group{}
	root.Group("vars").Name = "sequential"
	for i, l := range layers {
		vars := root.Group("layers").Group(l.name).Group("vars")
		vars.Name = l.name
		for j, v := range l.weights {
			vars.Put(strconv.Itoa(j), hdf5.Dataset{Dims: v.dims, Floats: v.data})
		}
		if _, ok := l.Layer.(nn.NormalizationLayer); ok {
			if err := l.checkFinite(); err != nil {
				return fmt.Errorf("layer %d: %w", i+1, err)
			}
			none := int64(0) // of the rows that an adapt has seen
			vars.Put("2", hdf5.Dataset{Int: &none})
		}
	}
	if model != nil && model.Optimizer() != nil {
		if err := writeOptimizer(root.Group("optimizer").Group("vars"), net, model); err != nil {
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
	return writeVariables(w, layers, net, model)
}

// checkFinite fails for means and variances that are no float32 numbers.
func (l layer) checkFinite() error {
	for _, v := range l.weights {
		for i, f := range v.data {
			if f-f != 0 {
				return fmt.Errorf("%v: %s[%d] is too large for float32", l.Layer, v.name, i)
			}
		}
	}
	return nil
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
	if err := from.checkGroups(layers); err != nil {
		return err
	}
	var read [][]float32
	for i, l := range layers {
		vars, err := from.layer(snakeOf(l.form.class), "")
		if err != nil {
			return err
		}
		if _, ok := l.Layer.(nn.NormalizationLayer); ok {
			err = l.checkNormalization(vars)
		} else {
			var numbers [][]float32
			numbers, err = numbersOf(l.Layer, l.in, vars)
			read = append(read, numbers...)
		}
		if err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
	}
	return fillVariables(net, read)
}

// checkNormalization fails unless the file has the mean and variance that the layer
// has, which is no part of the network's weights.
func (l layer) checkNormalization(vars []weights) error {
	if len(vars) == 0 {
		return nil // given to the layer, in Keras too
	}
	if len(vars) != len(l.weights)+1 {
		return fmt.Errorf("%d variables in the file, wanted are %d", len(vars), len(l.weights)+1)
	}
	for i, v := range l.weights {
		numbers, err := vars[i].numbers(v.dims...)
		if err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		for j, f := range numbers {
			if !(math.Abs(float64(f-v.data[j])) <= 1e-6*math.Abs(float64(f))) {
				return fmt.Errorf("%s[%d] is %v in the file, %v in the network, and no weight: use .keras", v.name, j, f, v.data[j])
			}
		}
	}
	return nil
}
