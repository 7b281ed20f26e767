//go:build !vmportable

package bindings

import (
	"io"
	"reflect"
	"strings"
	"sync"
	"unsafe"
)

// NewThunk returns a Thunk of a func, if its shape is among those that have a
// caller; methods come as funcs with the receiver first.
//
// One caller serves all functions of a shape: it calls them as another type of
// func, whose parameters have the same sizes, the same pointers and go through
// the same registers. That holds for every Go so far; before the first Thunk is
// made it is tried.
func NewThunk(f reflect.Value) (Thunk, bool) {
	shape := shapeOf(f.Type())
	if shape == "" || f.IsNil() || !shapesHold() {
		return nil, false
	}
	t := caller(shape, pointerTo(f))
	return t, t != nil
}

// pointerTo returns the address of a variable that holds the func f.
func pointerTo(f reflect.Value) unsafe.Pointer {
	p := reflect.New(f.Type())
	p.Elem().Set(f)
	return p.UnsafePointer()
}

// shapesHold reports whether a func can be called as another one of its shape.
var shapesHold = sync.OnceValue(func() bool {
	type number int
	f := func(p *number, r io.Reader, list []number, ok bool, s string, c rune, x float64, m map[string]int) (string, *number, bool, rune, []number, io.Reader) {
		_, isReader := r.(*strings.Reader)
		return s + "!", p, ok && isReader && len(m) == 1 && x == 0.5, -c, list[1:], r
	}
	g := *(*func(unsafe.Pointer, any, []byte, uint8, string, int32, float64, unsafe.Pointer) (string, unsafe.Pointer, uint8, int32, []byte, any))(unsafe.Pointer(&f))
	n, r, list, m := number(1), io.Reader(strings.NewReader("")), []number{1, 2}, map[string]int{"": 1}
	s, p, ok, c, rest, back := g(unsafe.Pointer(&n), *(*any)(unsafe.Pointer(&r)), *(*[]byte)(unsafe.Pointer(&list)), 1, "a", 7, 0.5, *(*unsafe.Pointer)(unsafe.Pointer(&m)))
	return s == "a!" && p == unsafe.Pointer(&n) && ok == 1 && c == -7 && len(rest) == 1 &&
		unsafe.Pointer(unsafe.SliceData(rest)) == unsafe.Pointer(&list[1]) && *(*io.Reader)(unsafe.Pointer(&back)) == r
})

// at is the slot at an offset of a frame.
func at[T any](frame unsafe.Pointer, offset int32) *T {
	return (*T)(unsafe.Add(frame, int(offset)))
}
