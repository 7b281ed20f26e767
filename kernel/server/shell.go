package server

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golab/kernel/history"
)

// A shell is a queue of requests that are handled one after the other: the main
// shell, or a subshell. Each counts its own cells.
type shell struct {
	id    string       // empty for the main shell
	count atomic.Int64 // of the cells that went into the history
	typed *history.Store

	cancel context.CancelFunc // ends what runs and the shell itself

	mu      sync.Mutex
	arrived sync.Cond
	queue   []*request
	closed  bool

	lastExecute atomic.Int64 // when the last execute_request arrived, in ns
	abortUpTo   uint64       // requests to execute that arrived until then are not run; guarded by runs.mu
}

func newShell(id string, typed *history.Store, cancel context.CancelFunc) *shell {
	sh := &shell{id: id, typed: typed, cancel: cancel}
	sh.arrived.L = &sh.mu
	return sh
}

// add puts a request at the end of the queue. It reports false when the shell
// is closed.
func (sh *shell) add(r *request) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.closed {
		return false
	}
	if r.msgType() == "execute_request" {
		sh.lastExecute.Store(r.received.UnixNano())
	}
	sh.queue = append(sh.queue, r)
	sh.arrived.Signal()
	return true
}

// next waits for a request. It returns nil when the shell is closed and its
// queue empty.
func (sh *shell) next() *request {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for len(sh.queue) == 0 {
		if sh.closed {
			return nil
		}
		sh.arrived.Wait()
	}
	r := sh.queue[0]
	sh.queue[0] = nil
	sh.queue = sh.queue[1:]
	return r
}

// close lets no more requests in.
func (sh *shell) close() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.closed = true
	sh.arrived.Signal()
}

// After a failure the queue is settled when no request to execute has come for
// settleQuiet; it is taken to be after settleMax.
const (
	settleQuiet = 10 * time.Millisecond
	settleMax   = 100 * time.Millisecond
)

// settle waits until a burst of requests, such as Run All sends, has come in. A
// cell that fails at once is faster than the front end that is still sending
// the cells behind it; those are to be aborted with the others.
func (sh *shell) settle(ctx context.Context) {
	for end := time.Now().Add(settleMax); ; {
		quiet := time.Since(time.Unix(0, sh.lastExecute.Load()))
		wait := min(settleQuiet-quiet, time.Until(end))
		if wait <= 0 {
			return
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}
