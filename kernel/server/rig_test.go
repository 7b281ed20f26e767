package server

import (
	"context"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golab/kernel/wire"
)

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
	closeSockets  func()
	end           context.CancelFunc

	mu      sync.Mutex
	changed sync.Cond
	log     []sent
}

// newRig starts a server that logs to the test.
func newRig(t testing.TB, backend *fake) *rig {
	t.Helper()
	return startRig(t, backend, testLog(t))
}

func startRig(t testing.TB, backend *fake, log *slog.Logger) *rig {
	t.Helper()
	cfg := Config{Backend: backend, Connection: wire.Connection{Key: "secret"}, Log: log}
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
	r.closeSockets = sync.OnceFunc(func() { close(r.socketsClosed) })
	router := func(c wire.Channel) *memRouter {
		m := &memRouter{rig: r, channel: c, in: make(chan [][]byte)}
		r.routers[c] = m
		return m
	}
	s.attach(sockets{
		shell: router(wire.Shell), control: router(wire.Control), stdin: router(wire.Stdin), iopub: router(wire.IOPub),
		close: func() error { r.closeSockets(); return nil },
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
