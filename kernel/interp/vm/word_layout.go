package vm

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"unsafe"
)

// Supported returns an error where the package cannot work: slots need words of
// 64 bits with the low byte first, and values that lie as memory.go says. The
// machine is made of that, so nothing can stand in for it.
func Supported() error { return supported() }

var supported = sync.OnceValue(func() error {
	if unsafe.Sizeof(uintptr(0)) != 8 || unsafe.Sizeof(0) != 8 {
		return errors.New("vm: Supported: words have not 64 bits")
	}
	word := uint64(0x0807060504030201)
	if *(*uint32)(unsafe.Pointer(&word)) != 0x04030201 || *(*uint8)(unsafe.Pointer(&word)) != 1 {
		return errors.New("vm: Supported: the low byte of a word is not the first")
	}
	if what := unknownLayout(); what != "" {
		return fmt.Errorf("vm: Supported: this version of Go lays out %s otherwise", what)
	}
	return nil
})

// unknownLayout names what does not lie as memory.go says. It compares pointers
// before it follows them.
func unknownLayout() string {
	list := make([]int, 2, 5)
	if h := *(*sliceHeader)(unsafe.Pointer(&list)); h != (sliceHeader{unsafe.Pointer(&list[0]), 2, 5}) {
		return "slices"
	}
	t := reflect.TypeFor[*sliceHeader]()
	var value any = &sliceHeader{}
	if h := anyHeader(&value); h.word != typePtr(t) || h.data != reflect.ValueOf(value).UnsafePointer() || typeAtPtr(h.word) != t {
		return "interfaces and types"
	}
	err := error(&Panic{})
	h := *(*ifaceHeader)(unsafe.Pointer(&err))
	if h.data != reflect.ValueOf(err).UnsafePointer() || dynamicType(&h, false) != typePtr(reflect.TypeOf(err)) {
		return "interfaces with methods"
	}
	x := new(int)
	for _, v := range []any{x, [1]*int{x}, struct{ p *int }{x}, [2]*int{x}, struct{ p, q *int }{x, nil}} {
		if isDirect(reflect.TypeOf(v)) != (anyHeader(&v).data == unsafe.Pointer(x)) {
			return "values in interfaces"
		}
	}
	return ""
}
