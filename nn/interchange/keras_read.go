package interchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golab/nn"
	"golab/nn/interchange/internal/hdf5"
)

// kerasModel is a model's JSON, in a .keras file or an attribute of an .h5 file.
type kerasModel struct {
	object
	Compile json.RawMessage `json:"compile_config"`
}

// readKeras reads a .keras file, which is a zip, or an .h5 file of before.
func readKeras(data []byte, forPredict bool) (*nn.Model, error) {
	if bytes.HasPrefix(data, []byte("PK")) {
		return readKerasZip(data, forPredict)
	}
	f, err := hdf5.Open(data)
	if err != nil {
		return nil, fmt.Errorf("neither a .keras file nor: %w", err)
	}
	root, err := f.Object("")
	if err != nil {
		return nil, err
	}
	config, err := text(root, "model_config")
	if err != nil {
		return nil, err
	}
	if config == "" {
		return nil, errors.New("there is no model_config in the file: it holds weights alone, use LoadWeights with a network")
	}
	training, err := text(root, "training_config")
	if err != nil {
		return nil, err
	}
	var m kerasModel
	if err := json.Unmarshal([]byte(config), &m); err != nil {
		return nil, fmt.Errorf("model_config: %w", err)
	}
	m.Compile = json.RawMessage(training)
	return m.read(legacy{f}, forPredict)
}

// read builds the model from its JSON and the file of weights.
func (m kerasModel) read(from store, predict bool) (*nn.Model, error) {
	layers, err := m.layers()
	if err != nil {
		return nil, err
	}
	r := &reader{forPredict: predict}
	for i, l := range layers {
		name, err := l.name()
		if err == nil {
			err = r.readNext(l, name, from)
		}
		if err != nil {
			return nil, fmt.Errorf("layer %d (%s %q): %w", i+1, short([]byte(l.ClassName)), short([]byte(name)), err)
		}
	}
	net, err := r.stack.network()
	if err != nil {
		return nil, err
	}
	if predict || isNull(m.Compile) {
		return forPredict(net), nil
	}
	model, err := readCompiled(m.Compile, net, from)
	if err != nil {
		return nil, fmt.Errorf("%w (LoadForPredict reads the network alone)", err)
	}
	return model, nil
}

// name returns a layer's name.
func (o object) name() (string, error) {
	var c struct {
		Name string `json:"name"`
	}
	if len(o.Config) == 0 {
		return "", errors.New("the config is missing")
	}
	if err := json.Unmarshal(o.Config, &c); err != nil {
		return "", fmt.Errorf("the config: %w", err)
	}
	return c.Name, nil
}

// readNext adds one layer, or learns from it how many numbers a row has.
func (r *reader) readNext(l kerasLayer, name string, from store) error {
	inputs, given, err := l.inputs(r.stack.axes != nil)
	if err != nil {
		return err
	}
	if given {
		if err := r.stack.expect(inputs); err != nil {
			return err
		}
	}
	if l.ClassName == "InputLayer" {
		return nil
	}
	if l.Module != "" && l.Module != "keras" && !strings.HasPrefix(l.Module, "keras.") || l.Registered != "" && l.Registered != l.ClassName {
		return fmt.Errorf("a layer of module %q registered as %q, read are Keras's own", short([]byte(l.Module)), short([]byte(l.Registered)))
	}
	snake := snakeOf(l.ClassName)
	if _, known := folding()[l.ClassName]; !known {
		if _, err := layerFormNamed(l.ClassName); err != nil {
			return err
		}
	}
	vars, err := from.layer(snake, name)
	if err != nil {
		return err
	}
	return r.readLayer(l.ClassName, l.Config, vars)
}

// kerasLayer is a layer's JSON.
type kerasLayer struct {
	object
	Module     string `json:"module"`
	Registered string `json:"registered_name"`
	Build      struct {
		Shape json.RawMessage `json:"input_shape"`
	} `json:"build_config"`
	Inbound json.RawMessage `json:"inbound_nodes"` // of a functional model
}

// inputs returns how many numbers per row the layer says that it takes.
func (l kerasLayer) inputs(known bool) (n int, given bool, err error) {
	var c struct {
		Shape    json.RawMessage `json:"batch_shape"`
		Before   json.RawMessage `json:"batch_input_shape"`
		InputDim int             `json:"input_dim"`
	}
	if err := json.Unmarshal(l.Config, &c); err != nil {
		return 0, false, fmt.Errorf("the config: %w", err)
	}
	for _, text := range []json.RawMessage{c.Shape, c.Before, l.Build.Shape} {
		if isNull(text) {
			continue
		}
		var shape []*int
		err := json.Unmarshal(text, &shape)
		if err == nil && known && len(shape) > 2 {
			return 0, false, nil // behind a Reshape or an Embedding
		}
		if err != nil || len(shape) != 2 || shape[1] == nil {
			return 0, false, fmt.Errorf("input of shape %s, read are networks on rows of numbers: [null, n]", short(text))
		}
		return *shape[1], true, nil
	}
	if l.ClassName == "Embedding" {
		return 0, false, nil // where it is the number of classes
	}
	return c.InputDim, c.InputDim != 0, nil
}

// snakeOf returns a class in snake case, as Keras makes it.
func snakeOf(class string) string {
	var b strings.Builder
	for i, c := range class {
		upper := c >= 'A' && c <= 'Z'
		if upper && i > 0 {
			before, next := class[i-1], byte('A')
			if i+1 < len(class) {
				next = class[i+1]
			}
			if before >= 'a' && before <= 'z' || next >= 'a' && next <= 'z' {
				b.WriteByte('_')
			}
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}

// layers returns the layers of a Sequential, or of a functional model that is a
// chain, in order.
func (m kerasModel) layers() ([]kerasLayer, error) {
	var c struct {
		Layers []kerasLayer    `json:"layers"`
		Build  json.RawMessage `json:"build_input_shape"`
	}
	text := bytes.TrimSpace(m.Config)
	chain := false
	switch m.ClassName {
	case "Sequential":
		if bytes.HasPrefix(text, []byte("[")) { // before Keras 2.2.3
			text = append(append([]byte(`{"layers":`), text...), '}')
		}
	case "Functional", "Model":
		chain = true
	default:
		return nil, fmt.Errorf("a model of class %q, read are Sequential and chains of Functional", short([]byte(m.ClassName)))
	}
	if len(text) == 0 {
		return nil, errors.New("the model's config is missing")
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("the model's config: %w", err)
	}
	if chain {
		return c.Layers, checkChain(c.Layers)
	}
	if first := len(c.Layers) > 0 && c.Layers[0].ClassName != "InputLayer"; first && isNull(c.Layers[0].Build.Shape) {
		c.Layers[0].Build.Shape = c.Build
	}
	return c.Layers, nil
}

// checkChain fails unless each layer of a functional model takes what the one
// before it gives, and nothing else.
func checkChain(layers []kerasLayer) error {
	before := ""
	for i, l := range layers {
		name, err := l.name()
		if err != nil {
			return fmt.Errorf("layer %d: %w", i+1, err)
		}
		var inbound any
		if !isNull(l.Inbound) {
			if err := json.Unmarshal(l.Inbound, &inbound); err != nil {
				return fmt.Errorf("layer %q: inbound_nodes: %w", name, err)
			}
		}
		from := histories(inbound, nil)
		if i == 0 && len(from) == 0 || i > 0 && len(from) == 1 && from[0] == before {
			before = name
			continue
		}
		return fmt.Errorf("layer %q takes the outputs of %q, only chains are read", name, from)
	}
	return nil
}

// histories appends the names of the layers that inbound nodes refer to, in the
// form of Keras 3, {"keras_history": [name, …]}, or of Keras 2, [name, 0, 0, {}].
func histories(v any, names []string) []string {
	switch v := v.(type) {
	case []any:
		if len(v) >= 3 {
			if name, ok := v[0].(string); ok {
				return append(names, name)
			}
		}
		for _, e := range v {
			names = histories(e, names)
		}
	case map[string]any:
		for key, e := range v {
			if key != "shape" {
				names = histories(e, names)
			}
		}
	}
	return names
}
