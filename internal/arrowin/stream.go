package arrowin

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// continues stands before the length of metadata, but in files of before 2019.
const continues = 0xFFFFFFFF

// NewReader returns a reader of the Arrow IPC stream in r. It takes no more memory than r
// has bytes for, whatever lengths they claim. arrow-go may panic.
func NewReader(r io.Reader) (*ipc.Reader, error) {
	m := &messages{r: r, memory: new(Limited)}
	return ipc.NewReaderFromMessageReader(m, ipc.WithAllocator(m.memory))
}

// messages reads the messages of a stream.
type messages struct {
	r      io.Reader
	views  views
	memory *Limited
}

// Retain does nothing: there is nothing to free.
func (m *messages) Retain() {}

// Release does nothing.
func (m *messages) Release() {}

// Message returns the next message, or io.EOF.
func (m *messages) Message() (*ipc.Message, error) {
	n, err := m.length()
	if err != nil {
		return nil, err
	}
	meta, err := m.take(n)
	if err != nil {
		return nil, fmt.Errorf("metadata of %d bytes: %w", n, err)
	}
	head, err := check(meta, &m.views)
	if err != nil {
		return nil, err
	}
	body, err := m.take(head.body)
	if err != nil {
		return nil, fmt.Errorf("a body of %d bytes: %w", head.body, err)
	}
	takes, err := head.takes(body)
	if err == nil {
		err = Enough(takes)
	}
	if err != nil {
		return nil, err
	}
	m.memory.allow(takes)
	return ipc.NewMessage(memory.NewBufferBytes(meta), memory.NewBufferBytes(body)), nil
}

// length reads the length of the next message's metadata.
func (m *messages) length() (int64, error) {
	var word [4]byte
	if _, err := io.ReadFull(m.r, word[:]); err != nil { // io.EOF is the end
		return 0, err
	}
	n := binary.LittleEndian.Uint32(word[:])
	if n == continues {
		if _, err := io.ReadFull(m.r, word[:]); err != nil {
			return 0, unexpected(err)
		}
		n = binary.LittleEndian.Uint32(word[:])
	}
	if n == 0 {
		return 0, io.EOF
	}
	if n > 1<<31-1 {
		return 0, fmt.Errorf("metadata of %d bytes", n)
	}
	return int64(n), nil
}

// take reads n bytes. It asks for memory as they come.
func (m *messages) take(n int64) ([]byte, error) {
	const most = 64 << 20
	if in, ok := m.r.(interface{ Len() int }); ok && n > int64(in.Len()) {
		return nil, fmt.Errorf("there are only %d: %w", in.Len(), io.ErrUnexpectedEOF)
	} else if ok || n <= most {
		b := make([]byte, n)
		_, err := io.ReadFull(m.r, b)
		return b, unexpected(err)
	}
	b := make([]byte, most)
	for at := 0; ; {
		if _, err := io.ReadFull(m.r, b[at:]); err != nil {
			return nil, unexpected(err)
		}
		if at = len(b); int64(at) == n {
			return b, nil
		}
		b = append(b, make([]byte, min(int64(at), n-int64(at)))...)
	}
}

// unexpected returns err, and for io.EOF that it came too early.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
