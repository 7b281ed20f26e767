package kernel

import (
	"syscall"
	"time"
	"unsafe"
)

var peekNamedPipe = syscall.NewLazyDLL("kernel32.dll").NewProc("PeekNamedPipe")

// readNow reads what is there; the handle blocks, hence it peeks first. It
// reports whether the pipe has ended.
func readNow(fd uintptr, chunk []byte) (n int, ended bool) {
	available, ok := peek(fd)
	if !ok || available == 0 {
		return 0, !ok
	}
	n, err := syscall.Read(syscall.Handle(fd), chunk[:min(available, len(chunk))])
	return max(n, 0), err != nil
}

// peek returns how much is in the pipe, and whether it has a writer.
func peek(fd uintptr) (available int, ok bool) {
	var n uint32
	r, _, _ := peekNamedPipe.Call(fd, 0, 0, 0, uintptr(unsafe.Pointer(&n)), 0)
	return int(n), r != 0
}

// blocking reports that a process has made reads of the pipe block: here they
// always do, and nothing is the worse for it.
func (p *pipe) blocking() bool { return false }

// readable reports whether there is something in the pipe.
func readable(fd uintptr) bool {
	n, _ := peek(fd)
	return n > 0
}

// watch calls flush from time to time, until the pipe ends: nothing tells when
// there is something in it.
func (p *pipe) watch(flush func()) {
	for !p.ended.Load() {
		flush()
		time.Sleep(mergeDelay / 2)
		if p.conn.Control(func(uintptr) {}) != nil {
			return // closed
		}
	}
}

// empty reports that there is nothing in the pipes, which is not known here.
func empty([2]*pipe) bool { return false }
