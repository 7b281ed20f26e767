package vm

import (
	"go/token"
	"go/types"
	"math"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// unary emits -x, ^x, !x, *x and <-x.
func (c *compiler) unary(v *ssa.UnOp) {
	switch v.Op {
	case token.MUL:
		c.load(c.off(v), v.X, v.Type())
	case token.ARROW:
		c.receive(v)
	case token.NOT:
		c.emit(Instr{op: opNot, a: c.off(v), b: c.off(v.X)})
	case token.XOR:
		c.emit(Instr{op: opComplement, a: c.off(v), b: c.off(v.X)})
		c.extend(v.Type(), c.off(v), c.off(v))
	case token.SUB:
		c.negate(v)
	}
}

func (c *compiler) negate(v *ssa.UnOp) {
	dst, x, t := c.off(v), c.off(v.X), v.Type()
	switch {
	case isInt(t):
		c.emit(Instr{op: opNeg, a: dst, b: x})
		c.extend(t, dst, dst)
	case isFloat32(t):
		c.emit(Instr{op: opNegF32, a: dst, b: x})
	case isFloat(t):
		c.emit(Instr{op: opNegF, a: dst, b: x})
	case bitsOf(t) == 64:
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *complexAt[complex64](fp, dst) = -*complexAt[complex64](fp, x) })
	default:
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *complexAt[complex128](fp, dst) = -*complexAt[complex128](fp, x) })
	}
}

// extend emits dst = src extended from the width of an integer type. It reports
// whether that took an instruction.
func (c *compiler) extend(t types.Type, dst, src int32) bool {
	if !isInt(t) || bitsOf(t) == 64 {
		return false
	}
	ops := map[int]opcode{8: opExtS8, 16: opExtS16, 32: opExtS32}
	if isUnsigned(t) {
		ops = map[int]opcode{8: opExtU8, 16: opExtU16, 32: opExtU32}
	}
	c.emit(Instr{op: ops[bitsOf(t)], a: dst, b: src})
	return true
}

// binary emits arithmetic and comparisons.
func (c *compiler) binary(v *ssa.BinOp) {
	switch v.Op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		c.compare(v)
		return
	}
	dst, x, y := c.off(v), c.off(v.X), c.off(v.Y)
	switch t := v.X.Type(); {
	case isInt(t):
		c.integer(v)
	case isFloat(t):
		if (v.Op == token.ADD || v.Op == token.SUB) && c.fuseProduct(v) {
			return
		}
		op := map[token.Token]opcode{token.ADD: opAddF, token.SUB: opSubF, token.MUL: opMulF, token.QUO: opDivF}[v.Op]
		if isFloat32(t) {
			op += opAddF32 - opAddF
		}
		c.emit(Instr{op: op, a: dst, b: x, c: y})
	case isString(t):
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *strAt(fp, dst) = *strAt(fp, x) + *strAt(fp, y) })
	case bitsOf(t) == 64:
		c.slow(complexOp[complex64](v.Op, dst, x, y))
	default:
		c.slow(complexOp[complex128](v.Op, dst, x, y))
	}
}

// integer emits integer arithmetic.
func (c *compiler) integer(v *ssa.BinOp) {
	dst, t := c.off(v), v.Type()
	if in, ok := c.immediate(v); ok {
		c.emit(in)
		c.extend(t, dst, dst)
		return
	}
	op := map[token.Token]opcode{token.ADD: opAdd, token.SUB: opSub, token.MUL: opMul, token.QUO: opDiv, token.REM: opRem,
		token.AND: opAnd, token.OR: opOr, token.XOR: opXor, token.AND_NOT: opAndNot, token.SHL: opShl, token.SHR: opShr}[v.Op]
	if isUnsigned(t) {
		switch op {
		case opDiv:
			op = opDivU
		case opRem:
			op = opRemU
		case opShr:
			op = opShrU
		}
	}
	if (v.Op == token.SHL || v.Op == token.SHR) && !isUnsigned(v.Y.Type()) {
		if n, ok := immediateOf(v.Y); !ok || n < 0 { // lifting may leave a negative constant
			c.emit(Instr{op: opCheckShift, b: c.off(v.Y)})
		}
	}
	c.emit(Instr{op: op, a: dst, b: c.off(v.X), c: c.off(v.Y)})
	c.extend(t, dst, dst)
}

// immediate returns the instruction of v with a constant operand, if there is one.
func (c *compiler) immediate(v *ssa.BinOp) (Instr, bool) {
	x, y := v.X, v.Y
	if _, ok := immediateOf(x); ok && (v.Op == token.ADD || v.Op == token.MUL || v.Op == token.AND) {
		x, y = y, x
	}
	n, ok := immediateOf(y)
	if !ok {
		return Instr{}, false
	}
	unsigned := isUnsigned(v.X.Type())
	var op opcode
	switch v.Op {
	case token.ADD:
		op = opAddK
	case token.SUB:
		op, ok, n = opAddK, n != math.MinInt32, -n
	case token.MUL:
		op = opMulK
	case token.AND:
		op = opAndK
	case token.REM:
		op, ok = opRemK, n > 0 && !unsigned
	case token.SHL:
		op, ok = opShlK, n >= 0 && n < 64
	case token.SHR:
		op, ok = opShrK, n >= 0 && n < 64
		if unsigned {
			op = opShrUK
		}
	default:
		ok = false
	}
	return Instr{op: op, a: c.off(v), b: c.off(x), c: n}, ok
}

// complexAt is a complex number in a frame.
func complexAt[T complex64 | complex128](fp unsafe.Pointer, off int32) *T {
	return (*T)(unsafe.Add(fp, int(off)))
}

func complexOp[T complex64 | complex128](op token.Token, dst, x, y int32) slowFunc {
	return func(_ *Machine, fp unsafe.Pointer) {
		a, b, r := *complexAt[T](fp, x), *complexAt[T](fp, y), complexAt[T](fp, dst)
		switch op {
		case token.ADD:
			*r = a + b
		case token.SUB:
			*r = a - b
		case token.MUL:
			*r = a * b
		case token.QUO:
			*r = a / b
		}
	}
}

// compare emits v = x op y, a bool.
func (c *compiler) compare(v *ssa.BinOp) {
	op, x, y := v.Op, v.X, v.Y
	if op == token.GTR || op == token.GEQ {
		op, x, y = swapped[op], y, x
	}
	kx, _ := kindOf(x.Type())
	ky, _ := kindOf(y.Type())
	var first opcode
	switch t := x.Type(); {
	case kx != ky || kx == kIface || kx == kMem || kx == kSlice:
		c.compareValues(v, kx, ky)
		return
	case kx == kStr:
		first = opEqStr
	case kx == kPtr:
		first = opEqPtr
	case isFloat32(t):
		first = opEqF32
	case isFloat(t):
		first = opEqF
	case isUnsigned(t) && (op == token.LSS || op == token.LEQ):
		first = opLtU - 2
	default:
		first = opEq
	}
	rank := map[token.Token]opcode{token.EQL: 0, token.NEQ: 1, token.LSS: 2, token.LEQ: 3}[op]
	c.emit(Instr{op: first + rank, a: c.off(v), b: c.off(x), c: c.off(y)})
}

// compareValues emits v = x == y, or !=, of interfaces, structs and arrays, and
// of slices with nil.
func (c *compiler) compareValues(v *ssa.BinOp, kx, ky kind) {
	dst, negate := c.off(v), v.Op == token.NEQ
	x, y := c.operand(v.X), c.operand(v.Y)
	var equal func(fp unsafe.Pointer) bool
	switch {
	case kx == kSlice || ky == kSlice:
		o := x.off
		if k, ok := v.X.(*ssa.Const); ok && k.IsNil() {
			o = y.off
		}
		equal = func(fp unsafe.Pointer) bool { return *ptrAt(fp, o) == nil }
	case kx == kIface && ky == kIface:
		emptyX, emptyY := x.typ.NumMethod() == 0, y.typ.NumMethod() == 0
		equal = func(fp unsafe.Pointer) bool {
			return asAny(ifaceAt(fp, x.off), emptyX) == asAny(ifaceAt(fp, y.off), emptyY)
		}
	default:
		equal = func(fp unsafe.Pointer) bool { return x.get(fp).Interface() == y.get(fp).Interface() }
	}
	c.slow(func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = boolWord(equal(fp) != negate) })
}
