package zmtp

import (
	"net"
	"strings"
	"testing"
	"time"
)

func TestHandshakeRefuses(t *testing.T) {
	ready := func(kind, identity string) string {
		return string(packCommand(command{"READY", clientMetadata(kind, identity)}))
	}
	hello := string(clientGreeting(mechanismNULL))
	old := []byte(hello)
	old[greetingMajor] = 2
	for _, test := range []struct {
		name string
		says string
	}{
		{"nothing, and closes", ""},
		{"HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
		{"ZMTP 1.0", "\x01\x00" + strings.Repeat("\x00", 70)},
		{"ZMTP 2.0", string(old)},
		{"no signature", "\xff" + strings.Repeat("\x00", 70)},
		{"another mechanism", string(clientGreeting("PLAIN"))},
		{"CURVE where NULL is spoken", string(clientGreeting(mechanismCURVE))},
		{"a message for READY", hello + string(packMessage(byteses("x")))},
		{"another command for READY", hello + string(packCommand(command{"PING", []byte{0, 0}}))},
		{"a READY too large", hello + "\x06\x00\x00\x00\x00\x10\x00\x00\x00"},
		{"ERROR", hello + string(packCommand(errorCommand("no")))},
		{"metadata cut short", hello + string(packCommand(command{"READY", []byte("\x0bSock")}))},
		{"no type", hello + string(packCommand(command{"READY", nil}))},
		{"the wrong type", hello + ready("SUB", "")},
		{"an identity too long", hello + ready("DEALER", strings.Repeat("x", 256))},
		{"a reserved identity", hello + ready("DEALER", "\x00abc")},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
			c := dialRaw(t, r.Endpoint())
			c.write([]byte(test.says))
			if test.says == "" {
				c.conn.(*net.TCPConn).CloseWrite()
			}
			c.wantClosed()
			wantEcho(t, r)
		})
	}
}

// wantEcho fails unless the socket serves a new client.
func wantEcho(t *testing.T, r *Router) {
	t.Helper()
	go echo(r)
	c := dial(t, r.Endpoint(), "DEALER", "")
	c.send("still", "here")
	c.wantRecv("still", "here")
}

func TestHandshakeTellsWhyItRefuses(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	c := dialRaw(t, r.Endpoint())
	c.write(clientGreeting(mechanismNULL))
	c.write(packCommand(command{"READY", clientMetadata("SUB", "")}))
	c.readGreeting()
	if f := c.readFrame(); !f.command() || !strings.HasPrefix(string(f.body), "\x05ERROR") {
		t.Errorf("the answer is %q, not ERROR", f.body)
	}
}

func TestHandshakeHasADeadline(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{HandshakeTimeout: 100 * time.Millisecond})
	for _, says := range []string{"", "\xff", string(clientGreeting(mechanismNULL))} {
		c := dialRaw(t, r.Endpoint())
		c.write([]byte(says))
		c.wantClosed()
	}
	c := dial(t, r.Endpoint(), "DEALER", "")
	time.Sleep(200 * time.Millisecond) // the deadline is the handshake's only
	go echo(r)
	c.send("late")
	c.wantRecv("late")
}

func TestHalfOpenConnectionsDisturbNobody(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	for range 50 {
		dialRaw(t, r.Endpoint())
		dialRaw(t, r.Endpoint()).write(clientGreeting(mechanismNULL))
	}
	wantEcho(t, r)
}

// A greeting may come in pieces, as libzmq sends it, and with a later version.
func TestHandshakeTakesGreetingInPieces(t *testing.T) {
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{})
	go echo(r)
	c := dialRaw(t, r.Endpoint())
	g := clientGreeting(mechanismNULL)
	g[greetingMajor], g[greetingMajor+1] = 4, 2
	for _, piece := range [][]byte{g[:10], g[10:11], g[11:12], g[12:]} {
		c.write(piece)
		time.Sleep(5 * time.Millisecond)
	}
	c.readGreeting()
	c.write(packCommand(command{"READY", clientMetadata("REQ", "")}))
	c.readFrame()
	c.send("", "hello")
	c.wantRecv("", "hello")
}

// FuzzConnection says anything to a ROUTER, before and after the handshake.
func FuzzConnection(f *testing.F) {
	hello := string(clientGreeting(mechanismNULL))
	ready := string(packCommand(command{"READY", clientMetadata("DEALER", "me")}))
	f.Add([]byte("GET / HTTP/1.0\r\n\r\n"))
	f.Add([]byte(hello + ready + string(packMessage(byteses("a", "b")))))
	f.Add([]byte(hello + ready + string(packCommand(command{"PING", []byte("\x00\x0actx")}))))
	f.Add([]byte(hello + ready + "\x02\x7f\xff\xff\xff\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, says []byte) {
		r := &Router{table: map[string]*peer{}}
		r.kind, r.peerKinds = "ROUTER", []string{"DEALER"}
		r.config = Config{MaxMessage: 1 << 20}.withDefaults()
		r.conns, r.closing = map[net.Conn]*peer{}, make(chan struct{})
		r.in = newQueue[[][]byte](1 << 20)
		r.pattern = r
		ours, theirs := net.Pipe()
		go func() {
			buffer := make([]byte, 1024)
			for { // what it answers
				if _, err := theirs.Read(buffer); err != nil {
					return
				}
			}
		}()
		go func() {
			theirs.Write(says)
			theirs.Close()
		}()
		r.handle(ours)
		if len(r.conns) != 0 || len(r.table) != 0 {
			t.Error("the connection is remembered after its end")
		}
	})
}
