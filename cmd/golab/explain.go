package main

import (
	"errors"
	"strings"

	"golab/kernel"
)

// An explained error is a cell's error as golab prints it: what went wrong and
// where, then the line of the cell itself, then the calls that led there.
type explained struct {
	err  *kernel.Error
	line string
}

// explain returns an error in full. Sources are the texts of the cells by their
// numbers; a program is number 0.
func explain(err error, sources map[int]string) error {
	var e *kernel.Error
	if !errors.As(err, &e) {
		return err
	}
	x := explained{err: e}
	if len(e.Trace) > 0 {
		at := e.Trace[0]
		if lines := strings.Split(sources[at.Cell], "\n"); at.Line >= 1 && at.Line <= len(lines) {
			x.line = strings.TrimSpace(lines[at.Line-1])
		}
	}
	return x
}

// Error returns the lines.
func (x explained) Error() string {
	trace := x.err.Traceback()
	lines := trace[:1:1]
	if x.line != "" {
		lines = append(lines, "    "+x.line)
	}
	lines = append(lines, trace[1:]...)
	if x.err.Kind == kernel.Returned { // whose traceback is one line in a notebook
		for _, at := range x.err.Trace[min(1, len(x.err.Trace)):] {
			lines = append(lines, strings.TrimRight("\tat "+at.String()+" "+at.Func, " "))
		}
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the error that is explained.
func (x explained) Unwrap() error { return x.err }
