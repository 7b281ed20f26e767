package nn

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// goldenArguments is an object of Keras in a file of goldens: its class and the
// arguments of its constructor.
type goldenArguments map[string]json.RawMessage

// text returns an argument that is a string; "" when there is none.
func (a goldenArguments) text(name string) string {
	var s string
	_ = json.Unmarshal(a[name], &s)
	return s
}

// without returns the arguments but those named.
func (a goldenArguments) without(names ...string) goldenArguments {
	rest := goldenArguments{}
	for name, v := range a {
		if !slices.Contains(names, name) {
			rest[name] = v
		}
	}
	return rest
}

// goldenFieldNames are the fields whose names do not follow from Keras's.
var goldenFieldNames = map[string]string{
	"l1_regularization_strength":           "L1",
	"l2_regularization_strength":           "L2",
	"l2_shrinkage_regularization_strength": "Shrinkage",
	"summation_method":                     "Summation",
	"class_aggregation":                    "Aggregation",
	"apply_class_balancing":                "ClassBalancing",
	"num_regressors":                       "Regressors",
}

// fill sets the fields of the struct that v points to by Keras's arguments.
func (a goldenArguments) fill(v any) error {
	fields := reflect.ValueOf(v).Elem()
	for name, text := range a {
		want, ok := goldenFieldNames[name]
		if !ok {
			want = strings.ReplaceAll(name, "_", "")
		}
		f := fields.FieldByNameFunc(func(n string) bool { return strings.EqualFold(n, want) })
		if !f.IsValid() {
			return fmt.Errorf("%T has no field for %s", v, name)
		}
		if f.Kind() == reflect.Slice && text[0] != '[' {
			text = json.RawMessage("[" + string(text) + "]")
		}
		if err := json.Unmarshal(text, f.Addr().Interface()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// known returns a pointer to a new zero value of the type in objects with one of the
// names.
func known(names ...string) (reflect.Value, error) {
	for _, o := range objects() {
		t := reflect.Indirect(reflect.ValueOf(o)).Type()
		if slices.Contains(names, t.Name()) {
			return reflect.New(t), nil
		}
	}
	return reflect.Value{}, fmt.Errorf("no type is called %q", names)
}

// goldenLayers makes layers that need more than fill, by Keras's class name.
var goldenLayers = map[string]func(a goldenArguments) (Layer, error){
	"Dense": func(a goldenArguments) (Layer, error) {
		var l DenseLayer
		l.NoBias = string(a["use_bias"]) == "false"
		for name, r := range map[string]*Regularizer{"kernel_regularizer": &l.KernelRegularizer, "bias_regularizer": &l.BiasRegularizer} {
			if text, ok := a[name]; ok {
				if err := json.Unmarshal(text, r); err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		if name := a.text("activation"); name != "" {
			activation, err := activationNamed(name)
			if err != nil {
				return nil, err
			}
			l.Activation = activation
		}
		err := a.without("layer", "activation", "use_bias", "kernel_regularizer", "bias_regularizer").fill(&l)
		return l, err
	},
}

// layer makes a layer.
func (a goldenArguments) layer() (Layer, error) {
	class := a.text("layer")
	if make, ok := goldenLayers[class]; ok {
		return make(a)
	}
	v, err := known(class + "Layer")
	if err != nil {
		return nil, err
	}
	if err := a.without("layer").fill(v.Interface()); err != nil {
		return nil, err
	}
	return v.Elem().Interface().(Layer), nil
}

// optimizer makes an optimizer with its schedule.
func (a goldenArguments) optimizer() (Optimizer, error) {
	v, err := known(a.text("name"))
	if err != nil {
		return nil, err
	}
	o := v.Interface().(optimizerRule)
	rest := a.without("name", "use_ema")
	if rate := a["learning_rate"]; len(rate) > 0 && rate[0] == '{' {
		var s goldenArguments
		if err := json.Unmarshal(rate, &s); err != nil {
			return nil, err
		}
		if o.common().Schedule, err = s.schedule(); err != nil {
			return nil, err
		}
		rest = rest.without("learning_rate")
	}
	if string(a["use_ema"]) == "true" {
		o.common().EMAMomentum = 0.99
	}
	return o, rest.fill(o)
}

// schedule makes a schedule.
func (a goldenArguments) schedule() (Schedule, error) {
	v, err := known(a.text("name"))
	if err != nil {
		return nil, err
	}
	if err := a.without("name").fill(v.Interface()); err != nil {
		return nil, err
	}
	return v.Elem().Interface().(Schedule), nil
}

// goldenLossNames are short names of losses.
var goldenLossNames = map[string]string{"mse": "mean_squared_error"}

// loss makes a loss.
func (a goldenArguments) loss() (Loss, error) {
	name := a.text("name")
	if long, ok := goldenLossNames[name]; ok {
		name = long
	}
	for _, o := range append(objects(), CategoricalCrossentropy, SparseCategoricalCrossentropy) {
		l, ok := o.(Loss)
		if !ok || l.String() != name {
			continue
		}
		v := reflect.New(reflect.TypeOf(o))
		v.Elem().Set(reflect.ValueOf(o))
		if err := a.without("name").fill(v.Interface()); err != nil {
			return nil, err
		}
		return v.Elem().Interface().(Loss), nil
	}
	return nil, fmt.Errorf("no loss is called %q", name)
}

// model builds the case's model with its initial weights.
func (c *goldenFit) model() (*Model, error) {
	var layers []Layer
	for _, a := range c.Layers {
		l, err := a.layer()
		if err != nil {
			return nil, fmt.Errorf("layer: %w", err)
		}
		layers = append(layers, l)
	}
	net := NewSequential(c.InputDim, layers...)
	if err := net.Err(); err != nil {
		return nil, err
	}
	variables := net.Variables()
	if len(variables) != len(c.InitialWeights) {
		return nil, fmt.Errorf("%d arrays of weights, the layers have %d", len(c.InitialWeights), len(variables))
	}
	for i, v := range variables {
		if err := fillWeights(v.Values, c.InitialWeights[i]); err != nil {
			return nil, err
		}
	}
	optimizer, err := c.Optimizer.optimizer()
	if err != nil {
		return nil, err
	}
	loss, err := c.Loss.loss()
	if err != nil {
		return nil, err
	}
	metrics, err := c.metrics()
	if err != nil {
		return nil, err
	}
	return net.Compile(optimizer, loss, metrics...), nil
}

// fillWeights reads an array of any depth.
func fillWeights(dst []float32, text json.RawMessage) error {
	flat := strings.FieldsFunc(string(text), func(r rune) bool { return strings.ContainsRune("[], \n", r) })
	if len(flat) != len(dst) {
		return fmt.Errorf("%d weights, want %d", len(flat), len(dst))
	}
	return json.Unmarshal([]byte("["+strings.Join(flat, ",")+"]"), &dst)
}

// metrics makes the metrics, weighted ones after the others.
func (c *goldenFit) metrics() ([]Metric, error) {
	var all []Metric
	for i, list := range [][]json.RawMessage{c.Metrics, c.WeightedMetrics} {
		for _, text := range list {
			m, err := goldenMetric(text)
			if err != nil {
				return nil, err
			}
			if i == 1 {
				m = Weighted(m)
			}
			all = append(all, m)
		}
	}
	return all, nil
}
