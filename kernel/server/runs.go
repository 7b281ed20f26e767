package server

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
)

// errInterrupted is why the context of an interrupted cell has ended.
var errInterrupted = errors.New("server: interrupted")

// runs holds what an interrupt stops: the requests at work in all shells.
type runs struct {
	arrivals atomic.Uint64 // requests received so far

	mu      sync.Mutex
	cancels map[*request]context.CancelCauseFunc
}

// begin enters a request, and finds out whether it is to be aborted.
func (rs *runs) begin(ctx context.Context, r *request) context.Context {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r.aborted = r.arrival <= r.shell.abortUpTo && r.msgType() == "execute_request"
	ctx, cancel := context.WithCancelCause(ctx)
	if rs.cancels == nil {
		rs.cancels = map[*request]context.CancelCauseFunc{}
	}
	rs.cancels[r] = cancel
	return ctx
}

// end takes a request out again.
func (rs *runs) end(r *request) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.cancels[r](nil)
	delete(rs.cancels, r)
}

// interrupt stops all that runs, and aborts what waits in the shells.
func (rs *runs) interrupt(shells []*shell) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, sh := range shells {
		sh.abortUpTo = rs.arrivals.Load()
	}
	for _, cancel := range rs.cancels {
		cancel(errInterrupted)
	}
}

// abort aborts what waits in one shell.
func (rs *runs) abort(sh *shell) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	sh.abortUpTo = rs.arrivals.Load()
}
