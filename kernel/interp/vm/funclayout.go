package vm

import (
	"reflect"
	"unsafe"
)

// What the package knows of func values: a func value points to a word with its
// code, behind which lie the variables that it captures; one of reflect.MakeFunc
// points to a funcHead.

// funcHead mirrors reflect's makeFuncImpl.
type funcHead struct {
	code    uintptr
	stack   unsafe.Pointer
	argLen  uintptr
	regs    uintptr
	typ     unsafe.Pointer
	handler unsafe.Pointer // a func value
}

// headOf returns the head of a func made by reflect.MakeFunc.
func headOf(f reflect.Value) funcHead {
	a := f.Interface()
	return *(*funcHead)(anyHeader(&a).data)
}

// handlerOf returns the handler that reflect's stub calls for c.
func handlerOf(c *closure) func([]reflect.Value) []reflect.Value {
	return func(args []reflect.Value) []reflect.Value { return c.callReflect(args) }
}

var (
	// handlerCode is the code of handlerOf's results, stubCode that of reflect's funcs.
	handlerCode = func() uintptr {
		h := handlerOf(nil)
		return **(**uintptr)(unsafe.Pointer(&h))
	}()
	stubCode = headOf(reflect.MakeFunc(reflect.TypeFor[func(int) int](), handlerOf(nil))).code
	// funcsKnown is the result of the self-test: without it closures are made by
	// reflect alone, which is slow.
	funcsKnown = knowsFuncs()
)

// knowsFuncs reports whether func values lie as this file says.
func knowsFuncs() bool {
	if portable {
		return false
	}
	h := handlerOf(nil)
	t := reflect.TypeFor[func(int) int]()
	head := headOf(reflect.MakeFunc(t, h))
	if unsafe.Sizeof(head) != reflect.TypeOf(head).Size() || head.handler != *(*unsafe.Pointer)(unsafe.Pointer(&h)) {
		return false
	}
	if head.typ != typePtr(t) || head.code == 0 || head.code != stubCode {
		return false
	}
	c := &closure{}
	g := wrapVoid(c)
	words := *(**[2]uintptr)(unsafe.Pointer(&g))
	return words[1] == uintptr(unsafe.Pointer(c))
}

// makeByReflect makes a func value of type t for c when the layout is not known.
func (w *World) makeByReflect(t reflect.Type, c *closure) unsafe.Pointer {
	a := reflect.MakeFunc(t, handlerOf(c)).Interface()
	f := anyHeader(&a).data
	w.closures.Store(f, c)
	return f
}

func (w *World) closureByReflect(f unsafe.Pointer) *closure {
	c, _ := w.closures.Load(f)
	r, _ := c.(*closure)
	return r
}
