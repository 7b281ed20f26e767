package main

import "fmt"

// programsARM64 is the programs on vectors of four numbers.
func programsARM64() string {
	a := newAssembly(`
Functions of one number after the other, for rows of numbers.

	R0   args                      R1 to R8  arrays, at the vector
	R9   bytes of a row            R10  bytes of the row left
	R11  rows left                 R12  constants    R13  scratch
	V0 up  the numbers             V31 down  arguments and constants`)
	t := &table{name: "words", bytes: 16}
	for _, p := range programs() {
		programARM64{p: p, t: t}.best(a)
	}
	t.write(a)
	return a.String()
}

// programARM64 writes a program.
type programARM64 struct {
	p *program
	t *table
	a *assembly
	r *registers
}

// best keeps as many constants in registers as there is room for.
func (w programARM64) best(a *assembly) {
	for kept := len(w.p.constants()); kept >= 0; kept-- {
		w.a, w.r = &assembly{}, newRegisters(w.p, 32)
		w.write(kept)
		if !w.r.over {
			a.WriteString(w.a.String())
			return
		}
	}
	panic(fmt.Errorf("makepanels: %s needs too many registers", w.p.name))
}

// write writes the program with kept constants in registers.
func (w *programARM64) write(kept int) {
	a, p := w.a, w.p
	a.functionOf(kernelName(p), "vectorArgs")
	a.op("MOVD args+0(FP), R0")
	a.op("MOVD vectorArgs_n(R0), R9")
	a.op("MOVD vectorArgs_rows(R0), R11")
	a.op("MOVD $%s<>(SB), R12", w.t.name)
	for i := range p.arrays {
		a.op("MOVD (vectorArgs_array+%d)(R0), R%d", 8*i, 1+i)
	}
	counted := value(none)
	for v, i := range p.instrs {
		switch i.op {
		case scalar:
			a.op("ADD  $(vectorArgs_scalar+%d), R0, R13", 4*i.n)
			a.op("VLD1R (R13), [V%d.S4]", w.r.pin(value(v)))
		case held:
			w.r.pin(value(v))
		case index:
			counted = value(v)
			a.op("ADD  $vectorArgs_first, R0, R13")
			a.op("VLD1R (R13), [V%d.S4]", w.r.pin(counted))
			a.op("MOVD $lanes<>(SB), R13")
			a.op("VLD1 (R13), [V0.S4]")
			a.op("VADD V0.S4, V%d.S4, V%d.S4", w.r.of[counted], w.r.of[counted])
		}
	}
	for _, v := range p.constants()[:kept] {
		w.constant(v, w.r.pin(v))
	}
	if p.byColumns() {
		w.columns()
		return
	}
	a.label("row")
	a.op("MOVD R9, R10")
	a.label("loop")
	for at := range p.instrs {
		w.instr(at)
	}
	if counted != none {
		r := w.r.take()
		w.constant(p.bits(4), r)
		a.op("VADD V%d.S4, V%d.S4, V%d.S4", r, w.r.of[counted], w.r.of[counted])
	}
	for i := range p.arrays {
		a.op("ADD  $16, R%d", 1+i)
	}
	a.op("SUBS $16, R10")
	a.op("BNE  loop")
	for i := range p.arrays {
		a.op("MOVD (vectorArgs_stride+%d)(R0), R13", 8*i)
		a.op("SUB  R9, R13")
		a.op("ADD  R13, R%d", 1+i)
	}
	a.op("SUBS $1, R11")
	a.op("BNE  row")
	a.op("RET")
}

// rowsARM64 is the row of each array that is not held.
var rowsARM64 = []string{"", "R14", "R15"}

// columns writes the loops of a program that holds arrays.
func (w *programARM64) columns() {
	a, p := w.a, w.p
	a.label("column")
	a.op("MOVD vectorArgs_rows(R0), R11")
	for i := range p.arrays {
		if v := p.holds(uint32(i)); v != none {
			a.op("FMOVQ (R%d), F%d", 1+i, w.r.of[v])
		} else {
			a.op("MOVD R%d, %s", 1+i, rowsARM64[i])
		}
	}
	a.label("row")
	for at := range p.instrs {
		w.instr(at)
	}
	for i := range p.arrays {
		if p.holds(uint32(i)) == none {
			a.op("MOVD (vectorArgs_stride+%d)(R0), R13", 8*i)
			a.op("ADD  R13, %s", rowsARM64[i])
		}
	}
	a.op("SUBS $1, R11")
	a.op("BNE  row")
	for i := range p.written {
		a.op("FMOVQ F%d, (R%d)", w.r.of[p.holds(uint32(i))], 1+i)
	}
	for i := range p.arrays {
		a.op("ADD  $16, R%d", 1+i)
	}
	a.op("SUBS $16, R9")
	a.op("BNE  column")
	a.op("RET")
}

// constant loads a constant.
func (w *programARM64) constant(v value, register int) {
	w.a.op("FMOVQ %d(R12), F%d", w.t.at(w.p.instrs[v].n), register)
}

// codesARM64 is the encodings of the instructions for four numbers.
var codesARM64 = map[op]struct {
	name string
	code int
}{
	add: {"FADD", 0x4e20d400}, sub: {"FSUB", 0x4ea0d400}, mul: {"FMUL", 0x6e20dc00}, div: {"FDIV", 0x6e20fc00},
	lesser: {"FMIN", 0x4ea0f400}, greater: {"FMAX", 0x4e20f400}, fma: {"FMLA", 0x4e20cc00}, fnma: {"FMLS", 0x4ea0cc00},
	sqrt: {"FSQRT", 0x6ea1f800}, round: {"FRINTN", 0x4e218800}, toInt: {"FCVTNS", 0x4e21a800}, fromInt: {"SCVTF", 0x4e21d800},
	intAdd: {"ADD", 0x4ea08400}, intSub: {"SUB", 0x6ea08400}, intMul: {"MUL", 0x4ea09c00}, intAbove: {"CMGT", 0x4ea03400},
	and: {"AND", 0x4e201c00}, andNot: {"BIC", 0x4e601c00}, or: {"ORR", 0x4ea01c00}, xor: {"EOR", 0x6e201c00},
	below: {"FCMGT", 0x6ea0e400}, atMost: {"FCMGE", 0x6e20e400}, equalTo: {"FCMEQ", 0x4e20e400}, choose: {"BSL", 0x6e601c00},
	shiftLeft: {"SHL", 0x4f005400}, shiftRight: {"USHR", 0x6f000400}, shiftRightArith: {"SSHR", 0x4f000400},
}

// three writes an instruction of two operands, and two one of one.
func (w *programARM64) three(o op, m, n, d int) {
	c := codesARM64[o]
	w.a.op("WORD $%#x // %s V%d.S4, V%d.S4, V%d.S4", c.code|m<<16|n<<5|d, c.name, m, n, d)
}

func (w *programARM64) two(o op, n, d int) {
	c := codesARM64[o]
	w.a.op("WORD $%#x // %s V%d.S4, V%d.S4", c.code|n<<5|d, c.name, n, d)
}

// in returns the registers of the operands, those of constants for a while.
func (w *programARM64) in(i instr) (at [3]int, temps []int) {
	for k, v := range i.operands() {
		r, ok := w.r.of[v]
		if !ok {
			r = w.r.take()
			w.constant(v, r)
			temps = append(temps, r)
		}
		at[k] = r
	}
	return at, temps
}

// instr writes instruction at.
func (w *programARM64) instr(at int) {
	i := w.p.instrs[at]
	switch i.op {
	case scalar, constant, index, held:
		return
	case load:
		r := w.r.take()
		w.r.of[value(at)] = r
		from := fmt.Sprintf("R%d", 1+i.n)
		if w.p.byColumns() {
			from = rowsARM64[i.n]
		}
		w.a.op("FMOVQ (%s), F%d", from, r)
		return
	}
	r, temps := w.in(i)
	free := func() {
		w.r.release(at)
		for _, t := range temps {
			w.r.free[t] = true
		}
	}
	switch i.op {
	case store:
		if v := w.p.holds(i.n); v != none {
			w.a.op("VMOV V%d.B16, V%d.B16", r[0], w.r.of[v])
		} else {
			w.a.op("FMOVQ F%d, (R%d)", r[0], 1+i.n)
		}
		free()
		return
	case fma, fnma, choose: // written over an operand
		over, dying := r[2], i.c
		m, n := r[1], r[0]
		if i.op == choose {
			over, dying = r[0], i.a
			m, n = r[2], r[1]
		}
		dst := over
		if !w.r.dies(dying, at) || over == m || over == n {
			dst = w.r.take()
			w.a.op("VMOV V%d.B16, V%d.B16", over, dst)
		}
		w.three(i.op, m, n, dst)
		free()
		w.r.free[dst] = false
		w.r.of[value(at)] = dst
		return
	}
	free()
	dst := w.r.take()
	w.r.of[value(at)] = dst
	switch i.op {
	case sqrt, round, toInt, fromInt:
		w.two(i.op, r[0], dst)
	case shiftLeft:
		w.shift(i.op, 32+int(i.n), r[0], dst)
	case shiftRight, shiftRightArith:
		w.shift(i.op, 64-int(i.n), r[0], dst)
	case below, atMost, andNot: // b > a, b ≥ a, b and not a
		w.three(i.op, r[0], r[1], dst)
	default:
		w.three(i.op, r[1], r[0], dst)
	}
}

// shift writes a shift.
func (w *programARM64) shift(o op, code, n, d int) {
	c := codesARM64[o]
	w.a.op("WORD $%#x // %s V%d.S4, V%d.S4", c.code|code<<16|n<<5|d, c.name, n, d)
}
