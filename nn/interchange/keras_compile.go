package interchange

import (
	"encoding/json"
	"errors"
	"fmt"

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
	config, err := f.write()
	if err != nil {
		return nil, fmt.Errorf("optimizer %s: %w", f.class, err)
	}
	c["optimizer"] = kerasObject{Module: "keras.optimizers", ClassName: f.class, Config: config}
	if model.Loss() != nil {
		loss, err := writeLoss(model.Loss())
		if err != nil {
			return nil, err
		}
		c["loss"] = loss
	}
	metrics, weighted, err := writeMetrics(model.Metrics())
	if err != nil {
		return nil, err
	}
	c["metrics"] = metrics
	if weighted != nil {
		c["weighted_metrics"] = weighted
	}
	return c, nil
}

// readCompiled compiles net as Keras did, and gives the optimizer its memory.
func readCompiled(text json.RawMessage, net *nn.Sequential, from store) (*nn.Model, error) {
	s := readSettings(text)
	var optimizer, before, loss, metrics, weighted json.RawMessage
	s.take("optimizer", &optimizer)
	s.take("optimizer_config", &before) // in .h5 files
	s.take("loss", &loss)
	s.take("metrics", &metrics)
	s.take("weighted_metrics", &weighted)
	s.none("loss_weights", "sample_weight_mode")
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
	m, err := readMetrics(metrics)
	if err != nil {
		return nil, fmt.Errorf("metrics: %w", err)
	}
	more, err := readMetrics(weighted)
	if err != nil {
		return nil, fmt.Errorf("weighted_metrics: %w", err)
	}
	for _, one := range more {
		m = append(m, nn.Weighted(one))
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
