package vm

import (
	"go/token"
	"math"

	"golang.org/x/tools/go/ssa"
)

// Some sequences that loops are made of become one instruction. They are found
// when their last instruction is emitted: what it takes up has just been emitted,
// and nothing else wants it.

// updates are the operations on words that have a form for variables in memory.
var updates = map[opcode]opcode{opAdd: opUpdateAdd, opAddK: opUpdateAddK, opAddF: opUpdateAddF, opSubF: opUpdateSubF, opMulF: opUpdateMulF}

// fuseUpdate emits *p = *p op y as one instruction, where at is p, if val is that.
func (c *compiler) fuseUpdate(val ssa.Value, at address) bool {
	op, ok := val.(*ssa.BinOp)
	if !ok || !usedOnce(op) || !faults {
		return false
	}
	old, ok := op.X.(*ssa.UnOp)
	if !ok || old.Op != token.MUL || !usedOnce(old) || op.Y == ssa.Value(old) {
		return false
	}
	last := c.recent(2, op)
	if last == nil || last[0].op != opLoadWord || last[0].a != c.off(old) || last[0].b != at.base || last[0].c != at.off {
		return false
	}
	sum := last[1]
	update, ok := updates[sum.op]
	if !ok || sum.a != c.off(op) || sum.b != last[0].a || sum.op != opAddK && sum.c == last[0].a {
		return false
	}
	c.drop(2)
	c.emit(Instr{op: update, a: sum.c, b: at.base, c: at.off})
	return true
}

// fuseProduct emits s += x*y as one instruction, where v is the sum in the slot of
// s. A float64 product is rounded before it is added, as Go says.
func (c *compiler) fuseProduct(v *ssa.BinOp) bool {
	product, ok := v.Y.(*ssa.BinOp)
	if !ok || product.Op != token.MUL || !usedOnce(product) || c.off(v) != c.off(v.X) {
		return false
	}
	last := c.recent(1, v)
	if last == nil || last[0].op != opMulF || last[0].a != c.off(product) {
		return false
	}
	x, y := last[0].b, last[0].c
	op := opMulAddF
	if v.Op == token.SUB {
		op = opMulSubF
	}
	c.drop(1)
	if op == opMulAddF && c.fuseElement(v, product, x) {
		return true
	}
	c.emit(Instr{op: op, a: c.off(v), b: x, c: y})
	return true
}

// fuseElement emits s += x*y[i] as one instruction.
func (c *compiler) fuseElement(v, product *ssa.BinOp, x int32) bool {
	elem, ok := product.Y.(*ssa.UnOp)
	if !ok || !usedOnce(elem) || product.X == ssa.Value(elem) {
		return false
	}
	last := c.recent(1, v)
	if last == nil || last[0].op != opIndexWord || last[0].a != c.off(elem) || last[0].c/8 > math.MaxUint16 {
		return false
	}
	load := last[0]
	c.drop(1)
	c.emit(Instr{op: opMulElemAddF, k: uint16(load.c / 8), a: c.off(v), b: x, c: load.b})
	return true
}

// usedOnce reports whether one instruction uses v, apart from debug references.
func usedOnce(v ssa.Value) bool {
	n := 0
	for _, r := range *v.Referrers() {
		if _, debug := r.(*ssa.DebugRef); !debug {
			n++
		}
	}
	return n == 1
}

// recent returns the last n instructions, if all of them are of the block of v.
func (c *compiler) recent(n int, v ssa.Instruction) []Instr {
	start := len(c.code) - n
	if start < c.starts[v.Block()] {
		return nil
	}
	return c.code[start:]
}
