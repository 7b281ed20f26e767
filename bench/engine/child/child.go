// Package child is the inside of a process that runs programs for the comparison.
//
// It speaks in lines. The child begins with "ready" and its version; to each line
// of a program's name and argument it answers "ok", the result and the nanoseconds,
// or "failed" and the reason.
package child

import (
	"bufio"
	"fmt"
	"io"
	"runtime/debug"
	"strconv"
	"strings"
)

// Serve runs the programs that r names until it ends, and answers on w: these are
// the process's standard input and output. Run is the function of this name in the
// programs.
func Serve(r io.Reader, w io.Writer, version string, run func(name string, n int) (string, error)) error {
	if _, err := fmt.Fprintln(w, "ready", version); err != nil {
		return err
	}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		name, arg, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.Atoi(arg)
		if err != nil {
			return fmt.Errorf("child: Serve: %q is not a name and a number", lines.Text())
		}
		answer, err := guarded(run, name, n)
		if err != nil {
			reason, _, _ := strings.Cut(err.Error(), "\n")
			_, err = fmt.Fprintln(w, "failed", reason)
		} else {
			_, err = fmt.Fprintln(w, "ok", answer)
		}
		if err != nil {
			return err
		}
	}
	return lines.Err()
}

// guarded turns a panic into an error.
func guarded(run func(string, int) (string, error), name string, n int) (answer string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return run(name, n)
}

// Version returns a module of this program with its version.
func Version(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return path
	}
	name := path[strings.LastIndex(path, "/")+1:]
	for _, m := range info.Deps {
		if m.Path == path {
			return name + " " + m.Version
		}
	}
	return name
}
