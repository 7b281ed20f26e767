package vm

import "unsafe"

// What the loop does out of line. These functions get the loop's state and return
// it, so that no variable of the loop is alive across a call: the compiler would
// else save them all before every instruction.

// instrBefore returns the instruction before pc, which is the one under way.
func instrBefore(pc unsafe.Pointer) *Instr { return (*Instr)(unsafe.Add(pc, -int(instrSize))) }

// call is opCall where not everything is at hand.
func (m *Machine) call(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	site := (*callSite)(instrBefore(pc).p)
	m.pc = uintptr(pc)
	m.cur.pc = pc
	fn := site.fn
	nfp := m.take(fn)
	doMoves(site.moves, fp, nfp)
	return m.begin(fn, nfp, site.ret)
}

// begin makes fn the current activation, on the frame fp; its results go to ret.
func (m *Machine) begin(fn *Func, fp unsafe.Pointer, ret int32) (unsafe.Pointer, unsafe.Pointer) {
	a := m.cur
	a.ret = ret
	n := a.next
	if n == nil {
		n = m.newActivation(a)
	}
	n.fn, n.fp = fn, fp
	m.cur = n
	return fp, fn.entry
}

// callFunc is opCallFunc.
func (m *Machine) callFunc(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	site := (*callSite)(instrBefore(pc).p)
	m.pc = uintptr(pc)
	m.cur.pc = pc
	f := *ptrAt(fp, site.value)
	var c *closure
	if f != nil && site.wrapper != 0 && *(*uintptr)(f) == site.wrapper {
		c = (*closure)(f)
	} else if c = m.world.closureOf(f); c == nil {
		m.callCompiled(site, fp, f)
		return fp, pc
	}
	if m.attention.Load() {
		m.attend(unsafe.Add(pc, -int(instrSize)))
	}
	nfp := m.closureFrame(c)
	doMoves(site.moves, fp, nfp)
	return m.begin(c.fn, nfp, site.ret)
}

// callMethod is opCallMethod.
func (m *Machine) callMethod(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	site := (*callSite)(instrBefore(pc).p)
	m.pc = uintptr(pc)
	m.cur.pc = pc
	x := ifaceAt(fp, site.value)
	if x.word == nil {
		nilDereference()
	}
	e := site.method.last.Load()
	if e == nil || e.tab != x.word {
		e = site.method.find(m.world, x.word, site)
	}
	if e.compiled != nil {
		e.compiled(m, fp)
		return fp, pc
	}
	if m.attention.Load() {
		m.attend(unsafe.Add(pc, -int(instrSize)))
	}
	nfp := m.take(e.fn)
	e.receive(nfp, x.data)
	doMoves(e.moves, fp, nfp)
	return m.begin(e.fn, nfp, site.ret)
}

// returnMoves is opReturnMoves.
func (m *Machine) returnMoves(fp unsafe.Pointer, in *Instr) (unsafe.Pointer, unsafe.Pointer) {
	a := m.cur.prev
	doMoves(*(*[]move)(in.p), fp, unsafe.Add(a.fp, int(a.ret)))
	unused := m.unused(in.b)
	*ptrAt(fp, 0) = *unused
	*unused = fp
	m.cur = a
	return a.fp, a.pc
}

// runDefers is opRunDefers.
func (m *Machine) runDefers(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	a := m.cur
	m.pc = uintptr(pc)
	d := a.popDefer()
	if d == nil {
		return fp, pc
	}
	a.pc = unsafe.Add(pc, -int(instrSize)) // and come back here
	if d.compiled != nil {
		d.compiled(m)
		return fp, a.pc
	}
	n := m.push(d.fn, d.fp)
	a.ret = d.ret
	return n.fp, d.fn.entry
}

// movMem is opMovMem.
//
//go:noinline
func movMem(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	typedMove(in.p, unsafe.Add(fp, int(in.a)), unsafe.Add(fp, int(in.b)))
	return fp, pc
}

// zeroMem is opZeroMem.
//
//go:noinline
func zeroMem(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	typedClear(in.p, unsafe.Add(fp, int(in.a)))
	return fp, pc
}

// newHere is opNew.
//
//go:noinline
func newHere(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	*ptrAt(fp, in.a) = newObject(in.p)
	return fp, pc
}

// loadMem is opLoadMem.
//
//go:noinline
func loadMem(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	src := *ptrAt(fp, in.b)
	if src == nil {
		nilDereference()
	}
	typedMove(in.p, unsafe.Add(fp, int(in.a)), unsafe.Add(src, int(in.c)))
	return fp, pc
}

// storeMem is opStoreMem.
//
//go:noinline
func storeMem(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	dst := *ptrAt(fp, in.b)
	if dst == nil {
		nilDereference()
	}
	typedMove(in.p, unsafe.Add(dst, int(in.c)), unsafe.Add(fp, int(in.a)))
	return fp, pc
}

// appendWord is opAppendWord to a slice that is full.
//
//go:noinline
func appendWord(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	s := *sliceAt(fp, in.b)
	n := s.len
	s = growSlice(s.ptr, n+1, s.cap, 1, in.p)
	*(*uint64)(unsafe.Add(s.ptr, n*8)) = *u64At(fp, in.c)
	s.len = n + 1
	*sliceAt(fp, in.a) = s
	return fp, pc
}

// compareStrings is opEqStr, opNeStr, opLtStr and opLeStr.
//
//go:noinline
func compareStrings(fp, pc unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer) {
	in := instrBefore(pc)
	x, y := *strAt(fp, in.b), *strAt(fp, in.c)
	var yes bool
	switch in.op {
	case opEqStr:
		yes = x == y
	case opNeStr:
		yes = x != y
	case opLtStr:
		yes = x < y
	default:
		yes = x <= y
	}
	*u64At(fp, in.a) = boolWord(yes)
	return fp, pc
}
