package server

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"
)

// A peer is a ZeroMQ client: as much of ZMTP 3.0 as the tests need.
type peer struct {
	t    testing.TB
	conn net.Conn
	r    *bufio.Reader
}

// connect makes a peer of a kind, such as DEALER.
func connect(t testing.TB, port int, kind, identity string) *peer {
	t.Helper()
	conn, err := net.DialTCP("tcp", nil, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	p := &peer{t: t, conn: conn, r: bufio.NewReader(conn)}
	p.extend()
	greeting := make([]byte, 64)
	greeting[0], greeting[9], greeting[10] = 0xff, 0x7f, 3
	copy(greeting[12:], "NULL")
	ready := append([]byte{5}, "READY"...)
	for _, property := range [][2]string{{"Socket-Type", kind}, {"Identity", identity}} {
		ready = append(append(ready, byte(len(property[0]))), property[0]...)
		ready = append(binary.BigEndian.AppendUint32(ready, uint32(len(property[1]))), property[1]...)
	}
	p.write(append(greeting, append([]byte{4, byte(len(ready))}, ready...)...))
	if _, err := io.ReadFull(p.r, greeting); err != nil {
		t.Fatal(err)
	}
	if flags, _ := p.frame(); flags != 4 {
		t.Fatalf("the server answers with flags %d, not READY", flags)
	}
	return p
}

// extend gives the next message the time that it may take.
func (p *peer) extend() { p.conn.SetDeadline(time.Now().Add(patience)) }

func (p *peer) write(data []byte) {
	p.t.Helper()
	if _, err := p.conn.Write(data); err != nil {
		p.t.Fatal(err)
	}
}

func (p *peer) frame() (flags byte, body []byte) {
	p.t.Helper()
	flags, err := p.r.ReadByte()
	if err != nil {
		p.t.Fatal(err)
	}
	length := make([]byte, 8)
	if flags&2 == 0 {
		length = length[:1]
	}
	_, err = io.ReadFull(p.r, length)
	if err != nil {
		p.t.Fatal(err)
	}
	size := uint64(length[0])
	if len(length) == 8 {
		size = binary.BigEndian.Uint64(length)
	}
	body = make([]byte, size)
	if _, err := io.ReadFull(p.r, body); err != nil {
		p.t.Fatal(err)
	}
	return flags, body
}

func (p *peer) send(frames ...[]byte) {
	p.t.Helper()
	var out []byte
	for i, f := range frames {
		flags := byte(2)
		if i < len(frames)-1 {
			flags |= 1
		}
		out = append(binary.BigEndian.AppendUint64(append(out, flags), uint64(len(f))), f...)
	}
	p.extend()
	p.write(out)
}

func (p *peer) receive() (frames [][]byte) {
	p.t.Helper()
	p.extend()
	for {
		flags, body := p.frame()
		frames = append(frames, body)
		if flags&1 == 0 {
			return frames
		}
	}
}

// receiveWithin is receive with a time-out, at which it returns nil.
func (p *peer) receiveWithin(d time.Duration) [][]byte {
	p.t.Helper()
	p.conn.SetDeadline(time.Now().Add(d))
	if _, err := p.r.Peek(1); err != nil {
		return nil
	}
	return p.receive()
}
