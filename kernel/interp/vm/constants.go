package vm

import (
	"fmt"
	"go/constant"
	"math"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// constSlot returns the slot of a constant, the same for equal ones.
func (c *compiler) constSlot(v ssa.Value) *slot {
	if s := c.constOf[v]; s != nil {
		return s
	}
	if _, ok := v.(*ssa.Builtin); ok {
		return &slot{kind: kWord, size: 8} // never read
	}
	k, key := c.constant(v)
	s := c.consts[key]
	if s == nil {
		s = c.keep(&slot{kind: k.kind, size: kindSizeOf(k.kind)})
		if k.kind == kMem {
			t := c.world.newSlot(v.Type())
			s.typ, s.size = t.typ, t.size
		}
		c.consts[key] = s
		if !k.isZero() { // frames are made of zeros
			k.slot = s
			c.fn.consts = append(c.fn.consts, k)
		}
	}
	c.constOf[v] = s
	return s
}

func kindSizeOf(k kind) int32 {
	if k == kMem {
		return 0
	}
	return kindSize[k]
}

func (k *fixed) isZero() bool { return k.word == 0 && k.ptr == nil && k.str == "" }

// constant returns the value of v and a key of its kind and value.
func (c *compiler) constant(v ssa.Value) (k fixed, key string) {
	switch v := v.(type) {
	case *ssa.Global:
		return fixed{kind: kPtr, ptr: c.world.global(v)}, fmt.Sprintf("global %p", v)
	case *ssa.Function:
		return fixed{kind: kPtr, ptr: c.world.funcValue(v)}, fmt.Sprintf("func %p", v)
	}
	x := v.(*ssa.Const)
	kind, _ := kindOf(x.Type())
	k.kind = kind
	switch {
	case x.Value == nil:
		key = fmt.Sprint("zero ", kind)
		if kind == kMem {
			key += fmt.Sprintf(" %p", typePtr(c.world.newSlot(x.Type()).typ))
		}
	case kind == kStr:
		k.str = stringOf(x)
		key = "string " + k.str
	case kind == kMem:
		k.ptr, k.typ = complexOf(x)
		key = fmt.Sprintf("complex%d %v", bitsOf(x.Type()), x.Value.ExactString())
	case kind == kPtr: // unsafe.Pointer(uintptr(n)), a number that is no address
		n := x.Uint64()
		k.ptr = *(*unsafe.Pointer)(unsafe.Pointer(&n))
		key = fmt.Sprint("pointer ", n)
	default:
		k.word = wordOf(x)
		key = fmt.Sprint("word ", k.word)
	}
	return k, key
}

func stringOf(x *ssa.Const) string {
	if x.Value.Kind() == constant.String {
		return constant.StringVal(x.Value)
	}
	return string(rune(x.Int64()))
}

func complexOf(x *ssa.Const) (at, typ unsafe.Pointer) {
	z := x.Complex128()
	if bitsOf(x.Type()) == 64 {
		z64 := complex64(z)
		return unsafe.Pointer(&z64), typePtr(reflect.TypeFor[complex64]())
	}
	return unsafe.Pointer(&z), typePtr(reflect.TypeFor[complex128]())
}

// wordOf returns x as it lies in a slot.
func wordOf(x *ssa.Const) uint64 {
	t := x.Type()
	switch {
	case isFloat32(t):
		f, _ := constant.Float32Val(constant.ToFloat(x.Value))
		return uint64(math.Float32bits(f))
	case isFloat(t):
		f, _ := constant.Float64Val(constant.ToFloat(x.Value))
		return math.Float64bits(f)
	case x.Value.Kind() == constant.Bool:
		return boolWord(constant.BoolVal(x.Value))
	case isUnsigned(t):
		return x.Uint64()
	}
	return uint64(x.Int64())
}

// immediateOf returns the value of an integer constant that fits an operand.
func immediateOf(v ssa.Value) (int32, bool) {
	x, ok := v.(*ssa.Const)
	if !ok || x.Value == nil || !isInt(x.Type()) || x.Value.Kind() != constant.Int {
		return 0, false
	}
	n, exact := constant.Int64Val(x.Value)
	return int32(n), exact && n == int64(int32(n))
}
