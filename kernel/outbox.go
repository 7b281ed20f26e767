package kernel

import (
	"bytes"
	"fmt"
	"sync"
	"time"
	"unicode/utf8"
)

// Printed text waits for so long, or until there is so much of it, so that many
// small writes become one output.
const (
	mergeDelay = 10 * time.Millisecond
	mergeSize  = 256 << 10
)

// An outbox merges the texts that an execution prints and emits its outputs in
// order. It goes on after the execution has ended, for goroutines that print
// later.
type outbox struct {
	sending sync.Mutex // held while emit runs; taken before mu
	emit    func(Output)

	mu      sync.Mutex
	pending []piece
	size    int               // bytes pending
	held    map[string][]byte // by stream, the beginning of a character
	armed   bool
	panic   error // of emit, which is then not called again
}

// A piece is text of one stream that waits to be emitted.
type piece struct {
	name string
	text []byte
}

func newOutbox(emit func(Output)) *outbox {
	if emit == nil {
		emit = func(Output) {}
	}
	return &outbox{emit: emit, held: map[string][]byte{}}
}

// add takes text of a stream. It returns at once unless too much is pending:
// then it waits for emit.
func (o *outbox) add(name string, text []byte) {
	if len(text) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.size >= mergeSize {
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
	if !o.armed {
		o.armed = true
		time.AfterFunc(mergeDelay, o.flush)
	}
}

// flush emits what is pending, but for characters that are not all there.
func (o *outbox) flush() {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.emitPending(false)
}

// finish emits all that is pending and returns the panic of emit.
func (o *outbox) finish() error {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.emitPending(true)
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.panic
}

// shut emits all that is pending, and nothing from then on.
func (o *outbox) shut() {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.emitPending(true)
	o.emit = func(Output) {}
}

// takePrompt takes back the line that stdout has begun, if it is not emitted yet:
// what a question to the user begins with.
func (o *outbox) takePrompt() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := len(o.pending)
	if n == 0 || o.pending[n-1].name != "stdout" {
		return ""
	}
	last := &o.pending[n-1]
	line := last.text[bytes.LastIndexByte(last.text, '\n')+1:]
	if len(line) > maxPrompt || !utf8.Valid(line) {
		return ""
	}
	prompt := string(line)
	last.text = last.text[:len(last.text)-len(line)]
	o.size -= len(line)
	return prompt
}

// maxPrompt is how long a line may be to be a prompt.
const maxPrompt = 1000

// send emits an output that is not text of a stream, after the texts before it.
func (o *outbox) send(out Output) {
	o.sending.Lock()
	defer o.sending.Unlock()
	o.emitPending(true)
	o.call(out)
}

// emitPending emits the texts. The caller holds sending.
func (o *outbox) emitPending(all bool) {
	o.mu.Lock()
	o.armed = false
	pending := o.pending
	o.pending, o.size = nil, 0
	o.mu.Unlock()
	for _, p := range pending {
		text := append(o.held[p.name], p.text...)
		rest := text[len(text)-unfinished(text):]
		o.held[p.name] = rest
		o.text(p.name, text[:len(text)-len(rest)])
	}
	for name, rest := range o.held {
		if all {
			o.text(name, rest)
		}
		if all || len(rest) == 0 {
			delete(o.held, name)
		}
	}
}

func (o *outbox) text(name string, text []byte) {
	if len(text) > 0 {
		o.call(Stream{Name: name, Text: string(text)})
	}
}

// call calls emit and keeps its panic. The caller holds sending.
func (o *outbox) call(out Output) {
	o.mu.Lock()
	panicked := o.panic != nil
	o.mu.Unlock()
	if panicked {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			o.mu.Lock()
			o.panic = fmt.Errorf("kernel: emit: panic: %v", p)
			o.mu.Unlock()
		}
	}()
	o.emit(out)
}

// unfinished returns how many bytes at the end of b begin a character that is
// not all there.
func unfinished(b []byte) int {
	for n := 1; n <= min(len(b), utf8.UTFMax-1); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}
