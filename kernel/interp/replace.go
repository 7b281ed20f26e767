package interp

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"sync"
	"time"

	"golab/kernel"
	"golab/kernel/interp/vm"
)

// replace gives cells their own version of functions that would print past the
// session, end the process, cannot be stopped, or start goroutines of their own.
func (e *Engine) replace() {
	e.host.replaced = map[string]any{
		"fmt.Print":   func(a ...any) (int, error) { return fmt.Fprint(e.stdout(), a...) },
		"fmt.Println": func(a ...any) (int, error) { return fmt.Fprintln(e.stdout(), a...) },
		"fmt.Printf":  func(format string, a ...any) (int, error) { return fmt.Fprintf(e.stdout(), format, a...) },

		"os.Exit":     func(code int) { e.exit(nil, code) },
		"log.Fatal":   func(v ...any) { e.fatal(log.Default(), fmt.Sprint(v...)) },
		"log.Fatalln": func(v ...any) { e.fatal(log.Default(), fmt.Sprintln(v...)) },
		"log.Fatalf":  func(format string, v ...any) { e.fatal(log.Default(), fmt.Sprintf(format, v...)) },

		"(*log.Logger).Fatal":   func(l *log.Logger, v ...any) { e.fatal(l, fmt.Sprint(v...)) },
		"(*log.Logger).Fatalln": func(l *log.Logger, v ...any) { e.fatal(l, fmt.Sprintln(v...)) },
		"(*log.Logger).Fatalf":  func(l *log.Logger, format string, v ...any) { e.fatal(l, fmt.Sprintf(format, v...)) },

		"flag.Parse":            func() { _ = e.parse(flag.CommandLine, os.Args[1:]) }, // exits instead
		"(*flag.FlagSet).Parse": e.parse,

		"time.Sleep":           e.sleep,
		"time.AfterFunc":       func(d time.Duration, f func()) *time.Timer { return time.AfterFunc(d, e.spawned(f)) },
		"context.AfterFunc":    func(ctx context.Context, f func()) func() bool { return context.AfterFunc(ctx, e.spawned(f)) },
		"(*sync.WaitGroup).Go": func(wg *sync.WaitGroup, f func()) { wg.Go(e.spawned(f)) },
	}
	e.host.machined = map[string]any{
		"os.Exit": func(m *vm.Machine, code int) { e.exit(m, code) },
	}
}

// stdout returns what fmt.Print and its like write to.
func (e *Engine) stdout() io.Writer {
	if r := e.current(); r != nil && r.stdout != nil {
		return r.stdout
	}
	return os.Stdout
}

// exit is the os.Exit of cells: it ends the run, and the calling goroutine at once.
// In a goroutine that has outlived its run it ends the goroutine. m is nil when
// compiled code exits.
func (e *Engine) exit(m *vm.Machine, code int) {
	r := e.current()
	if r == nil {
		runtime.Goexit()
	}
	status := kernel.ExitStatus(code)
	err := &kernel.Error{Kind: kernel.Exited, Name: "Exit", Text: status.Error(), Err: status}
	if m != nil {
		err.Trace = positions(m.Callers())
	}
	if e.halt(r, err); !r.isStopped() {
		runtime.Goexit()
	}
	vm.Leave()
}

// fatal is what ends log.Fatal and its like.
func (e *Engine) fatal(l *log.Logger, text string) {
	const caller = 4 // of thunk and reflection, where there is no line of the cell anyway
	_ = l.Output(caller, text)
	e.exit(nil, 1)
}

// parse is FlagSet.Parse for sets that would exit.
func (e *Engine) parse(f *flag.FlagSet, args []string) error {
	if f.ErrorHandling() != flag.ExitOnError {
		return f.Parse(args)
	}
	f.Init(f.Name(), flag.ContinueOnError)
	err := f.Parse(args)
	f.Init(f.Name(), flag.ExitOnError)
	switch {
	case errors.Is(err, flag.ErrHelp):
		e.exit(nil, 0)
	case err != nil:
		e.exit(nil, 2)
	}
	return err
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
		vm.Leave()
	}
}

// spawned makes a function fit to be the whole of a goroutine that compiled code
// starts: a panic ends the cell, not the process.
func (e *Engine) spawned(f func()) func() {
	r := e.current()
	if r == nil || f == nil {
		return f
	}
	return func() { r.vm.Go(f) }
}
