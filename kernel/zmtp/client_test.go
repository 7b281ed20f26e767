package zmtp

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"net"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/nacl/box"
)

// patience is how long a test waits for what must happen: long, as the machine
// may be busy.
const patience = 30 * time.Second

// A client is a peer of the sockets under test: DEALER, SUB or REQ, which has
// just enough of ZMTP for the tests and says what they want said.
type client struct {
	t     testing.TB
	conn  net.Conn
	r     *bufio.Reader
	curve *clientCurve // nil: NULL
}

// dialRaw connects and says nothing.
func dialRaw(t testing.TB, endpoint string) *client {
	t.Helper()
	network, address, err := parseEndpoint(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.DialTimeout(network, address, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return &client{t: t, conn: conn, r: bufio.NewReader(conn)}
}

// dial connects as kind with an identity, which may be empty.
func dial(t testing.TB, endpoint, kind, identity string) *client {
	t.Helper()
	c := dialRaw(t, endpoint)
	c.write(clientGreeting(mechanismNULL))
	c.write(packCommand(command{"READY", clientMetadata(kind, identity)}))
	c.readGreeting()
	f := c.readFrame()
	if ready, err := parseCommand(f.body); err != nil || !f.command() || ready.name != "READY" {
		t.Fatalf("the server answers %v %q, not READY", f.flags, f.body)
	}
	return c
}

func clientGreeting(mechanism string) []byte {
	g := greeting(mechanism)
	g[greetingAs] = 0
	return g
}

func clientMetadata(kind, identity string) []byte {
	data := appendProperty(nil, "Socket-Type", []byte(kind))
	return appendProperty(data, "Identity", []byte(identity))
}

func (c *client) write(data []byte) {
	c.t.Helper()
	if _, err := c.conn.Write(data); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) readGreeting() {
	c.t.Helper()
	mechanism := mechanismNULL
	if c.curve != nil {
		mechanism = mechanismCURVE
	}
	if err := readGreeting(c.r, mechanism); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) readFrame() frame {
	c.t.Helper()
	f, err := c.tryReadFrame()
	if err != nil {
		c.t.Fatal(err)
	}
	return f
}

func (c *client) tryReadFrame() (frame, error) {
	const max = 1 << 30
	f, err := readFrame(c.r, max, max)
	if err != nil || c.curve == nil || c.curve.shared == nil {
		return f, err
	}
	return c.curve.open(f)
}

// send sends a message.
func (c *client) send(frames ...string) {
	c.t.Helper()
	c.sendPacket(packMessage(byteses(frames...)))
}

// command sends a command.
func (c *client) command(name, data string) {
	c.t.Helper()
	c.sendPacket(packCommand(command{name, []byte(data)}))
}

func (c *client) sendPacket(packet []byte) {
	c.t.Helper()
	if c.curve == nil {
		c.write(packet)
		return
	}
	for len(packet) > 0 {
		var f frame
		f, packet = cutFrame(packet)
		c.write(c.curve.seal(f))
	}
}

// subscribe subscribes as a peer of ZMTP 3.1 does.
func (c *client) subscribe(topic string) { c.t.Helper(); c.command("SUBSCRIBE", topic) }

// recv reads a message, and fails the test at a command.
func (c *client) recv() []string {
	c.t.Helper()
	message, err := c.tryRecv()
	if err != nil {
		c.t.Fatal(err)
	}
	return message
}

func (c *client) tryRecv() ([]string, error) {
	c.t.Helper()
	var message []string
	for {
		f, err := c.tryReadFrame()
		if err != nil {
			return nil, err
		}
		if f.command() {
			c.t.Fatalf("a command %q where a message is expected", f.body)
		}
		message = append(message, string(f.body))
		if !f.more() {
			return message, nil
		}
	}
}

// wantRecv reads a message, which must be this.
func (c *client) wantRecv(frames ...string) {
	c.t.Helper()
	if got := c.recv(); !equal(got, frames) {
		c.t.Fatalf("received %q, not %q", got, frames)
	}
}

// wantClosed fails unless the server closes the connection.
func (c *client) wantClosed() {
	c.t.Helper()
	for {
		if _, err := c.r.ReadByte(); err != nil {
			if e, ok := err.(net.Error); ok && e.Timeout() {
				c.t.Fatal("the server leaves the connection open")
			}
			return
		}
	}
}

func equal(got, want []string) bool {
	return len(got) == len(want) && strings.Join(got, "\x00|") == strings.Join(want, "\x00|")
}

func byteses(frames ...string) [][]byte {
	message := make([][]byte, len(frames))
	for i, f := range frames {
		message[i] = []byte(f)
	}
	return message
}

func strs(message [][]byte) []string {
	frames := make([]string, len(message))
	for i, f := range message {
		frames[i] = string(f)
	}
	return frames
}

// A clientCurve is the client's side of CURVE.
type clientCurve struct {
	server    [32]byte // the server's public key
	permanent *CurveKeys
	transient *CurveKeys
	peer      [32]byte // the server's transient key
	cookie    []byte
	shared    *[32]byte // nil until the handshake is done
	nonce     uint64
}

// dialCurve connects as kind and stops before the handshake.
func dialCurve(t testing.TB, endpoint string, server [32]byte) *client {
	t.Helper()
	c := dialRaw(t, endpoint)
	c.curve = &clientCurve{server: server, permanent: newKeys(t), transient: newKeys(t)}
	c.write(clientGreeting(mechanismCURVE))
	c.readGreeting()
	return c
}

// ready makes the handshake of CURVE.
func (c *client) ready(kind, identity string) *client {
	c.t.Helper()
	c.write(appendFrame(nil, flagCommand, c.curve.hello()))
	c.curve.welcome(c.t, c.readFrame().body)
	c.write(appendFrame(nil, flagCommand, c.curve.initiate(clientMetadata(kind, identity))))
	f := c.readFrame()
	if !f.command() || !bytes.HasPrefix(f.body, []byte("\x05READY")) {
		c.t.Fatalf("the server answers %q, not READY", f.body)
	}
	c.curve.shared = new([32]byte)
	box.Precompute(c.curve.shared, &c.curve.peer, &c.curve.transient.Secret)
	return c
}

func newKeys(t testing.TB) *CurveKeys {
	t.Helper()
	keys, err := NewCurveKeys()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func (c *clientCurve) shortNonce() []byte {
	c.nonce++
	return binary.BigEndian.AppendUint64(nil, c.nonce)
}

func (c *clientCurve) hello() []byte {
	short := c.shortNonce()
	body := append([]byte("\x05HELLO\x01\x00"), make([]byte, 72)...)
	body = append(append(body, c.transient.Public[:]...), short...)
	return box.Seal(body, make([]byte, 64), nonce("CurveZMQHELLO---", short), &c.server, &c.transient.Secret)
}

func (c *clientCurve) welcome(t testing.TB, body []byte) {
	t.Helper()
	if len(body) != 168 || !bytes.HasPrefix(body, []byte("\x07WELCOME")) {
		t.Fatalf("%d bytes %q are not a WELCOME", len(body), body)
	}
	plain, ok := box.Open(nil, body[24:], nonce("WELCOME-", body[8:24]), &c.server, &c.transient.Secret)
	if !ok {
		t.Fatal("WELCOME does not open")
	}
	c.peer, c.cookie = [32]byte(plain[:32]), plain[32:]
}

func (c *clientCurve) initiate(metadata []byte) []byte {
	short := c.shortNonce()
	long := make([]byte, 16)
	rand.Read(long)
	vouch := append(bytes.Clone(c.transient.Public[:]), c.server[:]...)
	plain := append(bytes.Clone(c.permanent.Public[:]), long...)
	plain = box.Seal(plain, vouch, nonce("VOUCH---", long), &c.peer, &c.permanent.Secret)
	plain = append(plain, metadata...)
	body := append(append([]byte("\x08INITIATE"), c.cookie...), short...)
	return box.Seal(body, plain, nonce("CurveZMQINITIATE", short), &c.peer, &c.transient.Secret)
}

func (c *clientCurve) seal(f frame) []byte {
	flags := f.flags & flagMore
	if f.command() {
		flags |= curveCommand
	}
	short := c.shortNonce()
	body := append([]byte(messageName), short...)
	plain := append([]byte{flags}, f.body...)
	body = box.SealAfterPrecomputation(body, plain, nonce("CurveZMQMESSAGEC", short), c.shared)
	return appendFrame(nil, 0, body)
}

func (c *clientCurve) open(f frame) (frame, error) {
	plain, ok := box.OpenAfterPrecomputation(nil, f.body[messageBoxAt:], nonce("CurveZMQMESSAGES", f.body[8:messageBoxAt]), c.shared)
	if !ok {
		return frame{}, errProtocol
	}
	inner := frame{flags: plain[0] & curveMore, body: plain[1:]}
	if plain[0]&curveCommand != 0 {
		inner.flags = flagCommand
	}
	return inner, nil
}
