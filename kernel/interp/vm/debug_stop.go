package vm

import (
	"reflect"
	"slices"
	"sync/atomic"
	"unsafe"
)

// A point is where code can stop: before a statement.
type point struct {
	debugger *Debugger
	armed    atomic.Bool // with a breakpoint
	fn       *Func
	file     string
	line     int
}

// A stepping is a step under way.
type stepping struct {
	m      *Machine
	run    *Run
	action Action
	depth  int32
	fn     *Func
	line   int
}

// A Reason says why code has stopped.
type Reason uint8

const (
	AtBreakpoint Reason = iota
	AtStep
	AtPause // asked for by Debugger.Pause
)

// A Pause is code that has stopped. It is valid until the hook returns.
type Pause struct {
	Reason Reason
	Run    *Run
	Frames []Frame // innermost first

	calls []*activation // by frame
}

// A Local is a variable of a function.
type Local struct {
	Name string
	// Value is the variable, which can be set. It is not valid when the variable
	// has no place of its own.
	Value reflect.Value
}

// Stopped is closed when the run is stopped; a hook should then return.
func (p *Pause) Stopped() <-chan struct{} { return p.Run.done }

// Locals lists the variables that can be seen where a frame stands, in the order
// of their declarations.
func (p *Pause) Locals(frame int) (list []Local) {
	f, a := p.Frames[frame], p.calls[frame]
	at := f.fn.pos[f.at]
	for i, v := range f.fn.locals {
		if v.from > at || at >= v.to {
			continue
		}
		list = slices.DeleteFunc(list, func(l Local) bool { return l.Name == v.name })
		list = append(list, Local{v.name, f.fn.locals[i].value(a.fp)})
	}
	return list
}

// value returns the variable in the frame fp.
func (v *local) value(fp unsafe.Pointer) reflect.Value {
	switch v.place {
	case inPlace:
		return valueAt(v.typ, unsafe.Add(fp, int(v.off)))
	case behind:
		if p := *ptrAt(fp, v.off); p != nil {
			return valueAt(v.typ, p)
		}
	}
	return reflect.Value{}
}

// reached is opPoint where there may be something to do.
func (m *Machine) reached(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	m.pc = uintptr(pc)
	m.cur.pc = pc
	p := (*point)((*Instr)(unsafe.Add(pc, -int(instrSize))).p)
	p.debugger.reached(m, p)
	return fp, pc
}

// reached stops m if there is a reason to.
func (d *Debugger) reached(m *Machine, p *point) {
	var reason Reason
	s := d.stepper.Load()
	switch {
	case p.armed.Load():
		reason = AtBreakpoint
	case d.pause.CompareAndSwap(true, false):
		reason = AtPause
	case s != nil && s.isAt(m, p):
		reason = AtStep
	default:
		d.settle()
		return
	}
	select {
	case d.gate <- struct{}{}:
	case <-m.run.done:
		m.interrupt()
	}
	defer func() { <-d.gate }()
	action := d.hook(m.pauseHere(reason))
	if m.run.stopped.Load() {
		m.interrupt()
	}
	if action == Continue {
		d.stepper.CompareAndSwap(s, nil)
		d.settle()
		return
	}
	d.stepper.Store(&stepping{m, m.run, action, m.cur.depth, p.fn, p.line})
	d.busy.Store(true)
}

// settle notes when nobody steps and no pause is asked for.
func (d *Debugger) settle() {
	if s := d.stepper.Load(); s != nil && (s.m.run != s.run || s.run.stopped.Load()) {
		d.stepper.CompareAndSwap(s, nil)
	}
	if d.stepper.Load() == nil && !d.pause.Load() {
		d.busy.Store(false)
		if d.stepper.Load() != nil || d.pause.Load() { // since then
			d.busy.Store(true)
		}
	}
}

// left ends the step of a machine that has nothing left to run.
func (d *Debugger) left(m *Machine) {
	if s := d.stepper.Load(); s != nil && s.m == m {
		d.stepper.CompareAndSwap(s, nil)
		d.settle()
	}
}

// isAt reports whether the step ends at p.
func (s *stepping) isAt(m *Machine, p *point) bool {
	if s.m != m || s.run != m.run {
		return false
	}
	switch depth := m.cur.depth; s.action {
	case StepIn:
		return depth != s.depth || p.fn != s.fn || p.line != s.line
	case StepOver:
		return depth < s.depth || depth == s.depth && (p.fn != s.fn || p.line != s.line)
	default:
		return depth < s.depth
	}
}

func (m *Machine) pauseHere(reason Reason) *Pause {
	p := &Pause{Reason: reason, Run: m.run}
	m.eachCall(func(f Frame, a *activation) bool {
		p.Frames = append(p.Frames, f)
		p.calls = append(p.calls, a)
		return len(p.Frames) < maxTrace
	})
	return p
}
