package vm

import (
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A launch is a go or defer statement: the call is prepared when it runs, in a
// filled frame of the callee or, for compiled code, a copy of the caller's.
type launch struct {
	c       *compiler
	cc      *ssa.CallCommon
	isDefer bool
	stack   int32 // where the list of deferred calls is, -1 for the activation's
	ret     int32 // where a deferred call's results go
}

// goOrDefer emits go cc, or with d defer cc.
func (c *compiler) goOrDefer(cc *ssa.CallCommon, d *ssa.Defer) {
	l := &launch{c: c, cc: cc, isDefer: d != nil, stack: -1}
	if d != nil && d.DeferStack != nil {
		l.stack = c.off(d.DeferStack)
	}
	if s := c.drops[d]; s != nil {
		l.ret = s.off
	}
	c.slow(l.statement())
}

// statement returns the code of the statement.
func (l *launch) statement() slowFunc {
	c, cc := l.c, l.cc
	if b, ok := cc.Value.(*ssa.Builtin); ok {
		if b.Name() == "recover" {
			return func(m *Machine, fp unsafe.Pointer) {
				l.put(m, fp, &deferred{compiled: func(m *Machine) { m.recoverHere() }})
			}
		}
		return l.compiled(c.builtin(b, cc, nil))
	}
	if cc.IsInvoke() {
		return l.method(c.methodSite(cc, nil))
	}
	fn, ok := cc.Value.(*ssa.Function)
	if !ok {
		return l.value(c.funcSite(cc, nil))
	}
	if !c.world.declared(fn) {
		return l.compiled(c.callOfCompiled(fn, cc, nil))
	}
	g, moves := c.world.fn(fn), c.argMoves(cc)
	return func(m *Machine, fp unsafe.Pointer) {
		nfp := m.take(g)
		doMoves(moves, fp, nfp)
		l.interpreted(m, fp, g, nfp)
	}
}

// put adds a deferred call.
func (l *launch) put(m *Machine, fp unsafe.Pointer, d *deferred) {
	var list *deferList
	if l.stack >= 0 {
		list = (*deferList)(*ptrAt(fp, l.stack))
	}
	if list == nil {
		if m.cur.defers == nil {
			m.cur.defers = &deferList{}
		}
		list = m.cur.defers
	}
	d.next = list.top
	list.top = d
}

// interpreted starts or defers fn on the frame nfp.
func (l *launch) interpreted(m *Machine, fp unsafe.Pointer, fn *Func, nfp unsafe.Pointer) {
	switch {
	case !l.isDefer:
		run, w := m.run, m.world
		w.goroutine(run, func() { w.newMachine(run).exec(fn, nfp, fn.newResults()) })
	case l.stack >= 0 && len(fn.results) > 0: // its results have no place in the frame that runs it
		l.put(m, fp, &deferred{compiled: func(m *Machine) { m.exec(fn, nfp, fn.newResults()) }})
	default:
		l.put(m, fp, &deferred{fn: fn, fp: nfp, ret: l.ret})
	}
}

// compiled starts or defers f on a copy of the frame.
func (l *launch) compiled(f slowFunc) slowFunc {
	copied := l.copier()
	return func(m *Machine, fp unsafe.Pointer) { l.run(m, fp, f, copied(fp)) }
}

// run starts or defers f on the frame nfp.
func (l *launch) run(m *Machine, fp unsafe.Pointer, f slowFunc, nfp unsafe.Pointer) {
	if l.isDefer {
		l.put(m, fp, &deferred{compiled: func(m *Machine) { f(m, nfp) }})
		return
	}
	run, w := m.run, m.world
	w.goroutine(run, func() { f(w.newMachine(run), nfp) })
}

// copier returns what copies the call's operands to another frame of the function.
func (l *launch) copier() func(fp unsafe.Pointer) unsafe.Pointer {
	fn := l.c.fn
	values := append([]ssa.Value{}, l.cc.Args...)
	switch l.cc.Value.(type) {
	case *ssa.Builtin, *ssa.Function:
	default:
		values = append(values, l.cc.Value)
	}
	var moves []move
	for _, v := range values {
		moves = append(moves, l.c.moveTo(v, l.c.off(v)))
	}
	return func(fp unsafe.Pointer) unsafe.Pointer {
		nfp := fn.newFrame()
		doMoves(moves, fp, nfp)
		return nfp
	}
}

// method launches a method of an interface.
func (l *launch) method(site *callSite) slowFunc {
	copied := l.copier()
	return func(m *Machine, fp unsafe.Pointer) {
		x := ifaceAt(fp, site.value)
		if x.word == nil {
			nilDereference()
		}
		e := site.method.find(m.world, x.word, site)
		if e.compiled != nil {
			l.run(m, fp, e.compiled, copied(fp))
			return
		}
		nfp := m.take(e.fn)
		e.receive(nfp, x.data)
		doMoves(e.moves, fp, nfp)
		l.interpreted(m, fp, e.fn, nfp)
	}
}

// value launches a func value.
func (l *launch) value(site *callSite) slowFunc {
	copied := l.copier()
	return func(m *Machine, fp unsafe.Pointer) {
		f := *ptrAt(fp, site.value)
		if f == nil {
			if !l.isDefer {
				nilDereference()
			}
			l.put(m, fp, &deferred{compiled: func(*Machine) { nilDereference() }}) // panics when it runs
			return
		}
		c := m.world.closureOf(f)
		if c == nil {
			l.run(m, fp, func(m *Machine, fp unsafe.Pointer) { m.callCompiled(site, fp, f) }, copied(fp))
			return
		}
		nfp := m.closureFrame(c)
		doMoves(site.moves, fp, nfp)
		l.interpreted(m, fp, c.fn, nfp)
	}
}
