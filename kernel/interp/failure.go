package interp

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/goplus/ixgo"

	"golab/kernel"
)

// failure translates what ixgo says about the end of a run.
func failure(err error) error {
	var p ixgo.PanicError
	if err == nil {
		return nil
	}
	if !errors.As(err, &p) {
		return &kernel.Error{Kind: kernel.Panicked, Name: "panic", Text: err.Error(), Err: err}
	}
	at := skipPrelude(traceOf(p))
	switch v := p.Value.(type) {
	case runtime.Error:
		text := v.Error()
		for strings.HasPrefix(text, "runtime error: runtime error: ") {
			text = strings.TrimPrefix(text, "runtime error: ")
		}
		return &kernel.Error{Kind: kernel.Panicked, Name: "runtime error", Text: text, Trace: at, Err: v}
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
