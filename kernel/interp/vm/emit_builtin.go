package vm

import (
	"cmp"
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// builtin returns the call of a builtin; v is nil in a go or defer statement.
func (c *compiler) builtin(b *ssa.Builtin, cc *ssa.CallCommon, v *ssa.Call) slowFunc {
	var dst int32 // 0: nobody wants the result
	if v != nil && c.slots[v] != nil {
		dst = c.off(v)
	}
	switch b.Name() {
	case "len", "cap":
		return c.length(b.Name(), cc.Args[0], dst)
	case "copy":
		return c.copySlice(cc, dst)
	case "delete":
		m, k := c.operand(cc.Args[0]), c.operand(cc.Args[1])
		return onMap(m.off, mapWrite, func(_ *Machine, fp unsafe.Pointer) { m.get(fp).SetMapIndex(k.get(fp), reflect.Value{}) })
	case "clear":
		x := c.operand(cc.Args[0])
		clears := func(_ *Machine, fp unsafe.Pointer) { x.get(fp).Clear() }
		if x.kind == kPtr {
			return onMap(x.off, mapWrite, clears)
		}
		return clears
	case "close":
		x := c.operand(cc.Args[0])
		return func(_ *Machine, fp unsafe.Pointer) { x.get(fp).Close() }
	case "print", "println":
		return c.print(cc, b.Name() == "println")
	case "panic":
		x := c.off(cc.Args[0])
		return func(_ *Machine, fp unsafe.Pointer) { panic(*anyAt(fp, x)) }
	case "recover":
		return func(m *Machine, fp unsafe.Pointer) {
			r := m.recoverHere()
			if dst != 0 {
				*anyAt(fp, dst) = r
			}
		}
	case "real", "imag", "complex":
		return c.complexPart(b.Name(), cc, v)
	case "min", "max":
		return c.extremum(b.Name() == "min", cc, v)
	}
	return c.unsafeBuiltin(b, cc, dst)
}

// length returns len or cap of what keeps it elsewhere than in its slot.
func (c *compiler) length(name string, arg ssa.Value, dst int32) slowFunc {
	x := c.operand(arg)
	t := arg.Type().Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	switch t := t.(type) {
	case *types.Array:
		n := int(t.Len())
		return func(_ *Machine, fp unsafe.Pointer) { *intAt(fp, dst) = n }
	case *types.Chan:
		if name == "cap" {
			return func(_ *Machine, fp unsafe.Pointer) { *intAt(fp, dst) = x.get(fp).Cap() }
		}
	case *types.Slice, *types.Basic: // of a go or defer statement
		return func(*Machine, unsafe.Pointer) {}
	}
	return func(_ *Machine, fp unsafe.Pointer) { *intAt(fp, dst) = x.get(fp).Len() }
}

// complexPart returns real, imag and complex.
func (c *compiler) complexPart(name string, cc *ssa.CallCommon, v *ssa.Call) slowFunc {
	if v == nil {
		return func(*Machine, unsafe.Pointer) {}
	}
	x, d := c.operand(cc.Args[0]), c.operand(v)
	switch name {
	case "real":
		return func(_ *Machine, fp unsafe.Pointer) { d.set(fp, reflect.ValueOf(real(x.get(fp).Complex()))) }
	case "imag":
		return func(_ *Machine, fp unsafe.Pointer) { d.set(fp, reflect.ValueOf(imag(x.get(fp).Complex()))) }
	}
	y := c.operand(cc.Args[1])
	return func(_ *Machine, fp unsafe.Pointer) {
		d.set(fp, reflect.ValueOf(complex(x.get(fp).Float(), y.get(fp).Float())))
	}
}

// extremum returns min or max.
func (c *compiler) extremum(least bool, cc *ssa.CallCommon, v *ssa.Call) slowFunc {
	if v == nil {
		return func(*Machine, unsafe.Pointer) {}
	}
	args := make([]int32, len(cc.Args))
	for i, a := range cc.Args {
		args[i] = c.off(a)
	}
	dst := c.off(v)
	switch t := v.Type(); {
	case isString(t):
		return pick(strAt, least, dst, args, minmax[string])
	case isFloat32(t):
		return pick(f32At, least, dst, args, func(x, y float32, least bool) float32 {
			if least {
				return min(x, y)
			}
			return max(x, y)
		})
	case isFloat(t):
		return pick(f64At, least, dst, args, func(x, y float64, least bool) float64 {
			if least {
				return min(x, y)
			}
			return max(x, y)
		})
	case isUnsigned(t):
		return pick(u64At, least, dst, args, minmax[uint64])
	}
	return pick(i64At, least, dst, args, minmax[int64])
}

func minmax[T cmp.Ordered](x, y T, least bool) T {
	if least {
		return min(x, y)
	}
	return max(x, y)
}

// pick folds the slots args, which at reads, into dst.
func pick[T any](at func(unsafe.Pointer, int32) *T, least bool, dst int32, args []int32, f func(x, y T, least bool) T) slowFunc {
	return func(_ *Machine, fp unsafe.Pointer) {
		x := *at(fp, args[0])
		for _, a := range args[1:] {
			x = f(x, *at(fp, a), least)
		}
		*at(fp, dst) = x
	}
}

// unsafeBuiltin returns the builtins of package unsafe and SSA's own.
func (c *compiler) unsafeBuiltin(b *ssa.Builtin, cc *ssa.CallCommon, dst int32) slowFunc {
	arg := func(i int) int32 { return c.off(cc.Args[i]) }
	switch b.Name() {
	case "ssa:wrapnilchk":
		x := arg(0)
		return func(_ *Machine, fp unsafe.Pointer) {
			if *ptrAt(fp, x) == nil {
				nilDereference()
			}
			*ptrAt(fp, dst) = *ptrAt(fp, x)
		}
	case "ssa:deferstack":
		c.stacked = true
		return func(m *Machine, fp unsafe.Pointer) {
			if m.cur.defers == nil || m.cur.defers.top == nil {
				m.cur.defers = &deferList{}
			}
			*ptrAt(fp, dst) = unsafe.Pointer(m.cur.defers)
		}
	case "Sizeof", "Alignof":
		t := c.world.typeOf(cc.Args[0].Type())
		n := int(t.Size())
		if b.Name() == "Alignof" {
			n = t.Align()
		}
		return func(_ *Machine, fp unsafe.Pointer) { *intAt(fp, dst) = n }
	case "Offsetof":
		n := c.offsetOf(cc.Args[0])
		return func(_ *Machine, fp unsafe.Pointer) { *intAt(fp, dst) = n }
	case "SliceData", "StringData":
		x := arg(0)
		return func(_ *Machine, fp unsafe.Pointer) { *ptrAt(fp, dst) = *ptrAt(fp, x) }
	case "Add":
		x, n := arg(0), arg(1)
		return func(_ *Machine, fp unsafe.Pointer) { *ptrAt(fp, dst) = unsafe.Add(*ptrAt(fp, x), *intAt(fp, n)) }
	case "String":
		x, n := arg(0), arg(1)
		return func(_ *Machine, fp unsafe.Pointer) {
			*strAt(fp, dst) = unsafe.String((*byte)(*ptrAt(fp, x)), *intAt(fp, n))
		}
	case "Slice":
		x, n := arg(0), arg(1)
		size := int(c.world.typeOf(elemType(cc.Args[0].Type())).Size())
		return func(_ *Machine, fp unsafe.Pointer) {
			*sliceAt(fp, dst) = unsafeSlice(*ptrAt(fp, x), *intAt(fp, n), size)
		}
	}
	fail("%s: no builtin %s", c.ssa, b.Name())
	return nil
}

// offsetOf returns the offset of the field that v is the value of.
func (c *compiler) offsetOf(v ssa.Value) int {
	switch x := v.(type) {
	case *ssa.Field:
		return int(c.world.typeOf(x.X.Type()).Field(x.Field).Offset)
	case *ssa.UnOp:
		if f, ok := x.X.(*ssa.FieldAddr); ok {
			return int(c.fieldOffset(f))
		}
	}
	fail("%s: unsafe.Offsetof of %s", c.ssa, v)
	return 0
}

// unsafeSlice is unsafe.Slice for elements of such a size.
func unsafeSlice(p unsafe.Pointer, n, size int) sliceHeader {
	switch {
	case n < 0 || p == nil && n > 0:
		panicUnsafeSlice(p, n)
	case p != nil && size > 0 && uint(n) > -uint(uintptr(p))/uint(size):
		panicUnsafeSlice(p, -1)
	}
	return sliceHeader{p, n, n}
}
