// Package runtime is the generic part of the standard library's runtime.
package runtime

import (
	"runtime"
	"unsafe"

	"golab/internal/bindings/native"
)

func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) runtime.Cleanup {
	return native.AddCleanup(unsafe.Pointer(ptr), func() { cleanup(arg) })
}
