package vm

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Errors of a run that was left from outside.
var (
	ErrStopped = errors.New("interrupted")
	ErrDepth   = errors.New("stack overflow: the calls nest too deep")
)

// A Run is one execution, such as that of a cell, with the goroutines that it
// starts. Stop ends all of them.
type Run struct {
	// OnPanic is told of a panic that leaves one of the run's goroutines. When it
	// is nil the panic goes on, and the program dies as Go programs do.
	OnPanic func(*Panic)

	attention atomic.Bool // polled by loops and calls: see attend
	stopped   atomic.Bool
	done      chan struct{} // closed by Stop
	stop      sync.Once
	ended     atomic.Bool // the function that Code.Run was called for has returned
	carries   atomic.Pointer[panicking]
	profile   atomic.Pointer[profile]
}

// NewRun returns a Run that nothing has stopped.
func NewRun() *Run { return &Run{done: make(chan struct{})} }

// Stop ends everything that runs under r, soon: at the next loop, call or channel
// operation. Deferred functions do not run. It does not wait.
func (r *Run) Stop() {
	r.stop.Do(func() {
		r.stopped.Store(true)
		r.attention.Store(true)
		close(r.done)
	})
}

// A Panic is the error of a run that panicked.
type Panic struct {
	Value  any
	Frames []Frame // innermost first
	Goexit bool    // not a panic, but runtime.Goexit
}

// Error implements error.
func (p *Panic) Error() string {
	if p.Goexit {
		return "runtime.Goexit called"
	}
	return fmt.Sprintf("panic: %v", p.Value)
}

// Unwrap returns the value of the panic, if it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// carry remembers where p was raised while it crosses compiled code.
func (r *Run) carry(p *panicking) { r.carries.Store(p) }

// carried returns the frames of a panic with value v that comes out of compiled
// code, if it went in as one of ours.
func (r *Run) carried(v any) []Frame {
	p := r.carries.Swap(nil)
	if p == nil || *anyHeader(&p.value) != *anyHeader(&v) {
		return nil
	}
	return p.frames
}

// failure makes the error of a panic with value v.
func (r *Run) failure(v any) error {
	if k, ok := v.(killed); ok {
		return k.err
	}
	return &Panic{Value: v, Frames: r.carried(v)}
}

// guard calls f and returns its panic.
func (r *Run) guard(f func()) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		v := recover()
		if v == nil { // the goroutine goes on exiting
			return
		}
		err = r.failure(v)
	}()
	f()
	returned = true
	return nil
}

// goroutine runs f as the whole of a goroutine.
func (r *Run) goroutine(f func()) {
	if r.OnPanic == nil {
		defer func() {
			if v := recover(); v != nil {
				if _, ok := v.(killed); !ok {
					panic(v)
				}
			}
		}()
		f()
		return
	}
	var p *Panic
	if err := r.guard(f); errors.As(err, &p) {
		r.OnPanic(p)
	}
}
