package server

import (
	"context"

	"golab/kernel/comm"
	"golab/kernel/wire"
)

// A Backend is the session that a Server serves. Its methods may be called from
// many goroutines at once: completion and comms go on while a cell runs, and each
// subshell runs cells of its own.
type Backend interface {
	// Execute runs a cell. What the cell shows goes to emit while it runs, and
	// later too, from goroutines that it has started: emit may be called until
	// the Backend is closed, and may block. The reply's ExecutionCount is the
	// server's business.
	//
	// When ctx ends the cell is interrupted, and Execute returns within 100 ms.
	// It returns in any case, also when the process that ran the cell is gone;
	// then the reply is an error that says so, and the Backend goes on with a
	// fresh session.
	Execute(ctx context.Context, cell Cell, emit func(wire.Publication)) wire.ExecuteReply

	Complete(ctx context.Context, req wire.CompleteRequest) wire.CompleteReply
	Inspect(ctx context.Context, req wire.InspectRequest) wire.InspectReply
	IsComplete(ctx context.Context, code string) wire.IsCompleteReply

	// Comm handles a message of the front end. What the handlers show and send
	// goes to emit, as in Execute. A comm_open for an unknown target is answered
	// by a comm_close.
	Comm(ctx context.Context, msg comm.Message, emit func(wire.Publication))

	// CommInfo returns the target names of the open comms by their ids: of all,
	// or of those with the given target.
	CommInfo(ctx context.Context, target string) map[string]string

	// Close ends the session and all its processes.
	Close() error
}

// A Cell is what Execute runs.
type Cell struct {
	Number          int // the execution count
	Code            string
	Silent          bool              // the last value is not shown
	UserExpressions map[string]string // evaluated after the cell has succeeded

	// Input asks the user for a line, without the newline at its end. It is nil
	// when the front end takes no input, and fails when ctx ends.
	Input func(ctx context.Context, prompt string, password bool) (string, error)
}
