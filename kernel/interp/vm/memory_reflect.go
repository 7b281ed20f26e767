package vm

import (
	"reflect"
	"unsafe"
)

// reflectMemory is the memory that nothing but reflect gives: slower, for a Go
// release that takes the runtime's away or changes it.
func reflectMemory() memory {
	return memory{
		move: func(typ, dst, src unsafe.Pointer) {
			t := typeAtPtr(typ)
			valueAt(t, dst).Set(valueAt(t, src))
		},
		clear:  func(typ, ptr unsafe.Pointer) { valueAt(typeAtPtr(typ), ptr).SetZero() },
		object: func(typ unsafe.Pointer) unsafe.Pointer { return reflect.New(typeAtPtr(typ)).UnsafePointer() },
		array: func(typ unsafe.Pointer, n int) unsafe.Pointer {
			return reflect.MakeSlice(reflect.SliceOf(typeAtPtr(typ)), n, n).UnsafePointer()
		},
		grow:   growByReflect,
		mapGet: getByReflect,
		mapSet: func(typ, _, m, key, val unsafe.Pointer) {
			t := typeAtPtr(typ)
			valueAt(t, unsafe.Pointer(&m)).SetMapIndex(valueAt(t.Key(), key), valueAt(t.Elem(), val))
		},
	}
}

func growByReflect(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) sliceHeader {
	t := reflect.SliceOf(typeAtPtr(elem))
	from := sliceHeader{old, newLen - num, oldCap}
	s := reflect.New(t).Elem()
	s.Set(valueAt(t, unsafe.Pointer(&from)))
	s.Grow(num)
	return sliceHeader{s.UnsafePointer(), newLen, s.Cap()}
}

func getByReflect(typ, m, key unsafe.Pointer) (unsafe.Pointer, bool) {
	t := typeAtPtr(typ)
	p := reflect.New(t.Elem())
	v := valueAt(t, unsafe.Pointer(&m)).MapIndex(valueAt(t.Key(), key))
	if v.IsValid() {
		p.Elem().Set(v)
	}
	return p.UnsafePointer(), v.IsValid()
}
