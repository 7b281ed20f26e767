package kernel

import (
	"context"
	"io"
)

// An Engine runs the cells of one session and keeps what they declare.
type Engine interface {
	// Run compiles the cell as a whole and runs it. It returns the values of the
	// cell's last expression: none when the cell ends in a statement or in a call
	// of fmt.Print and its like. What the cell prints goes to cell.Stdout,
	// or to os.Stdout and os.Stderr when it names these.
	//
	// A failure is an *Error. A cell that does not compile leaves the session as
	// it was. When ctx ends, the cell is stopped and the error's Kind is
	// Interrupted.
	Run(ctx context.Context, cell Cell) ([]any, error)
}

// A Caller is an [Engine] that can also run functions which have come out of
// cells, as callbacks do, so that they can be stopped as cells can.
type Caller interface {
	// Call runs f on another goroutine and returns when it has ended, or soon after
	// ctx has. The fmt.Print of f writes to stdout. What f panics with is returned
	// as Run would.
	Call(ctx context.Context, stdout io.Writer, f func()) error
}

// A Cell is a piece of Go source and the number that the session gave it.
type Cell struct {
	Number int // counts executed cells from 1; 0 is the prelude
	Code   string
	Stdout io.Writer // what fmt.Print and its like write to; nil for os.Stdout
}
