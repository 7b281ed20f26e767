package kernel

import (
	"fmt"
	"sync"
	"time"
)

// Printed text waits for so long, or until there is so much of it, so that many
// small writes become one output.
const (
	mergeDelay = 10 * time.Millisecond
	mergeSize  = 256 << 10
)

// An outbox merges what the streams bring and emits it in order.
type outbox struct {
	sending sync.Mutex // held while emit runs; taken before mu

	mu      sync.Mutex
	changed sync.Cond // signals that there is an emit or room
	pending []piece
	size    int // bytes pending
	armed   bool
	emit    func(Output) // nil between cells
	panic   error        // of an emit; it is not called again
}

// A piece is text of one stream that waits to be emitted.
type piece struct {
	name string
	text []byte
}

func newOutbox() *outbox {
	o := &outbox{}
	o.changed.L = &o.mu
	return o
}

// open starts a cell.
func (o *outbox) open(emit func(Output)) {
	if emit == nil {
		emit = func(Output) {}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.emit, o.panic = emit, nil
	o.arm()
	o.changed.Broadcast()
}

// shut ends a cell, and returns the panic of its emit.
func (o *outbox) shut() error {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.emit = nil
	return o.panic
}

// add takes text of a stream. It returns at once unless too much is pending:
// then it waits for emit, or, between cells, for the next cell.
func (o *outbox) add(name string, text []byte) {
	if len(text) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.size >= mergeSize {
		if o.emit == nil {
			o.changed.Wait()
			continue
		}
		o.mu.Unlock()
		o.flush()
		o.mu.Lock()
	}
	if n := len(o.pending); n > 0 && o.pending[n-1].name == name {
		o.pending[n-1].text = append(o.pending[n-1].text, text...)
	} else {
		o.pending = append(o.pending, piece{name, append([]byte(nil), text...)})
	}
	o.size += len(text)
	o.arm()
}

// arm sees to it that what is pending is emitted soon. The caller holds mu.
func (o *outbox) arm() {
	if o.armed || o.emit == nil || o.size == 0 {
		return
	}
	o.armed = true
	time.AfterFunc(mergeDelay, o.flush)
}

// flush emits what is pending.
func (o *outbox) flush() {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.mu.Lock()
	o.armed = false
	if o.emit == nil {
		o.mu.Unlock()
		return
	}
	pending := o.pending
	o.pending, o.size = nil, 0
	o.changed.Broadcast()
	o.mu.Unlock()
	for _, p := range pending {
		o.call(Stream{Name: p.name, Text: string(p.text)})
	}
}

// send emits an output that is not text of a stream.
func (o *outbox) send(out Output) {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.call(out)
}

// call calls emit and keeps its panic. The caller holds sending.
func (o *outbox) call(out Output) {
	defer func() {
		if p := recover(); p != nil {
			o.mu.Lock()
			o.panic = fmt.Errorf("kernel: emit: panic: %v", p)
			o.mu.Unlock()
		}
	}()
	o.mu.Lock()
	emit := o.emit
	if o.panic != nil {
		emit = nil
	}
	o.mu.Unlock()
	if emit != nil {
		emit(out)
	}
}
