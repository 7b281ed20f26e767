package vm

import "unsafe"

// A panicking is a panic or a Goexit under way.
type panicking struct {
	link      *panicking // the one before
	value     any
	frames    []Frame
	goexit    bool
	recovered bool
	killed    bool // neither deferred calls nor recover
}

// killed is the panic that leaves everything.
type killed struct{ err error }

// A deferList holds the deferred calls of an activation, the latest first. Bodies
// of range-over-func loops defer to the list of the function around them.
type deferList struct{ top *deferred }

type deferred struct {
	next     *deferred
	fn       *Func
	fp       unsafe.Pointer
	ret      int32            // where in the deferring frame its results go
	compiled func(m *Machine) // set: instead of fn
}

func (a *activation) popDefer() *deferred {
	if a.defers == nil || a.defers.top == nil {
		return nil
	}
	d := a.defers.top
	a.defers.top = d.next
	return d
}

// A state is what a machine does next.
type state uint8

const (
	done      state = iota
	running         // the current activation is ready to go on
	unwinding       // m.panic goes on leaving activations
	left            // m.panic has left all activations of this exec
)

// drive runs from state s until the activation base has its results. It panics
// or exits the goroutine when base's callee does.
func (m *Machine) drive(base *activation, s state) {
	for {
		switch s {
		case done:
			return
		case running, unwinding:
			s = m.protect(base, s)
		case left:
			p := m.panic
			m.panic = p.link
			m.cur = base.prev
			m.pc = uintptr(m.cur.pc) // for the trace of a caller on the same machine
			if m.cur == &m.root {
				m.leave() // nobody gives it back
			}
			if p.goexit {
				return
			}
			m.nested--
			m.run.carry(p)
			panic(p.value)
		}
	}
}

// protect does one step of drive. A Go panic on the way, also one that compiled
// code or Go itself raises, becomes m.panic.
func (m *Machine) protect(base *activation, s state) (next state) {
	normal := false
	defer func() {
		if normal {
			return
		}
		r := recover()
		if _, ok := r.(wanted); ok {
			if m.attended() {
				next = running
				return
			}
			r = killed{ErrStopped}
		}
		m.raise(r)
		next = unwinding
		if r == nil { // runtime.Goexit: unwind here, it goes on when we return
			m.panic.goexit = true
			m.drive(base, next)
		}
	}()
	if s == unwinding {
		next = m.unwind(base)
	} else if m.loop() == opExit {
		next = done
	} else {
		next = unwinding
	}
	normal = true
	return next
}

// raise makes r the current panic.
func (m *Machine) raise(r any) {
	p := &panicking{link: m.panic, value: r}
	_, p.killed = r.(killed)
	p.frames = append(m.run.carried(r), m.trace()...)
	m.panic = p
}

// unwind goes on with m.panic: it runs deferred calls and leaves activations,
// until code can run on or base is reached.
func (m *Machine) unwind(base *activation) state {
	if n := m.cur.next; n != nil {
		n.unwinding = nil // the deferred call that has just returned
	}
	for m.cur != base {
		a, p := m.cur, m.panic
		if a.recovered != nil && p != a.recovered.link {
			a.recovered = nil // a deferred call has panicked since
		}
		if a.recovered != nil || p != nil && p.recovered {
			m.goOn(a, p)
			return running
		}
		if d := a.popDefer(); d != nil && m.mayRun(d, p) {
			m.runDeferred(a, d, p)
			return running
		} else if d != nil {
			continue
		}
		if a.unwinding != nil && a.unwinding != p {
			p.abort(a.unwinding)
		}
		a.defers, a.unwinding, a.recovered = nil, nil, nil
		m.cur = a.prev
	}
	return left
}

// mayRun reports whether d runs though p leaves its function.
func (m *Machine) mayRun(d *deferred, p *panicking) bool {
	return !p.killed || d.compiled != nil && !m.run.exits.Load()
}

// goOn continues a, where p was recovered: first its other deferred calls, then
// the return.
func (m *Machine) goOn(a *activation, p *panicking) {
	if a.recovered == nil {
		a.recovered = p
		m.panic = p.link
	}
	if d := a.popDefer(); d != nil {
		m.runDeferred(a, d, nil)
		return
	}
	a.recovered, a.defers = nil, nil
	if a.fn.recover != nil {
		a.pc = a.fn.recover
		return
	}
	m.cur = a.prev
	if len(a.fn.results) > 0 {
		typedClear(typePtr(a.fn.tupleTyp), unsafe.Add(m.cur.fp, int(m.cur.ret)))
	}
}

// abort drops old, which ran the deferred call that p leaves.
func (p *panicking) abort(old *panicking) {
	for q := p; q != nil; q = q.link {
		if q.link == old {
			q.link = old.link
			return
		}
	}
}

// runDeferred runs d on behalf of a, which p leaves.
func (m *Machine) runDeferred(a *activation, d *deferred, p *panicking) {
	a.pc = unsafe.Pointer(&unwoundCode[0])
	if d.compiled != nil {
		d.compiled(m) // a panic in it replaces p
		return
	}
	a.ret = d.ret
	n := m.push(d.fn, d.fp)
	n.unwinding = p
	n.pc = d.fn.entry
}

// recoverHere is the builtin recover in the function that runs now.
func (m *Machine) recoverHere() any {
	a := m.cur
	for a.unwinding == nil && a.prev != nil && a.prev.fn != nil && a.prev.fn.wrapper {
		a = a.prev // SSA's wrappers are not there
	}
	p := a.unwinding
	if p == nil || p.recovered || p.goexit || p.killed || p != m.panic {
		return nil
	}
	p.recovered = true
	return p.value
}
