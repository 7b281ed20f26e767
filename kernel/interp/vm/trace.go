package vm

import "go/token"

// A Frame is one call of a traceback.
type Frame struct {
	Func string
	Pos  token.Position

	fn *Func
	at int // the instruction that was under way
}

// maxTrace bounds tracebacks.
const maxTrace = 100

// trace lists the interpreted calls under way, innermost first. Only what can
// panic or call saves its place, so that it costs nothing until it is needed.
func (m *Machine) trace() (frames []Frame) {
	m.eachCall(func(f Frame, _ *activation) bool {
		frames = append(frames, f)
		return len(frames) < maxTrace
	})
	return frames
}

// eachCall calls yield for the interpreted calls under way, innermost first, until
// it returns false. Functions that SSA has made up are left out.
func (m *Machine) eachCall(yield func(Frame, *activation) bool) {
	at := m.pc
	for a := m.cur; a != nil && a.fn != nil; a = a.prev {
		if pos := a.fn.position(at); pos.IsValid() && !a.fn.wrapper && !yield(Frame{a.fn.name, pos, a.fn, a.fn.index(at)}, a) {
			return
		}
		if a.prev != nil {
			at = uintptr(a.prev.pc)
		}
	}
}

// callers lists up to n interpreted calls as Go's runtime does: below a deferred
// call that a panic runs are the calls that the panic is leaving.
func (m *Machine) callers(n int) (frames []Frame) {
	m.eachCall(func(f Frame, a *activation) bool {
		frames = append(frames, f)
		if a.unwinding != nil {
			frames = append(frames, a.unwinding.frames...)
			return false
		}
		return len(frames) < n
	})
	return frames[:min(n, len(frames))]
}

// Callers lists the interpreted calls under way on m, innermost first.
func (m *Machine) Callers() []Frame { return m.trace() }

// index returns the index of the instruction before pc.
func (f *Func) index(pc uintptr) int {
	return int(pc-uintptr(f.entry))/int(instrSize) - 1
}
