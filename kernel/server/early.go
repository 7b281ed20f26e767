package server

import (
	"sync"
	"sync/atomic"
)

// An early holds what is published before anybody has subscribed, which sockets
// would drop: a front end that sends its first request while its subscription is
// on the way gets all of the answer. Of too much the oldest is dropped.
type early struct {
	over atomic.Bool // somebody has subscribed

	mu    sync.Mutex
	kept  [][][]byte
	bytes int
}

// maxEarly is how many bytes are kept.
const maxEarly = 1 << 20

// keep takes a message. It reports false when somebody has subscribed: then the
// message is to be sent.
func (e *early) keep(frames [][]byte) bool {
	if e.over.Load() {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.over.Load() {
		return false
	}
	e.kept = append(e.kept, frames)
	e.bytes += weight(frames)
	for e.bytes > maxEarly {
		e.bytes -= weight(e.kept[0])
		e.kept = e.kept[1:]
	}
	return true
}

// release sends what was kept, once.
func (e *early) release(send func(frames [][]byte)) {
	if e.over.Load() {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, frames := range e.kept {
		send(frames)
	}
	e.kept = nil
	e.over.Store(true)
}

// weight is what a message takes: its frames, and something for each.
func weight(frames [][]byte) int {
	n := 0
	for _, f := range frames {
		n += len(f) + 64
	}
	return n
}
