//go:build unix

package worker

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// separate gives the process a group of its own: signals to its parent's group do
// not reach it, and what it leaves behind can be found.
func separate(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// reap ends the processes that cmd has left behind.
func reap(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

// killed reports whether someone killed the process.
func killed(e *exec.ExitError) bool {
	s, ok := e.Sys().(syscall.WaitStatus)
	return ok && s.Signaled() && s.Signal() == syscall.SIGKILL
}

// Stdio takes the standard input and output of this process for [Serve], out of
// reach of the cells: they find an empty input, and standard error for output.
// Where memory runs out the system is to end this process, not its parent.
func Stdio() (in, out *os.File, err error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, nil, err
	}
	defer null.Close()
	files := [2]*os.File{}
	for fd, by := range []int{int(null.Fd()), 2} {
		moved, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 3)
		if err != nil {
			return nil, nil, fmt.Errorf("worker: Stdio: %w", err)
		}
		if err := unix.Dup2(by, fd); err != nil {
			return nil, nil, fmt.Errorf("worker: Stdio: %w", err)
		}
		files[fd] = os.NewFile(uintptr(moved), "link")
	}
	// Signals that are ignored would be ignored by the processes that cells start, too.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt, syscall.SIGPIPE)
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0) // Linux only
	return files[0], files[1], nil
}

// EndAll ends this process with all that it has started.
func EndAll() {
	signal.Ignore(syscall.SIGTERM)
	_ = syscall.Kill(0, syscall.SIGTERM)
	os.Exit(0)
}
