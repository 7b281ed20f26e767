package interp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golab/internal/goroutine"
	"golab/kernel"
	"golab/kernel/interp/vm"
)

// A run is the execution of one cell, or of one function called back.
type run struct {
	vm     *vm.Run
	stdout io.Writer     // what fmt.Print and its like write to; nil for os.Stdout
	err    error         // what its own goroutine ended with
	done   chan struct{} // closed when that has ended
	once   sync.Once
	stop   chan struct{} // closed when the run has to end
	cause  *kernel.Error // why; valid once stop is closed
}

// isDone reports whether the run's own statements have ended.
func (r *run) isDone() bool { return isClosed(r.done) }

// isStopped reports whether the run has to end.
func (r *run) isStopped() bool { return isClosed(r.stop) }

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// execute runs linked cells and waits for them.
func (e *Engine) execute(ctx context.Context, code kernel.Cell, cells []*cell) error {
	r := newRun(code.Stdout)
	defer e.forget(cells)
	return e.start(ctx, r, func() error {
		for _, c := range cells {
			if err := c.code.Run(r.vm, "init"); err != nil {
				return err
			}
			if err := c.code.Run(r.vm, c.run); err != nil {
				return err
			}
		}
		return nil
	})
}

// Call runs a function that came out of a cell. See [kernel.Caller].
func (e *Engine) Call(ctx context.Context, stdout io.Writer, f func()) error {
	r := newRun(stdout)
	return e.start(ctx, r, func() error { return r.vm.Do(f) })
}

func newRun(stdout io.Writer) *run {
	return &run{vm: vm.NewRun(), stdout: stdout, done: make(chan struct{}), stop: make(chan struct{})}
}

// start runs f as a run on a goroutine of its own and waits for it.
func (e *Engine) start(ctx context.Context, r *run, f func() error) error {
	r.vm.OnPanic = func(err error) { e.goroutinePanic(r, err) }
	if goroutine.Current() != 0 {
		go e.perform(r, f)
	} else {
		go goroutine.Do(func(goroutine.Key) { e.perform(r, f) })
	}
	select {
	case <-r.done:
	case <-r.stop:
	case <-ctx.Done():
		e.halt(r, interrupted(ctx))
	}
	select {
	case <-r.done:
	case <-time.After(e.grace):
		if !r.isDone() {
			return r.cause // compiled code still runs or waits: leave it behind
		}
	}
	if !r.isStopped() {
		return failure(r.err)
	}
	var killed *vm.Killed
	if errors.As(r.err, &killed) && len(r.cause.Trace) == 0 {
		r.cause.Trace = skipPrelude(positions(killed.Frames))
	}
	return r.cause
}

// perform is the goroutine of a run.
func (e *Engine) perform(r *run, f func() error) {
	e.begin(r)
	r.err = errGoexit // unless f returns
	defer func() {
		r.once.Do(func() {}) // from now on it is too late to stop the run
		close(r.done)
	}()
	r.err = f()
}

var errGoexit = errors.New("runtime.Goexit ended the cell")

// begin makes the calling goroutine, and all that are started from it, r's: until
// the last of them has ended.
func (e *Engine) begin(r *run) {
	e.runs.Store(goroutine.Current(), r)
	goroutine.OnEnd(func(key goroutine.Key) { e.runs.CompareAndDelete(key, r) })
}

// halt stops a run and the goroutines that it started. When it ends as a program
// does, deferred calls do not run.
func (e *Engine) halt(r *run, cause *kernel.Error) {
	r.once.Do(func() {
		r.cause = cause
		close(r.stop)
		if cause.Kind == kernel.Interrupted {
			r.vm.Stop()
		} else {
			r.vm.Exit()
		}
	})
}

// current returns the run that the calling goroutine belongs to, or nil.
func (e *Engine) current() *run {
	if r, ok := e.runs.Load(goroutine.Current()); ok {
		return r.(*run)
	}
	return nil
}

// machineRun is current for the machine.
func (e *Engine) machineRun() *vm.Run {
	if r := e.current(); r != nil {
		return r.vm
	}
	return nil
}

// goroutinePanic takes the panic of a goroutine that a cell has started. Such a
// panic ends the cell if it still runs; else it is told in one line.
func (e *Engine) goroutinePanic(r *run, cause error) {
	var err *kernel.Error
	if !errors.As(failure(cause), &err) {
		return
	}
	err.Text = "in a goroutine: " + err.Text
	if !r.isDone() {
		e.halt(r, err)
		return
	}
	e.mu.Lock() // not while the next cell begins, whose session may change os.Stderr
	defer e.mu.Unlock()
	fmt.Fprintln(os.Stderr, err.Error())
}
