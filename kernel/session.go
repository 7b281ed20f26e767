package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golab/internal/goroutine"
	"golab/kernel/comm"
	"golab/kernel/display"
)

// A Config says what a session is made of.
type Config struct {
	Engine    Engine               // compiles and runs the cells
	Prelude   string               // Go source that runs first, as cell 0; none when empty
	Renderers []display.RenderFunc // show the values of types that do not show themselves

	// Interactive sessions have a user who looks on: os.Stdin asks by the Input of
	// a Request, and comms reach objects in the front end.
	Interactive bool
}

// A Session numbers cells, runs them by its engine and turns what they print,
// their values and their failures into outputs.
//
// While it lives, the variables os.Stdout and os.Stderr are pipes that it reads,
// and so is the output of package log; what the program itself wants to print
// goes to the files that Stdout and Stderr return. The functions of package
// display show values on it. Hence only one session lives at a time, or several
// that are closed in the opposite order.
//
// What a goroutine prints by fmt.Print and its like, or displays, belongs to the
// cell that started it, also after that cell has ended; what is written to
// os.Stdout or os.Stderr belongs to the cell that runs, or else to the last one.
type Session struct {
	engine      Engine
	renderers   []display.RenderFunc
	comms       *comm.Manager
	interactive bool

	count  atomic.Int64
	runs   atomic.Int64 // of cells, however they are numbered
	stdout *os.File
	stderr *os.File

	executions executions
	starting   sync.Mutex // held while a cell begins

	mu       sync.RWMutex // held for reading while a cell runs
	capture  *capture
	closed   bool
	stdin    *stdin // nil unless Interactive
	frontend display.Frontend
}

// NewSession starts a session and runs its prelude. It fails when the prelude
// does.
func NewSession(c Config) (*Session, error) {
	if c.Engine == nil {
		return nil, errors.New("kernel: NewSession: no engine")
	}
	s := &Session{engine: c.Engine, renderers: c.Renderers, stdout: os.Stdout, stderr: os.Stderr}
	s.executions = executions{byWork: map[goroutine.Key]work{}, last: &execution{out: newOutbox(s.outside)}}
	s.comms = comm.NewManager(func(m comm.Message) error { return s.send(Comm{m}) })
	var err error
	if s.capture, err = startCapture(s.written); err != nil {
		return nil, fmt.Errorf("kernel: NewSession: %w", err)
	}
	if c.Interactive {
		s.interactive = true
		s.openStdin(startStdin)
	}
	s.frontend = display.SetFrontend(frontend{s})
	if c.Prelude == "" {
		return s, nil
	}
	if _, err := s.engine.Run(context.Background(), Cell{Code: c.Prelude}); err != nil {
		return nil, errors.Join(fmt.Errorf("kernel: NewSession: %w", err), s.Close())
	}
	return s, nil
}

// openStdin lets cells ask for input. Where that fails they read what os.Stdin was
// before, and all else goes on.
func (s *Session) openStdin(start func() (*stdin, error)) {
	var err error
	if s.stdin, err = start(); err != nil {
		fmt.Fprintf(s.stderr, "kernel: cells cannot ask for input: %v\n", err)
	}
}

// Close ends the session when its cells have ended, and gives os.Stdout and
// os.Stderr back. What goroutines have printed is emitted before, and what they
// print after it is lost. Close may be called twice.
func (s *Session) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	display.SetFrontend(s.frontend)
	err := s.capture.close()
	if s.stdin != nil {
		err = errors.Join(err, s.stdin.close())
	}
	for _, x := range s.executions.all() {
		x.out.shut()
	}
	return err
}

// Stdout returns the program's own standard output, which the session has put a
// pipe in the place of.
func (s *Session) Stdout() *os.File { return s.stdout }

// Stderr returns the program's own standard error.
func (s *Session) Stderr() *os.File { return s.stderr }

// ExecutionCount returns the number of the last cell; the first one is 1.
func (s *Session) ExecutionCount() int { return int(s.count.Load()) }

// Comms returns the session's comms.
func (s *Session) Comms() *comm.Manager { return s.comms }

// Assistant returns what helps to write cells, or nil when the engine does not.
func (s *Session) Assistant() Assistant {
	a, _ := s.engine.(Assistant)
	return a
}

// Execute runs a cell and hands its outputs to emit: what it prints while it
// runs, then its value or its failure. Calls of emit for one cell do not overlap.
// Emit is called after Execute has returned, too, with what goroutines of the
// cell show later, until the session is closed. A slow emit slows the printing
// cell down.
//
// The error is the cell's, also emitted: an *Error, or what the engine or a
// value's MIMEBundle method returned. An emit that panics is not called again
// for this cell, and its panic is returned as an error. After either the session
// goes on. When ctx ends, the cell is stopped.
func (s *Session) Execute(ctx context.Context, code string, emit func(Output)) error {
	_, err := s.Run(ctx, Request{Code: code}, emit)
	return err
}

// Run is Execute for front ends that ask for more. Several cells may run at a
// time.
func (s *Session) Run(ctx context.Context, req Request, emit func(Output)) (reply Reply, err error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	x := &execution{out: newOutbox(emit), input: req.Input, fail: func(err error) { cancel(failed{err}) }}
	cell, err := s.begin(req)
	if err != nil {
		return Reply{}, fmt.Errorf("kernel: Execute: %w", err)
	}
	x.cell = int(s.runs.Add(1))
	s.executions.run(ctx, x, func() {
		if s.stdin != nil {
			defer s.stdin.serve(ctx, x)()
		}
		reply, err = s.execute(ctx, x, req, cell)
	})
	if panicked := x.out.finish(); err == nil {
		err = panicked
	}
	reply.Payload = x.takePayload()
	return reply, err
}

// Handle hands a message of the front end to the comm that it is for. What the
// handlers show and send goes to emit, as in Execute. When ctx ends, they are
// stopped.
func (s *Session) Handle(ctx context.Context, m comm.Message, emit func(Output)) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return errClosed
	}
	x := &execution{out: newOutbox(emit), fail: func(error) {}}
	var handled error
	err := s.call(ctx, x, func() { handled = s.comms.Handle(m) })
	if err == nil {
		err = handled
	}
	return errors.Join(err, x.out.finish())
}

// call runs a function for x on a goroutine of its own and returns its panic.
// When ctx ends it is stopped, or left behind.
func (s *Session) call(ctx context.Context, x *execution, f func()) (err error) {
	s.executions.run(ctx, x, func() {
		if c, ok := s.engine.(Caller); ok {
			err = c.Call(ctx, stdout{s}, f)
		} else {
			err = call(ctx, f)
		}
		s.capture.flush()
	})
	return err
}

// call is what a Caller does, for engines that are none: it can only leave f
// behind.
func call(ctx context.Context, f func()) error {
	done := make(chan error, 1)
	go func() {
		err := errGoexit
		defer func() { done <- err }()
		err = display.Call(f)
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return context.Cause(ctx)
	}
}

// grace is how long one waits for what may never end.
const grace = 100 * time.Millisecond

var errGoexit = errors.New("runtime.Goexit ended it")

var errClosed = errors.New("the session is closed")

// begin prepares the capture for a cell and numbers it.
func (s *Session) begin(req Request) (Cell, error) {
	if s.closed {
		return Cell{}, errClosed
	}
	s.starting.Lock()
	defer s.starting.Unlock()
	s.capture.flush() // to the cells before
	if err := s.capture.repair(); err != nil {
		return Cell{}, err
	}
	if s.stdin != nil && !s.executions.busy() {
		if err := s.stdin.begin(); err != nil {
			return Cell{}, err
		}
	}
	if req.Number == 0 {
		req.Number = int(s.count.Add(1))
	} else {
		s.count.Store(int64(req.Number))
	}
	return Cell{Number: req.Number, Code: req.Code, Stdout: stdout{s}}, nil
}

// execute runs a cell and emits its value or its failure.
func (s *Session) execute(ctx context.Context, x *execution, req Request, cell Cell) (reply Reply, err error) {
	if s.asked(x, req.Code) {
		return reply, nil
	}
	shown, err := s.run(ctx, x, cell)
	s.capture.flush()
	switch {
	case err != nil:
		x.out.send(Failure(err))
		return reply, err
	case shown.bundle != nil && !req.Silent:
		x.out.send(ExecuteResult{ExecutionCount: cell.Number, Data: shown.bundle, Metadata: shown.metadata})
	}
	if len(req.UserExpressions) > 0 {
		reply.UserExpressions = s.expressions(ctx, x, req.UserExpressions, cell)
	}
	return reply, nil
}

// expressions evaluates the expressions.
func (s *Session) expressions(ctx context.Context, x *execution, exprs map[string]string, cell Cell) map[string]UserExpression {
	values := map[string]UserExpression{}
	for name, code := range exprs {
		cell.Code = code
		v, err := s.run(ctx, x, cell)
		if v.bundle == nil && err == nil {
			err = &Error{Kind: Compile, Name: "CompileError", Text: fmt.Sprintf("%q has no value", code)}
		}
		values[name] = UserExpression{Data: v.bundle, Metadata: v.metadata, Err: err}
	}
	s.capture.flush()
	return values
}

// outside emits what is printed before the first cell: to where it would have
// gone without a session.
func (s *Session) outside(o Output) {
	if text, ok := o.(Stream); ok && text.Name == "stdout" {
		io.WriteString(s.stdout, text.Text)
	} else if ok {
		io.WriteString(s.stderr, text.Text)
	}
}

// written takes what comes out of the pipes.
func (s *Session) written(stream string, text []byte) {
	s.executions.foreground().out.add(stream, text)
}

// A stdout is what the fmt.Print of cells writes to.
type stdout struct{ s *Session }

// Write hands the text to the cell that the calling goroutine belongs to, or to
// the file that a cell has put in the place of os.Stdout.
func (o stdout) Write(text []byte) (int, error) {
	s := o.s
	if file := s.capture.redirected(); file != nil {
		return file.Write(text)
	}
	s.capture.around(func() { s.executions.current().out.add("stdout", text) })
	return len(text), nil
}
