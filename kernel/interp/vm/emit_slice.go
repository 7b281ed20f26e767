package vm

import (
	"go/types"
	"reflect"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// makeSlice emits v = make([]T, v.Len, v.Cap).
func (c *compiler) makeSlice(v *ssa.MakeSlice) {
	t := c.world.typeOf(v.Type().Underlying().(*types.Slice).Elem())
	elem, size := typePtr(t), int(t.Size())
	dst, length, capacity := c.off(v), c.off(v.Len), c.off(v.Cap)
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		n, most := *intAt(fp, length), *intAt(fp, capacity)
		if n < 0 || most < n || size > 0 && most > 1<<40/size {
			panicMake(n, most)
		}
		*sliceAt(fp, dst) = sliceHeader{newArray(elem, most), n, most}
	})
}

// bound returns the offset of an index of a slice expression, -1 if there is none.
func (c *compiler) bound(v ssa.Value) int32 {
	if v == nil {
		return -1
	}
	return c.off(v)
}

// indexOr returns the index at an offset, or what it is without one.
func indexOr(fp unsafe.Pointer, off int32, or int) int {
	if off < 0 {
		return or
	}
	return *intAt(fp, off)
}

// slice emits v = v.X[v.Low:v.High:v.Max].
func (c *compiler) slice(v *ssa.Slice) {
	dst, x := c.off(v), c.off(v.X)
	low, high, most := c.bound(v.Low), c.bound(v.High), c.bound(v.Max)
	if isString(v.X.Type()) {
		c.slow(func(_ *Machine, fp unsafe.Pointer) {
			s := *strAt(fp, x)
			*strAt(fp, dst) = s[indexOr(fp, low, 0):indexOr(fp, high, len(s))]
		})
		return
	}
	array, isArray := arrayOf(v.X.Type())
	var size, n int
	if isArray {
		size, n = int(c.world.typeOf(array.Elem()).Size()), int(array.Len())
	} else {
		size = int(c.world.typeOf(v.X.Type()).Elem().Size())
	}
	c.slow(func(_ *Machine, fp unsafe.Pointer) {
		var s sliceHeader
		if isArray {
			s = sliceHeader{*ptrAt(fp, x), n, n}
			if s.ptr == nil {
				nilDereference()
			}
		} else {
			s = *sliceAt(fp, x)
		}
		l, h, k := indexOr(fp, low, 0), indexOr(fp, high, s.len), indexOr(fp, most, s.cap)
		if uint(k) > uint(s.cap) || uint(h) > uint(k) || uint(l) > uint(h) {
			panicSlice(s, l, h, k, most >= 0)
		}
		if k > l {
			s.ptr = unsafe.Add(s.ptr, l*size)
		}
		*sliceAt(fp, dst) = sliceHeader{s.ptr, h - l, k - l}
	})
}

// append emits v = append(s, x) or append(s, t...).
func (c *compiler) append(v *ssa.Call) {
	args := v.Call.Args
	dst, s := c.off(v), c.off(args[0])
	elem := c.world.typeOf(args[0].Type().Underlying().(*types.Slice).Elem())
	switch x := c.appends[v]; {
	case len(args) == 1:
		c.mov(kSlice, nil, dst, s)
	case x != nil:
		_, f := kindOf(x.Type())
		if f == fWord {
			c.emit(Instr{op: opAppendWord, a: dst, b: s, c: c.off(x), p: typePtr(elem)})
			return
		}
		c.slow(appendOne(f, elem, dst, s, c.off(x)))
	case isString(args[1].Type()):
		t := c.off(args[1])
		c.slow(func(_ *Machine, fp unsafe.Pointer) { *bytesAt(fp, dst) = append(*bytesAt(fp, s), *strAt(fp, t)...) })
	default:
		c.slow(appendSlice(elem, dst, s, c.off(args[1])))
	}
}

// appendOne appends the element that lies in the slot x in form f.
func appendOne(f form, elem reflect.Type, dst, s, x int32) slowFunc {
	p, size := typePtr(elem), int(elem.Size())
	return func(_ *Machine, fp unsafe.Pointer) {
		h := *sliceAt(fp, s)
		n := h.len
		if n == h.cap {
			h = growSlice(h.ptr, n+1, h.cap, 1, p)
		}
		storeForm(f, p, unsafe.Add(h.ptr, n*size), unsafe.Add(fp, int(x)))
		h.len = n + 1
		*sliceAt(fp, dst) = h
	}
}

// appendSlice appends the slice in the slot t.
func appendSlice(elem reflect.Type, dst, s, t int32) slowFunc {
	p, size, plain := typePtr(elem), int(elem.Size()), !hasPointers(elem)
	sliceType := reflect.SliceOf(elem)
	return func(_ *Machine, fp unsafe.Pointer) {
		h, from := *sliceAt(fp, s), *sliceAt(fp, t)
		if from.len == 0 { // the end of h may be that of its memory
			*sliceAt(fp, dst) = h
			return
		}
		n := h.len + from.len
		if n > h.cap || n < 0 {
			h = growSlice(h.ptr, n, h.cap, from.len, p)
			h.len = n - from.len
		}
		to := sliceHeader{unsafe.Add(h.ptr, h.len*size), from.len, from.len}
		switch {
		case size == 0:
		case plain:
			copy(unsafe.Slice((*byte)(to.ptr), from.len*size), unsafe.Slice((*byte)(from.ptr), from.len*size))
		case from.len == 1:
			typedMove(p, to.ptr, from.ptr)
		default:
			reflect.Copy(valueAt(sliceType, unsafe.Pointer(&to)), valueAt(sliceType, unsafe.Pointer(&from)))
		}
		h.len = n
		*sliceAt(fp, dst) = h
	}
}

// copySlice emits copy(s, t).
func (c *compiler) copySlice(v *ssa.CallCommon, dst int32) slowFunc {
	s, t := c.operand(v.Args[0]), c.operand(v.Args[1])
	elem := s.typ.Elem()
	size, plain := int(elem.Size()), !hasPointers(elem)
	return func(_ *Machine, fp unsafe.Pointer) {
		var n int
		if plain { // a string's header starts like a slice's
			to, from := sliceAt(fp, s.off), sliceAt(fp, t.off)
			n = min(to.len, *intAt(fp, t.off+8))
			copy(unsafe.Slice((*byte)(to.ptr), n*size), unsafe.Slice((*byte)(from.ptr), n*size))
		} else {
			n = reflect.Copy(s.get(fp), t.get(fp))
		}
		if dst != 0 {
			*intAt(fp, dst) = n
		}
	}
}
