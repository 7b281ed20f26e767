package kernel

import (
	"fmt"
	"strings"
)

// A Kind says which way a cell failed.
type Kind int

// The ways in which a cell fails.
const (
	Compile     Kind = iota // the cell is not valid Go; nothing was run
	Returned                // must, check or the last value gave up an error
	Panicked                // a run-time error or another panic
	Exited                  // the cell called os.Exit
	Interrupted             // the cell was stopped from outside
)

// A Position is a place in the text of a cell or of a program, counted from 1.
type Position struct {
	File               string // the program's file; empty in a cell
	Cell, Line, Column int
	Func               string // the function around it, empty at the top of a cell
}

// String returns the position as users read it: "cell 4, line 2", or
// "prog.go:12" in a program.
func (p Position) String() string {
	if p.File != "" {
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Cell == 0 {
		return fmt.Sprintf("prelude, line %d", p.Line)
	}
	return fmt.Sprintf("cell %d, line %d", p.Cell, p.Line)
}

// An Error is the failure of a cell.
type Error struct {
	Kind  Kind
	Name  string     // the type of the error, or a word such as "CompileError"
	Text  string     // the message, without a position
	Trace []Position // the lines of the user's own cells, innermost first
	More  []*Error   // further compile errors
	Err   error      // the error value itself, where there is one
}

// Error returns the message with the position in front of it.
func (e *Error) Error() string {
	if len(e.Trace) == 0 {
		return e.Text
	}
	return e.Trace[0].String() + ": " + e.Text
}

// Unwrap returns the error value that the cell gave up, or nil.
func (e *Error) Unwrap() error { return e.Err }

// Traceback returns the lines that a front end shows: one for an error, one for
// each of several compile errors, and for other panics the user's own calls
// that led there, those of a recursion counted.
func (e *Error) Traceback() []string {
	lines := []string{e.Error()}
	for _, m := range e.More {
		lines = append(lines, m.Error())
	}
	if e.Kind != Panicked {
		return lines
	}
	for i := 0; i < len(e.Trace); {
		p, times := e.Trace[i], 0
		for ; i < len(e.Trace) && e.Trace[i] == p; i++ {
			times++
		}
		if i == times && p.Func == "" {
			continue // the first line says it
		}
		call := strings.TrimRight("\tat "+p.String()+" "+p.Func, " ")
		if times > 1 {
			call += fmt.Sprintf(" (%d times)", times)
		}
		lines = append(lines, call)
	}
	return lines
}

// An ExitStatus is the Err of an [Error] whose Kind is Exited: what the cell
// or program gave to os.Exit.
type ExitStatus int

// Error returns the status in words: "exit status 3".
func (s ExitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }
