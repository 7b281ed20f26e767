// Package goroutine tells which piece of work a goroutine belongs to.
//
// A piece of work is whatever runs inside Do, together with all goroutines that
// are started there, directly or by others, also in code that knows nothing of
// this package. It rests on the labels of runtime/pprof, which the runtime hands
// on from a goroutine to those that it starts: a goroutine that sets labels of
// its own leaves its work.
package goroutine

import (
	"context"
	"runtime"
	"runtime/pprof"
	"unsafe"
)

// A Key stands for a piece of work. It is zero outside of Do. When the last
// goroutine of the work has ended, the number may be used again.
type Key uintptr

// runtime_getProfLabel returns the calling goroutine's set of labels.
//
//go:linkname runtime_getProfLabel runtime/pprof.runtime_getProfLabel
func runtime_getProfLabel() unsafe.Pointer

// Current returns the key of the work that the calling goroutine belongs to.
func Current() Key { return Key(runtime_getProfLabel()) }

// Do runs f as a new piece of work.
func Do(f func(Key)) {
	// One label, which shows in profiles; the set is new for each call.
	ctx := pprof.WithLabels(context.Background(), pprof.Labels("golab", "cell"))
	before := runtime_getProfLabel()
	pprof.SetGoroutineLabels(ctx)
	defer runtime_setProfLabel(before)
	f(Current())
	runtime.KeepAlive(ctx)
}

// OnEnd has ended called some time after the Do around it has returned and the
// last goroutine of the work has ended, on another goroutine. Outside of Do it is
// never called.
func OnEnd(ended func(Key)) {
	if at := runtime_getProfLabel(); at != nil {
		runtime.AddCleanup((*byte)(at), ended, Key(at))
	}
}

// runtime_setProfLabel sets the calling goroutine's set of labels.
//
//go:linkname runtime_setProfLabel runtime/pprof.runtime_setProfLabel
func runtime_setProfLabel(unsafe.Pointer)
