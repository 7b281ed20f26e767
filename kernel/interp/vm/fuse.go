package vm

import (
	"go/token"
	"math"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// Some sequences that loops are made of become one instruction. They are found
// when their last instruction is emitted: what it takes up has just been emitted,
// and nothing else wants it.

// updates are the operations on words that have a form for variables in memory,
// elementUpdates for elements of slices.
var (
	updates        = map[opcode]opcode{opAdd: opUpdateAdd, opAddK: opUpdateAddK, opAddF: opUpdateAddF, opSubF: opUpdateSubF, opMulF: opUpdateMulF}
	elementUpdates = map[opcode]opcode{opAdd: opElemAdd, opAddK: opElemAddK, opAddF: opElemAddF, opSubF: opElemSubF, opMulF: opElemMulF}
)

// fuseUpdate emits v = v op y as one instruction, if val is v op y. load is the
// instruction that loads v, but for its result.
func (c *compiler) fuseUpdate(val ssa.Value, load Instr, fused map[opcode]opcode) bool {
	op, ok := val.(*ssa.BinOp)
	if !ok || !usedOnce(op) || !faults {
		return false
	}
	old, ok := op.X.(*ssa.UnOp)
	if !ok || old.Op != token.MUL || !usedOnce(old) || op.Y == ssa.Value(old) {
		return false
	}
	last := c.recent(2, op)
	if last == nil {
		return false
	}
	load.a = c.off(old)
	sum := last[1]
	update, ok := fused[sum.op]
	if !ok || last[0] != load || sum.a != c.off(op) || sum.b != load.a || sum.op != opAddK && sum.c == load.a {
		return false
	}
	c.drop(2)
	c.emit(Instr{op: update, a: sum.c, b: load.b, c: load.c})
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

// fuseElement emits s += x*y[i] or s += x*y[k][i] as one instruction, with x in it
// too if that is an element.
func (c *compiler) fuseElement(v, product *ssa.BinOp, x int32) bool {
	if product.X == product.Y {
		return false
	}
	y, ok := c.takeElement(v, product.Y)
	if !ok {
		return false
	}
	op := opMulElemAddF
	factor, ok := c.takeElement(v, product.X)
	switch {
	case ok && factor.op == opIndex2:
		op = opElem2MulElemAddF
	case ok:
		op = opElemMulElemAddF
	case y.op == opIndex2:
		factor = Instr{b: x}
	case y.c/8 > math.MaxUint16:
		c.emit(y)
		return false
	default:
		c.emit(Instr{op: op, k: uint16(y.c / 8), a: c.off(v), b: x, c: y.b})
		return true
	}
	behind := opElemOf
	if y.op == opIndex2 {
		op, behind = op+1, opElem2Of
	}
	c.emit(Instr{op: op, k: factor.k, a: c.off(v), b: factor.b, c: factor.c})
	c.emit(Instr{op: behind, k: y.k, b: y.b, c: y.c})
	return true
}

// takeElement takes the last instruction back if that loads x, an element of a
// slice or of a slice of slices, for the block of v.
func (c *compiler) takeElement(v *ssa.BinOp, x ssa.Value) (load Instr, ok bool) {
	elem, ok := x.(*ssa.UnOp)
	if !ok || !usedOnce(elem) {
		return load, false
	}
	last := c.recent(1, v)
	if last == nil || last[0].op != opIndexWord && last[0].op != opIndex2 || last[0].a != c.off(elem) {
		return load, false
	}
	load = last[0]
	c.drop(1)
	return load, true
}

// fuseVariable emits dst = v[i] as one instruction, where v is a slice in memory,
// such as a package variable or a field.
func (c *compiler) fuseVariable(dst int32, e *ssa.IndexAddr) bool {
	v, ok := e.X.(*ssa.UnOp)
	if !ok || v.Op != token.MUL || !usedOnce(v) {
		return false
	}
	last := c.recent(1, v)
	if v.Block() != e.Block() || last == nil || last[0].op != opLoadSlice || last[0].a != c.off(v) || last[0].c%8 != 0 || last[0].c/8 > math.MaxUint16 {
		return false
	}
	load := last[0]
	c.drop(1)
	c.emit(Instr{op: opIndexWordOf, k: uint16(load.c / 8), a: dst, b: load.b, c: c.off(e.Index)})
	return true
}

// lookedUp is the latest lookup in a map, and where its instruction is.
type lookedUp struct {
	lookup *ssa.Lookup
	index  int
}

// fuseMapUpdate emits m[k] += x as one instruction, if v is that. The elements are
// words, the map's keys of type key.
func (c *compiler) fuseMapUpdate(v *ssa.MapUpdate, key reflect.Type) bool {
	sum, ok := v.Value.(*ssa.BinOp)
	if !ok || !usedOnce(sum) {
		return false
	}
	old, ok := sum.X.(*ssa.Lookup)
	if !ok || old != c.looked.lookup || old.X != v.Map || old.Index != v.Key || !usedOnce(old) || sum.Y == ssa.Value(old) {
		return false
	}
	last := c.recent(2, old)
	if last == nil || c.looked.index != len(c.code)-2 || last[1].a != c.off(sum) || last[1].b != c.off(old) {
		return false
	}
	update := mapUpdate(last[1], c.off(v.Map), c.off(v.Key), isStringKey(key))
	if update == nil || !isIntKey(key) && !isStringKey(key) {
		return false
	}
	c.drop(2)
	c.slow(onMap(c.off(v.Map), mapWrite, update))
	return true
}

// mapUpdate returns what adds to the element k of the map m as sum does, or nil.
func mapUpdate(sum Instr, m, k int32, stringKey bool) slowFunc {
	x := sum.c
	switch {
	case sum.op == opAdd && stringKey:
		return func(_ *Machine, fp unsafe.Pointer) {
			(*slotAt[map[string]int64](fp, m))[*strAt(fp, k)] += *i64At(fp, x)
		}
	case sum.op == opAdd:
		return func(_ *Machine, fp unsafe.Pointer) { (*slotAt[map[int]int64](fp, m))[*intAt(fp, k)] += *i64At(fp, x) }
	case sum.op == opAddK && stringKey:
		return func(_ *Machine, fp unsafe.Pointer) { (*slotAt[map[string]int64](fp, m))[*strAt(fp, k)] += int64(x) }
	case sum.op == opAddK:
		return func(_ *Machine, fp unsafe.Pointer) { (*slotAt[map[int]int64](fp, m))[*intAt(fp, k)] += int64(x) }
	case sum.op == opAddF && stringKey:
		return func(_ *Machine, fp unsafe.Pointer) {
			(*slotAt[map[string]float64](fp, m))[*strAt(fp, k)] += *f64At(fp, x)
		}
	case sum.op == opAddF:
		return func(_ *Machine, fp unsafe.Pointer) { (*slotAt[map[int]float64](fp, m))[*intAt(fp, k)] += *f64At(fp, x) }
	}
	return nil
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

// recent returns the last n instructions, if all of them are of the block of v and
// of the line that is under way: a panic has to name the line of what panics.
func (c *compiler) recent(n int, v ssa.Instruction) []Instr {
	start := len(c.code) - n
	if start < c.starts[v.Block()] {
		return nil
	}
	for _, p := range c.pos[start:] {
		if !c.onLine(token.Pos(p)) {
			return nil
		}
	}
	return c.code[start:]
}

// onLine reports whether p is on the line that is under way.
func (c *compiler) onLine(p token.Pos) bool {
	if p == c.here || !p.IsValid() {
		return true
	}
	there, here := c.ssa.Prog.Fset.Position(p), c.ssa.Prog.Fset.Position(c.here)
	return there.Line == here.Line && there.Filename == here.Filename
}
