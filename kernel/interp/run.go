package interp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goplus/ixgo"
	"github.com/visualfc/gid"

	"golab/internal/goroutine"
	"golab/kernel"
)

// A run is the execution of one cell, or of one function called back.
type run struct {
	stdout    io.Writer     // what fmt.Print and its like write to; nil for os.Stdout
	goroutine uint64        // the one that runs the cell's own statements
	err       error         // what that goroutine ended with
	done      chan struct{} // closed when it ended
	once      sync.Once
	stop      chan struct{}              // closed when the run has to end
	cause     *kernel.Error              // why; valid once stop is closed
	at        []kernel.Position          // where the stop was noticed; valid once done is closed
	waits     atomic.Pointer[ixgo.Frame] // where the run waits for other goroutines
}

// stopped is the value of panics that end a stopped run.
type stopped struct{}

// Error says so to compiled code that prints it.
func (stopped) Error() string { return "the cell was stopped" }

// running reports whether the run's own statements have not ended.
func (r *run) running() bool {
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

// isStopped reports whether the run has to end.
func (r *run) isStopped() bool {
	select {
	case <-r.stop:
		return true
	default:
		return false
	}
}

// execute runs linked cells and waits for them.
func (e *Engine) execute(ctx context.Context, code kernel.Cell, cells []*cell) error {
	return e.start(ctx, &run{stdout: code.Stdout}, func() error {
		for _, c := range cells {
			if err := c.interp.RunInit(); err != nil {
				return err
			}
			if _, err := c.interp.RunFunc(c.unit.run); err != nil {
				return err
			}
		}
		return nil
	})
}

// Call runs a function that came out of a cell. See [kernel.Caller].
func (e *Engine) Call(ctx context.Context, stdout io.Writer, f func()) error {
	return e.start(ctx, &run{stdout: stdout}, func() error { f(); return nil })
}

// start runs f as a run on a goroutine of its own and waits for it.
func (e *Engine) start(ctx context.Context, r *run, f func() error) error {
	r.done, r.stop = make(chan struct{}), make(chan struct{})
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
		select {
		case <-r.stop:
			if fr := r.waits.Load(); fr != nil && len(r.cause.Trace) == 0 {
				r.cause.Trace = skipPrelude(trace(fr))
			}
			return r.cause // compiled code still runs or waits: leave it behind
		case <-r.done: // it had ended by itself, just before the stop
		}
	}
	if r.isStopped() {
		if len(r.cause.Trace) == 0 {
			r.cause.Trace = skipPrelude(r.at)
		}
		return r.cause
	}
	return failure(r.err)
}

// perform is the goroutine of a run.
func (e *Engine) perform(r *run, f func() error) {
	r.goroutine = gid.Get()
	e.begin(r)
	ended := false
	defer func() {
		if v := recover(); v != nil {
			r.err = noted(v, nil)
		} else if !ended {
			r.err = errGoexit
		}
		r.once.Do(func() {}) // from now on it is too late to stop the run
		close(r.done)
	}()
	r.err = f()
	ended = true
}

var errGoexit = errors.New("runtime.Goexit ended the cell")

// begin makes the calling goroutine, and all that are started from it, r's: until
// the last of them has ended.
func (e *Engine) begin(r *run) {
	e.runs.Store(goroutine.Current(), r)
	goroutine.OnEnd(func(key goroutine.Key) {
		e.runs.CompareAndDelete(key, r)
		if r.isStopped() {
			e.stops.Add(-1)
		}
	})
}

// halt stops a run and the goroutines that it started.
func (e *Engine) halt(r *run, cause *kernel.Error) {
	r.once.Do(func() {
		r.cause = cause
		e.stops.Add(1) // until the last goroutine has ended
		close(r.stop)
	})
}

// current returns the run that the calling goroutine belongs to, or nil.
func (e *Engine) current() *run {
	if r, ok := e.runs.Load(goroutine.Current()); ok {
		return r.(*run)
	}
	return nil
}

// checkStop panics if the goroutine that runs fr has to end.
func (e *Engine) checkStop(fr *ixgo.Frame) {
	r := e.current()
	if r == nil || !r.isStopped() {
		return
	}
	if r.goroutine == gid.Get() && r.at == nil {
		r.at = trace(fr)
	}
	r.dropDefers(fr)
	panic(noted(stopped{}, nil))
}

// unwinding is called when compiled code that fr has called panics. It reports
// whether that is the end of a stopped run.
func (e *Engine) unwinding(fr *ixgo.Frame) bool {
	if e.stops.Load() == 0 {
		return false
	}
	r := e.current()
	if r == nil || !r.isStopped() {
		return false
	}
	r.dropDefers(fr)
	return true
}

// dropDefers keeps deferred calls from running when the run ends as a program
// would: by os.Exit, endless recursion or a panic in a goroutine. After an
// interrupt those of compiled functions, such as mu.Unlock, do run.
func (r *run) dropDefers(fr *ixgo.Frame) {
	if r.cause.Kind == kernel.Interrupted {
		return
	}
	for f := frameOf(fr); f != nil; f = f.caller {
		f.defers = nil
	}
}

// exit is the os.Exit of cells. It returns; the check after the call ends the run.
// In a goroutine that has outlived its run it ends the goroutine.
func (e *Engine) exit(code int) {
	r := e.current()
	if r == nil {
		runtime.Goexit()
	}
	status := kernel.ExitStatus(code)
	e.halt(r, &kernel.Error{Kind: kernel.Exited, Name: "Exit", Text: status.Error(), Err: status})
	if !r.isStopped() {
		runtime.Goexit()
	}
}

// sleep is the time.Sleep of cells, which a stop ends early.
func (e *Engine) sleep(d time.Duration) {
	r := e.current()
	if r == nil {
		time.Sleep(d)
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.stop:
	}
}

// overflow stops the run around a recursion without end.
func (e *Engine) overflow(at []kernel.Position) {
	err := &kernel.Error{Kind: kernel.Panicked, Name: "stack overflow", Trace: skipPrelude(at),
		Text: "stack overflow: a function calls itself without end"}
	if r := e.current(); r != nil {
		e.halt(r, err)
	}
}

// collectPanics takes the panics of goroutines that a cell has started. Such a
// panic ends the cell if it still runs; else it is told in one line.
func (e *Engine) collectPanics() {
	pprof.SetGoroutineLabels(context.Background()) // else the first cell's work would never end
	for p := range e.panics {
		inner, ok := p.Value.(ixgo.PanicError)
		if !ok {
			inner = p
		}
		if _, ok := inner.Value.(stopped); ok {
			continue
		}
		var err *kernel.Error
		if !errors.As(failure(inner), &err) {
			continue
		}
		err.Text = "in a goroutine: " + err.Text
		if v, ok := e.runs.Load(workOf(inner)); ok && v.(*run).running() {
			e.halt(v.(*run), err)
			continue
		}
		e.mu.Lock() // not while the next cell begins, whose session may change os.Stderr
		fmt.Fprintln(os.Stderr, err.Error())
		e.mu.Unlock()
	}
}
