package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golab/kernel/display"
)

// A Config says what a session is made of.
type Config struct {
	Engine    Engine             // compiles and runs the cells
	Prelude   string             // Go source that runs first, as cell 0; none when empty
	Renderers []display.Renderer // show the values of types that do not show themselves
}

// A Session numbers cells, runs them by its engine and turns what they print,
// their values and their failures into outputs.
//
// While it lives, the variables os.Stdout and os.Stderr are pipes that it reads,
// and so is the output of package log; what the program itself wants to print
// goes to the files that Stdout and Stderr return. Hence only one session lives
// at a time, or several that are closed in the opposite order.
type Session struct {
	engine    Engine
	renderers []display.Renderer

	count  atomic.Int64
	stdout *os.File
	stderr *os.File

	mu      sync.Mutex // held while a cell runs
	capture *capture   // nil after Close
}

// NewSession starts a session and runs its prelude. It fails when the prelude
// does.
func NewSession(c Config) (*Session, error) {
	if c.Engine == nil {
		return nil, errors.New("kernel: NewSession: no engine")
	}
	s := &Session{engine: c.Engine, renderers: c.Renderers, stdout: os.Stdout, stderr: os.Stderr}
	var err error
	if s.capture, err = startCapture(); err != nil {
		return nil, fmt.Errorf("kernel: NewSession: %w", err)
	}
	if c.Prelude == "" {
		return s, nil
	}
	if _, err := s.engine.Run(context.Background(), Cell{Code: c.Prelude}); err != nil {
		s.Close()
		return nil, fmt.Errorf("kernel: NewSession: %w", err)
	}
	return s, nil
}

// Close gives os.Stdout and os.Stderr back. It may be called twice.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.capture == nil {
		return nil
	}
	err := s.capture.close()
	s.capture = nil
	return err
}

// Stdout returns the program's own standard output, which the session has put a
// pipe in the place of.
func (s *Session) Stdout() *os.File { return s.stdout }

// Stderr returns the program's own standard error.
func (s *Session) Stderr() *os.File { return s.stderr }

// ExecutionCount returns the number of the last cell; the first one is 1.
func (s *Session) ExecutionCount() int { return int(s.count.Load()) }

// Execute runs a cell and hands its outputs to emit: what it prints while it
// runs, then its value or its failure. Calls of emit do not overlap, and none is
// made after Execute has returned; what goroutines print between two cells
// belongs to the next. A slow emit slows the printing cell down.
//
// The error is the cell's, also emitted: an *Error, or what the engine or a
// value's MIMEBundle method returned. An emit that panics is not called again
// for this cell, and its panic is returned as an error. After either the session
// goes on. When ctx ends, the cell is stopped.
func (s *Session) Execute(ctx context.Context, code string, emit func(Output)) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.capture == nil {
		return errors.New("kernel: Execute: the session is closed")
	}
	cell := Cell{Number: int(s.count.Add(1)), Code: code}
	if err := s.capture.begin(emit); err != nil {
		return fmt.Errorf("kernel: Execute: %w", err)
	}
	defer func() {
		if panicked := s.capture.out.shut(); err == nil {
			err = panicked
		}
	}()
	shown, err := s.run(ctx, cell)
	s.capture.flush()
	switch {
	case err != nil:
		s.capture.out.send(errorOutput(err))
	case shown.bundle != nil:
		s.capture.out.send(ExecuteResult{ExecutionCount: cell.Number, Data: shown.bundle, Metadata: shown.metadata})
	}
	return err
}

// A view is what a front end needs to show values.
type view struct{ bundle, metadata map[string]any }

// run runs the cell and returns the view of its values, empty if there are none.
func (s *Session) run(ctx context.Context, cell Cell) (view, error) {
	values, err := s.engine.Run(ctx, cell)
	if err != nil || len(values) == 0 {
		return view{}, err
	}
	shown, err := s.view(ctx, values)
	if err == nil {
		return shown, nil
	}
	// The value is that of the last line.
	last := Position{Cell: cell.Number, Line: 1 + strings.Count(strings.TrimSpace(cell.Code), "\n")}
	e := &Error{Kind: Returned, Name: reflect.TypeOf(err).String(), Text: err.Error(), Trace: []Position{last}, Err: err}
	if ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		e.Kind, e.Name = Interrupted, "Interrupted"
	}
	return view{}, e
}

// grace is how long one waits for what may never end.
const grace = 100 * time.Millisecond

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
		if r.bundle, r.err = display.Bundle(values, s.renderers...); r.err == nil {
			r.metadata, r.err = display.Metadata(values)
		}
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

// errorOutput returns a cell's failure as front ends take it.
func errorOutput(err error) ErrorOutput {
	var e *Error
	if errors.As(err, &e) {
		return ErrorOutput{EName: e.Name, EValue: e.Text, Traceback: e.Traceback()}
	}
	name := reflect.TypeOf(err).String()
	return ErrorOutput{EName: name, EValue: err.Error(), Traceback: []string{err.Error()}}
}
