package vm

import (
	"reflect"
	"runtime"
	"unsafe"
)

// typeAssertionError mirrors runtime.TypeAssertionError.
type typeAssertionError struct {
	iface, concrete, asserted unsafe.Pointer
	missing                   string
}

// assertionKnown is the result of a self-check.
var assertionKnown = knowsAssertion()

// knowsAssertion reports whether an error of the runtime lies as typeAssertionError
// says.
func knowsAssertion() (known bool) {
	defer func() {
		e, ok := recover().(*runtime.TypeAssertionError)
		if !ok || unsafe.Sizeof(*e) != unsafe.Sizeof(typeAssertionError{}) {
			return
		}
		known = *(*typeAssertionError)(unsafe.Pointer(e)) == typeAssertionError{
			iface: typePtr(reflect.TypeFor[any]()), concrete: typePtr(reflect.TypeFor[int]()), asserted: typePtr(reflect.TypeFor[string]()),
		}
	}()
	var x any = 1
	_ = x.(string)
	return false
}

// raise panics with the runtime's error, or one that says almost the same.
func (e *typeAssertionError) raise() {
	if assertionKnown && !portable {
		panic((*runtime.TypeAssertionError)(unsafe.Pointer(e)))
	}
	panic(e.plain())
}

// An assertionError stands in for runtime.TypeAssertionError.
type assertionError string

func (e assertionError) Error() string { return string(e) }

// RuntimeError makes it a runtime.Error.
func (assertionError) RuntimeError() {}

func (e *typeAssertionError) plain() assertionError {
	iface, asserted := "interface", typeAtPtr(e.asserted).String()
	if e.iface != nil {
		iface = typeAtPtr(e.iface).String()
	}
	switch {
	case e.concrete == nil:
		return assertionError("interface conversion: " + iface + " is nil, not " + asserted)
	case e.missing != "":
		return assertionError("interface conversion: " + typeAtPtr(e.concrete).String() + " is not " + asserted + ": missing method " + e.missing)
	}
	return assertionError("interface conversion: " + iface + " is " + typeAtPtr(e.concrete).String() + ", not " + asserted)
}
