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
	// OnPanic is told of what ends one of the run's goroutines before its time: a
	// *Panic, or a *Killed because of ErrDepth. When it is nil a panic goes on, and
	// the program dies as Go programs do.
	OnPanic func(error)

	attention pollFlag // polled by loops and calls: see attend
	stopped   atomic.Bool
	exits     atomic.Bool   // no deferred call runs
	done      chan struct{} // closed by Stop
	cause     error         // set before stopped
	stop      sync.Once
	ended     atomic.Bool             // the function that Code.Run was called for has returned
	nested    atomic.Int32            // machines that callbacks have got from the World's pool
	spare     atomic.Pointer[Machine] // idle; keeps a callback from asking the World's pool
	carries   atomic.Pointer[panicking]
	profile   atomic.Pointer[profile]
}

// NewRun returns a Run that nothing has stopped.
func NewRun() *Run { return &Run{done: make(chan struct{})} }

// Stop ends everything that runs under r, soon: at the next loop, call or channel
// operation. Deferred interpreted functions do not run; compiled ones, such as
// mu.Unlock, do. It does not wait.
func (r *Run) Stop() { r.end(ErrStopped) }

// end stops r because of err.
func (r *Run) end(err error) {
	r.stop.Do(func() {
		r.cause = err
		r.stopped.Store(true)
		r.attention.Store(true)
		close(r.done)
	})
}

// Exit is Stop without any deferred call, as when a program exits.
func (r *Run) Exit() {
	r.exits.Store(true)
	r.Stop()
}

// Leave ends the calling function and all its callers, as far as they are of a run
// that has been stopped. It does not return.
func Leave() { panic(killed{ErrStopped}) }

// A Killed is the error of a run that was left from outside.
type Killed struct {
	Err    error   // ErrStopped or ErrDepth
	Frames []Frame // innermost first
}

// Error implements error.
func (k *Killed) Error() string { return k.Err.Error() }

// Unwrap returns k.Err.
func (k *Killed) Unwrap() error { return k.Err }

// end notes that the function that Code.Run was called for has returned.
func (w *World) end(run *Run) {
	run.ended.Store(true)
	if m := run.spare.Swap(nil); m != nil {
		w.pool(m)
	}
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
		return &Killed{k.err, r.carried(v)}
	}
	return &Panic{Value: v, Frames: r.carried(v)}
}

// Do calls f, which may call func values of cells, and returns its panic as
// Code.Run does.
func (r *Run) Do(f func()) error { return r.guard(f) }

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
	err := r.guard(f)
	var p *Panic
	if errors.As(err, &p) && !p.Goexit || errors.Is(err, ErrDepth) {
		r.OnPanic(err)
	}
}
