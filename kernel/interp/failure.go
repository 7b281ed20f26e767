package interp

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"strings"

	"golab/kernel"
	"golab/kernel/interp/vm"
)

// failure translates what the machine says about the end of a run.
func failure(err error) error {
	var p *vm.Panic
	var k *vm.Killed
	switch {
	case err == nil:
		return nil
	case errors.As(err, &p) && p.Goexit:
		return failure(errGoexit)
	case errors.As(err, &p):
		return panicked(p.Value, skipPrelude(positions(p.Frames)))
	case errors.As(err, &k) && errors.Is(err, vm.ErrDepth):
		return &kernel.Error{Kind: kernel.Panicked, Name: "stack overflow", Trace: skipPrelude(positions(k.Frames)),
			Text: "stack overflow: a function calls itself without end", Err: err}
	}
	return &kernel.Error{Kind: kernel.Panicked, Name: "panic", Text: err.Error(), Err: err}
}

// panicked is the failure of a run that panicked with v.
func panicked(v any, at []kernel.Position) error {
	switch v := v.(type) {
	case runtime.Error:
		return &kernel.Error{Kind: kernel.Panicked, Name: "runtime error", Text: v.Error(), Trace: at, Err: v}
	case error:
		return returned(v, at)
	default:
		return &kernel.Error{Kind: kernel.Panicked, Name: "panic", Text: "panic: " + panicText(v), Trace: at}
	}
}

// panicText writes a panic value as Go does, but for strings without quotes.
func panicText(v any) string {
	switch v.(type) {
	case fmt.Stringer, string:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%v", v)
}

// returned is the failure of a cell that gave up an error.
func returned(err error, at []kernel.Position) error {
	return &kernel.Error{Kind: kernel.Returned, Name: typeName(err), Text: err.Error(), Trace: at, Err: err}
}

// typeName is the name of v's type without the package of all cells.
func typeName(v any) string {
	return strings.ReplaceAll(reflect.TypeOf(v).String(), "main.", "")
}

// interrupted is the failure of a cell that was stopped by its context.
func interrupted(ctx context.Context) *kernel.Error {
	err := &kernel.Error{Kind: kernel.Interrupted, Name: "Interrupted", Text: "interrupted", Err: context.Cause(ctx)}
	if errors.Is(err.Err, context.DeadlineExceeded) {
		err.Text = "stopped: the time limit is over"
	}
	return err
}

// skipPrelude drops the innermost calls while they are in the prelude: the line
// to show is the one that called must.
func skipPrelude(at []kernel.Position) []kernel.Position {
	for i, p := range at {
		if p.File != "" || p.Cell != 0 {
			return at[i:]
		}
	}
	return at
}

// maxTrace bounds the positions of a failure.
const maxTrace = 50

// positions are the lines of the user's own among frames: those of cells, or of
// the program.
func positions(frames []vm.Frame) []kernel.Position {
	var at []kernel.Position
	for _, f := range frames {
		if !mainFunc.MatchString(f.Func) {
			continue
		}
		p := position(f.Pos)
		p.Func = functionName(f.Func)
		if at = append(at, p); len(at) == maxTrace {
			break
		}
	}
	return at
}

// mainFunc matches the functions of package main: main.f, (main.T).M, (*main.T).M.
var mainFunc = regexp.MustCompile(`^\(?\*?main\.`)

// nested matches how SSA numbers function literals.
var nested = regexp.MustCompile(`\$(\d+)`)

// typeArgs matches the type arguments of a function.
var typeArgs = regexp.MustCompile(`\[.*\]`)

// functionName is what users call a function: f, (*T).Inc, T.Inc, f.func1.
func functionName(name string) string {
	name = typeArgs.ReplaceAllString(name, "")
	if recv, method, ok := strings.Cut(name, ")."); ok && !strings.HasPrefix(name, "(*") {
		name = strings.TrimPrefix(recv, "(") + "." + method
	}
	name = strings.ReplaceAll(name, "main.", "")
	name = nested.ReplaceAllString(name, ".func$1")
	if name == "init" {
		return ""
	}
	name = strings.TrimPrefix(strings.TrimPrefix(name, "init."), cellFunc)
	return strings.TrimPrefix(name, ".")
}
