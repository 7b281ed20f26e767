//go:build unix

package kernel

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// readNow reads what is there; the descriptor does not block. It reports whether
// the pipe has ended.
func readNow(fd uintptr, chunk []byte) (n int, ended bool) {
	for {
		n, err := syscall.Read(int(fd), chunk)
		if err != syscall.EINTR {
			return max(n, 0), n == 0 && err == nil
		}
	}
}

// watch calls flush whenever there is something in the pipe, until it ends.
func (p *pipe) watch(flush func()) {
	_ = p.conn.Read(func(uintptr) bool { // fails when r is closed, which ends it too
		flush()
		return p.ended.Load()
	})
}

// blocking reports that reads of the pipe block and have no deadline: package os
// makes them so when a process inherits r.
func (p *pipe) blocking() (is bool) {
	_ = p.conn.Control(func(fd uintptr) { // a closed one does not block
		flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
		is = err == nil && flags&unix.O_NONBLOCK == 0
	})
	return is
}

// readable reports whether there is something in the pipe.
func readable(fd uintptr) bool {
	n, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
	return n > 0 && err == nil
}

// empty reports that there is nothing in the pipes, all in one system call: it is
// asked for every line that a cell prints.
func empty(pipes [2]*pipe) bool {
	var fds [len(pipes)]unix.PollFd
	for i, p := range pipes {
		if p == nil {
			return false
		}
		fds[i] = unix.PollFd{Fd: p.fd, Events: unix.POLLIN}
	}
	n, err := unix.Poll(fds[:], 0)
	return n == 0 && err == nil
}
