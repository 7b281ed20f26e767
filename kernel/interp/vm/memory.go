package vm

import (
	"reflect"
	"unsafe"
)

// sliceHeader is a slice in memory.
type sliceHeader struct {
	ptr      unsafe.Pointer
	len, cap int
}

// ifaceHeader is an interface in memory: word is the type of the value, or for
// an interface with methods the itab.
type ifaceHeader struct{ word, data unsafe.Pointer }

// itab is the head of the runtime's table of an interface and a type.
type itab struct{ inter, typ unsafe.Pointer }

// Slots of a frame, by byte offset.

func i64At(fp unsafe.Pointer, o int32) *int64   { return (*int64)(unsafe.Add(fp, int(o))) }
func u64At(fp unsafe.Pointer, o int32) *uint64  { return (*uint64)(unsafe.Add(fp, int(o))) }
func intAt(fp unsafe.Pointer, o int32) *int     { return (*int)(unsafe.Add(fp, int(o))) }
func f64At(fp unsafe.Pointer, o int32) *float64 { return (*float64)(unsafe.Add(fp, int(o))) }
func f32At(fp unsafe.Pointer, o int32) *float32 { return (*float32)(unsafe.Add(fp, int(o))) }
func ptrAt(fp unsafe.Pointer, o int32) *unsafe.Pointer {
	return (*unsafe.Pointer)(unsafe.Add(fp, int(o)))
}
func strAt(fp unsafe.Pointer, o int32) *string        { return (*string)(unsafe.Add(fp, int(o))) }
func anyAt(fp unsafe.Pointer, o int32) *any           { return (*any)(unsafe.Add(fp, int(o))) }
func ifaceAt(fp unsafe.Pointer, o int32) *ifaceHeader { return (*ifaceHeader)(unsafe.Add(fp, int(o))) }
func sliceAt(fp unsafe.Pointer, o int32) *sliceHeader { return (*sliceHeader)(unsafe.Add(fp, int(o))) }

// slotAt is a slot whose values lie as those of a T.
func slotAt[T any](fp unsafe.Pointer, o int32) *T { return (*T)(unsafe.Add(fp, int(o))) }

func boolWord(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// typePtr returns the runtime's descriptor of t.
func typePtr(t reflect.Type) unsafe.Pointer { return (*ifaceHeader)(unsafe.Pointer(&t)).data }

// typeAtPtr is the inverse of typePtr.
func typeAtPtr(p unsafe.Pointer) reflect.Type {
	var a any
	(*ifaceHeader)(unsafe.Pointer(&a)).word = p
	return reflect.TypeOf(a)
}

// dynamicType returns the descriptor of the value in x, nil when there is none.
// empty says that x's interface type has no methods.
func dynamicType(x *ifaceHeader, empty bool) unsafe.Pointer {
	if x.word == nil || empty {
		return x.word
	}
	return (*itab)(x.word).typ
}

// asAny returns the value in x as any.
func asAny(x *ifaceHeader, empty bool) (a any) {
	*(*ifaceHeader)(unsafe.Pointer(&a)) = ifaceHeader{dynamicType(x, empty), x.data}
	return a
}

// valueAt is the variable of type t at p.
func valueAt(t reflect.Type, p unsafe.Pointer) reflect.Value { return reflect.NewAt(t, p).Elem() }

// isDirect reports whether an interface's data word is the value of type t
// itself, not a pointer to it.
func isDirect(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Struct:
		return t.NumField() == 1 && isDirect(t.Field(0).Type)
	case reflect.Array:
		return t.Len() == 1 && isDirect(t.Elem())
	}
	return false
}

// hasPointers reports whether values of type t may hold pointers.
func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return t.Len() > 0 && hasPointers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	}
	return t.Kind() > reflect.Complex128 // chan, func, interface, map, pointer, slice, string
}

// maxPlain bounds the values that are copied word by word, in bytes.
const maxPlain = 64

// plainWords returns the size of values of type t in words, if they are small and
// have no pointers: copying these needs no help of the runtime. Else it is 0.
func plainWords(t reflect.Type) uint16 {
	if t.Size() > maxPlain || t.Size()%8 != 0 || hasPointers(t) {
		return 0
	}
	return uint16(t.Size() / 8)
}

// copyWords copies n words.
func copyWords(dst, src unsafe.Pointer, n uint16) {
	for i := range int(n) {
		*(*uint64)(unsafe.Add(dst, i*8)) = *(*uint64)(unsafe.Add(src, i*8))
	}
}

// loadForm fills the slot at dst from memory at src. typ matters to fMem only.
func loadForm(f form, typ, dst, src unsafe.Pointer) {
	switch f {
	case fWord:
		*(*uint64)(dst) = *(*uint64)(src)
	case fU8:
		*(*uint64)(dst) = uint64(*(*uint8)(src))
	case fS8:
		*(*int64)(dst) = int64(*(*int8)(src))
	case fU16:
		*(*uint64)(dst) = uint64(*(*uint16)(src))
	case fS16:
		*(*int64)(dst) = int64(*(*int16)(src))
	case fU32:
		*(*uint64)(dst) = uint64(*(*uint32)(src))
	case fS32:
		*(*int64)(dst) = int64(*(*int32)(src))
	default:
		copyForm(f, typ, dst, src)
	}
}

// storeForm fills memory at dst from the slot at src.
func storeForm(f form, typ, dst, src unsafe.Pointer) {
	switch f {
	case fWord:
		*(*uint64)(dst) = *(*uint64)(src)
	case fU8, fS8:
		*(*uint8)(dst) = *(*uint8)(src)
	case fU16, fS16:
		*(*uint16)(dst) = *(*uint16)(src)
	case fU32, fS32:
		*(*uint32)(dst) = *(*uint32)(src)
	default:
		copyForm(f, typ, dst, src)
	}
}

// copyForm copies what is the same in slots and in memory.
func copyForm(f form, typ, dst, src unsafe.Pointer) {
	switch f {
	case fPtr:
		*(*unsafe.Pointer)(dst) = *(*unsafe.Pointer)(src)
	case fStr:
		*(*string)(dst) = *(*string)(src)
	case fIface:
		*(*ifaceHeader)(dst) = *(*ifaceHeader)(src)
	case fSlice:
		*(*sliceHeader)(dst) = *(*sliceHeader)(src)
	default:
		typedMove(typ, dst, src)
	}
}

// anyHeader returns the words of a.
func anyHeader(a *any) *ifaceHeader { return (*ifaceHeader)(unsafe.Pointer(a)) }
