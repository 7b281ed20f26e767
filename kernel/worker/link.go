package worker

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// A kind says what a frame is.
type kind byte

// The frames. Requests go to the worker, and the id that they bear comes back
// with all that belongs to them.
const (
	execute kind = iota + 1
	complete
	inspect
	isComplete
	comms
	commInfo
	interrupt // of the execution with this id
	answer    // to an ask

	publication
	reply
	ask  // the cell reads os.Stdin
	gone // nothing more will be published for this id
)

// A frame is a kind, the id of a request, and parts whose meaning depends on the
// kind: usually one JSON text.
type frame struct {
	kind  kind
	id    uint64
	parts [][]byte
}

// What a frame may hold: a front end takes less.
const (
	maxParts = 1 << 16
	maxPart  = 1 << 31
)

// A link carries frames both ways: each as its kind, and then as varints the id,
// the number of parts and before each part its length.
type link struct {
	r *bufio.Reader

	mu  sync.Mutex // held while a frame is written
	w   io.Writer
	buf []byte
}

func newLink(r io.Reader, w io.Writer) *link {
	return &link{r: bufio.NewReaderSize(r, 64<<10), w: w}
}

// keep is how large a buffer stays allocated.
const keep = 64 << 10

// send writes a frame in one piece.
func (l *link) send(f frame) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := append(l.buf[:0], byte(f.kind))
	b = binary.AppendUvarint(b, f.id)
	b = binary.AppendUvarint(b, uint64(len(f.parts)))
	for _, p := range f.parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	if cap(b) <= keep {
		l.buf = b
	}
	_, err := l.w.Write(b)
	return err
}

// receive reads a frame.
func (l *link) receive() (f frame, err error) {
	k, err := l.r.ReadByte()
	if err != nil {
		return f, err
	}
	f.kind = kind(k)
	if f.id, err = binary.ReadUvarint(l.r); err != nil {
		return f, unexpected(err)
	}
	n, err := binary.ReadUvarint(l.r)
	if err != nil {
		return f, unexpected(err)
	}
	if n > maxParts {
		return f, fmt.Errorf("worker: a frame of %d parts, at most %d are allowed", n, maxParts)
	}
	f.parts = make([][]byte, n)
	for i := range f.parts {
		size, err := binary.ReadUvarint(l.r)
		if err != nil {
			return f, unexpected(err)
		}
		if size > maxPart {
			return f, fmt.Errorf("worker: a part of %d bytes, at most %d are allowed", size, maxPart)
		}
		f.parts[i] = make([]byte, size)
		if _, err := io.ReadFull(l.r, f.parts[i]); err != nil {
			return f, unexpected(err)
		}
	}
	return f, nil
}

// unexpected is the error of a frame that ends too early.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
