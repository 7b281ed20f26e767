package widgets

import (
	"encoding/json"

	"golab/kernel/comm"
)

// A request is the data of a message of the front end.
type request struct {
	Method  string                     `json:"method"`
	State   map[string]json.RawMessage `json:"state"`
	Content struct {
		Event string `json:"event"`
	} `json:"content"`
}

// received handles a message of the front end. What is not understood is dropped.
func (m *model) received(msg comm.Message) {
	var r request
	if json.Unmarshal(msg.Data, &r) != nil {
		return
	}
	switch r.Method {
	case "update":
		m.updated(r.State)
	case "request_state":
		m.mu.Lock()
		defer m.mu.Unlock()
		m.send("update", m.copyState())
	case "custom":
		if m.name == "Button" && r.Content.Event == "click" {
			m.click()
		}
	}
}

// updated takes a value of the front end. It goes back at once, so that other
// pages that show the widget follow, and once more if it is not quite the one
// that was asked for.
func (m *model) updated(state map[string]json.RawMessage) {
	raw, ok := state[m.valueKey]
	var asked any
	if !ok || m.accept == nil || json.Unmarshal(raw, &asked) != nil {
		return
	}
	m.mu.Lock()
	value, ok := m.accept(asked)
	if !ok {
		value = m.state[m.valueKey]
	}
	changed := m.state[m.valueKey] != value
	m.state[m.valueKey] = value
	jobs := m.jobs
	m.send("echo_update", map[string]any{m.valueKey: raw})
	if again, err := json.Marshal(value); err == nil && !sameJSON(again, asked) {
		m.send("update", map[string]any{m.valueKey: value})
	}
	m.mu.Unlock()
	if changed {
		callbacks.run(jobs)
	}
}

// sameJSON reports whether the text stands for the scalar v.
func sameJSON(text []byte, v any) bool {
	var w any
	if json.Unmarshal(text, &w) != nil {
		return false
	}
	switch v.(type) {
	case []any, map[string]any:
		return false
	}
	return v == w
}

// withoutBuffers returns the state without the entries that are bytes, with the
// paths to these and the bytes, which travel beside the message.
func withoutBuffers(state map[string]any) (rest map[string]any, paths [][]string, buffers [][]byte) {
	rest, paths = map[string]any{}, [][]string{}
	for key, value := range state {
		if b, ok := value.([]byte); ok {
			paths, buffers = append(paths, []string{key}), append(buffers, b)
			continue
		}
		rest[key] = value
	}
	return rest, paths, buffers
}

// answerControl returns the handler of the comms by which a page that has been
// loaded again asks for the states of all widgets.
func answerControl(m *comm.Manager) comm.Handler {
	return func(c *comm.Comm, _ comm.Message) {
		c.OnMsg(func(msg comm.Message) {
			var r request
			if json.Unmarshal(msg.Data, &r) == nil && r.Method == "request_states" {
				sendStates(m, c)
			}
		})
	}
}

// sendStates sends the states of all widgets on c.
func sendStates(m *comm.Manager, c *comm.Comm) {
	states, paths, buffers := map[string]any{}, [][]string{}, [][]byte{}
	for _, w := range m.Comms(widgetTarget) {
		owner, ok := w.Owner().(interface{ WidgetState() map[string]any })
		if !ok {
			continue
		}
		state, at, bytes := withoutBuffers(owner.WidgetState())
		for i, path := range at {
			paths, buffers = append(paths, append([]string{w.ID, "state"}, path...)), append(buffers, bytes[i])
		}
		states[w.ID] = map[string]any{
			"model_name": state["_model_name"], "model_module": state["_model_module"],
			"model_module_version": state["_model_module_version"], "state": state,
		}
	}
	c.Send(map[string]any{"method": "update_states", "states": states, "buffer_paths": paths}, buffers...)
}
