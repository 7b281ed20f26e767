package kernel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"

	"golab/kernel/display"
)

// A view is what a front end needs to show values.
type view struct{ bundle, metadata map[string]any }

// A failed is the cause of a context by which the session itself stops a cell.
type failed struct{ error }

func (f failed) Unwrap() error { return f.error }

// run runs the cell and returns the view of its values, empty if there are none.
func (s *Session) run(ctx context.Context, x *execution, cell Cell) (view, error) {
	values, err := s.engine.Run(ctx, cell)
	if own := (failed{}); errors.As(context.Cause(ctx), &own) {
		return view{}, ownFailure(own.error, err)
	}
	if err != nil || len(values) == 0 {
		return view{}, err
	}
	shown, err := s.view(ctx, x, values)
	if err == nil {
		return shown, nil
	}
	// The value is that of the last line.
	last := Position{Cell: cell.Number, Line: 1 + strings.Count(strings.TrimSpace(cell.Code), "\n")}
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Kind: Returned, Name: typeName(err), Text: err.Error(), Err: err}
		if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
			e.Kind, e.Name = Interrupted, "Interrupted"
		}
	}
	if len(e.Trace) == 0 {
		e.Trace = []Position{last}
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

// view shows the values. Their methods are the user's, so they too end with ctx.
func (s *Session) view(ctx context.Context, x *execution, values []any) (view, error) {
	type result struct {
		view
		err error
	}
	done := make(chan result, 1) // a method that is left behind may end later
	err := s.call(ctx, x, func() {
		d, err := display.Bundle(values, s.renderers...)
		done <- result{view{encoded(d.Data), d.Metadata}, err}
	})
	if err != nil && ctx.Err() != nil {
		return view{}, fmt.Errorf("interrupted while the value was shown: %w", err)
	}
	if err != nil {
		return view{}, err
	}
	r := <-done
	return r.view, r.err
}

// encoded returns a bundle whose values are texts and JSON. What encodes them are
// the user's own methods, which here may show values and print, and can be stopped:
// not while an output is handed on. What cannot be encoded, such as NaN, stays.
func encoded(bundle map[string]any) map[string]any {
	bundle = maps.Clone(bundle)
	for mime, value := range bundle {
		if _, text := value.(string); text {
			continue
		}
		_ = display.Call(func() { // a panic is of no more weight than NaN
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false)
			if enc.Encode(value) == nil {
				bundle[mime] = json.RawMessage(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
			}
		})
	}
	return bundle
}

// Failure returns a cell's failure as front ends take it.
func Failure(err error) ErrorOutput {
	var e *Error
	if errors.As(err, &e) {
		return ErrorOutput{EName: e.Name, EValue: strings.TrimPrefix(e.Text, e.Name+": "), Traceback: e.Traceback()}
	}
	return ErrorOutput{EName: typeName(err), EValue: err.Error(), Traceback: []string{err.Error()}}
}

// typeName returns the name of an error's type without its package where that is
// this one.
func typeName(err error) string { return strings.TrimPrefix(reflect.TypeOf(err).String(), "kernel.") }
