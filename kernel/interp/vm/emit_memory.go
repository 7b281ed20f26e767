package vm

import (
	"go/types"
	"math"
	"reflect"
	"runtime"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// Opcodes by the form of what is loaded or stored.
var (
	loads = [...]opcode{fWord: opLoadWord, fU8: opLoadU8, fS8: opLoadS8, fU16: opLoadU16, fS16: opLoadS16, fU32: opLoadU32, fS32: opLoadS32,
		fPtr: opLoadPtr, fStr: opLoadStr, fIface: opLoadIface, fSlice: opLoadSlice, fMem: opLoadMem}
	stores = [...]opcode{fWord: opStoreWord, fU8: opStore8, fS8: opStore8, fU16: opStore16, fS16: opStore16, fU32: opStore32, fS32: opStore32,
		fPtr: opStorePtr, fStr: opStoreStr, fIface: opStoreIface, fSlice: opStoreSlice, fMem: opStoreMem}
	loadIndexed = map[form]opcode{fWord: opIndexWord, fU8: opIndexU8, fU32: opIndexU32, fS32: opIndexS32,
		fPtr: opIndexPtr, fStr: opIndexStr, fSlice: opIndexSlice}
	storeIndexed = map[form]opcode{fWord: opSetIndexWord, fU8: opSetIndex8, fS8: opSetIndex8, fU32: opSetIndex32, fS32: opSetIndex32,
		fPtr: opSetIndexPtr, fStr: opSetIndexStr}
)

// An address is where a load or store goes: an offset from a pointer and, if that
// is inside the frame, from the frame.
type address struct {
	base, off int32
	frame     int32
	inFrame   bool
}

func (c *compiler) address(v ssa.Value) address {
	switch x := v.(type) {
	case *ssa.FieldAddr:
		if !c.folds[x] {
			break
		}
		off := c.fieldOffset(x)
		if a, ok := x.X.(*ssa.Alloc); ok && c.locals[a] != nil {
			return address{c.off(a), off, c.locals[a].off + off, true}
		}
		return address{base: c.off(x.X), off: off}
	case *ssa.Alloc:
		if s := c.locals[x]; s != nil {
			return address{c.off(x), 0, s.off, true}
		}
	}
	return address{base: c.off(v)}
}

// faults says that touching what a nil pointer points to is a fault, which Go makes
// a panic. WebAssembly has memory there.
const faults = runtime.GOARCH != "wasm"

// checkNil emits the check that a load or store at an address needs without faults.
func (c *compiler) checkNil(at address) {
	if !faults && !at.inFrame {
		c.emit(Instr{op: opCheckNil, b: at.base})
	}
}

// memory returns the operands p and k of an instruction with memory of type t.
func (c *compiler) memory(t reflect.Type) (p unsafe.Pointer, k uint16) {
	return typePtr(t), plainWords(t)
}

// isWhole reports whether a value of form f lies in memory as in a slot of its own.
func isWhole(f form) bool { return f == fWord || f >= fPtr && f != fMem }

// load emits dst = *addr, where the variable has type t.
func (c *compiler) load(dst int32, addr ssa.Value, t types.Type) {
	k, f := kindOf(t)
	if e, ok := addr.(*ssa.IndexAddr); ok && c.folds[e] {
		c.loadElement(dst, e, loadIndexed[f])
		return
	}
	at := c.address(addr)
	if at.inFrame && isWhole(f) {
		c.mov(k, nil, dst, at.frame)
		return
	}
	c.checkNil(at)
	in := Instr{op: loads[f], a: dst, b: at.base, c: at.off}
	if f == fMem {
		in.p, in.k = c.memory(c.world.typeOf(t))
	}
	c.emit(in)
}

// loadElement emits dst = e.X[e.Index], and a[i][k] as one instruction when the
// inner slice has just been loaded for it.
func (c *compiler) loadElement(dst int32, e *ssa.IndexAddr, op opcode) {
	if u, ok := e.X.(*ssa.UnOp); ok && op == opIndexWord && len(*u.Referrers()) == 1 && u.Block() == e.Block() {
		last := c.recent(1, u)
		if last != nil && last[0].op == opIndexSlice && last[0].a == c.off(u) && last[0].c/8 <= math.MaxUint16 {
			outer := last[0]
			c.drop(1)
			c.emit(Instr{op: opIndex2, k: uint16(outer.c / 8), a: dst, b: outer.b, c: c.off(e.Index)})
			return
		}
	}
	if op != opIndexWord || !c.fuseVariable(dst, e) {
		c.emit(Instr{op: op, a: dst, b: c.off(e.X), c: c.off(e.Index)})
	}
}

// store emits *addr = val.
func (c *compiler) store(addr, val ssa.Value) {
	t := elemType(addr.Type())
	k, f := kindOf(t)
	src := c.off(val)
	if e, ok := addr.(*ssa.IndexAddr); ok && c.folds[e] {
		b, i := c.off(e.X), c.off(e.Index)
		if !c.fuseUpdate(val, Instr{op: opIndexWord, b: b, c: i}, elementUpdates) {
			c.emit(Instr{op: storeIndexed[f], a: src, b: b, c: i})
		}
		return
	}
	at := c.address(addr)
	if at.inFrame && isWhole(f) {
		c.mov(k, nil, at.frame, src)
		return
	}
	if c.fuseUpdate(val, Instr{op: opLoadWord, b: at.base, c: at.off}, updates) {
		return
	}
	c.checkNil(at)
	in := Instr{op: stores[f], a: src, b: at.base, c: at.off}
	if f == fMem {
		in.p, in.k = c.memory(c.world.typeOf(t))
	}
	c.emit(in)
}

// elementAddress emits v = &v.X[v.Index].
func (c *compiler) elementAddress(v *ssa.IndexAddr) {
	dst, x, i := c.off(v), c.off(v.X), c.off(v.Index)
	size := int(c.world.typeOf(elemType(v.Type())).Size())
	array, isArray := arrayOf(v.X.Type())
	switch {
	case size > math.MaxUint16 || isArray && array.Len() > math.MaxInt32:
		c.slow(func(_ *Machine, fp unsafe.Pointer) {
			var s sliceHeader
			if isArray {
				s = sliceHeader{*ptrAt(fp, x), int(array.Len()), 0}
			} else {
				s = *sliceAt(fp, x)
			}
			n := *intAt(fp, i)
			if uint(n) >= uint(s.len) {
				panicIndex(n, s.len)
			}
			if s.ptr == nil {
				nilDereference()
			}
			*ptrAt(fp, dst) = unsafe.Add(s.ptr, n*size)
		})
	case isArray:
		c.emit(Instr{op: opAddElemArray, k: uint16(size), a: dst, b: x, c: i})
		c.emit(Instr{op: opLength, a: int32(array.Len())})
	default:
		c.emit(Instr{op: opAddElem, k: uint16(size), a: dst, b: x, c: i})
	}
}

// arrayOf returns the array that a pointer of type t points to.
func arrayOf(t types.Type) (*types.Array, bool) {
	p, ok := t.Underlying().(*types.Pointer)
	if !ok {
		return nil, false
	}
	a, ok := p.Elem().Underlying().(*types.Array)
	return a, ok
}

// index emits v = v.X[v.Index] of a string or an array value.
func (c *compiler) index(v *ssa.Index) {
	dst, x, i := c.off(v), c.off(v.X), c.off(v.Index)
	if isString(v.X.Type()) {
		c.emit(Instr{op: opIndexString, a: dst, b: x, c: i})
		return
	}
	array := v.X.Type().Underlying().(*types.Array)
	t := c.world.typeOf(array.Elem())
	n, size, p := int(array.Len()), int(t.Size()), typePtr(t)
	_, f := kindOf(array.Elem())
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		k := *intAt(fp, i)
		if uint(k) >= uint(n) {
			panicIndex(k, n)
		}
		loadForm(f, p, unsafe.Add(fp, int(dst)), unsafe.Add(fp, int(x)+k*size))
	})
}

// fromMemory emits v = what lies at the offset src of the frame as in memory.
func (c *compiler) fromMemory(v ssa.Value, src int32) {
	k, f := kindOf(v.Type())
	dst := c.off(v)
	if isWhole(f) {
		c.mov(k, nil, dst, src)
		return
	}
	p := typePtr(c.world.typeOf(v.Type()))
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		loadForm(f, p, unsafe.Add(fp, int(dst)), unsafe.Add(fp, int(src)))
	})
}

// alloc makes a variable, cleared.
func (c *compiler) alloc(v *ssa.Alloc) {
	s := c.locals[v]
	if s == nil {
		c.emit(Instr{op: opNew, a: c.off(v), p: typePtr(c.world.typeOf(elemType(v.Type())))})
		return
	}
	switch {
	case s.size == 8 && !hasPointers(s.typ):
		c.emit(Instr{op: opZeroWord, a: s.off})
	case s.size > 0:
		p, k := c.memory(s.typ)
		c.emit(Instr{op: opZeroMem, a: s.off, p: p, k: k})
	}
	c.emit(Instr{op: opAddFrame, a: c.off(v), b: s.off})
}
