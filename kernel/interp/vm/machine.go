package vm

import (
	"unsafe"
)

// A Machine runs interpreted functions on one goroutine.
type Machine struct {
	world     *World
	run       *Run
	attention *pollFlag // the run's
	cur       *activation
	free      []unsafe.Pointer // unused frames of function base+i, linked by their first word
	base      int
	pc        uintptr    // behind the last instruction that could panic
	panic     *panicking // the latest
	root      activation
	word      uint64 // result of a callback that returns one word
	text      string // of one that returns a string

	counted bool // among run.nested
	nested  int  // calls of exec under way
}

// An activation is a call under way. Activations form a list that is used again.
type activation struct {
	prev, next *activation
	fn         *Func
	fp         unsafe.Pointer
	pc         unsafe.Pointer // where to go on when its callee returns
	defers     *deferList
	unwinding  *panicking // set: a deferred call, run by this panic
	recovered  *panicking // set: recovered here; returns when its defers are done
	ret        int32      // where in fp the callee's results go
	depth      int32
}

// idleWindow bounds the list of unused frames that an idle machine keeps.
const idleWindow = 4096

// newMachine returns a machine whose calls belong to run.
func (w *World) newMachine(run *Run) *Machine {
	m := &Machine{world: w}
	m.cur = &m.root
	m.root.fp = unsafe.Pointer(new([8]unsafe.Pointer))
	m.enter(run)
	return m
}

func (m *Machine) enter(run *Run) { m.run, m.attention = run, &run.attention }

// machine returns an idle machine for a callback under run: mostly the one that
// the run's last callback has left.
func (w *World) machine(run *Run) *Machine {
	if m := run.spare.Swap(nil); m != nil {
		if m.world == w {
			return m
		}
		m.world.pool(m) // a run calls code of another session
	}
	if run.nested.Add(1) > maxNested && stackIsDeep() {
		run.nested.Add(-1)
		run.overflow()
	}
	m, ok := w.machines.Get().(*Machine)
	if ok {
		m.enter(run)
	} else {
		m = w.newMachine(run)
	}
	m.counted = true
	return m
}

// leave notes that the callback on m ends.
func (m *Machine) leave() {
	if m.counted {
		m.counted = false
		m.run.nested.Add(-1)
	}
}

// idle gives m back.
func (w *World) idle(m *Machine) {
	m.leave()
	if m.run.ended.Load() || !m.run.spare.CompareAndSwap(nil, m) {
		w.pool(m)
	}
}

// pool gives m to whatever run wants it.
func (w *World) pool(m *Machine) {
	if len(m.free) <= idleWindow {
		w.machines.Put(m)
	}
}

// Run returns the run that m's calls belong to.
func (m *Machine) Run() *Run { return m.run }

// newActivation appends an activation to a.
func (m *Machine) newActivation(a *activation) *activation {
	if a.depth >= m.world.MaxDepth {
		m.run.overflow()
	}
	n := &activation{prev: a, depth: a.depth + 1}
	a.next = n
	return n
}

// push makes a call of fn the current activation.
func (m *Machine) push(fn *Func, fp unsafe.Pointer) *activation {
	n := m.cur.next
	if n == nil {
		n = m.newActivation(m.cur)
	}
	n.fn, n.fp, n.defers, n.unwinding, n.recovered = fn, fp, nil, nil, nil
	m.cur = n
	return n
}

// widen makes room for unused frames of function id and returns its index. The
// window begins around the first function that the machine calls: goroutines of
// a late cell stay small.
func (m *Machine) widen(id int) int {
	const margin = 8
	low, high := m.base, m.base+len(m.free)
	if len(m.free) == 0 {
		low, high = id, id
	}
	for id < low || id >= high {
		step := max(margin, (high-low)/2)
		if id < low {
			low = max(0, min(low-step, id-margin))
		} else {
			high = max(high+step, id+margin)
		}
	}
	free := make([]unsafe.Pointer, high-low)
	if len(m.free) > 0 {
		copy(free[m.base-low:], m.free)
	}
	m.free, m.base = free, low
	return id - low
}

// unused returns the head of the list of unused frames of function id, which has
// a place since the frame of a call of it was taken.
func (m *Machine) unused(id int32) *unsafe.Pointer {
	return (*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(m.free)), (int(id)-m.base)*int(unsafe.Sizeof(uintptr(0)))))
}

// take returns a frame for a call of fn.
func (m *Machine) take(fn *Func) unsafe.Pointer {
	i := fn.id - m.base
	if uint(i) >= uint(len(m.free)) {
		i = m.widen(fn.id)
	}
	fp := m.free[i]
	if fp == nil {
		return fn.newFrame()
	}
	m.free[i] = *ptrAt(fp, 0)
	return fp
}

// closureFrame returns a frame for a call of c, with its free variables.
func (m *Machine) closureFrame(c *closure) unsafe.Pointer {
	fp := m.take(c.fn)
	for i, p := range c.env {
		if v := &c.fn.free[i]; v.kind == kPtr {
			*ptrAt(fp, v.off) = p
		} else {
			loadForm(v.form, typePtr(v.typ), v.at(fp), p)
		}
	}
	return fp
}

// interrupt leaves everything that m runs, behind the instruction at m.pc.
func (m *Machine) interrupt() { panic(killed{m.run.cause}) }

// exitCode is where a base activation goes on, unwoundCode a panic after one of
// its deferred calls. They have two instructions, so that the address behind the
// first is inside.
var (
	exitCode    = []Instr{{op: opExit}, {op: opExit}}
	unwoundCode = []Instr{{op: opUnwound}, {op: opUnwound}}
)

// exec runs fn on the frame fp. The results go to res, laid out as fn.results.
func (m *Machine) exec(fn *Func, fp, res unsafe.Pointer) {
	if uint(fn.id-m.base) >= uint(len(m.free)) {
		m.widen(fn.id) // fp may come from another machine
	}
	if m.run.stopped.Load() {
		if m.cur == &m.root {
			m.leave()
		}
		m.interrupt()
	}
	if m.nested >= maxNested && stackIsDeep() {
		m.run.overflow()
	}
	m.nested++
	pc := m.pc
	base := m.push(nil, res)
	base.pc, base.ret = unsafe.Pointer(&exitCode[0]), 0
	m.push(fn, fp).pc = fn.entry
	m.drive(base, running)
	m.nested--
	m.cur = base.prev
	m.pc = pc
}
