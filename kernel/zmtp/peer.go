package zmtp

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"
)

const (
	// maxBatch is how much is written at once. It is also the step by which a
	// slow reader shows that it reads.
	maxBatch = 256 << 10

	// maxSpare is how many entries the writer keeps room for after a burst.
	maxSpare = 1024

	maxPingContext = 16
)

// A peer is a connection whose handshake is done.
type peer struct {
	socket   *socket
	conn     net.Conn
	reader   *bufio.Reader
	alive    *aliveReader // beneath reader
	curve    *curve       // nil: NULL
	identity []byte
	out      *queue[[]byte] // packets
	written  chan struct{}  // closed when the writer has ended
}

// An aliveReader ends a connection on which nothing comes for the time that the
// peer's last PING has announced.
type aliveReader struct {
	conn net.Conn
	ttl  time.Duration
}

func (r *aliveReader) Read(p []byte) (int, error) {
	if r.ttl > 0 {
		r.conn.SetReadDeadline(time.Now().Add(r.ttl))
	}
	return r.conn.Read(p)
}

// send queues a packet. A peer that is gone is none of the sender's business,
// and one that is stuck is disconnected.
func (p *peer) send(packet []byte) {
	if p.out.push(packet, len(packet), p.socket.config.StallTimeout) == errStalled {
		p.log().Warn("zmtp: a peer reads nothing and is disconnected", "queued", len(packet))
		p.abort()
	}
}

// abort closes the connection and drops what is queued, also in the system.
func (p *peer) abort() {
	p.out.close()
	if tcp, ok := p.conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	p.conn.Close()
}

func (p *peer) log() *slog.Logger {
	return p.socket.config.Log.With("socket", p.socket.kind, "peer", p.conn.RemoteAddr().String())
}

// write writes what is queued until the queue is closed and empty, and then tells
// the peer that nothing more comes.
func (p *peer) write() {
	defer close(p.written)
	var entries []entry[[]byte]
	for {
		var ok bool
		if cap(entries) > maxSpare {
			entries = nil
		}
		if entries, ok = p.out.popAll(entries); !ok {
			break
		}
		if err := p.writeEntries(entries); err != nil {
			p.out.close()
			p.conn.Close() // ends the reader
			return
		}
	}
	if half, ok := p.conn.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// writeEntries writes packets in batches, small ones many at a time, and lets go
// of each when it is written.
func (p *peer) writeEntries(entries []entry[[]byte]) error {
	var batch net.Buffers
	size, done := 0, 0
	for i, e := range entries {
		packet := e.value
		if p.curve != nil {
			packet = p.curve.seal(packet)
		}
		batch = append(batch, packet)
		entries[i] = entry[[]byte]{}
		size += len(packet)
		done += e.bytes
		if size < maxBatch && i < len(entries)-1 {
			continue
		}
		if err := p.writeBatch(batch); err != nil {
			return err
		}
		p.out.done(done)
		batch, size, done = batch[:0], 0, 0
	}
	return nil
}

// writeBatch writes packets. The last may be large: it is written in steps.
func (p *peer) writeBatch(batch net.Buffers) error {
	last := len(batch) - 1
	rest := batch[last]
	batch[last] = rest[:min(len(rest), maxBatch)]
	rest = rest[len(batch[last]):]
	if _, err := batch.WriteTo(p.conn); err != nil {
		return err
	}
	for len(rest) > 0 {
		p.out.moved()
		n, err := p.conn.Write(rest[:min(len(rest), maxBatch)])
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// read delivers messages until the connection ends.
func (p *peer) read() error {
	for {
		message, err := p.readMessage()
		if err != nil {
			return err
		}
		if err := p.socket.pattern.receive(p, message); err != nil {
			return err
		}
	}
}

// readMessage reads a message and obeys the commands before and within it.
func (p *peer) readMessage() ([][]byte, error) {
	var message [][]byte
	for left := p.socket.config.MaxMessage; ; {
		f, err := p.readFrame(left)
		if err != nil {
			return nil, err
		}
		if f.command() {
			if err := p.obey(f.body); err != nil {
				return nil, err
			}
			continue
		}
		message = append(message, f.body)
		left -= len(f.body) + frameOverhead
		if !f.more() {
			return message, nil
		}
		if left < 0 {
			return nil, fmt.Errorf("%w: a message of more than %d bytes", errProtocol, p.socket.config.MaxMessage)
		}
	}
}

// readFrame reads a frame of at most max bytes and opens its box.
func (p *peer) readFrame(max int) (frame, error) {
	if p.curve == nil {
		return readFrame(p.reader, max, maxCommand)
	}
	max += messageOverhead
	f, err := readFrame(p.reader, max, max)
	if err != nil {
		return frame{}, err
	}
	return p.curve.open(f)
}

// obey does what a command says. Commands that we do not know are ignored, as
// later versions may have more.
func (p *peer) obey(body []byte) error {
	c, err := parseCommand(body)
	if err != nil {
		return err
	}
	switch c.name {
	case "PING":
		return p.ping(c.data)
	case "ERROR":
		return fmt.Errorf("%w: it sends ERROR %q", errProtocol, c.data)
	}
	return p.socket.pattern.command(p, c)
}

// ping answers a PING. When the queue is full there is no need: the messages in
// it are a sign of life as well.
func (p *peer) ping(data []byte) error {
	if len(data) < 2 || len(data) > 2+maxPingContext {
		return fmt.Errorf("%w: a PING of %d bytes", errProtocol, len(data))
	}
	p.alive.ttl = time.Duration(binary.BigEndian.Uint16(data)) * time.Second / 10
	if p.alive.ttl == 0 {
		p.conn.SetReadDeadline(time.Time{})
	}
	pong := packCommand(command{"PONG", data[2:]})
	p.out.tryPush(pong, len(pong))
	return nil
}

// drain reads and forgets, so that closing the connection does not reset it while
// the peer still reads what we have written.
func (p *peer) drain() { io.Copy(io.Discard, p.conn) }
