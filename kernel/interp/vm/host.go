package vm

import (
	"go/types"
	"reflect"
	"unsafe"
)

// A Host is what a World knows of compiled code. Its methods are called with the
// World locked and must not call back into it.
type Host interface {
	// Type returns the reflect type of t. For a type declared in a cell it makes
	// one; its methods, when compiled code calls them, come back to World.Method.
	Type(t types.Type) (reflect.Type, error)
	// Back returns the type that Type has returned r for, the latest where several
	// declarations share it.
	Back(r reflect.Type) (types.Type, bool)
	// Func returns a compiled package-level function, or a compiled method as a
	// func whose first parameter is the receiver.
	Func(f *types.Func) (reflect.Value, bool)
	// Var returns the address of a compiled package-level variable.
	Var(v *types.Var) (unsafe.Pointer, bool)
}

// A Thunk calls one compiled function without reflection. It reads argument i
// from the slot at frame+args[i] and writes result i to the slot at
// frame+results[i]; results is nil when they are not wanted. The package doc says
// how values lie in slots.
type Thunk = func(frame unsafe.Pointer, args, results []int32)

// A Thunker is a Host with a faster way to call some compiled funcs.
type Thunker interface {
	// Thunk returns a thunk of f, a func, if there is one for its type.
	Thunk(f reflect.Value) (Thunk, bool)
}

// An Intrinsics is a Host that has the World itself do some compiled functions.
type Intrinsics interface {
	// Intrinsic returns what replaces f: a func of f's type with a *Machine in
	// front, which is the one that calls it, and then the receiver, if any. It is
	// asked for methods of interfaces, too, before compiled code gets a call.
	Intrinsic(f *types.Func) (reflect.Value, bool)
}
