//go:build !vmportable

package goroutine

import "unsafe"

// labels returns the address of the calling goroutine's set of labels.
//
//go:linkname labels runtime/pprof.runtime_getProfLabel
func labels() unsafe.Pointer

// setLabels sets the calling goroutine's set of labels.
//
//go:linkname setLabels runtime/pprof.runtime_setProfLabel
func setLabels(unsafe.Pointer)
