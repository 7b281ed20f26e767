package interchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golab/nn"
)

// compileConfig returns what Keras's compile was given.
func compileConfig(model *nn.Model) (map[string]any, error) {
	c := map[string]any{
		"loss_weights": nil, "weighted_metrics": nil,
		"run_eagerly": false, "steps_per_execution": 1, "jit_compile": false,
	}
	if model.Optimizer() == nil {
		return nil, errors.New("the model has no optimizer, Keras would give it one: compile it with an optimizer, or save its Network")
	}
	f, err := formOf(model.Optimizer())
	if err != nil {
		return nil, err
	}
	c["optimizer"] = kerasObject{Module: "keras.optimizers", ClassName: f.class, Config: f.write()}
	if model.Loss() != nil {
		loss, err := writeLoss(model.Loss())
		if err != nil {
			return nil, err
		}
		c["loss"] = loss
	}
	var metrics []string
	for _, m := range model.Metrics() {
		if _, ok := m.(nn.AccuracyMetric); !ok {
			return nil, fmt.Errorf("metric %v has no name in Keras", m)
		}
		metrics = append(metrics, nn.Accuracy.String())
	}
	c["metrics"] = metrics
	return c, nil
}

// lossClass returns Keras's class of a crossentropy.
func lossClass(l nn.Labels) string {
	switch l {
	case nn.OneHotLabels:
		return "CategoricalCrossentropy"
	case nn.ClassNumbers:
		return "SparseCategoricalCrossentropy"
	}
	return "BinaryCrossentropy"
}

// writeLoss returns a loss as Keras has it: a name when nothing else is to be said.
func writeLoss(loss nn.Loss) (any, error) {
	switch l := loss.(type) {
	case nn.MeanSquaredErrorLoss:
		return l.String(), nil
	case nn.CrossentropyLoss:
		if !l.FromLogits && l.LabelSmoothing == 0 {
			return l.String(), nil
		}
		config := map[string]any{"name": l.String(), "reduction": "sum_over_batch_size", "from_logits": l.FromLogits}
		if l.Labels != nn.ClassNumbers {
			config["label_smoothing"] = float(l.LabelSmoothing)
		}
		return kerasObject{Module: "keras.losses", ClassName: lossClass(l.Labels), Config: config}, nil
	}
	return nil, fmt.Errorf("loss %v has no name in Keras", loss)
}

// readCompiled compiles net as Keras did, and gives the optimizer its memory.
func readCompiled(text json.RawMessage, net *nn.Sequential, from store) (*nn.Model, error) {
	s := readSettings(text)
	var optimizer, before, loss, metrics json.RawMessage
	s.take("optimizer", &optimizer)
	s.take("optimizer_config", &before) // in .h5 files
	s.take("loss", &loss)
	s.take("metrics", &metrics)
	s.none("loss_weights", "weighted_metrics", "sample_weight_mode")
	s.skip("run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss")
	if err := s.end(); err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	if optimizer == nil {
		optimizer = before
	}
	if isNull(optimizer) && isNull(loss) && isNull(metrics) {
		return forPredict(net), nil
	}
	o, err := readOptimizer(optimizer)
	if err != nil {
		return nil, fmt.Errorf("optimizer: %w", err)
	}
	l, err := readLoss(loss)
	if err != nil {
		return nil, fmt.Errorf("loss: %w", err)
	}
	m, err := readMetrics(metrics, net.Outputs())
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	if o == nil {
		return nil, errors.New("compile: there is no optimizer")
	}
	vars, err := from.optimizer()
	if err != nil {
		return nil, err
	}
	state, err := o.readState(vars, net)
	if err != nil {
		return nil, fmt.Errorf("the optimizer's memory: %w", err)
	}
	model := net.Compile(o.optimizer, l, m...)
	return model, model.SetOptimizerState(state)
}

// readOptimizer reads an optimizer, nil for none.
func readOptimizer(text json.RawMessage) (*optimizerForm, error) {
	name, config, err := named(text)
	if err != nil || name == "" {
		return nil, err
	}
	o, err := optimizerNamed(name)
	if err != nil {
		return nil, err
	}
	f, err := formOf(o)
	if err != nil {
		return nil, err
	}
	if config == nil {
		config = json.RawMessage("{}")
	}
	if err := f.read(readSettings(config)); err != nil {
		return nil, fmt.Errorf("%s: %w", f.class, err)
	}
	return formOf(o) // which vectors it has depends on what was read
}

// readLoss reads a loss, nil for none.
func readLoss(text json.RawMessage) (nn.Loss, error) {
	name, config, err := named(text)
	if err != nil || name == "" {
		return nil, err
	}
	s := readSettings(json.RawMessage("{}"))
	if config != nil {
		s = readSettings(config)
	}
	reduction := "sum_over_batch_size"
	s.take("reduction", &reduction)
	s.skip("name", "fn")
	s.none("ignore_class")
	if s.err == nil && reduction != "sum_over_batch_size" && reduction != "auto" {
		return nil, fmt.Errorf("reduction is %q, which golab/nn has not", short([]byte(reduction)))
	}
	if slices.Contains([]string{"mean_squared_error", "mse", "MSE", "MeanSquaredError"}, name) {
		return nn.MeanSquaredError, s.end()
	}
	for _, labels := range []nn.Labels{nn.BinaryLabels, nn.OneHotLabels, nn.ClassNumbers} {
		l := nn.CrossentropyLoss{Labels: labels}
		if name != l.String() && name != lossClass(labels) {
			continue
		}
		s.take("from_logits", &l.FromLogits)
		s.take("label_smoothing", &l.LabelSmoothing)
		if err := takeLastAxis(s); err != nil {
			return nil, err
		}
		return l, s.end()
	}
	return nil, fmt.Errorf("%q, which golab/nn has not", short([]byte(name)))
}

// readMetrics reads the list of metrics of a network with k outputs. Keras 2 puts it
// into a list of its own for each output layer.
func readMetrics(text json.RawMessage, k int) ([]nn.Metric, error) {
	if isNull(text) {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	if len(list) == 1 && len(list[0]) > 0 && list[0][0] == '[' {
		if err := json.Unmarshal(list[0], &list); err != nil {
			return nil, err
		}
	}
	var all []nn.Metric
	for _, one := range list {
		name, config, err := named(one)
		if err != nil {
			return nil, err
		}
		if config != nil {
			if name, err = wrappedMetric(name, config); err != nil {
				return nil, err
			}
		}
		if name != "accuracy" && name != "acc" && !accuracyOf(name, k) {
			return nil, fmt.Errorf("%q, which golab/nn has not", short([]byte(name)))
		}
		all = append(all, nn.Accuracy)
	}
	return all, nil
}

// accuracyOf reports whether a metric is what "accuracy" means for k outputs.
func accuracyOf(name string, k int) bool {
	if k == 1 {
		return name == "binary_accuracy"
	}
	return name == "categorical_accuracy" || name == "sparse_categorical_accuracy"
}

// wrappedMetric returns the function that Keras 2 wraps into a metric.
func wrappedMetric(class string, config json.RawMessage) (string, error) {
	if class != "MeanMetricWrapper" {
		return "", fmt.Errorf("class %q, which golab/nn has not", short([]byte(class)))
	}
	var c struct {
		Function string `json:"fn"`
	}
	if err := json.Unmarshal(config, &c); err != nil || c.Function == "" {
		return "", errors.Join(errors.New("a metric without a name"), err)
	}
	return c.Function, nil
}
