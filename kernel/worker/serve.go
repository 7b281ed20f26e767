package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"golab/kernel"
	"golab/kernel/comm"
	"golab/kernel/wire"
)

// Serve runs what comes from in, in the session, until in ends, which it does
// when the process at the other end is gone. Cells that still run are left
// behind: the caller is to end the process.
func Serve(in io.Reader, out io.Writer, session *kernel.Session) error {
	h := &host{link: newLink(in, out), session: session, running: map[uint64]*running{}}
	for {
		f, err := h.link.receive()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := h.take(f); err != nil {
			return fmt.Errorf("worker: frame %d: %w", f.kind, err)
		}
	}
}

// A host is the worker's side of the link.
type host struct {
	link    *link
	session *kernel.Session

	mu      sync.Mutex
	running map[uint64]*running
}

// A running is a request that can be interrupted and that may wait for input.
type running struct {
	cancel  context.CancelCauseFunc
	answers chan line
}

// A line is an answer to an ask.
type line struct {
	Text, Err string
	EOF       bool
}

// A question is what an ask holds.
type question struct {
	Prompt   string
	Password bool
}

// A cell is what an execute frame holds.
type cell struct {
	Number          int
	Code            string
	Silent          bool
	UserExpressions map[string]string
	Asks            bool // someone at the other end can answer
}

var errFew = errors.New("parts are missing")

// take handles a frame. What takes time it does on another goroutine.
func (h *host) take(f frame) error {
	if f.kind != interrupt && len(f.parts) == 0 {
		return errFew
	}
	switch f.kind {
	case execute:
		var c cell
		if err := json.Unmarshal(f.parts[0], &c); err != nil {
			return err
		}
		ctx, r := h.begin(f.id)
		go h.execute(ctx, f.id, c, r)
	case interrupt, answer:
		h.mu.Lock()
		r := h.running[f.id]
		h.mu.Unlock()
		switch {
		case r == nil: // has ended meanwhile
		case f.kind == interrupt:
			r.cancel(errors.New("interrupted"))
		default:
			var l line
			if err := json.Unmarshal(f.parts[0], &l); err != nil {
				return err
			}
			select {
			case r.answers <- l:
			default: // nobody has asked
			}
		}
	case comms:
		var m comm.Message
		if err := json.Unmarshal(f.parts[0], &m); err != nil {
			return err
		}
		m.Buffers = f.parts[1:]
		ctx, r := h.begin(f.id)
		go func() {
			if err := h.session.Handle(ctx, m, h.emitter(f.id)); err != nil {
				fmt.Fprintf(h.session.Stderr(), "kernel: %v\n", err) // nobody waits for an answer
			}
			h.end(f.id, r, []byte("{}"))
		}()
	default:
		return h.question(f)
	}
	return nil
}

// question handles the requests that are questions and answers.
func (h *host) question(f frame) error {
	a := h.session.Assistant()
	var ask func() any
	var err error
	switch f.kind {
	case complete:
		var req wire.CompleteRequest
		err = json.Unmarshal(f.parts[0], &req)
		ask = func() any { return completion(a, req) }
	case inspect:
		var req wire.InspectRequest
		err = json.Unmarshal(f.parts[0], &req)
		ask = func() any { return inspection(a, req) }
	case isComplete:
		var req wire.IsCompleteRequest
		err = json.Unmarshal(f.parts[0], &req)
		ask = func() any { return completeness(a, req.Code) }
	case commInfo:
		var req wire.CommInfoRequest
		err = json.Unmarshal(f.parts[0], &req)
		ask = func() any { return h.session.Comms().Info(req.TargetName) }
	default:
		err = errors.New("unknown kind")
	}
	if err != nil {
		return err
	}
	go func() { h.reply(f.id, wire.Marshal(ask())) }()
	return nil
}

// execute runs a cell.
func (h *host) execute(ctx context.Context, id uint64, c cell, r *running) {
	req := kernel.Request{Code: c.Code, Number: c.Number, Silent: c.Silent, UserExpressions: c.UserExpressions}
	if c.Asks {
		req.Input = func(ctx context.Context, prompt string, password bool) (string, error) {
			return h.input(ctx, id, r, question{prompt, password})
		}
	}
	result := executeReply(h.session.Run(ctx, req, h.emitter(id)))
	h.end(id, r, wire.Marshal(result))
}

// begin makes a request one that can be interrupted.
func (h *host) begin(id uint64) (context.Context, *running) {
	ctx, cancel := context.WithCancelCause(context.Background())
	r := &running{cancel: cancel, answers: make(chan line, 1)}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.running[id] = r
	return ctx, r
}

// end answers such a request.
func (h *host) end(id uint64, r *running, content []byte) {
	r.cancel(nil)
	h.mu.Lock()
	delete(h.running, id)
	h.mu.Unlock()
	h.reply(id, content)
}

// input asks the user for a line.
func (h *host) input(ctx context.Context, id uint64, r *running, q question) (string, error) {
	h.send(frame{ask, id, [][]byte{wire.Marshal(q)}})
	select {
	case l := <-r.answers:
		switch {
		case l.EOF:
			return "", io.EOF
		case l.Err != "":
			return "", errors.New(l.Err)
		}
		return l.Text, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// emitter returns the function that publishes for a request. Once nothing holds
// it any more, the other end may forget the request.
func (h *host) emitter(id uint64) func(kernel.Output) {
	held := &struct{ id uint64 }{id}
	runtime.AddCleanup(held, func(id uint64) { h.send(frame{gone, id, nil}) }, id)
	return func(o kernel.Output) {
		p := publish(o)
		parts := append([][]byte{[]byte(p.MsgType), p.Content, p.Metadata}, p.Buffers...)
		h.send(frame{publication, held.id, parts})
	}
}

func (h *host) reply(id uint64, content []byte) { h.send(frame{reply, id, [][]byte{content}}) }

// send sends a frame. When that fails the other end is gone, which Serve will see.
func (h *host) send(f frame) { _ = h.link.send(f) }
