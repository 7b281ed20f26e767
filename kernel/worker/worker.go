package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"sync"
	"time"

	"golab/kernel/comm"
	"golab/kernel/server"
	"golab/kernel/wire"
)

// A Worker is a [server.Backend] whose session lives in another process. When
// that process ends, a fresh one takes its place.
type Worker struct {
	command func() *exec.Cmd
	log     *slog.Logger

	mu      sync.Mutex
	process *process
	lost    int   // processes in a row that ended before they answered anything
	untold  error // the end of a process between cells, until the next cell says it
	closed  bool  // by Close
}

var _ server.Backend = (*Worker)(nil)

// Start starts the worker. Command makes the process, whose standard input and
// output belong to [Serve]; what it prints on standard error goes to its Stderr
// too, if that is set.
func Start(command func() *exec.Cmd, log *slog.Logger) (*Worker, error) {
	w := &Worker{command: command, log: log}
	_, err := w.current()
	return w, err
}

// maxLost is how many processes in a row may end before they answer anything.
const maxLost = 3

var errClosed = errors.New("the kernel is being shut down")

// current returns the process, and starts one when it has ended.
func (w *Worker) current() (*process, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil, errClosed
	}
	if w.process != nil {
		select {
		case <-w.process.done:
		default:
			return w.process, nil
		}
		if !w.process.answered.Load() {
			w.lost++
		} else {
			w.lost = 0
		}
		if w.lost >= maxLost {
			return nil, fmt.Errorf("no session can be started: %s", w.process.err)
		}
		if !w.process.told.Swap(true) {
			w.untold = w.process.err
		}
	}
	p, err := startProcess(w.command())
	if err != nil {
		return nil, err
	}
	w.process = p
	return p, nil
}

// patience is how long an interrupted cell may take to say so before its process
// is ended.
const patience = 10 * time.Second

// Execute runs a cell. See [server.Backend].
func (w *Worker) Execute(ctx context.Context, c server.Cell, emit func(wire.Publication)) wire.ExecuteReply {
	p, err := w.current()
	if err != nil {
		return failed(err, emit)
	}
	if err := w.takeUntold(); err != nil {
		emit(wire.NewPublication("stream", wire.Stream{Name: "stderr", Text: err.Error() + "\n" + fresh + "\n"}))
	}
	call := &call{emit: emit, reply: make(chan []byte, 1), ctx: ctx, input: c.Input}
	id := p.request(execute, call, wire.Marshal(cell{
		Number: c.Number, Code: c.Code, Silent: c.Silent, UserExpressions: c.UserExpressions, Asks: c.Input != nil,
	}))
	stopped := ctx.Done()
	var late <-chan time.Time
	for {
		select {
		case content := <-call.reply:
			var r wire.ExecuteReply
			if err := json.Unmarshal(content, &r); err != nil {
				return failed(err, emit)
			}
			return r
		case <-p.done:
			if len(call.reply) > 0 {
				continue // it had answered this one
			}
			p.told.Store(true)
			w.log.Error("the worker has ended", "error", p.err)
			if _, err := w.current(); err != nil { // the next cell need not wait for it
				w.log.Error("no new worker", "error", err)
			}
			return failed(p.err, emit)
		case <-stopped:
			stopped, late = nil, time.After(patience)
			p.send(frame{interrupt, id, nil})
		case <-late:
			p.kill(errors.New("the cell could not be stopped"))
		}
	}
}

// takeUntold returns the end of a process that no cell has said yet.
func (w *Worker) takeUntold() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.untold
	w.untold = nil
	return err
}

// fresh is said after the end of a process.
const fresh = "All variables are lost; a fresh session has begun."

// failed is the reply to a cell whose process is gone.
func failed(err error, emit func(wire.Publication)) wire.ExecuteReply {
	e := wire.Error{EName: "SessionLost", EValue: err.Error()}
	e.Traceback = []string{e.EName + ": " + e.EValue}
	var ended *Ended
	if errors.As(err, &ended) {
		e.Traceback = append(e.Traceback, fresh)
	}
	emit(wire.NewPublication("error", e))
	return wire.ExecuteReply{Status: "error", EName: e.EName, EValue: e.EValue, Traceback: e.Traceback}
}

// ask sends a request that is a question and decodes the answer into a pointer. It
// reports false when there is none.
func (w *Worker) ask(ctx context.Context, k kind, req, answer any) bool {
	p, err := w.current()
	if err != nil {
		return false
	}
	c := &call{reply: make(chan []byte, 1), ctx: ctx}
	p.request(k, c, wire.Marshal(req))
	select {
	case content := <-c.reply:
		return json.Unmarshal(content, answer) == nil
	case <-p.done:
	case <-ctx.Done():
	}
	return false
}

// Complete returns what may stand at the cursor.
func (w *Worker) Complete(ctx context.Context, req wire.CompleteRequest) wire.CompleteReply {
	reply := wire.CompleteReply{}
	if !w.ask(ctx, complete, req, &reply) {
		return wire.CompleteReply{Status: "ok", Matches: []string{}, CursorStart: req.CursorPos, CursorEnd: req.CursorPos}
	}
	return reply
}

// Inspect returns help about what stands at the cursor.
func (w *Worker) Inspect(ctx context.Context, req wire.InspectRequest) wire.InspectReply {
	reply := wire.InspectReply{}
	if !w.ask(ctx, inspect, req, &reply) {
		return wire.InspectReply{Status: "ok"}
	}
	return reply
}

// IsComplete says whether a cell can be run as it stands.
func (w *Worker) IsComplete(ctx context.Context, code string) wire.IsCompleteReply {
	reply := wire.IsCompleteReply{}
	if !w.ask(ctx, isComplete, wire.IsCompleteRequest{Code: code}, &reply) {
		return wire.IsCompleteReply{Status: "unknown"}
	}
	return reply
}

// CommInfo returns the targets of the open comms by their ids.
func (w *Worker) CommInfo(ctx context.Context, target string) map[string]string {
	reply := map[string]string{}
	w.ask(ctx, commInfo, wire.CommInfoRequest{TargetName: target}, &reply)
	return reply
}

// Comm handles a message of the front end.
func (w *Worker) Comm(ctx context.Context, m comm.Message, emit func(wire.Publication)) {
	p, err := w.current()
	if err != nil {
		return
	}
	buffers := m.Buffers
	m.Buffers = nil
	c := &call{emit: emit, reply: make(chan []byte, 1), ctx: ctx}
	id := p.request(comms, c, append([][]byte{wire.Marshal(m)}, buffers...)...)
	select {
	case <-c.reply:
	case <-p.done:
	case <-ctx.Done():
		p.send(frame{interrupt, id, nil})
	}
}

// PID returns the number of the worker's process, or 0 when there is none.
func (w *Worker) PID() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.process == nil {
		return 0
	}
	return w.process.cmd.Process.Pid
}

// Close ends the worker and all that it has started.
func (w *Worker) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	return w.process.close()
}
