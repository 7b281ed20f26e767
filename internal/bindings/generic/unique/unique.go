// Package unique is the standard library's unique, but that it never forgets a
// value.
package unique

import (
	"unsafe"

	"golab/internal/bindings/native"
)

type Handle[T comparable] struct {
	value *T
}

func (h Handle[T]) Value() T { return *h.value }

func Make[T comparable](value T) Handle[T] {
	return Handle[T]{(*T)(native.Intern(value, unsafe.Pointer(&value)))}
}
