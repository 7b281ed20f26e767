package bindings

import (
	"reflect"
	"unsafe"
)

// A Thunk calls one compiled function without reflection. It reads argument i
// from the slot at frame+args[i] and writes result i to the slot at
// frame+results[i]; results is nil when they are not wanted.
//
// In a slot a string, an interface, a slice and whatever is one pointer lie as
// they do in Go, an integer or bool is extended to 64 bits, and a float32 lies in
// the low half.
type Thunk = func(frame unsafe.Pointer, args, results []int32)

// shapeOf is the signature of a func type as calls see it: a letter for each
// parameter, a colon, a letter for each result. It is empty if one of them is a
// struct, an array or a complex number.
func shapeOf(t reflect.Type) string {
	b := make([]byte, 0, 16)
	for i := range t.NumIn() {
		b = append(b, letters[t.In(i).Kind()])
	}
	b = append(b, ':')
	for i := range t.NumOut() {
		b = append(b, letters[t.Out(i).Kind()])
	}
	for _, c := range b {
		if c == 0 {
			return ""
		}
	}
	return string(b)
}

// letters are those of the generator's shapes.
var letters = [...]byte{
	reflect.Bool: 'b', reflect.Uint8: 'b', reflect.Int8: 'c', reflect.Uint16: 'h', reflect.Int16: 'j', reflect.Uint32: 'u', reflect.Int32: 'i',
	reflect.Int: 'W', reflect.Int64: 'W', reflect.Uint: 'W', reflect.Uint64: 'W', reflect.Uintptr: 'W',
	reflect.Float32: 'f', reflect.Float64: 'F', reflect.String: 'S', reflect.Slice: 'L', reflect.Interface: 'I',
	reflect.Pointer: 'P', reflect.Map: 'P', reflect.Chan: 'P', reflect.Func: 'P', reflect.UnsafePointer: 'P', reflect.Struct: 0,
}
