// Package weak is the standard library's weak.
package weak

import (
	"unsafe"

	"golab/internal/bindings/native"
)

type Pointer[T any] struct {
	_ [0]*T // no conversion between Pointers of different types
	u unsafe.Pointer
}

func Make[T any](ptr *T) Pointer[T] {
	return Pointer[T]{u: native.MakeWeak(unsafe.Pointer(ptr))}
}

func (p Pointer[T]) Value() *T { return (*T)(native.Strong(p.u)) }
