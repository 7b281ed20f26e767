package zmtp

import (
	"bytes"
	"strings"
	"testing"
)

func newCurveRouter(t *testing.T) (*Router, [32]byte) {
	t.Helper()
	keys := newKeys(t)
	r := newRouter(t, anyEndpoint(t, "tcp"), Config{Curve: keys})
	go echo(r)
	return r, keys.Public
}

func TestCurveEcho(t *testing.T) {
	r, public := newCurveRouter(t)
	c := dialCurve(t, r.Endpoint(), public).ready("DEALER", "me")
	for _, message := range [][]string{
		{"hello"},
		{"", "two", ""},
		{strings.Repeat("x", 255), strings.Repeat("y", 3<<20)},
	} {
		c.send(message...)
		c.wantRecv(message...)
	}
	c.command("PING", "\x00\x00context")
	if f := c.readFrame(); !f.command() || string(f.body) != "\x04PONGcontext" {
		t.Errorf("PING is answered by %v", f)
	}
}

func TestCurveSubscriptions(t *testing.T) {
	keys := newKeys(t)
	x, subscribed := newXPUB(t, anyEndpoint(t, "tcp"), Config{Curve: keys})
	c := dialCurve(t, x.Endpoint(), keys.Public).ready("SUB", "")
	c.subscribe("a") // 3.1
	<-subscribed
	c.send("\x01b") // 3.0
	<-subscribed
	for _, topic := range []string{"a1", "c1", "b1"} {
		x.Send(byteses(topic))
	}
	c.wantRecv("a1")
	c.wantRecv("b1")
}

func TestCurveRefusesHandshake(t *testing.T) {
	flip := func(at int) func([]byte) []byte {
		return func(body []byte) []byte { body[at] ^= 1; return body }
	}
	same := func(body []byte) []byte { return body }
	for _, test := range []struct {
		name            string
		hello, initiate func([]byte) []byte
	}{
		{"HELLO's name", flip(1), nil},
		{"HELLO's version", flip(6), nil},
		{"HELLO's key", flip(85), nil},
		{"HELLO's nonce", flip(119), nil},
		{"HELLO's box", flip(150), nil},
		{"HELLO cut short", func(b []byte) []byte { return b[:199] }, nil},
		{"HELLO empty", func([]byte) []byte { return nil }, nil},
		{"INITIATE's name", same, flip(1)},
		{"INITIATE's cookie", same, flip(50)},
		{"INITIATE's nonce", same, flip(105)},
		{"INITIATE's nonce used", same, func(b []byte) []byte { b[initiateBoxAt-1] = 1; return b }},
		{"INITIATE's box", same, flip(200)},
		{"INITIATE cut short", same, func(b []byte) []byte { return b[:256] }},
		{"INITIATE of another", same, func(b []byte) []byte { return append(b[:initiateBoxAt:initiateBoxAt], make([]byte, 200)...) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, public := newCurveRouter(t)
			c := dialCurve(t, r.Endpoint(), public)
			c.write(appendFrame(nil, flagCommand, test.hello(c.curve.hello())))
			if test.initiate != nil {
				c.curve.welcome(t, c.readFrame().body)
				body := c.curve.initiate(clientMetadata("DEALER", ""))
				c.write(appendFrame(nil, flagCommand, test.initiate(body)))
			}
			c.wantClosed()
		})
	}
}

// A client that cannot vouch for its permanent key, or vouches for another
// server's, is refused although everything opens.
func TestCurveChecksVouch(t *testing.T) {
	for _, name := range []string{"transient key", "server"} {
		t.Run(name, func(t *testing.T) {
			r, public := newCurveRouter(t)
			c := dialCurve(t, r.Endpoint(), public)
			c.write(appendFrame(nil, flagCommand, c.curve.hello()))
			c.curve.welcome(t, c.readFrame().body)
			honest := *c.curve.transient
			if name == "server" {
				c.curve.server = newKeys(t).Public
			} else {
				c.curve.transient.Public = newKeys(t).Public
			}
			body := c.curve.initiate(clientMetadata("DEALER", ""))
			*c.curve.transient = honest
			c.write(appendFrame(nil, flagCommand, body))
			c.wantClosed()
		})
	}
}

func TestCurveRefusesOtherMechanismAndKey(t *testing.T) {
	r, public := newCurveRouter(t)
	plain := dialRaw(t, r.Endpoint())
	plain.write(clientGreeting(mechanismNULL))
	plain.wantClosed()

	wrong := dialCurve(t, r.Endpoint(), newKeys(t).Public)
	wrong.write(appendFrame(nil, flagCommand, wrong.curve.hello()))
	wrong.wantClosed()

	c := dialCurve(t, r.Endpoint(), public)
	c.write(appendFrame(nil, flagCommand, c.curve.hello()))
	c.curve.welcome(t, c.readFrame().body)
	c.write(appendFrame(nil, flagCommand, c.curve.initiate(clientMetadata("SUB", ""))))
	if f := c.readFrame(); !bytes.HasPrefix(f.body, []byte("\x05ERROR")) {
		t.Errorf("a SUB is answered by %q", f.body)
	}
	c.wantClosed()
}

func TestCurveRefusesMessages(t *testing.T) {
	for _, test := range []struct {
		name string
		bad  func(c *client, sealed []byte) []byte // from the wire form of a MESSAGE
	}{
		{"in clear", func(*client, []byte) []byte { return packMessage(byteses("x")) }},
		{"sent twice", func(_ *client, b []byte) []byte { return append(b, b...) }},
		{"altered", func(_ *client, b []byte) []byte { b[len(b)-1] ^= 1; return b }},
		{"empty", func(*client, []byte) []byte { return []byte{0, 0} }},
		{"cut short", func(_ *client, b []byte) []byte { b[1]--; return b[:len(b)-1] }},
		{"marked as more", func(_ *client, b []byte) []byte { b[0] |= flagMore; return b }},
		{"more of a command", func(c *client, _ []byte) []byte { return c.curve.seal(frame{flagMore | flagCommand, nil}) }},
		{"a command with no name", func(c *client, _ []byte) []byte { return c.curve.seal(frame{flagCommand, nil}) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, public := newCurveRouter(t)
			c := dialCurve(t, r.Endpoint(), public).ready("DEALER", "")
			c.write(test.bad(c, c.curve.seal(frame{0, []byte("hello")})))
			c.wantClosed()
		})
	}
}
