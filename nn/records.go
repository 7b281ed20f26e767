package nn

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// header describes a network or a model in a file; the numbers follow it.
type header struct {
	Inputs int               `json:"inputs"`
	Layers []json.RawMessage `json:"layers"`
	Model  *modelRecord      `json:"model,omitempty"`
}

// modelRecord is what Compile and Fit add, in a file.
type modelRecord struct {
	Optimizer  json.RawMessage   `json:"optimizer"`
	Loss       json.RawMessage   `json:"loss"`
	Metrics    []json.RawMessage `json:"metrics,omitempty"`
	Epochs     int               `json:"epochs,omitempty"`
	Iterations int               `json:"iterations,omitempty"`
	Scalars    []float32         `json:"scalars,omitempty"`
}

// record describes the model for a file.
func (m *Model) record() (*modelRecord, error) {
	if m.optimizer == nil || m.loss == nil {
		return nil, errors.New("the model has no optimizer or no loss")
	}
	r := &modelRecord{Epochs: m.epochs, Iterations: m.state.Iterations, Scalars: m.state.Scalars}
	var err error
	if r.Optimizer, err = encodeObject(m.optimizer); err != nil {
		return nil, fmt.Errorf("the optimizer: %w", err)
	}
	if r.Loss, err = encodeObject(m.loss); err != nil {
		return nil, fmt.Errorf("the loss: %w", err)
	}
	for i, metric := range m.metrics {
		text, err := encodeObject(metric)
		if err != nil {
			return nil, fmt.Errorf("metric %d: %w", i+1, err)
		}
		r.Metrics = append(r.Metrics, text)
	}
	return r, nil
}

// model is the inverse of Model.record; slots are the optimizer's vectors.
func (r modelRecord) model(net *Sequential, slots []float32) (*Model, error) {
	optimizer, err := decodeObject[Optimizer](r.Optimizer)
	if err != nil {
		return nil, fmt.Errorf("the optimizer: %w", err)
	}
	loss, err := decodeObject[Loss](r.Loss)
	if err != nil {
		return nil, fmt.Errorf("the loss: %w", err)
	}
	if r.Epochs < 0 || r.Iterations < 0 {
		return nil, fmt.Errorf("%d epochs and %d iterations", r.Epochs, r.Iterations)
	}
	m := net.Compile(optimizer, loss)
	for i, text := range r.Metrics {
		metric, err := decodeObject[Metric](text)
		if err != nil {
			return nil, fmt.Errorf("metric %d: %w", i+1, err)
		}
		m.metrics = append(m.metrics, metric)
	}
	m.epochs, m.state = r.Epochs, State{Iterations: r.Iterations, Slots: slots, Scalars: r.Scalars}
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
		return errors.New("text after the description")
	}
	return nil
}
