package vm

import (
	"runtime"
	"runtime/metrics"
)

// overflow ends r and all its callers, of which compiled code may recover.
func (r *Run) overflow() {
	r.end(ErrDepth)
	panic(killed{ErrDepth})
}

// Interpreted code that compiled code calls, and that calls compiled code again, as
// a String method does that prints its own receiver, nests on the stack of Go,
// which ends the process at 1 GB. Every level needs a machine: every stackCheck
// machines the memory of all stacks is looked at.
const (
	stackCheck = 1024
	stackLimit = 100 << 20
	deepStack  = 20_000 // nested Go calls that only endless recursion makes
)

// checkStack ends a recursion without end.
func (w *World) checkStack(r *Run) {
	if w.made.Add(1)%stackCheck != 0 {
		return
	}
	s := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 || s[0].Value.Uint64() < stackLimit {
		return
	}
	if runtime.Callers(deepStack, make([]uintptr, 1)) != 0 {
		r.overflow()
	}
}
