package kernel

import (
	"errors"
	"os"
	"sync/atomic"
	"syscall"
)

// A pipe is one captured stream: what is written to w is taken from r.
type pipe struct {
	name  string
	r, w  *os.File
	conn  syscall.RawConn // of r
	fd    int32           // of r, to ask about; a closed one has no answer
	ended atomic.Bool     // all writers have closed it
}

func openPipe(name string) (*pipe, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	conn, err := r.SyscallConn()
	if err != nil {
		return nil, errors.Join(err, r.Close(), w.Close())
	}
	p := &pipe{name: name, r: r, w: w, conn: conn}
	err = conn.Control(func(fd uintptr) { p.fd = int32(fd) })
	return p, err
}

// take reads what is in the pipe, without waiting, and returns 0 when nothing is.
func (p *pipe) take(chunk []byte) (n int) {
	ended := false
	if err := p.conn.Control(func(fd uintptr) { n, ended = readNow(fd, chunk) }); err != nil {
		return 0 // closed
	}
	if ended {
		p.ended.Store(true)
	}
	return n
}

// readable reports whether there is something in the pipe, or it is closed: a
// read would not wait.
func (p *pipe) readable() bool {
	some := true
	if p.conn.Control(func(fd uintptr) { some = readable(fd) }) != nil {
		return true
	}
	return some
}

// close ends watch. Processes that inherited w lose their reader.
func (p *pipe) close() error {
	err := p.w.Close()
	if errors.Is(err, os.ErrClosed) { // by a cell
		err = nil
	}
	return errors.Join(err, p.r.Close())
}
