package vm

import "unsafe"

// Loops, calls and what follows calls of compiled code look at the run's flag
// attention. When it is set they leave the loop by a panic, which costs the others
// nothing: a call that returns would keep the loop's state out of registers. The
// machine then sees what is wanted and goes on, or not.

// wanted is the panic that leaves the loop.
type wanted struct{}

// attend leaves the loop, which goes on at pc.
func (m *Machine) attend(pc unsafe.Pointer) {
	m.cur.pc = pc
	m.pc = uintptr(pc) + instrSize
	panic(wanted{})
}

// attendBehind is attend behind the instruction that took the time.
func (m *Machine) attendBehind(pc unsafe.Pointer) {
	m.cur.pc = pc
	m.pc = uintptr(pc)
	panic(wanted{})
}

// attended does what is wanted; it returns false when the run has been stopped.
func (m *Machine) attended() bool {
	r := m.run
	r.attention.Store(false)
	if r.stopped.Load() {
		r.attention.Store(true)
		return false
	}
	if p := r.profile.Load(); p != nil {
		p.sample(m)
	}
	return true
}
