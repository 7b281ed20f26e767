package interp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goplus/ixgo"
	"github.com/visualfc/gid"

	"golab/kernel"
)

// A run is the execution of one cell.
type run struct {
	number int
	err    error         // what the goroutine of the run ended with
	done   chan struct{} // closed when it ended
	once   sync.Once
	stop   chan struct{}              // closed when the run has to end
	cause  *kernel.Error              // why; valid once stop is closed
	at     []kernel.Position          // where the stop was noticed; valid once done is closed
	waits  atomic.Pointer[ixgo.Frame] // where the run waits for other goroutines
}

// stopped is the value of panics that end a stopped run.
type stopped struct{}

// Error says so to compiled code that prints it.
func (stopped) Error() string { return "the cell was stopped" }

// execute runs linked cells on a goroutine of their own and waits for them.
func (e *Engine) execute(ctx context.Context, number int, cells []*cell) error {
	r := &run{number: number, done: make(chan struct{}), stop: make(chan struct{})}
	e.active.Store(r)
	defer e.active.Store(nil)
	go e.runCells(r, cells)
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
	select {
	case <-r.stop:
		if len(r.cause.Trace) == 0 {
			r.cause.Trace = skipPrelude(r.at)
		}
		return r.cause
	default:
	}
	return failure(r.err)
}

// runCells is the goroutine of a run.
func (e *Engine) runCells(r *run, cells []*cell) {
	id := gid.Get()
	e.runs.Store(id, r)
	ended := false
	defer func() {
		if v := recover(); v != nil {
			r.err = noted(v, nil)
		} else if !ended {
			r.err = errGoexit
		}
		e.runs.Delete(id)
		inTime := false
		r.once.Do(func() { inTime = true }) // from now on it is too late to stop the run
		if !inTime {
			e.stops.Add(-1)
		}
		close(r.done)
	}()
	for _, c := range cells {
		if r.err = c.interp.RunInit(); r.err == nil {
			_, r.err = c.interp.RunFunc(c.unit.run)
		}
		if r.err != nil {
			break
		}
	}
	ended = true
}

var errGoexit = errors.New("runtime.Goexit ended the cell")

// halt stops a run and the goroutines that it started.
func (e *Engine) halt(r *run, cause *kernel.Error) {
	r.once.Do(func() {
		r.cause = cause
		e.stops.Add(2) // until the run has ended, and until the next run begins
		if e.halted.Swap(r) != nil {
			e.stops.Add(-1)
		}
		close(r.stop)
	})
}

// endHalt lets goroutines of the run that was stopped last go on: from now on
// they may belong to a new cell that calls its functions.
func (e *Engine) endHalt() {
	if e.halted.Swap(nil) != nil {
		e.stops.Add(-1)
	}
}

// checkStop panics if the goroutine that runs fr has to end.
func (e *Engine) checkStop(c *cell, fr *ixgo.Frame) {
	if v, ok := e.runs.Load(gid.Get()); ok {
		r := v.(*run)
		select {
		case <-r.stop:
			if r.at == nil {
				r.at = trace(fr)
			}
			r.dropDefers(fr)
			panic(noted(stopped{}, nil))
		default:
			return
		}
	}
	if h := e.halted.Load(); h != nil && h.number == c.number {
		h.dropDefers(fr)
		panic(noted(stopped{}, nil))
	}
}

// unwinding is called when a stop leaves compiled code that fr has called.
func (e *Engine) unwinding(fr *ixgo.Frame) {
	if v, ok := e.runs.Load(gid.Get()); ok {
		select {
		case <-v.(*run).stop:
			v.(*run).dropDefers(fr)
		default:
		}
	}
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

// current returns the run that the calling goroutine belongs to; goroutines
// that cells have started count for the run that is active.
func (e *Engine) current() *run {
	if r, ok := e.runs.Load(gid.Get()); ok {
		return r.(*run)
	}
	return e.active.Load()
}

// exit is the os.Exit of cells. It returns; the check after the call ends the run.
func (e *Engine) exit(code int) {
	if r := e.current(); r != nil {
		status := kernel.ExitStatus(code)
		e.halt(r, &kernel.Error{Kind: kernel.Exited, Name: "Exit", Text: status.Error(), Err: status})
	}
}

// sleep is the time.Sleep of cells, which a stop ends early.
func (e *Engine) sleep(d time.Duration) {
	r, ok := e.runs.Load(gid.Get())
	if !ok {
		time.Sleep(d)
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.(*run).stop:
	}
}

// overflow stops the run around a recursion without end.
func (e *Engine) overflow(c *cell, at []kernel.Position) {
	err := &kernel.Error{Kind: kernel.Panicked, Name: "stack overflow", Trace: skipPrelude(at),
		Text: "stack overflow: a function calls itself without end"}
	if r := e.current(); r != nil {
		e.halt(r, err)
	}
}

// collectPanics takes the panics of goroutines that a cell has started. Such a
// panic ends the cell if it still runs; else it is told in one line.
func (e *Engine) collectPanics(c *cell) {
	for p := range c.panics {
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
		if r := e.active.Load(); r != nil && r.number == c.number {
			e.halt(r, err)
			continue
		}
		e.mu.Lock() // not while the next cell begins, whose session may change os.Stderr
		fmt.Fprintln(os.Stderr, err.Error())
		e.mu.Unlock()
	}
}
