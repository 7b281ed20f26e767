//go:build unix

package local

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// submitScript becomes the server's own process: it and what it calls end in exec.
const submitScript = "spark-submit"

// detach makes a process outlive the terminal and its Ctrl-C.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

// terminate asks a process to end.
func terminate(p *os.Process) error { return p.Signal(syscall.SIGTERM) }

// kill ends a process with those of its group, which detach made it the first of.
func kill(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

// commandLine returns the words of a process, or nothing when it has ended.
func commandLine(pid int) string {
	if words, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline"); err == nil {
		return string(bytes.ReplaceAll(words, []byte{0}, []byte{' '}))
	}
	return ps(pid, "-ww", "-o", "args=")
}

// resident returns the memory in use by a process.
func resident(pid int) int64 {
	var text string
	if status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status"); err == nil {
		_, after, _ := strings.Cut(string(status), "\nVmRSS:")
		text, _, _ = strings.Cut(strings.TrimSpace(after), " ")
	} else {
		text = ps(pid, "-o", "rss=")
	}
	kilobytes, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes * 1024
}

// ps returns what ps says of a process.
func ps(pid int, options ...string) string {
	out, err := exec.Command("ps", append(options, "-p", strconv.Itoa(pid))...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
