package vm

import (
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// instr emits the code of one SSA instruction. next is the block that follows in
// the code.
func (c *compiler) instr(in ssa.Instruction, next *ssa.BasicBlock) {
	if v, ok := in.(ssa.Value); ok && !c.isComputed(v) || c.skips[in] {
		return
	}
	switch v := in.(type) {
	case *ssa.DebugRef, *ssa.Phi:
	case *ssa.Jump:
		c.jump(v, next)
	case *ssa.If:
		c.branch(v, next)
	case *ssa.Return:
		c.ret(v)
	case *ssa.Panic:
		if c.loopMisuse(v) {
			return
		}
		x := c.off(v.X)
		c.slow(func(_ *Machine, fp unsafe.Pointer) { panic(*anyAt(fp, x)) })
	case *ssa.RunDefers:
		c.emit(Instr{op: opRunDefers})
	case *ssa.Call:
		c.call(v)
	case *ssa.Go:
		c.goOrDefer(&v.Call, nil)
	case *ssa.Defer:
		c.goOrDefer(&v.Call, v)
	case *ssa.BinOp:
		c.binary(v)
	case *ssa.UnOp:
		c.unary(v)
	default:
		c.memoryInstr(in)
	}
}

// memoryInstr emits what concerns variables and their parts.
func (c *compiler) memoryInstr(in ssa.Instruction) {
	switch v := in.(type) {
	case *ssa.Alloc:
		c.alloc(v)
	case *ssa.Store:
		c.store(v.Addr, v.Val)
	case *ssa.FieldAddr:
		if a, ok := v.X.(*ssa.Alloc); ok && c.locals[a] != nil {
			c.emit(Instr{op: opAddFrame, a: c.off(v), b: c.locals[a].off + c.fieldOffset(v)})
			return
		}
		c.emit(Instr{op: opAddField, a: c.off(v), b: c.off(v.X), c: c.fieldOffset(v)})
	case *ssa.IndexAddr:
		c.elementAddress(v)
	case *ssa.Field:
		t := c.world.typeOf(v.X.Type())
		c.fromMemory(v, c.off(v.X)+int32(t.Field(v.Field).Offset))
	case *ssa.Index:
		c.index(v)
	case *ssa.Convert:
		c.convert(v, v.X)
	case *ssa.MultiConvert:
		c.convert(v, v.X)
	case *ssa.Slice:
		c.slice(v)
	case *ssa.SliceToArrayPointer:
		c.sliceToArray(v)
	case *ssa.MakeSlice:
		c.makeSlice(v)
	case *ssa.MakeClosure:
		c.makeClosure(v)
	default:
		c.tableInstr(in)
	}
}

// tableInstr emits what concerns interfaces, maps and channels.
func (c *compiler) tableInstr(in ssa.Instruction) {
	switch v := in.(type) {
	case *ssa.MakeInterface:
		c.makeInterface(v)
	case *ssa.ChangeInterface:
		c.changeInterface(v)
	case *ssa.TypeAssert:
		c.typeAssert(v)
	case *ssa.MakeMap:
		c.makeMap(v)
	case *ssa.Lookup:
		c.lookup(v)
	case *ssa.MapUpdate:
		c.mapUpdate(v)
	case *ssa.Range:
		c.rangeOver(v)
	case *ssa.Next:
		c.iterate(v)
	case *ssa.MakeChan:
		c.makeChan(v)
	case *ssa.Send:
		c.send(v)
	case *ssa.Select:
		c.selectCase(v)
	default:
		fail("%s: no code for %T %s", c.ssa, in, in)
	}
}

// ret emits the return of v's results.
func (c *compiler) ret(v *ssa.Return) {
	id := int32(c.fn.id)
	if c.stacked { // SSA leaves it out when only range-over-func bodies defer
		c.emit(Instr{op: opRunDefers})
	}
	switch len(v.Results) {
	case 0:
		c.emit(Instr{op: opReturn, b: id})
		return
	case 1:
		switch k, _ := kindOf(v.Results[0].Type()); k {
		case kWord:
			c.emit(Instr{op: opReturnWord, a: c.off(v.Results[0]), b: id})
			return
		case kPtr:
			c.emit(Instr{op: opReturnPtr, a: c.off(v.Results[0]), b: id})
			return
		}
	}
	moves := new([]move)
	for i, r := range v.Results {
		*moves = append(*moves, c.moveTo(r, c.fn.results[i].off))
	}
	c.emit(Instr{op: opReturnMoves, b: id, p: unsafe.Pointer(moves)})
}

// moveTo is the copy of v to the offset dst of another frame.
func (c *compiler) moveTo(v ssa.Value, dst int32) move {
	k, _ := kindOf(v.Type())
	mv := move{kind: k, src: c.off(v), dst: dst}
	if k == kMem {
		t := c.world.typeOf(v.Type())
		mv.typ, mv.words = typePtr(t), plainWords(t)
	}
	return mv
}
