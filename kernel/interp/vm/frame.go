package vm

import (
	"encoding/binary"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/ssa"
)

// A shape collects the fields of a frame type as runs of equal fields. Frames of
// the same shape share a type, since types are never freed: the collector only
// wants to know which words hold pointers, and sizes are rounded up.
type shape struct {
	runs []shapeRun
	size int32
}

type shapeRun struct {
	typ reflect.Type
	n   int
}

// add appends n fields of type t.
func (s *shape) add(t reflect.Type, n int) {
	s.size += int32(n) * int32(t.Size())
	if k := len(s.runs) - 1; k >= 0 && s.runs[k].typ == t {
		s.runs[k].n += n
		return
	}
	s.runs = append(s.runs, shapeRun{t, n})
}

// flat bounds the types whose words are added one by one.
const flat = 256

// addMem appends a kMem slot.
func (s *shape) addMem(t reflect.Type) {
	if t.Size() > flat {
		s.add(t, 1)
		return
	}
	pointers := make([]bool, t.Size()/8)
	markPointers(t, 0, pointers)
	for _, p := range pointers {
		if p {
			s.add(ptrType, 1)
		} else {
			s.add(wordType, 1)
		}
	}
}

// place puts v at the shape's end.
func (s *shape) place(v *slot) {
	v.off, v.placed = s.size, true
	if v.kind == kMem {
		s.addMem(v.typ)
	} else {
		s.add(kindType(v.kind, nil), 1)
	}
}

// markPointers sets the words of t, at the byte offset off, that hold pointers.
func markPointers(t reflect.Type, off uintptr, words []bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.String, reflect.Slice:
		words[off/8] = true
	case reflect.Interface:
		words[off/8], words[off/8+1] = true, true
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			markPointers(f.Type, off+f.Offset, words)
		}
	case reflect.Array:
		for i := range t.Len() {
			markPointers(t.Elem(), off+uintptr(i)*t.Elem().Size(), words)
		}
	}
}

// frameType returns the type of frames of shape s.
func (w *World) frameType(s *shape) reflect.Type {
	key := make([]byte, 0, 64)
	fields := make([]reflect.Type, len(s.runs))
	for i, r := range s.runs {
		key = binary.LittleEndian.AppendUint64(key, uint64(uintptr(typePtr(r.typ))))
		key = binary.AppendUvarint(key, uint64(r.n))
		fields[i] = r.typ
	}
	t := w.frames[string(key)]
	if t == nil {
		for i, r := range s.runs {
			if r.n > 1 {
				fields[i] = reflect.ArrayOf(r.n, r.typ)
			}
		}
		t = w.structOf(fields)
		w.frames[string(key)] = t
	}
	return t
}

// roundUp returns the next of few numbers, so that there are few frame types.
func roundUp(n int) int {
	for _, k := range []int{1, 2, 4, 8, 12, 16, 24} {
		if n <= k {
			return k
		}
	}
	return (n + 31) &^ 31
}

// layout gives every slot its offset: the link, parameters, free variables, then
// kind by kind, the words last, which the collector then does not scan.
func (c *compiler) layout() {
	s := &shape{}
	s.add(ptrType, 1)
	for _, p := range c.ssa.Params {
		c.fn.params = append(c.fn.params, c.placeFixed(s, p))
	}
	for _, v := range c.ssa.FreeVars {
		c.fn.free = append(c.fn.free, c.placeFixed(s, v))
	}
	var groups [kMem + 1][]*slot
	for _, v := range c.order {
		if !v.placed {
			groups[v.kind] = append(groups[v.kind], v)
		}
	}
	for _, k := range []kind{kPtr, kIface, kStr, kSlice} {
		for _, v := range groups[k] {
			s.place(v)
		}
		if n := len(groups[k]); n > 0 && roundUp(n) > n {
			s.add(kindType(k, nil), roundUp(n)-n)
		}
	}
	for _, v := range groups[kMem] {
		s.place(v)
	}
	n := len(groups[kWord])
	for _, v := range groups[kWord] {
		s.place(v)
	}
	s.add(wordType, roundUp(n+1)-n) // at least one: the address of a zero-size slot stays inside
	t := c.world.frameType(s)
	if t.Size() != uintptr(s.size) {
		fail("frame of %s: %d bytes, laid out %d", c.fn.name, t.Size(), s.size)
	}
	c.fn.frame, c.fn.size = typePtr(t), int(s.size)
}

// placeFixed places a parameter or free variable, whose offset its predecessors
// determine. When its slot is taken, being merged with another's, it has one of
// its own that nobody reads.
func (c *compiler) placeFixed(s *shape, v ssa.Value) operand {
	t := v.Type()
	x := c.slots[v]
	if x == nil || x.placed {
		x = c.world.newSlot(t)
	}
	s.place(x)
	k, f := kindOf(t)
	return operand{off: x.off, kind: k, form: f, typ: c.world.typeOf(t)}
}

// appendOnly reports whether a is the argument array of an append, which does not
// escape.
func appendOnly(a *ssa.Alloc) bool {
	if a.Comment != "varargs" {
		return false
	}
	for _, r := range *a.Referrers() {
		switch r := r.(type) {
		case *ssa.IndexAddr, *ssa.DebugRef:
		case *ssa.Slice:
			if !onlyAppended(r) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// onlyAppended reports whether s is used as the second argument of append alone.
func onlyAppended(s *ssa.Slice) bool {
	for _, u := range *s.Referrers() {
		c, ok := u.(*ssa.Call)
		if !ok {
			return false
		}
		b, ok := c.Call.Value.(*ssa.Builtin)
		if !ok || b.Name() != "append" || c.Call.Args[0] == ssa.Value(s) {
			return false
		}
	}
	return true
}

// elemType returns the type that a pointer of type t points to.
func elemType(t types.Type) types.Type { return t.Underlying().(*types.Pointer).Elem() }
