package widgets

import (
	"sync"

	"golab/kernel/comm"
	"golab/kernel/display"
)

// The targets and the version of the protocol.
const (
	widgetTarget    = "jupyter.widget"
	controlTarget   = "jupyter.widget.control"
	protocolVersion = "2.1.0"
)

// A model is the state of a widget, here and in the front end.
type model struct {
	name     string // the widget's kind
	style    string // the kind of its style, "" for none
	valueKey string // the entry of the state that is the value, "" for none

	// accept returns the value that a message of the front end or the program
	// asks for, brought into its range, or false when it is none.
	accept func(v any) (any, bool)

	shownValue func() string // the value as text; nil for fmt's
	still      func() string // the widget as HTML that does not move; nil for its text

	mu    sync.Mutex // held while messages are sent too, so that they keep their order
	state map[string]any
	comm  *comm.Comm // nil when the front end does not know the widget
	of    *comm.Manager
	parts []*model // those that the state refers to: layout, style, children
	jobs  []*job   // run when the value changes, or on a click
}

// newModel returns a model that no front end knows yet.
func newModel(name, style, valueKey string, state map[string]any) *model {
	return &model{name: name, style: style, valueKey: valueKey, state: state}
}

// id returns the model's name in the front end, "" before it is open.
func (m *model) id() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.comm == nil {
		return ""
	}
	return m.comm.ID
}

// WidgetState returns a copy of the whole state.
func (m *model) WidgetState() map[string]any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.copyState()
}

func (m *model) copyState() map[string]any {
	state := make(map[string]any, len(m.state))
	for key, value := range m.state {
		state[key] = value
	}
	return state
}

// open makes the model known to the front end, after the models that it refers
// to. It does nothing when it is, and without a front end.
func (m *model) open() error {
	manager := display.Comms()
	if manager == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.comm != nil && m.of == manager {
		return nil
	}
	manager.Register(controlTarget, answerControl(manager))
	if err := m.openParts(); err != nil {
		return err
	}
	c := manager.New(widgetTarget)
	c.SetOwner(m)
	c.OnMsg(m.received)
	c.OnClose(func(comm.Message) { m.forget(c) })
	state, paths, buffers := withoutBuffers(m.state)
	err := c.Open(map[string]any{"state": state, "buffer_paths": paths}, map[string]any{"version": protocolVersion}, buffers...)
	if err != nil {
		return err
	}
	m.comm, m.of = c, manager
	return nil
}

// openParts opens the children, the layout and the style. The caller holds mu.
func (m *model) openParts() error {
	if m.state["children"] != nil {
		refs, err := openAll(m.parts)
		if err != nil {
			return err
		}
		m.state["children"] = refs
	}
	if _, onPage := m.state["_dom_classes"]; onPage {
		if err := m.openPart("layout", layoutState()); err != nil {
			return err
		}
	}
	if m.style == "" {
		return nil
	}
	description, _ := m.state["description"].(string)
	return m.openPart("style", styleState(m.style, description))
}

// openPart opens a model of its own for an entry of the state.
func (m *model) openPart(key string, state map[string]any) error {
	part := newModel(key, "", "", state)
	if err := part.open(); err != nil {
		return err
	}
	m.state[key] = "IPY_MODEL_" + part.id()
	return nil
}

// openAll opens models and returns how others refer to them.
func openAll(models []*model) ([]string, error) {
	refs := make([]string, len(models))
	for i, part := range models {
		if err := part.open(); err != nil {
			return nil, err
		}
		refs[i] = "IPY_MODEL_" + part.id()
	}
	return refs, nil
}

// forget notes that the front end has closed the comm.
func (m *model) forget(c *comm.Comm) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.comm == c {
		m.comm = nil
	}
}

// get returns an entry of the state.
func (m *model) get(key string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state[key]
}

// set changes entries of the state, here and in the front end.
func (m *model) set(entries map[string]any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, value := range entries {
		m.state[key] = value
	}
	m.send("update", entries)
}

// setValue changes the value if it is one, and tells the front end and those who
// observe it. It reports whether it is one.
func (m *model) setValue(v any) bool {
	m.mu.Lock()
	v, ok := m.accept(v)
	changed := ok && m.state[m.valueKey] != v
	var jobs []*job
	if changed {
		m.state[m.valueKey] = v
		jobs = m.jobs
		m.send("update", map[string]any{m.valueKey: v})
	}
	m.mu.Unlock()
	callbacks.run(jobs)
	return ok
}

// send sends entries of the state. The caller holds mu. A front end that cannot
// be reached gets the state when the widget is shown again.
func (m *model) send(method string, entries map[string]any) {
	if m.comm == nil {
		return
	}
	state, paths, buffers := withoutBuffers(entries)
	err := m.comm.Send(map[string]any{"method": method, "state": state, "buffer_paths": paths}, buffers...)
	if err != nil {
		m.comm = nil
	}
}

// observe has the job run when the value changes.
func (m *model) observe(j *job) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.jobs = append(m.jobs[:len(m.jobs):len(m.jobs)], j)
}
