package server

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"golab/kernel/wire"
)

// A front is a front end over real sockets.
type front struct {
	t       testing.TB
	codec   *wire.Codec
	session *wire.Session
	peers   map[wire.Channel]*peer
}

// serve starts a server on free ports of this machine.
func serve(t testing.TB, backend *fake) (c wire.Connection, served chan error) {
	t.Helper()
	c = wire.Connection{Transport: "tcp", IP: "127.0.0.1", Key: "secret"}
	var listeners []net.Listener
	for _, port := range []*int{&c.ShellPort, &c.ControlPort, &c.StdinPort, &c.IOPubPort, &c.HBPort} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
		*port = l.Addr().(*net.TCPAddr).Port
	}
	for _, l := range listeners {
		l.Close()
	}
	s, err := New(Config{Connection: c, Backend: backend, Log: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served = make(chan error, 1)
	go func() { served <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-served:
			if err != nil {
				t.Errorf("Serve: %v", err)
			}
		case <-time.After(patience):
			t.Error("Serve does not end")
		}
	})
	return c, served
}

func newFront(t testing.TB, c wire.Connection, identity string) *front {
	t.Helper()
	codec, err := wire.NewCodec(c.Key, c.SignatureScheme)
	if err != nil {
		t.Fatal(err)
	}
	f := &front{t: t, codec: codec, session: wire.NewSession("user"), peers: map[wire.Channel]*peer{
		wire.Shell:     connect(t, c.ShellPort, "DEALER", identity),
		wire.Control:   connect(t, c.ControlPort, "DEALER", identity),
		wire.Stdin:     connect(t, c.StdinPort, "DEALER", identity),
		wire.IOPub:     connect(t, c.IOPubPort, "SUB", ""),
		wire.Heartbeat: connect(t, c.HBPort, "REQ", ""),
	}}
	return f
}

// subscribe subscribes and waits for the welcome, which holds for this front.
func (f *front) subscribe(topic string) {
	f.t.Helper()
	f.peers[wire.IOPub].send([]byte("\x01" + topic))
	m := f.receive(wire.IOPub)
	for m.Header.MsgType == "status" { // of what others do
		m = f.receive(wire.IOPub)
	}
	got := content[wire.IOPubWelcome](f.t, m)
	if m.Header.MsgType != "iopub_welcome" || got.Subscription != topic || string(m.Identities[0]) != topic || string(m.ParentHeader) != "{}" {
		f.t.Fatalf("%s %+v under %q, want the welcome to %q", m.Header.MsgType, got, m.Identities, topic)
	}
}

func (f *front) send(c wire.Channel, msgType string, content any) string {
	f.t.Helper()
	m := f.session.New(msgType, nil, content)
	f.peers[c].send(f.codec.Encode(m)...)
	return m.Header.MsgID
}

func (f *front) receive(c wire.Channel) *wire.Message {
	f.t.Helper()
	m, err := f.codec.Decode(f.peers[c].receive())
	if err != nil {
		f.t.Fatal(err)
	}
	return m
}

// until receives on iopub until a request is idle, and returns the types of the
// messages, states by their names.
func (f *front) until(id string) (types []string) {
	f.t.Helper()
	for {
		m := f.receive(wire.IOPub)
		if headerID(m.ParentHeader) != id {
			continue
		}
		name := m.Header.MsgType
		if name == "status" {
			name = content[wire.Status](f.t, m).ExecutionState
		}
		if types = append(types, name); name == "idle" {
			return types
		}
	}
}

func TestOverSockets(t *testing.T) {
	c, served := serve(t, newFake())
	f := newFront(t, c, "front")
	f.subscribe("")

	f.peers[wire.Heartbeat].send(nil, []byte("ping"))
	if got := f.peers[wire.Heartbeat].receive(); string(got[len(got)-1]) != "ping" {
		t.Errorf("the heart says %q", got)
	}

	for _, channel := range []wire.Channel{wire.Shell, wire.Control} {
		f.send(channel, "kernel_info_request", struct{}{})
		if m := f.receive(channel); m.Header.MsgType != "kernel_info_reply" {
			t.Errorf("%s on %s", m.Header.MsgType, channel)
		}
	}

	id := f.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi\nresult 42"))
	if got, want := f.until(id), []string{"busy", "execute_input", "stream", "execute_result", "idle"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if m := f.receive(wire.Shell); headerID(m.ParentHeader) != id || content[reply](t, m).Status != "ok" {
		t.Errorf("the reply is %s", m.Content)
	}

	id = f.send(wire.Shell, "execute_request", wire.NewExecuteRequest("input Name:"))
	asked := f.receive(wire.Stdin)
	answer := f.session.New("input_reply", asked.Header.Raw, wire.InputReply{Value: "Ann"})
	f.peers[wire.Stdin].send(f.codec.Encode(answer)...)
	f.until(id)
	f.receive(wire.Shell)

	// The control channel answers while a cell runs, and the heart beats.
	id = f.send(wire.Shell, "execute_request", wire.NewExecuteRequest("wait"))
	f.send(wire.Control, "usage_request", struct{}{})
	f.receive(wire.Control)
	f.peers[wire.Heartbeat].send(nil, []byte{0, 255})
	f.peers[wire.Heartbeat].receive()
	f.interruptUntil(id)

	f.send(wire.Control, "shutdown_request", wire.ShutdownRequest{})
	for m := f.receive(wire.Control); m.Header.MsgType != "shutdown_reply"; m = f.receive(wire.Control) {
		if m.Header.MsgType != "interrupt_reply" {
			t.Errorf("%s on control", m.Header.MsgType)
		}
	}
	for m := f.receive(wire.IOPub); m.Header.MsgType != "shutdown_reply"; {
		m = f.receive(wire.IOPub)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	served <- nil
}

// interruptUntil interrupts until a cell has ended: it may not have begun.
func (f *front) interruptUntil(id string) {
	f.t.Helper()
	for {
		f.send(wire.Control, "interrupt_request", struct{}{})
		if frames := f.peers[wire.Shell].receiveWithin(100 * time.Millisecond); frames != nil {
			m, err := f.codec.Decode(frames)
			if err != nil || headerID(m.ParentHeader) != id {
				f.t.Fatal(err, m)
			}
			return
		}
	}
}

// Every subscription is welcomed, to its subscriber alone, and gets what its
// topic says.
func TestWelcome(t *testing.T) {
	c, _ := serve(t, newFake())
	all, some := newFront(t, c, "all"), newFront(t, c, "some")
	all.subscribe("")
	some.subscribe("kernel.")
	some.peers[wire.IOPub].send([]byte("\x01\xff")) // no text: no welcome
	some.peers[wire.IOPub].send([]byte("\x00none"))
	some.subscribe("other")
	some.subscribe("other")
	all.subscribe("")
	id := all.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi"))
	for _, f := range []*front{all, some} {
		if got := strings.Join(f.until(id), " "); got != "busy execute_input stream idle" {
			t.Errorf("got %s", got)
		}
	}
}

// A front end that subscribes while its first request is being answered gets all
// of the answer, behind the welcome; the next one gets what is new.
func TestEarlyOverSockets(t *testing.T) {
	c, _ := serve(t, newFake())
	first := newFront(t, c, "first")
	id := first.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi"))
	first.receive(wire.Shell)
	first.subscribe("")
	if m := first.receive(wire.IOPub); m.Header.MsgType != "status" || string(m.ParentHeader) != "{}" {
		t.Errorf("%s of %s, want the status starting", m.Header.MsgType, m.ParentHeader)
	}
	if got := strings.Join(first.until(id), " "); got != "busy execute_input stream idle" {
		t.Errorf("got %s", got)
	}
	second := newFront(t, c, "second")
	second.subscribe("")
	id = first.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi"))
	for _, f := range []*front{first, second} {
		if m := f.receive(wire.IOPub); headerID(m.ParentHeader) != id {
			t.Errorf("%s of %s, want one of the second request", m.Header.MsgType, m.ParentHeader)
		}
	}
}

// Clients that come and go, or say nothing, disturb nobody.
func TestStrangersOverSockets(t *testing.T) {
	c, _ := serve(t, newFake())
	for port, kind := range map[int]string{c.ShellPort: "DEALER", c.ControlPort: "DEALER", c.StdinPort: "DEALER", c.IOPubPort: "SUB", c.HBPort: "REQ"} {
		halfOpen, err := net.DialTCP("tcp", nil, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			t.Fatal(err)
		}
		defer halfOpen.Close()
		p := connect(t, port, kind, "stranger")
		p.send([]byte("<IDS|MSG>"), []byte("bad"))
		p.conn.Close()
	}
	gone := newFront(t, c, "gone")
	gone.send(wire.Shell, "kernel_info_request", struct{}{})
	for _, p := range gone.peers {
		p.conn.Close()
	}
	f := newFront(t, c, "front")
	f.subscribe("")
	id := f.send(wire.Shell, "execute_request", wire.NewExecuteRequest("print hi"))
	f.until(id)
}

// A restarted kernel has the ports of the one before.
func TestSamePortsAgain(t *testing.T) {
	c, served := serve(t, newFake())
	f := newFront(t, c, "front")
	f.send(wire.Control, "shutdown_request", wire.ShutdownRequest{Restart: true})
	f.receive(wire.Control)
	s, err := New(Config{Connection: c, Backend: newFake()})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
	served <- nil
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Serve(ctx); err != nil {
		t.Error(err)
	}
}
