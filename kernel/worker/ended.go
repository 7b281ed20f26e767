package worker

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"sync"
)

// Ended says that a worker has ended, and why.
type Ended struct {
	reason error  // why it was killed, if it was by us
	status error  // of the process
	last   string // what it printed at the end
}

// crashes are what the reports of the Go runtime begin with.
var crashes = [...]string{"fatal error: ", "runtime: out of memory", "panic: "}

// Error says it in one line.
func (e *Ended) Error() string { return "the Go process of the cells has ended: " + e.why() }

// why returns what the Go runtime said, or what the system did.
func (e *Ended) why() string {
	if e.reason != nil {
		return e.reason.Error()
	}
	lines := strings.Split(e.last, "\n")
	for _, line := range lines {
		for _, start := range crashes {
			if strings.HasPrefix(line, start) {
				return line
			}
		}
	}
	if exit := (*exec.ExitError)(nil); errors.As(e.status, &exit) && killed(exit) {
		return "killed from outside, as the system does when memory runs out"
	}
	for _, line := range slices.Backward(lines) {
		if own, ok := strings.CutPrefix(line, "golab: "); ok {
			return own
		}
	}
	if e.status == nil {
		return "exit status 0"
	}
	return fmt.Sprint(e.status)
}

// tail keeps the end of what a process prints; once that is the report of a
// crash, its beginning: the Go runtime says first what happened, and then much
// about where.
type tail struct {
	also io.Writer // may be nil

	mu      sync.Mutex
	kept    []byte
	crashed bool
}

const tailSize = 64 << 10

// Write takes a piece.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, b...)
	if at := crashAt(t.kept); !t.crashed && at >= 0 {
		t.kept, t.crashed = t.kept[at:], true
	}
	if over := len(t.kept) - tailSize; over > 0 && t.crashed {
		t.kept = t.kept[:tailSize]
	} else if over > 0 {
		t.kept = append(t.kept[:0], t.kept[over:]...)
	}
	if t.also == nil {
		return len(b), nil
	}
	return t.also.Write(b)
}

// crashAt returns where the first line begins by which the Go runtime says that
// it ends the process, or -1.
func crashAt(b []byte) int {
	first := -1
	for _, word := range crashes {
		i := bytes.Index(b, []byte(word))
		if (i == 0 || i > 0 && b[i-1] == '\n') && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

func (t *tail) text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
