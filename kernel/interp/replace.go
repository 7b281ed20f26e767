package interp

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"

	"golab/kernel"
	"golab/kernel/interp/vm"
)

// replace gives cells their own version of functions that would print past the
// session or end the process.
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
