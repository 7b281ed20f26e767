package comm

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Handle takes a message of the front end and returns when its handler has. A
// comm_open for a target without a handler is answered by a comm_close.
//
// It fails, and has done nothing, when the data are no JSON object, when a comm
// is to be opened that is open already, and when a message is for a comm that is
// not open, as one left from a session before. It fails too when the handler
// panics, with the text of the panic or the error that it holds.
func (m *Manager) Handle(msg Message) error {
	data := bytes.TrimSpace(msg.Data)
	switch {
	case len(data) == 0 || string(data) == "null":
		msg.Data = json.RawMessage("{}")
	case data[0] != '{' || !json.Valid(data):
		return fmt.Errorf("comm: Handle: %s of %q: the data are no JSON object", msg.Kind, msg.ID)
	}
	switch msg.Kind {
	case Open:
		return m.opened(msg)
	case Msg:
		return m.received(msg)
	case Close:
		return m.closed(msg)
	}
	return fmt.Errorf("comm: Handle: %q is no message of a comm", msg.Kind)
}

// opened handles a comm_open.
func (m *Manager) opened(msg Message) error {
	c := &Comm{ID: msg.ID, Target: msg.Target, m: m}
	m.mu.Lock()
	h, known := m.targets[msg.Target]
	_, twice := m.comms[msg.ID]
	if len(m.asked) < maxAsked {
		m.asked[msg.Target] = true
	}
	if known && !twice {
		m.comms[c.ID] = c
	}
	m.mu.Unlock()
	switch {
	case twice:
		return fmt.Errorf("comm: Handle: comm_open of %q, which is open", msg.ID)
	case !known:
		return m.send(Message{Kind: Close, ID: msg.ID, Data: json.RawMessage("{}")})
	}
	err := call(func(msg Message) { h(c, msg) }, msg)
	if err != nil {
		c.Close(nil)
	}
	return err
}

// maxAsked bounds the targets that Asked remembers.
const maxAsked = 1000

// received handles a comm_msg.
func (m *Manager) received(msg Message) error {
	c := m.comm(msg.ID)
	if c == nil {
		return fmt.Errorf("comm: Handle: comm_msg for %q, which is not open", msg.ID)
	}
	c.mu.Lock()
	f := c.onMsg
	c.mu.Unlock()
	return call(f, msg)
}

// closed handles a comm_close.
func (m *Manager) closed(msg Message) error {
	c := m.comm(msg.ID)
	if c == nil || !m.remove(c) {
		return fmt.Errorf("comm: Handle: comm_close of %q, which is not open", msg.ID)
	}
	c.mu.Lock()
	f := c.onClose
	c.mu.Unlock()
	return call(f, msg)
}

// call calls a handler and returns its panic.
func call(f func(Message), msg Message) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("comm: Handle: %s of %q: %w", msg.Kind, msg.ID, p)
		default:
			err = fmt.Errorf("comm: Handle: %s of %q: panic: %v", msg.Kind, msg.ID, p)
		}
	}()
	if f != nil {
		f(msg)
	}
	return nil
}
