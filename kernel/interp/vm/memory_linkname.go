//go:build !vmportable

package vm

import "unsafe"

// portable says that nothing of Go's run-time system is taken for granted.
const portable = false

// Functions of the runtime that the toolchain lets packages pull by linkname
// (Go 1.26). memory_portable.go has them on reflect.

//go:linkname typedMove runtime.typedmemmove
func typedMove(typ, dst, src unsafe.Pointer)

//go:linkname typedClear reflect.typedmemclr
func typedClear(typ, ptr unsafe.Pointer)

//go:linkname newObject reflect.unsafe_New
func newObject(typ unsafe.Pointer) unsafe.Pointer

//go:linkname newArray reflect.unsafe_NewArray
func newArray(typ unsafe.Pointer, n int) unsafe.Pointer

//go:linkname growSlice runtime.growslice
func growSlice(old unsafe.Pointer, newLen, oldCap, num int, elem unsafe.Pointer) sliceHeader

// mapGet returns the element's address, or that of a zero value.
//
//go:linkname mapGet runtime.mapaccess2
func mapGet(typ, m, key unsafe.Pointer) (unsafe.Pointer, bool)

//go:linkname mapassign runtime.mapassign
func mapassign(typ, m, key unsafe.Pointer) unsafe.Pointer

// mapSet sets the element of key to what val points to; elem is its type.
func mapSet(typ, elem, m, key, val unsafe.Pointer) { typedMove(elem, mapassign(typ, m, key), val) }
