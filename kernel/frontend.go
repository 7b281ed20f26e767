package kernel

import (
	"golab/kernel/comm"
	"golab/kernel/display"
)

// A frontend is what the functions of package display show values on.
type frontend struct{ s *Session }

// Render returns what is shown for the value.
func (f frontend) Render(v any) (display.Data, error) {
	return display.Bundle([]any{v}, f.s.renderers...)
}

// Cell returns the number of the caller's cell, or 0.
func (f frontend) Cell() int { return f.s.executions.current().cell }

// Show shows data, or replaces what is shown under its display_id.
func (f frontend) Show(d display.Data, update bool) error {
	d.Data = encoded(d.Data)
	if update {
		return f.s.send(UpdateDisplayData(d))
	}
	return f.s.send(DisplayData(d))
}

// ClearOutput takes away what the cell has shown.
func (f frontend) ClearOutput(wait bool) error { return f.s.send(ClearOutput{Wait: wait}) }

// Comms returns the session's comms, or nil when nobody is at the other end.
func (f frontend) Comms() *comm.Manager {
	if !f.s.interactive {
		return nil
	}
	return f.s.comms
}

// Bind returns a function that runs another one as a part of the caller's cell.
func (f frontend) Bind() func(run func()) error {
	x := f.s.executions.current()
	return func(run func()) error { return f.s.call(f.s.executions.work().ctx, x, run) }
}

// SetNextInput proposes the text of the next cell, or a new text of this one.
func (f frontend) SetNextInput(code string, replace bool) error {
	f.s.executions.current().addPayload(map[string]any{"source": "set_next_input", "text": code, "replace": replace})
	return nil
}

// send emits an output of the cell that the calling goroutine belongs to.
func (s *Session) send(o Output) error {
	s.capture.flush()
	s.executions.current().out.send(o)
	return nil
}
