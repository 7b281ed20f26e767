//go:build !vmportable

package vm

import "unsafe"

// portable says that nothing of Go's run-time system is taken for granted.
const portable = false

// runtimeMemory is the memory of the runtime, on functions that the toolchain lets
// packages pull by linkname (Go 1.26).
func runtimeMemory() memory {
	return memory{
		move: typedmemmove, clear: typedmemclr, object: unsafeNew, array: unsafeNewArray, grow: growslice, mapGet: mapaccess2,
		mapSet: func(typ, elem, m, key, val unsafe.Pointer) { typedmemmove(elem, mapassign(typ, m, key), val) },
	}
}

//go:linkname typedmemmove runtime.typedmemmove
func typedmemmove(typ, dst, src unsafe.Pointer)

//go:linkname typedmemclr reflect.typedmemclr
func typedmemclr(typ, ptr unsafe.Pointer)

//go:linkname unsafeNew reflect.unsafe_New
func unsafeNew(typ unsafe.Pointer) unsafe.Pointer

//go:linkname unsafeNewArray reflect.unsafe_NewArray
func unsafeNewArray(typ unsafe.Pointer, n int) unsafe.Pointer

//go:linkname growslice runtime.growslice
func growslice(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) sliceHeader

//go:linkname mapaccess2 runtime.mapaccess2
func mapaccess2(typ, m, key unsafe.Pointer) (unsafe.Pointer, bool)

//go:linkname mapassign runtime.mapassign
func mapassign(typ, m, key unsafe.Pointer) unsafe.Pointer
