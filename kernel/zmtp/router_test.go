package zmtp

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"
)

// recvFrom reads a message from the peer with an identity.
func recvFrom(t *testing.T, r *Router, identity string, frames ...string) {
	t.Helper()
	message, err := r.Recv()
	if err != nil {
		t.Fatal(err)
	}
	if want := append([]string{identity}, frames...); !equal(strs(message), want) {
		t.Fatalf("received %q, not %q", message, want)
	}
}

func TestRouterAddresses(t *testing.T) {
	for _, scheme := range []string{"tcp", "ipc"} {
		t.Run(scheme, func(t *testing.T) {
			r := newRouter(t, anyEndpoint(t, scheme), Config{})
			a, b := dial(t, r.Endpoint(), "DEALER", "a"), dial(t, r.Endpoint(), "REQ", "b")
			a.send("from a", "", "x")
			recvFrom(t, r, "a", "from a", "", "x")
			b.send("", "from b")
			recvFrom(t, r, "b", "", "from b")
			for _, m := range [][]string{{"b", "", "to b"}, {"nobody", "x"}, {"a", "to a"}} {
				if err := r.Send(byteses(m...)); errors.Is(err, ErrNoPeer) != (m[0] == "nobody") {
					t.Errorf("to %s: %v", m[0], err)
				}
			}
			a.wantRecv("to a")
			b.wantRecv("", "to b")
			if err := r.Send(byteses("a")); err == nil {
				t.Error("an identity alone is sent")
			}
		})
	}
}

func TestRouterNamesAnonymousPeers(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	identities := map[string]bool{}
	for range 3 {
		c := dial(t, r.Endpoint(), "DEALER", "")
		c.send("hello")
		message, err := r.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if identity := string(message[0]); len(identity) != 5 || identity[0] != 0 {
			t.Errorf("the identity %q", identity)
		}
		identities[string(message[0])] = true
		r.Send(message)
		c.wantRecv("hello")
	}
	if len(identities) != 3 {
		t.Errorf("3 peers have %d identities", len(identities))
	}
}

func TestRouterLatestWins(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	go echo(r)
	old := dial(t, r.Endpoint(), "DEALER", "me")
	old.send("first")
	old.wantRecv("first")
	latest := dial(t, r.Endpoint(), "DEALER", "me")
	old.wantClosed()
	latest.send("second")
	latest.wantRecv("second")
}

func TestRouterKnowsPeersThatAreGone(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	c := dial(t, r.Endpoint(), "DEALER", "me")
	c.send("bye")
	recvFrom(t, r, "me", "bye")
	c.conn.Close()
	for deadline := time.Now().Add(patience); len(r.peers()) > 0; {
		if time.Now().After(deadline) {
			t.Fatal("the peer is not forgotten")
		}
		time.Sleep(time.Millisecond)
	}
	if err := r.Send(byteses("me", "x")); !errors.Is(err, ErrNoPeer) {
		t.Errorf("got %v, want %v", err, ErrNoPeer)
	}
}

func TestRouterAnswersPing(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	c := dial(t, r.Endpoint(), "DEALER", "me")
	c.write(appendFrame(nil, flagMore, []byte("a")))
	c.command("PING", "\x00\x00context of sixte")
	c.command("LATER", "a command of a version to come")
	c.write(appendFrame(nil, 0, []byte("b")))
	if f := c.readFrame(); !f.command() || string(f.body) != "\x04PONGcontext of sixte" {
		t.Errorf("PING is answered by %v", f)
	}
	recvFrom(t, r, "me", "a", "b")
}

func TestRouterEndsSilentPeerAfterTTL(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	quiet, talks := dial(t, r.Endpoint(), "DEALER", ""), dial(t, r.Endpoint(), "DEALER", "")
	talks.command("PING", "\x00\x02") // 0.2 s
	talks.readFrame()
	talks.command("PING", "\x00\x00") // and for ever
	talks.readFrame()
	quiet.command("PING", "\x00\x02")
	quiet.readFrame()
	quiet.wantClosed()
	talks.command("PING", "\x00\x00")
	talks.readFrame()
}

func TestRouterRefuses(t *testing.T) {
	for _, test := range []struct{ name, says string }{
		{"a reserved bit", "\x80\x00"},
		{"a frame too large", "\x02\x00\x00\x00\x00\x00\x10\x00\x01"},
		{"a message too large", strings.Repeat("\x03\x00\x00\x00\x00\x00\x08\x00\x00"+string(make([]byte, 1<<19)), 3)},
		{"too many frames", strings.Repeat("\x01\x00", 1<<16)},
		{"a command too large", "\x06\x00\x00\x00\x00\x00\x01\x00\x01"},
		{"a command with no name", "\x04\x00"},
		{"PING with no TTL", "\x04\x06\x04PING\x00"},
		{"PING with a context too long", string(packCommand(command{"PING", make([]byte, 19)}))},
		{"ERROR", string(packCommand(errorCommand("no")))},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRouter(t, anyEndpoint(t, "tcp"), Config{MaxMessage: 1 << 20})
			c := dial(t, r.Endpoint(), "DEALER", "bad")
			go c.conn.Write([]byte(test.says)) // the server need not read it all
			c.wantClosed()
			wantEcho(t, r)
		})
	}
}

func TestRouterTakesLargeMessage(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{QueueBytes: 1 << 20}) // less than the message
	go echo(r)
	c := dial(t, r.Endpoint(), "DEALER", "")
	body := strings.Repeat("0123456789", 5<<20)
	go c.send(body)
	c.wantRecv(body)
}

// Peers that send while nobody receives wait; memory does not grow.
func TestRouterInboundQueueIsBounded(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{QueueBytes: 1 << 20})
	const messages, size = 2000, 100 << 10
	c := dial(t, r.Endpoint(), "DEALER", "me")
	sent := make(chan struct{})
	go func() {
		packet := packMessage([][]byte{make([]byte, size)})
		for range messages {
			if _, err := c.conn.Write(packet); err != nil {
				t.Error(err)
				break
			}
		}
		close(sent)
	}()
	select {
	case <-sent:
		t.Errorf("%d MB are taken that nobody receives", messages*size>>20)
	case <-time.After(300 * time.Millisecond):
	}
	for range messages {
		if message, err := r.Recv(); err != nil || len(message[1]) != size {
			t.Fatal(err)
		}
	}
	<-sent
}

func TestRouterRecvAfterClose(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	failed := make(chan error)
	go func() {
		_, err := r.Recv()
		failed <- err
	}()
	time.Sleep(10 * time.Millisecond)
	r.Close()
	if err := <-failed; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Recv while Close: %v", err)
	}
	if _, err := r.Recv(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Recv after Close: %v", err)
	}
	if err := r.Send(byteses("me", "x")); !errors.Is(err, ErrNoPeer) {
		t.Errorf("Send after Close: %v", err)
	}
}
