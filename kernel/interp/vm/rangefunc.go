package vm

import (
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// States of a loop over a function, as SSA has them; ways out are above 0.
const (
	loopBusy = -1 // in the body, or a panic has left it
	loopDone = -2
)

// loopMisuse emits the error of a loop over a function whose iterator breaks the
// rules, if v is that: SSA would panic with a string, Go does with an error.
func (c *compiler) loopMisuse(v *ssa.Panic) bool {
	switch v.Block().Comment {
	case "rangefunc.resume.busy":
		c.slow(func(*Machine, unsafe.Pointer) { swallowed() })
		return true
	case "yield-invalid":
		state, ok := loopState(v.Block())
		if !ok {
			return false
		}
		at := c.off(state)
		c.slow(func(_ *Machine, fp unsafe.Pointer) { continued(*i64At(fp, at)) })
		return true
	}
	return false
}

// loopState returns what has been compared on the way to b.
func loopState(b *ssa.BasicBlock) (ssa.Value, bool) {
	if len(b.Preds) != 1 {
		return nil, false
	}
	last := b.Preds[0].Instrs
	branch, ok := last[len(last)-1].(*ssa.If)
	if !ok {
		return nil, false
	}
	compared, ok := branch.Cond.(*ssa.BinOp)
	if !ok || !isInt(compared.X.Type()) {
		return nil, false
	}
	return compared.X, true
}

// continued panics with Go's own error for an iterator that goes on when the loop
// is in a state.
func continued(state int64) {
	switch state {
	case loopDone:
		var late func() bool
		for range func(yield func() bool) { late = yield } {
		}
		late()
	case loopBusy:
		for range func(yield func() bool) { attempt(yield); yield() } {
			panic("body")
		}
	default:
		for range func(yield func() bool) { yield(); yield() } {
			break
		}
	}
}

// swallowed panics with Go's own error for an iterator that recovers from a panic of
// the body.
func swallowed() {
	for range func(yield func() bool) { attempt(yield) } {
		panic("body")
	}
}

// attempt calls yield and recovers from its panic.
func attempt(yield func() bool) {
	defer func() { _ = recover() }()
	yield()
}
