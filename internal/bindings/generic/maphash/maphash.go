// Package maphash is the generic part of the standard library's hash/maphash.
package maphash

import (
	"hash/maphash"

	"golab/internal/bindings/native"
)

func Comparable[T comparable](seed maphash.Seed, v T) uint64 {
	return native.Comparable(seed, v)
}

func WriteComparable[T comparable](h *maphash.Hash, x T) {
	native.WriteComparable(h, x)
}
