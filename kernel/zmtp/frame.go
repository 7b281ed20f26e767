package zmtp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The bits of a frame's first byte. The others are reserved and zero.
const (
	flagMore    = 1 << 0 // more frames of the message follow
	flagLong    = 1 << 1 // the size takes eight bytes, not one
	flagCommand = 1 << 2 // the body is a command, not part of a message
)

const (
	maxShort = 255 // the largest body with a size of one byte

	// maxCommand is the size of the largest command that is read: those of a
	// handshake have some hundred bytes, a subscription is as long as its topic.
	maxCommand = 64 << 10

	// frameOverhead is what a frame counts beyond its body, on the wire (at most
	// nine bytes) or in memory, so that a great many empty frames are not free.
	frameOverhead = 32

	// firstRead is how much is allocated on the word of a frame's header alone.
	firstRead = 64 << 10
)

var errProtocol = errors.New("zmtp: the peer breaks the protocol")

// A frame is the unit of the wire.
type frame struct {
	flags byte
	body  []byte
}

func (f frame) more() bool    { return f.flags&flagMore != 0 }
func (f frame) command() bool { return f.flags&flagCommand != 0 }

// readFrame reads a frame whose body has at most max bytes, or maxCommand if it
// is a command. The size is checked before memory is allocated.
func readFrame(r io.Reader, max, maxCommand int) (frame, error) {
	var head [9]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil {
		return frame{}, err
	}
	f := frame{flags: head[0]}
	if f.flags&^(flagMore|flagLong|flagCommand) != 0 || f.more() && f.command() {
		return frame{}, fmt.Errorf("%w: a frame has the flags %#02x", errProtocol, f.flags)
	}
	size := uint64(head[1])
	if f.flags&flagLong != 0 {
		if _, err := io.ReadFull(r, head[2:]); err != nil {
			return frame{}, unexpected(err)
		}
		size = binary.BigEndian.Uint64(head[1:])
	}
	if f.command() {
		max = maxCommand
	}
	if size > uint64(max) {
		return frame{}, fmt.Errorf("%w: a frame of %d bytes where %d are allowed", errProtocol, size, max)
	}
	var err error
	f.body, err = readBody(r, int(size))
	return f, err
}

// readBody reads size bytes. It allocates as they arrive, so that a header alone
// costs its sender more than it costs us.
func readBody(r io.Reader, size int) ([]byte, error) {
	body := make([]byte, min(size, firstRead))
	for have := 0; ; {
		n, err := io.ReadFull(r, body[have:])
		if err != nil {
			return nil, unexpected(err)
		}
		have += n
		if have == size {
			return body, nil
		}
		grown := make([]byte, min(size, 4*have))
		copy(grown, body)
		body = grown
	}
}

// unexpected turns the end of the stream inside a frame into what it is.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// appendFrame appends a frame as it is on the wire. The flag long is set here.
func appendFrame(dst []byte, flags byte, body []byte) []byte {
	dst = appendHeader(dst, flags, len(body))
	return append(dst, body...)
}

func appendHeader(dst []byte, flags byte, size int) []byte {
	if size > maxShort {
		dst = append(dst, flags|flagLong)
		return binary.BigEndian.AppendUint64(dst, uint64(size))
	}
	return append(dst, flags, byte(size))
}

// packMessage returns the wire form of a message in memory of its own.
func packMessage(frames [][]byte) []byte {
	size := 0
	for _, body := range frames {
		size += 9 + len(body)
	}
	packet := make([]byte, 0, size)
	for i, body := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		packet = appendFrame(packet, flags, body)
	}
	return packet
}

// cutFrame takes the first frame off a packet that packMessage or packCommand
// has made.
func cutFrame(packet []byte) (f frame, rest []byte) {
	size, start := int(packet[1]), 2
	if packet[0]&flagLong != 0 {
		size, start = int(binary.BigEndian.Uint64(packet[1:])), 9
	}
	return frame{packet[0], packet[start : start+size]}, packet[start+size:]
}
