package comm

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
)

// ErrClosed is returned by the methods of a Comm that has been closed by either
// side.
var ErrClosed = errors.New("the comm is closed")

// A Comm is the kernel's end of a pair. Its methods may be called from many
// goroutines at once; messages that one goroutine sends keep their order.
type Comm struct {
	ID     string
	Target string

	m *Manager

	mu      sync.Mutex
	onMsg   func(Message)
	onClose func(Message)
	owner   any
}

// OnMsg makes f get the messages of the front end, in the place of the function
// before. Messages without one are dropped.
func (c *Comm) OnMsg(f func(Message)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onMsg = f
}

// OnClose makes f get the message by which the front end closes the comm, in the
// place of the function before.
func (c *Comm) OnClose(f func(Message)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onClose = f
}

// SetOwner notes whose comm it is, for those who find it by Manager.Comms.
func (c *Comm) SetOwner(owner any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.owner = owner
}

// Owner returns what SetOwner was given last.
func (c *Comm) Owner() any {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.owner
}

// Open makes the comm known to the front end. The data are its first message and
// metadata goes beside them; either may be nil, or anything that encoding/json
// makes an object of. A front end that does not know the target closes the comm,
// or says nothing.
//
// It fails when data or metadata are no object, and when the message cannot be
// sent; then the comm is closed.
func (c *Comm) Open(data, metadata any, buffers ...[]byte) error {
	err := c.send(Message{Kind: Open, ID: c.ID, Target: c.Target, Buffers: buffers}, data, metadata)
	if err != nil {
		c.m.remove(c)
		return fmt.Errorf("comm: Open: %s: %w", c.Target, err)
	}
	return nil
}

// Send sends a message to the front end's end of the pair. The data may be nil,
// or anything that encoding/json makes an object of.
func (c *Comm) Send(data any, buffers ...[]byte) error {
	if err := c.send(Message{Kind: Msg, ID: c.ID, Buffers: buffers}, data, nil); err != nil {
		return fmt.Errorf("comm: Send: %s: %w", c.Target, err)
	}
	return nil
}

// Close closes the comm, with a last message that may be nil. The function set
// by OnClose is not called. It returns ErrClosed when the comm was closed before.
func (c *Comm) Close(data any) error {
	err := c.send(Message{Kind: Close, ID: c.ID}, data, nil)
	c.m.remove(c)
	if err != nil {
		return fmt.Errorf("comm: Close: %s: %w", c.Target, err)
	}
	return nil
}

// send fills in the message and sends it.
func (c *Comm) send(msg Message, data, metadata any) (err error) {
	if c.m.comm(c.ID) != c {
		return ErrClosed
	}
	if msg.Data, err = object(data); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	if metadata != nil {
		if msg.Metadata, err = object(metadata); err != nil {
			return fmt.Errorf("metadata: %w", err)
		}
	}
	return c.m.send(msg)
}

// object returns v as a JSON object.
func object(v any) (json.RawMessage, error) {
	if v == nil {
		return json.RawMessage("{}"), nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if raw[0] != '{' {
		return nil, fmt.Errorf("a %T is no JSON object", v)
	}
	return raw, nil
}

// newID returns an id that nobody else has.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
