package worker

import (
	"os"
	"os/exec"
	"syscall"
)

// separate gives the process a group of its own: a Ctrl-C in its parent's console
// does not reach it.
func separate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

func reap(*exec.Cmd) {}

// killed reports whether someone killed the process, which cannot be told here.
func killed(*exec.ExitError) bool { return false }

// Stdio takes the standard input and output of this process for [Serve], out of
// reach of the cells: they find an empty input, and standard error for output.
func Stdio() (in, out *os.File, err error) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		return nil, nil, err
	}
	in, out = os.Stdin, os.Stdout
	os.Stdin, os.Stdout = null, os.Stderr
	return in, out, nil
}

// EndAll ends this process.
func EndAll() { os.Exit(0) }
