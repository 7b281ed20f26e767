package main

import (
	"fmt"
	"math"
	"sort"
)

// op is what an instruction of a program does.
type op int

const (
	load   op = iota // from array n
	store            // a to array n
	scalar           // argument n
	held             // from array n, for all rows
	index            // the number's place, an integer
	constant
	add // a + b
	sub // a - b
	mul // a·b
	div // a / b
	lesser
	greater
	fma  // a·b + c
	fnma // c - a·b
	sqrt
	round // to the nearest integer
	toInt
	fromInt
	intAdd
	intSub
	intMul
	intAbove // all ones where a > b, else zeros
	shiftLeft
	shiftRight      // zeros come in
	shiftRightArith // the sign comes in
	and
	andNot // ^a & b
	or
	xor
	below   // all ones where a < b, else zeros
	atMost  // a ≤ b
	equalTo // a = b
	choose  // b where a is all ones, else c
)

// value is the result of an instruction: its place in the program.
type value int

// instr is an instruction. n is an array, an argument, the bits of a constant or a
// number of bits to shift by.
type instr struct {
	op      op
	n       uint32
	a, b, c value
}

// program computes one vector of each array that it writes from one of each that it
// reads, row after row; or, if it holds arrays, for all rows of a vector of columns.
type program struct {
	name    string
	about   string
	arrays  int // written ones first
	written int
	instrs  []instr
}

const none value = -1

// emit appends an instruction.
func (p *program) emit(o op, n uint32, args ...value) value {
	i := instr{op: o, n: n, a: none, b: none, c: none}
	for k, at := range []*value{&i.a, &i.b, &i.c} {
		if k < len(args) {
			*at = args[k]
		}
	}
	p.instrs = append(p.instrs, i)
	return value(len(p.instrs) - 1)
}

// once appends an instruction without operands unless there is one already.
func (p *program) once(o op, n uint32) value {
	for i, in := range p.instrs {
		if in.op == o && in.n == n {
			return value(i)
		}
	}
	return p.emit(o, n)
}

func (p *program) load(array int) value     { return p.emit(load, uint32(array)) }
func (p *program) store(array int, v value) { p.emit(store, uint32(array), v) }
func (p *program) arg(n int) value          { return p.once(scalar, uint32(n)) }
func (p *program) held(array int) value     { return p.once(held, uint32(array)) }
func (p *program) place() value             { return p.once(index, 0) }
func (p *program) bits(b uint32) value      { return p.once(constant, b) }
func (p *program) num(f float64) value      { return p.bits(math.Float32bits(float32(f))) }
func (p *program) add(a, b value) value     { return p.emit(add, 0, a, b) }
func (p *program) sub(a, b value) value     { return p.emit(sub, 0, a, b) }
func (p *program) mul(a, b value) value     { return p.emit(mul, 0, a, b) }
func (p *program) div(a, b value) value     { return p.emit(div, 0, a, b) }
func (p *program) fma(a, b, c value) value  { return p.emit(fma, 0, a, b, c) }
func (p *program) fnma(a, b, c value) value { return p.emit(fnma, 0, a, b, c) }
func (p *program) root(a value) value       { return p.emit(sqrt, 0, a) }
func (p *program) and(a, b value) value     { return p.emit(and, 0, a, b) }
func (p *program) andNot(a, b value) value  { return p.emit(andNot, 0, a, b) }
func (p *program) or(a, b value) value      { return p.emit(or, 0, a, b) }
func (p *program) below(a, b value) value   { return p.emit(below, 0, a, b) }

// min and max return a if it is NaN; b never is.
func (p *program) min(a, b value) value { return p.emit(lesser, 0, a, b) }
func (p *program) max(a, b value) value { return p.emit(greater, 0, a, b) }

// choose returns a where mask is set, else b.
func (p *program) choose(mask, a, b value) value { return p.emit(choose, 0, mask, a, b) }

// shift shifts a by n bits.
func (p *program) shift(o op, a value, n int) value { return p.emit(o, uint32(n), a) }

// horner returns the polynomial of x whose coefficients are given, the highest power
// first.
func (p *program) horner(x value, coefficients ...float64) value {
	sum := p.num(coefficients[0])
	for _, c := range coefficients[1:] {
		sum = p.fma(sum, x, p.num(c))
	}
	return sum
}

// operands returns the values that an instruction reads.
func (i instr) operands() []value {
	var all []value
	for _, v := range []value{i.a, i.b, i.c} {
		if v != none {
			all = append(all, v)
		}
	}
	return all
}

// fixed reports whether an instruction's result stays in its register.
func (i instr) fixed() bool {
	return i.op == scalar || i.op == constant || i.op == index || i.op == held
}

// holds returns the value that is held of an array, or none.
func (p *program) holds(array uint32) value {
	for v, i := range p.instrs {
		if i.op == held && i.n == array {
			return value(v)
		}
	}
	return none
}

// byColumns reports whether the program goes down the rows of a vector of columns before
// it goes on to the next.
func (p *program) byColumns() bool {
	for _, i := range p.instrs {
		if i.op == held {
			return true
		}
	}
	return false
}

// lastUses returns, for each value, the instruction that reads it last.
func (p *program) lastUses() []int {
	last := make([]int, len(p.instrs))
	for at, i := range p.instrs {
		for _, v := range i.operands() {
			last[v] = at
		}
	}
	return last
}

// constants returns the constants, those that are used most first.
func (p *program) constants() []value {
	uses, all := map[value]int{}, []value{}
	for _, i := range p.instrs {
		for _, v := range i.operands() {
			if p.instrs[v].op == constant {
				if uses[v] == 0 {
					all = append(all, v)
				}
				uses[v]++
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return uses[all[i]] > uses[all[j]] })
	return all
}

// registers says which registers hold values while a program is written.
type registers struct {
	p    *program
	last []int
	of   map[value]int // a value's register
	free []bool
	over bool // there were not enough
}

// newRegisters returns count free registers.
func newRegisters(p *program, count int) *registers {
	r := &registers{p: p, last: p.lastUses(), of: map[value]int{}, free: make([]bool, count)}
	for i := range r.free {
		r.free[i] = true
	}
	return r
}

// take returns a free register.
func (r *registers) take() int {
	for i, free := range r.free {
		if free {
			r.free[i] = false
			return i
		}
	}
	r.over = true
	return 0
}

// pin takes the last free register for v, for good.
func (r *registers) pin(v value) int {
	for i := len(r.free) - 1; i >= 0; i-- {
		if r.free[i] {
			r.free[i] = false
			r.of[v] = i
			return i
		}
	}
	r.over = true
	return 0
}

// dies reports whether v's register can be written to by instruction at.
func (r *registers) dies(v value, at int) bool {
	in := r.p.instrs[v]
	_, held := r.of[v]
	return held && !in.fixed() && r.last[v] == at
}

// release frees the registers of the operands that are read for the last time.
func (r *registers) release(at int) {
	for _, v := range r.p.instrs[at].operands() {
		if r.dies(v, at) {
			r.free[r.of[v]] = true
			delete(r.of, v)
		}
	}
}

// table is the constants of a file.
type table struct {
	name  string
	bytes int // of a constant, which is repeated
	all   []uint32
}

// at returns where the constant is.
func (t *table) at(bits uint32) int {
	for i, b := range t.all {
		if b == bits {
			return i * t.bytes
		}
	}
	t.all = append(t.all, bits)
	return (len(t.all) - 1) * t.bytes
}

// write declares the table.
func (t *table) write(a *assembly) {
	fmt.Fprintf(a, "\n")
	for i, b := range t.all {
		for at := 0; at < t.bytes; at += 8 {
			fmt.Fprintf(a, "DATA %s<>+%d(SB)/8, $%#08x%08x", t.name, i*t.bytes+at, b, b)
			if at == 0 {
				fmt.Fprintf(a, " // %g", math.Float32frombits(b))
			}
			fmt.Fprintf(a, "\n")
		}
	}
	fmt.Fprintf(a, "GLOBL %s<>(SB), RODATA|NOPTR, $%d\n", t.name, len(t.all)*t.bytes)
	fmt.Fprintf(a, "\n// The places in a vector.\n")
	for at := 0; at < t.bytes; at += 4 {
		fmt.Fprintf(a, "DATA lanes<>+%d(SB)/4, $%d\n", at, at/4)
	}
	fmt.Fprintf(a, "GLOBL lanes<>(SB), RODATA|NOPTR, $%d\n", t.bytes)
}
