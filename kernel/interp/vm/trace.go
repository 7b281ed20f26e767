package vm

import "go/token"

// A Frame is one call of a traceback.
type Frame struct {
	Func string
	Pos  token.Position
}

// maxTrace bounds tracebacks.
const maxTrace = 100

// trace lists the interpreted calls under way, innermost first. Only what can
// panic or call saves its place, so that it costs nothing until it is needed.
func (m *Machine) trace() (frames []Frame) {
	at := m.pc
	for a := m.cur; a != nil && a.fn != nil && len(frames) < maxTrace; a = a.prev {
		if pos := a.fn.position(at); pos.IsValid() && !a.fn.wrapper {
			frames = append(frames, Frame{a.fn.name, pos})
		}
		if a.prev != nil {
			at = uintptr(a.prev.pc)
		}
	}
	return frames
}

// Callers lists the interpreted calls under way on m, innermost first.
func (m *Machine) Callers() []Frame { return m.trace() }
