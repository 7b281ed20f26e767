package kernel

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"golab/kernel/display"
)

// A view is what a front end needs to show values.
type view struct{ bundle, metadata map[string]any }

// A failed is the cause of a context by which the session itself stops a cell.
type failed struct{ error }

func (f failed) Unwrap() error { return f.error }

// run runs the cell and returns the view of its values, empty if there are none.
func (s *Session) run(ctx context.Context, cell Cell) (view, error) {
	values, err := s.engine.Run(ctx, cell)
	if own := (failed{}); errors.As(context.Cause(ctx), &own) {
		return view{}, ownFailure(own.error, err)
	}
	if err != nil || len(values) == 0 {
		return view{}, err
	}
	shown, err := s.view(ctx, values)
	if err == nil {
		return shown, nil
	}
	// The value is that of the last line.
	last := Position{Cell: cell.Number, Line: 1 + strings.Count(strings.TrimSpace(cell.Code), "\n")}
	e := &Error{Kind: Returned, Name: typeName(err), Text: err.Error(), Trace: []Position{last}, Err: err}
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		e.Kind, e.Name = Interrupted, "Interrupted"
	}
	return view{}, e
}

// ownFailure is the failure of a cell that the session has stopped for a reason of
// its own; err is what the engine says of it.
func ownFailure(reason, err error) *Error {
	own := &Error{Kind: Returned, Name: typeName(reason), Text: reason.Error(), Err: reason}
	if e := (*Error)(nil); errors.As(err, &e) {
		own.Trace = e.Trace
	}
	return own
}

// view shows the values. Their methods are the user's, so they too end with ctx:
// one that does not return is left behind.
func (s *Session) view(ctx context.Context, values []any) (view, error) {
	type result struct {
		view
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		var d display.Data
		d, r.err = display.Bundle(values, s.renderers...)
		r.bundle, r.metadata = d.Data, d.Metadata
		done <- r
	}()
	select {
	case r := <-done:
		return r.view, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-done:
		return r.view, r.err
	case <-time.After(grace):
		return view{}, fmt.Errorf("interrupted while the value was shown: %w", context.Cause(ctx))
	}
}

// Failure returns a cell's failure as front ends take it.
func Failure(err error) ErrorOutput {
	var e *Error
	if errors.As(err, &e) {
		return ErrorOutput{EName: e.Name, EValue: e.Text, Traceback: e.Traceback()}
	}
	return ErrorOutput{EName: typeName(err), EValue: err.Error(), Traceback: []string{err.Error()}}
}

// typeName returns the name of an error's type without its package where that is
// this one.
func typeName(err error) string { return strings.TrimPrefix(reflect.TypeOf(err).String(), "kernel.") }
