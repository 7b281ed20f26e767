package main

import "fmt"

// programsAMD64 is the programs on vectors of eight numbers.
func programsAMD64() string {
	a := newAssembly(`
Functions of one number after the other, for rows of numbers.

	BX   args                      AX   bytes since the start of the row
	CX   bytes of a row            R13  rows left
	DI, SI, DX, R8 to R12  arrays, at the row; where columns come first, at the
	column, and R12 and R15 at the row
	Y0 up  the numbers             Y15 down  arguments and constants`)
	t := &table{name: "words", bytes: 32}
	for _, p := range programs() {
		programAMD64{p: p, t: t}.best(a)
	}
	t.write(a)
	return a.String()
}

// programAMD64 writes a program.
type programAMD64 struct {
	p *program
	t *table
	a *assembly
	r *registers
}

// best keeps as many constants in registers as there is room for.
func (w programAMD64) best(a *assembly) {
	for kept := len(w.p.constants()); kept >= 0; kept-- {
		w.a, w.r = &assembly{}, newRegisters(w.p, 16)
		w.write(kept)
		if !w.r.over {
			a.WriteString(w.a.String())
			return
		}
	}
	panic(fmt.Errorf("makepanels: %s needs too many registers", w.p.name))
}

var arraysAMD64 = []string{"DI", "SI", "DX", "R8", "R9", "R10", "R11", "R12"}

// write writes the program with kept constants in registers.
func (w *programAMD64) write(kept int) {
	a, p := w.a, w.p
	a.functionOf(kernelName(p), "vectorArgs")
	a.op("MOVQ args+0(FP), BX")
	a.op("MOVQ vectorArgs_n(BX), CX")
	a.op("MOVQ vectorArgs_rows(BX), R13")
	for i := range p.arrays {
		a.op("MOVQ (vectorArgs_array+%d)(BX), %s", 8*i, arraysAMD64[i])
	}
	counted := value(none)
	for v, i := range p.instrs {
		switch i.op {
		case scalar:
			a.op("VBROADCASTSS (vectorArgs_scalar+%d)(BX), Y%d", 4*i.n, w.r.pin(value(v)))
		case held:
			w.r.pin(value(v))
		case index:
			counted = value(v)
			a.op("VPBROADCASTD vectorArgs_first(BX), Y%d", w.r.pin(counted))
			a.op("VPADDD lanes<>(SB), Y%d, Y%d", w.r.of[counted], w.r.of[counted])
		}
	}
	for _, v := range p.constants()[:kept] {
		a.op("VMOVUPS %s, Y%d", w.place(v), w.r.pin(v))
	}
	if p.byColumns() {
		w.columns()
		return
	}
	a.op("XORQ AX, AX")
	a.op("PCALIGN $64")
	a.label("loop")
	for at := range p.instrs {
		w.instr(at)
	}
	if counted != none {
		a.op("VPADDD %s, Y%d, Y%d", w.place(p.bits(8)), w.r.of[counted], w.r.of[counted])
	}
	a.op("ADDQ $32, AX")
	a.op("CMPQ AX, CX")
	a.op("JNE  loop")
	for i := range p.arrays {
		a.op("ADDQ (vectorArgs_stride+%d)(BX), %s", 8*i, arraysAMD64[i])
	}
	a.op("XORQ AX, AX")
	a.op("DECQ R13")
	a.op("JNE  loop")
	a.op("VZEROUPPER")
	a.op("RET")
}

// rowsAMD64 is the row of each array that is not held.
var rowsAMD64 = []string{"", "R12", "R15"}

// columns writes the loops of a program that holds arrays.
func (w *programAMD64) columns() {
	a, p := w.a, w.p
	move := func(array int, format string) {
		if v := p.holds(uint32(array)); v != none {
			a.op(format, w.r.of[v], arraysAMD64[array])
		}
	}
	a.label("column")
	a.op("XORQ AX, AX")
	a.op("MOVQ vectorArgs_rows(BX), R13")
	for i := range p.arrays {
		move(i, "VMOVUPS (%[2]s), Y%[1]d")
		if p.holds(uint32(i)) == none {
			a.op("MOVQ %s, %s", arraysAMD64[i], rowsAMD64[i])
		}
	}
	a.op("PCALIGN $64")
	a.label("row")
	for at := range p.instrs {
		w.instr(at)
	}
	for i := range p.arrays {
		if p.holds(uint32(i)) == none {
			a.op("ADDQ (vectorArgs_stride+%d)(BX), %s", 8*i, rowsAMD64[i])
		}
	}
	a.op("DECQ R13")
	a.op("JNE  row")
	for i := range p.written {
		move(i, "VMOVUPS Y%d, (%s)")
	}
	for i := range p.arrays {
		a.op("ADDQ $32, %s", arraysAMD64[i])
	}
	a.op("SUBQ $32, CX")
	a.op("JNE  column")
	a.op("VZEROUPPER")
	a.op("RET")
}

// place returns where v is: a register, or memory for a constant.
func (w *programAMD64) place(v value) string {
	if r, ok := w.r.of[v]; ok {
		return fmt.Sprintf("Y%d", r)
	}
	return fmt.Sprintf("%s<>+%d(SB)", w.t.name, w.t.at(w.p.instrs[v].n))
}

// inRegister returns the register of v, and whether it was taken for it here.
func (w *programAMD64) inRegister(v value) (int, bool) {
	if r, ok := w.r.of[v]; ok {
		return r, false
	}
	r := w.r.take()
	w.a.op("VMOVUPS %s, Y%d", w.place(v), r)
	return r, true
}

// held reports whether v is in a register.
func (w *programAMD64) held(v value) bool {
	_, ok := w.r.of[v]
	return ok
}

var namesAMD64 = map[op]string{
	add: "VADDPS", sub: "VSUBPS", mul: "VMULPS", div: "VDIVPS", lesser: "VMINPS", greater: "VMAXPS",
	sqrt: "VSQRTPS", toInt: "VCVTPS2DQ", fromInt: "VCVTDQ2PS",
	intAdd: "VPADDD", intSub: "VPSUBD", intMul: "VPMULLD", intAbove: "VPCMPGTD",
	and: "VANDPS", andNot: "VANDNPS", or: "VORPS", xor: "VXORPS",
	below: "VCMPPS $1,", atMost: "VCMPPS $2,", equalTo: "VCMPPS $0,",
	shiftLeft: "VPSLLD", shiftRight: "VPSRLD", shiftRightArith: "VPSRAD",
}

// instr writes instruction at.
func (w *programAMD64) instr(at int) {
	i := w.p.instrs[at]
	switch i.op {
	case scalar, constant, index, held:
	case load:
		r := w.r.take()
		w.r.of[value(at)] = r
		from := arraysAMD64[i.n]
		if w.p.byColumns() {
			from = rowsAMD64[i.n]
		}
		w.a.op("VMOVUPS (%s)(AX*1), Y%d", from, r)
	case store:
		r, temporary := w.inRegister(i.a)
		if v := w.p.holds(i.n); v != none {
			w.a.op("VMOVAPS Y%d, Y%d", r, w.r.of[v])
		} else {
			w.a.op("VMOVUPS Y%d, (%s)(AX*1)", r, arraysAMD64[i.n])
		}
		w.r.release(at)
		w.r.free[r] = w.r.free[r] || temporary
	case fma, fnma:
		w.fused(at)
	case choose:
		mask, t1 := w.inRegister(i.a)
		other, t2 := w.inRegister(i.c)
		yes := w.place(i.b)
		w.result(at, func(dst int) { w.a.op("VBLENDVPS Y%d, %s, Y%d, Y%d", mask, yes, other, dst) }, temp{mask, t1}, temp{other, t2})
	case sqrt, toInt, fromInt, round:
		from := w.place(i.a)
		w.result(at, func(dst int) {
			if i.op == round {
				w.a.op("VROUNDPS $0, %s, Y%d", from, dst)
			} else {
				w.a.op("%s %s, Y%d", namesAMD64[i.op], from, dst)
			}
		})
	case shiftLeft, shiftRight, shiftRightArith:
		from, t := w.inRegister(i.a)
		w.result(at, func(dst int) { w.a.op("%s $%d, Y%d, Y%d", namesAMD64[i.op], i.n, from, dst) }, temp{from, t})
	default:
		w.binary(at)
	}
}

// temp is a register that is free again after an instruction, if it was taken for it.
type temp struct {
	register int
	taken    bool
}

// result writes an instruction whose result may take the place of an operand.
func (w *programAMD64) result(at int, write func(dst int), temps ...temp) {
	w.r.release(at)
	for _, t := range temps {
		w.r.free[t.register] = w.r.free[t.register] || t.taken
	}
	dst := w.r.take()
	w.r.of[value(at)] = dst
	write(dst)
}

// binary writes an instruction of two operands, of which the second may be in memory.
// The least and the greatest of two are the first if one is NaN: they are the other
// way round.
func (w *programAMD64) binary(at int) {
	i := w.p.instrs[at]
	first, second := i.a, i.b
	switch i.op {
	case lesser, greater:
		first, second = second, first
	case add, mul, intAdd, intMul, and, or, xor:
		if !w.held(first) {
			first, second = second, first
		}
	}
	r, t := w.inRegister(first)
	other := w.place(second)
	w.result(at, func(dst int) { w.a.op("%s %s, Y%d, Y%d", namesAMD64[i.op], other, r, dst) }, temp{r, t})
}

// fused writes a·b + c or c - a·b over one of the operands, or over a copy.
func (w *programAMD64) fused(at int) {
	i, name := w.p.instrs[at], "VFMADD"
	if i.op == fnma {
		name = "VFNMADD"
	}
	a, b := i.a, i.b
	if !w.held(b) {
		a, b = b, a // b is in a register; a may be in memory
	}
	rb, tb := w.inRegister(b)
	free := temp{rb, tb}
	over := func(v value, write func(dst int)) {
		dst := w.r.of[v]
		w.r.release(at)
		w.r.free[free.register] = w.r.free[free.register] || free.taken
		w.r.free[dst] = false
		w.r.of[value(at)] = dst
		write(dst)
	}
	pa, pc := w.place(a), w.place(i.c)
	switch {
	case i.c != a && i.c != b && w.r.dies(i.c, at):
		over(i.c, func(dst int) { w.a.op("%s231PS %s, Y%d, Y%d", name, pa, rb, dst) })
	case a != b && a != i.c && w.r.dies(a, at):
		over(a, func(dst int) { w.a.op("%s213PS %s, Y%d, Y%d", name, pc, rb, dst) })
	case a != b && b != i.c && w.r.dies(b, at) && w.held(a):
		over(b, func(dst int) { w.a.op("%s213PS %s, %s, Y%d", name, pc, pa, dst) })
	default:
		dst := w.r.take()
		w.a.op("VMOVUPS %s, Y%d", pc, dst)
		w.a.op("%s231PS %s, Y%d, Y%d", name, pa, rb, dst)
		w.r.release(at)
		w.r.free[free.register] = w.r.free[free.register] || free.taken
		w.r.of[value(at)] = dst
	}
}
