package rtype

import (
	"reflect"
	"unsafe"
)

// addReflectOff gives p, a name, type or code, a number by which the runtime
// finds it from then on, and keeps it for ever.
//
//go:linkname addReflectOff reflect.addReflectOff
//go:noescape
func addReflectOff(p unsafe.Pointer) int32

// raw is the memory of t.
func raw(t reflect.Type) *rtype {
	return (*rtype)((*words)(unsafe.Pointer(&t)).data)
}

// typeOf is the inverse of raw.
func typeOf(r *rtype) reflect.Type {
	var v any
	(*words)(unsafe.Pointer(&v)).typ = unsafe.Pointer(r)
	return reflect.TypeOf(v)
}

// direct reports whether an interface holds a t itself, not a pointer to it.
func direct(t reflect.Type) bool { return raw(t).tflag&flagDirect != 0 }

// codeOf is the code of a function that is no closure.
func codeOf(f any) unsafe.Pointer { return reflect.ValueOf(f).UnsafePointer() }

// funcOf is the func value of type F that p points to.
func funcOf[F any](p unsafe.Pointer) F { return *(*F)(unsafe.Pointer(&p)) }

// pointerOf is the inverse of funcOf.
func pointerOf[F any](f F) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }

// structEqual compares as Go does: all fields but those called _.
func structEqual(st *structType) func(p, q unsafe.Pointer) bool {
	return func(p, q unsafe.Pointer) bool {
		for _, f := range st.fields {
			if f.name.isBlank() {
				continue
			}
			if !f.typ.equal(unsafe.Add(p, f.offset), unsafe.Add(q, f.offset)) {
				return false
			}
		}
		return true
	}
}
