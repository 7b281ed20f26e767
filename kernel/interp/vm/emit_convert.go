package vm

import (
	"go/types"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// convert emits v = T(x) where the slot changes.
func (c *compiler) convert(v, x ssa.Value) {
	from, to := x.Type(), v.Type()
	switch dst, src := c.off(v), c.off(x); {
	case isInt(from) && isInt(to):
		if !c.extend(to, dst, src) {
			c.mov(kWord, nil, dst, src)
		}
	case isInt(from) && isFloat(to):
		c.intToFloat(from, to, dst, src)
	case isFloat(from) && isInt(to):
		c.floatToInt(from, to, dst, src)
	case isFloat32(from) && isFloat(to):
		c.emit(Instr{op: opF32ToF, a: dst, b: src})
	case isFloat(from) && isFloat32(to):
		c.emit(Instr{op: opFToF32, a: dst, b: src})
	default:
		c.slow(c.conversion(v, x))
	}
}

func (c *compiler) intToFloat(from, to types.Type, dst, src int32) {
	wide := isUnsigned(from) && bitsOf(from) == 64
	switch narrow := isFloat32(to); {
	case wide && narrow:
		c.slow(func(_ *Machine, fp unsafe.Pointer) {
			f := float32(*u64At(fp, src))
			*u64At(fp, dst) = 0
			*f32At(fp, dst) = f
		})
	case wide:
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *f64At(fp, dst) = float64(*u64At(fp, src)) })
	case narrow:
		c.emit(Instr{op: opIntToF32, a: dst, b: src})
	default:
		c.emit(Instr{op: opIntToF, a: dst, b: src})
	}
}

func (c *compiler) floatToInt(from, to types.Type, dst, src int32) {
	wide := isUnsigned(to) && bitsOf(to) == 64
	switch narrow := isFloat32(from); {
	case wide && narrow:
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = uint64(*f32At(fp, src)) })
	case wide:
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = uint64(*f64At(fp, src)) })
	case narrow:
		c.emit(Instr{op: opF32ToInt, a: dst, b: src})
		c.extend(to, dst, dst)
	default:
		c.emit(Instr{op: opFToInt, a: dst, b: src})
		c.extend(to, dst, dst)
	}
}

// conversion returns the conversions that have no opcode.
func (c *compiler) conversion(v, x ssa.Value) slowFunc {
	from, to := x.Type(), v.Type()
	dst, src := c.off(v), c.off(x)
	fromKind, _ := kindOf(from)
	toKind, _ := kindOf(to)
	switch {
	case isInt(from) && isString(to):
		return func(_ *Machine, fp unsafe.Pointer) { *strAt(fp, dst) = runeString(*i64At(fp, src)) }
	case isString(to) && isBytes(from):
		return func(_ *Machine, fp unsafe.Pointer) { *strAt(fp, dst) = string(*bytesAt(fp, src)) }
	case isString(to) && fromKind == kSlice:
		return func(_ *Machine, fp unsafe.Pointer) { *strAt(fp, dst) = string(*runesAt(fp, src)) }
	case isString(from) && isBytes(to):
		return func(_ *Machine, fp unsafe.Pointer) { *bytesAt(fp, dst) = []byte(*strAt(fp, src)) }
	case isString(from) && toKind == kSlice:
		return func(_ *Machine, fp unsafe.Pointer) { *runesAt(fp, dst) = []rune(*strAt(fp, src)) }
	case fromKind == kPtr && toKind == kWord: // unsafe.Pointer to uintptr
		return func(_ *Machine, fp unsafe.Pointer) { *u64At(fp, dst) = uint64(uintptr(*ptrAt(fp, src))) }
	case fromKind == kWord && toKind == kPtr:
		return func(_ *Machine, fp unsafe.Pointer) {
			n := *u64At(fp, src)
			*ptrAt(fp, dst) = *(*unsafe.Pointer)(unsafe.Pointer(&n))
		}
	}
	a, b := c.operand(x), c.operand(v)
	return func(_ *Machine, fp unsafe.Pointer) { b.set(fp, a.get(fp).Convert(b.typ)) }
}

func bytesAt(fp unsafe.Pointer, o int32) *[]byte { return (*[]byte)(unsafe.Add(fp, int(o))) }
func runesAt(fp unsafe.Pointer, o int32) *[]rune { return (*[]rune)(unsafe.Add(fp, int(o))) }

func isBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	b, ok := s.Elem().Underlying().(*types.Basic)
	return ok && b.Kind() == types.Uint8
}

// runeString is string(n) for integers of any width.
func runeString(n int64) string {
	if int64(rune(n)) != n {
		n = 0xFFFD
	}
	return string(rune(n))
}

// sliceToArray emits the conversion of a slice to a pointer to an array.
func (c *compiler) sliceToArray(v *ssa.SliceToArrayPointer) {
	dst, src := c.off(v), c.off(v.X)
	array, _ := arrayOf(v.Type())
	n := int(array.Len())
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		s := sliceAt(fp, src)
		if s.len < n {
			panicArray(s.len, n)
		}
		*ptrAt(fp, dst) = s.ptr
	})
}
