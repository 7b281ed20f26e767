//go:build vmportable

package vm

import (
	"reflect"
	"unsafe"
)

// portable says that nothing of Go's run-time system is taken for granted.
const portable = true

// The functions of memory_linkname.go on nothing but reflect: slower, for a Go
// release that takes linknames away.

func typedMove(typ, dst, src unsafe.Pointer) {
	t := typeAtPtr(typ)
	valueAt(t, dst).Set(valueAt(t, src))
}

func typedClear(typ, ptr unsafe.Pointer) { valueAt(typeAtPtr(typ), ptr).SetZero() }

func newObject(typ unsafe.Pointer) unsafe.Pointer { return reflect.New(typeAtPtr(typ)).UnsafePointer() }

func newArray(typ unsafe.Pointer, n int) unsafe.Pointer {
	return reflect.MakeSlice(reflect.SliceOf(typeAtPtr(typ)), n, n).UnsafePointer()
}

func growSlice(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) sliceHeader {
	t := reflect.SliceOf(typeAtPtr(elem))
	from := sliceHeader{old, newLen - num, oldCap}
	s := reflect.New(t).Elem()
	s.Set(valueAt(t, unsafe.Pointer(&from)))
	s.Grow(num)
	return sliceHeader{s.UnsafePointer(), newLen, s.Cap()}
}

func mapGet(typ, m, key unsafe.Pointer) (unsafe.Pointer, bool) {
	t := typeAtPtr(typ)
	p := reflect.New(t.Elem())
	v := valueAt(t, unsafe.Pointer(&m)).MapIndex(valueAt(t.Key(), key))
	if v.IsValid() {
		p.Elem().Set(v)
	}
	return p.UnsafePointer(), v.IsValid()
}

func mapSet(typ, _, m, key, val unsafe.Pointer) {
	t := typeAtPtr(typ)
	valueAt(t, unsafe.Pointer(&m)).SetMapIndex(valueAt(t.Key(), key), valueAt(t.Elem(), val))
}
