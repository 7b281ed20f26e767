package nn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// header describes a network or a model in a file; the numbers follow it.
type header struct {
	Inputs int           `json:"inputs"`
	Layers []layerRecord `json:"layers"`
	Model  *modelRecord  `json:"model,omitempty"`
}

// layerRecord is a layer in a file.
type layerRecord struct {
	Layer      string `json:"layer"`
	Units      int    `json:"units"`
	Activation string `json:"activation"`
	NoBias     bool   `json:"noBias,omitempty"`
}

// modelRecord is what Compile and Fit add, in a file.
type modelRecord struct {
	Optimizer       string          `json:"optimizer"`
	Hyperparameters json.RawMessage `json:"hyperparameters"`
	Loss            lossRecord      `json:"loss"`
	Metrics         []string        `json:"metrics,omitempty"`
	Epochs          int             `json:"epochs,omitempty"`
	Iterations      int             `json:"iterations,omitempty"`
}

// lossRecord is a loss in a file.
type lossRecord struct {
	Loss         string            `json:"loss"`
	Crossentropy *CrossentropyLoss `json:"crossentropy,omitempty"`
}

// layer is the inverse of Layer.record.
func (r layerRecord) layer() (Layer, error) {
	if r.Layer != "dense" {
		return nil, fmt.Errorf("unknown layer %q", r.Layer)
	}
	a, err := activationNamed(r.Activation)
	return DenseLayer{Units: r.Units, Activation: a, NoBias: r.NoBias}, err
}

// loss is the inverse of Loss.record.
func (r lossRecord) loss() (Loss, error) {
	switch {
	case r.Crossentropy != nil && r.Crossentropy.String() == r.Loss:
		return *r.Crossentropy, nil
	case r.Crossentropy == nil && r.Loss == MeanSquaredError.String():
		return MeanSquaredError, nil
	}
	return nil, fmt.Errorf("unknown loss %q", r.Loss)
}

// optimizerName returns Keras's class name, or the Go type of another one.
func optimizerName(o Optimizer) string {
	switch o.(type) {
	case *RMSprop:
		return "RMSprop"
	case *SGD:
		return "SGD"
	case *Adam:
		return "Adam"
	}
	return fmt.Sprintf("%T", o)
}

// optimizer is the inverse of optimizerName and the hyperparameters.
func (r modelRecord) optimizer() (Optimizer, error) {
	var o Optimizer
	switch r.Optimizer {
	case "RMSprop":
		o = &RMSprop{}
	case "SGD":
		o = &SGD{}
	case "Adam":
		o = &Adam{}
	default:
		return nil, fmt.Errorf("unknown optimizer %q", r.Optimizer)
	}
	return o, decodeStrictly(r.Hyperparameters, o)
}

// record describes the model for a file.
func (m *Model) record() (*modelRecord, error) {
	if m.optimizer == nil || m.loss == nil {
		return nil, fmt.Errorf("the model has no optimizer or no loss")
	}
	r := &modelRecord{
		Optimizer:  optimizerName(m.optimizer),
		Loss:       m.loss.record(),
		Epochs:     m.epochs,
		Iterations: m.state.Iterations,
	}
	var err error
	if r.Hyperparameters, err = json.Marshal(m.optimizer); err != nil {
		return nil, err
	}
	if _, err := r.optimizer(); err != nil {
		return nil, err
	}
	for _, metric := range m.metrics {
		if metric == nil {
			return nil, fmt.Errorf("a metric is nil")
		}
		r.Metrics = append(r.Metrics, metric.String())
	}
	return r, nil
}

// model is the inverse of Model.record; slots are the optimizer's vectors.
func (r modelRecord) model(net *Sequential, slots []float32) (*Model, error) {
	optimizer, err := r.optimizer()
	if err != nil {
		return nil, err
	}
	loss, err := r.Loss.loss()
	if err != nil {
		return nil, err
	}
	if r.Epochs < 0 || r.Iterations < 0 {
		return nil, fmt.Errorf("%d epochs and %d iterations", r.Epochs, r.Iterations)
	}
	m := net.Compile(optimizer, loss)
	for _, name := range r.Metrics {
		if name != Accuracy.String() {
			return nil, fmt.Errorf("unknown metric %q", name)
		}
		m.metrics = append(m.metrics, Accuracy)
	}
	m.epochs, m.state = r.Epochs, State{Iterations: r.Iterations, Slots: slots}
	return m, nil
}

// decodeStrictly decodes all of text into v and refuses fields that v has not.
func decodeStrictly(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("text after the description")
	}
	return nil
}
