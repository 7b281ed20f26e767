package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/comm"
	"golab/kernel/wire"
)

// patience is how long a test waits for what must happen: long, as the machine
// may be busy.
const patience = 30 * time.Second

// A fake is a Backend whose cells are lines of a verb and its argument.
type fake struct {
	ready   chan struct{} // closed when it may answer
	closed  chan struct{}
	release chan struct{} // ends cells that "hold", whatever the context says

	mu    sync.Mutex
	comms map[string]string
	late  sync.WaitGroup // of goroutines that outlive their cell
}

func newFake() *fake {
	f := &fake{ready: make(chan struct{}), closed: make(chan struct{}), release: make(chan struct{}), comms: map[string]string{}}
	close(f.ready)
	return f
}

func (f *fake) Execute(ctx context.Context, cell Cell, emit func(wire.Publication)) wire.ExecuteReply {
	<-f.ready
	reply := wire.ExecuteReply{Status: "ok"}
	if cell.Code == "crash" {
		return wire.ExecuteReply{Status: "error", EName: "Crash", EValue: "the session is gone", Traceback: []string{"gone"}}
	}
	for line := range strings.Lines(cell.Code) {
		verb, arg, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if err := f.do(ctx, cell, verb, arg, emit, &reply); err != nil {
			failed := wire.Error{EName: "Error", EValue: err.Error(), Traceback: []string{err.Error()}}
			if errors.Is(err, context.Canceled) {
				failed.EName = "Interrupted"
			}
			emit(wire.NewPublication("error", failed))
			return wire.ExecuteReply{Status: "error", EName: failed.EName, EValue: failed.EValue, Traceback: failed.Traceback}
		}
	}
	for name, expr := range cell.UserExpressions {
		if reply.UserExpressions == nil {
			reply.UserExpressions = map[string]wire.Object{}
		}
		reply.UserExpressions[name] = wire.Marshal(map[string]any{"status": "ok", "data": map[string]any{"text/plain": expr}, "metadata": wire.Object("{}")})
	}
	return reply
}

func (f *fake) do(ctx context.Context, cell Cell, verb, arg string, emit func(wire.Publication), reply *wire.ExecuteReply) error {
	stream := func(name, text string) {
		emit(wire.NewPublication("stream", wire.Stream{Name: name, Text: text}))
	}
	switch verb {
	case "print":
		stream("stdout", arg+"\n")
	case "warn":
		stream("stderr", arg+"\n")
	case "number":
		stream("stdout", fmt.Sprintf("%d\n", cell.Number))
	case "result":
		emit(wire.NewPublication("execute_result", wire.ExecuteResult{ExecutionCount: cell.Number, Data: textData(arg)}))
	case "display":
		emit(wire.NewPublication("display_data", wire.Display{Data: textData(arg), Transient: wire.Transient{DisplayID: "d"}}))
	case "update":
		emit(wire.NewPublication("update_display_data", wire.Display{Data: textData(arg), Transient: wire.Transient{DisplayID: "d"}}))
	case "clear":
		emit(wire.NewPublication("clear_output", wire.ClearOutput{Wait: arg == "wait"}))
	case "buffers":
		p := wire.NewPublication("comm_msg", wire.CommMsg{CommID: arg})
		p.Buffers, p.Metadata = [][]byte{{0, 1}, {255}}, wire.Object(`{"version":"2.1.0"}`)
		emit(p)
	case "page":
		reply.Payload = append(reply.Payload, wire.Marshal(wire.Page{Data: textData(arg)}))
	case "fail":
		return errors.New(arg)
	case "wait":
		<-ctx.Done()
		return context.Canceled
	case "hold":
		<-f.release
	case "input", "password":
		if cell.Input == nil {
			return errors.New("no input here")
		}
		line, err := cell.Input(ctx, arg, verb == "password")
		if err != nil {
			return fmt.Errorf("input: %w", err)
		}
		stream("stdout", "got "+line+"\n")
	case "late":
		f.late.Go(func() {
			<-f.release
			stream("stdout", arg+"\n")
		})
	case "flood":
		n, _ := strconv.Atoi(arg)
		chunk := strings.Repeat(strings.Repeat("x", 99)+"\n", 100)
		for range n {
			stream("stdout", chunk)
		}
	case "panic":
		panic(arg)
	}
	return nil
}

func textData(text string) wire.Object { return wire.Marshal(map[string]string{"text/plain": text}) }

func (f *fake) Complete(_ context.Context, req wire.CompleteRequest) wire.CompleteReply {
	<-f.ready
	if req.Code == "none" {
		return wire.CompleteReply{}
	}
	if req.Code == "panic" {
		panic("in Complete")
	}
	return wire.CompleteReply{Status: "ok", Matches: []string{req.Code + "!"}, CursorStart: 0, CursorEnd: req.CursorPos}
}

func (f *fake) Inspect(_ context.Context, req wire.InspectRequest) wire.InspectReply {
	if req.Code == "none" {
		return wire.InspectReply{}
	}
	return wire.InspectReply{Status: "ok", Found: true, Data: textData(fmt.Sprintf("%s at %d, level %d", req.Code, req.CursorPos, req.DetailLevel))}
}

func (f *fake) IsComplete(_ context.Context, code string) wire.IsCompleteReply {
	switch {
	case strings.HasSuffix(code, "{"):
		return wire.IsCompleteReply{Status: "incomplete", Indent: "\t"}
	case code == "none":
		return wire.IsCompleteReply{}
	}
	return wire.IsCompleteReply{Status: "complete"}
}

func (f *fake) Comm(ctx context.Context, msg comm.Message, emit func(wire.Publication)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case msg.Kind == comm.Open && msg.Target != "known":
		emit(wire.NewPublication("comm_close", wire.CommMsg{CommID: msg.ID}))
	case msg.Kind == comm.Open:
		f.comms[msg.ID] = msg.Target
	case msg.Kind == comm.Close:
		delete(f.comms, msg.ID)
	case string(msg.Data) == `{"wait":true}`:
		<-ctx.Done()
	default:
		p := wire.NewPublication("comm_msg", wire.CommMsg{CommID: msg.ID, Data: msg.Data})
		p.Buffers, p.Metadata = msg.Buffers, msg.Metadata
		emit(p)
	}
}

func (f *fake) CommInfo(_ context.Context, target string) map[string]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := map[string]string{}
	for id, t := range f.comms {
		if target == "" || t == target {
			found[id] = t
		}
	}
	return found
}

func (f *fake) Close() error {
	close(f.closed)
	return nil
}

// A memRouter is a ROUTER socket in memory. What is sent goes into the log of its
// rig.
type memRouter struct {
	rig     *rig
	channel wire.Channel
	in      chan [][]byte
}

func (m *memRouter) Recv() ([][]byte, error) {
	for {
		select {
		case frames := <-m.in:
			if frames != nil { // see deliver
				return frames, nil
			}
		case <-m.rig.socketsClosed:
			return nil, net.ErrClosed
		}
	}
}

func (m *memRouter) Send(frames [][]byte) error {
	m.rig.record(m.channel, frames)
	return nil
}

// A sent is a message of the server.
type sent struct {
	channel wire.Channel
	*wire.Message
	parent string // its msg_id
	frames [][]byte
}

// is reports whether the message is of a type and belongs to a request.
func (s sent) is(msgType, parent string) bool {
	return s.Header.MsgType == msgType && (parent == "" || s.parent == parent)
}

// A rig is a server between a fake backend and sockets in memory.
type rig struct {
	t       testing.TB
	server  *Server
	backend *fake
	client  *wire.Session
	codec   *wire.Codec // of the client
	routers map[wire.Channel]*memRouter
	served  chan error

	socketsClosed chan struct{}
	end           context.CancelFunc

	mu      sync.Mutex
	changed sync.Cond
	log     []sent
}

func newRig(t testing.TB, backend *fake) *rig {
	t.Helper()
	cfg := Config{Backend: backend, Connection: wire.Connection{Key: "secret"}, Log: testLog(t)}
	cfg.Info = Info{ImplementationVersion: "1.0", Banner: "hello", LanguageVersion: "1.26"}
	s, err := prepare(cfg)
	if err != nil {
		t.Fatal(err)
	}
	codec, err := wire.NewCodec("secret", "")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{
		t: t, server: s, backend: backend, client: wire.NewSession("tester"), codec: codec,
		routers: map[wire.Channel]*memRouter{}, served: make(chan error, 1), socketsClosed: make(chan struct{}),
	}
	r.changed.L = &r.mu
	router := func(c wire.Channel) *memRouter {
		m := &memRouter{rig: r, channel: c, in: make(chan [][]byte)}
		r.routers[c] = m
		return m
	}
	s.attach(sockets{
		shell: router(wire.Shell), control: router(wire.Control), stdin: router(wire.Stdin), iopub: router(wire.IOPub),
		close: func() error { close(r.socketsClosed); return nil },
	})
	ctx, cancel := context.WithCancel(context.Background())
	r.end = cancel
	go func() { r.served <- s.Serve(ctx) }()
	t.Cleanup(r.stop)
	return r
}

// stop ends the server and waits for it.
func (r *rig) stop() {
	r.end()
	select {
	case err := <-r.served:
		r.served <- err
		if err != nil {
			r.t.Errorf("Serve: %v", err)
		}
	case <-time.After(patience):
		r.t.Error("Serve does not end")
	}
}

func (r *rig) record(c wire.Channel, frames [][]byte) {
	m, err := r.codec.Decode(frames)
	if err != nil {
		r.t.Errorf("the server sends on %s: %v", c, err)
		return
	}
	var parent wire.Header
	if len(m.ParentHeader) > 2 {
		parent.MsgID = headerID(m.ParentHeader)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, sent{c, m, parent.MsgID, frames})
	r.changed.Broadcast()
}

// send sends a request of a client and returns its id.
func (r *rig) send(c wire.Channel, msgType string, content any, edit ...func(*wire.Message)) string {
	r.t.Helper()
	m := r.client.New(msgType, nil, content)
	m.Identities = [][]byte{[]byte("client")}
	for _, e := range edit {
		e(m)
	}
	r.deliver(c, r.codec.Encode(m))
	return m.Header.MsgID
}

// deliver puts a message into a socket, and waits until the server has taken it
// and asks for the next.
func (r *rig) deliver(c wire.Channel, frames [][]byte) {
	r.t.Helper()
	for _, m := range [][][]byte{frames, nil} {
		select {
		case r.routers[c].in <- m:
		case <-r.socketsClosed:
			return
		case <-time.After(patience):
			r.t.Fatalf("the server does not read its %s socket", c)
		}
	}
}

// subshell is an edit that directs a request to a subshell; "null" names the main
// shell as JupyterLab does.
func subshell(id string) func(*wire.Message) {
	return header("subshell_id", id)
}

// header is an edit that adds a field to the header.
func header(field, value string) func(*wire.Message) {
	return func(m *wire.Message) {
		if value != "null" {
			value = strconv.Quote(value)
		}
		m.Header.Raw = wire.Object(strings.TrimSuffix(string(m.Header.Raw), "}") + `,"` + field + `":` + value + `}`)
	}
}

// wait waits until a message has been sent, and returns the first that is found.
func (r *rig) wait(what string, found func(sent) bool) sent {
	r.t.Helper()
	alarm := time.AfterFunc(patience, r.changed.Broadcast)
	defer alarm.Stop()
	r.mu.Lock()
	defer r.mu.Unlock()
	for start, next := time.Now(), 0; ; r.changed.Wait() {
		for ; next < len(r.log); next++ {
			if found(r.log[next]) {
				return r.log[next]
			}
		}
		if time.Since(start) >= patience {
			r.t.Fatalf("no %s within %v", what, patience)
		}
	}
}

// waitFor waits for a message of a type that belongs to a request.
func (r *rig) waitFor(msgType, parent string) sent {
	r.t.Helper()
	return r.wait(msgType, func(s sent) bool { return s.is(msgType, parent) })
}

// waitIdle waits until a request is over.
func (r *rig) waitIdle(parent string) {
	r.t.Helper()
	r.wait("idle", func(s sent) bool { return s.is("status", parent) && strings.Contains(string(s.Content), "idle") })
}

// messages returns what has been sent so far.
func (r *rig) messages() []sent {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]sent(nil), r.log...)
}

// of returns the messages of a type that belong to a request.
func (r *rig) of(msgType, parent string) []sent {
	var found []sent
	for _, s := range r.messages() {
		if s.is(msgType, parent) {
			found = append(found, s)
		}
	}
	return found
}
