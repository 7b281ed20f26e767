package interp

import (
	"encoding/json"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"unsafe"

	"github.com/goplus/ixgo"
	"github.com/visualfc/gid"
	"golang.org/x/tools/go/ssa"

	"golab/internal/goroutine"
	"golab/kernel"
)

// instrument fits the code of a cell's interpreter with the engine's checks:
// function entries and back edges look for a stop, entries bound the stack, and
// instructions that may panic in compiled code note where they stand.
func (e *Engine) instrument(c *cell) {
	for fn, f := range functionsOf(c.interp) {
		for i, in := range f.ssaInstrs {
			switch in := in.(type) {
			case *ssa.Call:
				f.instrs[i] = e.invoked(c, f, in, f.instrs[i])
			case *ssa.Defer:
				f.instrs[i] = e.deferred(c, f, in, f.instrs[i])
			case *ssa.Go:
				f.instrs[i] = e.spawned(c, f, in, f.instrs[i])
			}
			switch {
			case backEdge(in):
				f.instrs[i] = e.polled(f.instrs[i])
			case mayPanic(in):
				f.instrs[i] = e.guarded(f.instrs[i])
			}
			if mayWait(in) {
				f.instrs[i] = e.waiting(f.instrs[i])
			}
		}
		if len(f.instrs) == 0 {
			continue
		}
		f.instrs[0] = e.entered(f.instrs[0])
		if fn.Parent() == nil && fn.Pkg == c.ssa && (fn.Name() == c.unit.run || strings.HasPrefix(fn.Name(), "init")) {
			f.instrs[0] = e.outermost(f, f.instrs[0])
		}
	}
}

// backEdge reports whether in may jump backwards.
func backEdge(in ssa.Instruction) bool {
	switch in.(type) {
	case *ssa.Jump, *ssa.If:
		for _, s := range in.Block().Succs {
			if s.Index <= in.Block().Index {
				return true
			}
		}
	}
	return false
}

// mayPanic reports whether in may panic in compiled code, or wait there. Nil
// dereferences and bad indices are not among these: ixgo tells them to
// Context.SetPanic.
func mayPanic(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.Call:
		switch f := in.Call.Value.(type) {
		case *ssa.Builtin:
			return f.Name() != "len" && f.Name() != "cap"
		case *ssa.Function:
			return f.Blocks == nil
		case *ssa.MakeClosure:
			return false
		}
		return true
	case *ssa.BinOp:
		switch in.Op {
		case token.QUO, token.REM:
			return true
		case token.EQL, token.NEQ:
			return types.IsInterface(in.X.Type()) || !basic(in.X.Type())
		case token.SHL, token.SHR:
			_, constant := in.Y.(*ssa.Const)
			return !constant
		}
		return false
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.TypeAssert:
		return !in.CommaOk
	case *ssa.Lookup, *ssa.MapUpdate, *ssa.Send, *ssa.Select, *ssa.Go, *ssa.Defer, *ssa.RunDefers, *ssa.SliceToArrayPointer:
		return true
	}
	return false
}

// mayWait reports whether in waits for other goroutines: on a channel, or in
// package sync.
func mayWait(in ssa.Instruction) bool {
	switch in := in.(type) {
	case *ssa.UnOp:
		return in.Op == token.ARROW
	case *ssa.Send:
		return true
	case *ssa.Select:
		return in.Blocking
	case *ssa.Call:
		f, ok := in.Call.Value.(*ssa.Function)
		return ok && f.Object() != nil && f.Object().Pkg() != nil && f.Object().Pkg().Path() == "sync"
	}
	return false
}

// waiting notes where the goroutine of a run waits, for a run that has to be left
// behind there.
func (e *Engine) waiting(orig instruction) instruction {
	return func(fr *ixgo.Frame) {
		r := e.current()
		if r == nil || r.goroutine != gid.Get() {
			orig(fr)
			return
		}
		r.waits.Store(fr)
		defer r.waits.Store(nil)
		orig(fr)
	}
}

func basic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// polled looks for a stop before it jumps back.
func (e *Engine) polled(orig instruction) instruction {
	return func(fr *ixgo.Frame) {
		if e.stops.Load() != 0 {
			e.checkStop(fr)
		}
		orig(fr)
	}
}

// guarded notes the place of a panic that comes out of compiled code. A panic
// out of interpreted code below has been noted there.
func (e *Engine) guarded(orig instruction) instruction {
	return func(fr *ixgo.Frame) {
		done := false
		defer func() {
			if done || frameOf(fr).calling() || e.unwinding(fr) {
				return
			}
			if v := recover(); v != nil {
				panic(noted(v, trace(fr)))
			}
		}()
		orig(fr)
		done = true
		if e.stops.Load() != 0 {
			e.checkStop(fr)
		}
	}
}

// entered begins a function. ixgo keeps frames in pools; a callee left from an
// earlier use could make its walk over the frames of a panic endless.
func (e *Engine) entered(orig instruction) instruction {
	return func(fr *ixgo.Frame) {
		frameOf(fr).callee = nil
		if e.stops.Load() != 0 {
			e.checkStop(fr)
		}
		if e.entries.Add(1)%stackCheck == 0 {
			e.checkStack(fr)
		}
		orig(fr)
	}
}

// outermost runs the whole function f, so that every panic that leaves it is an
// ixgo.PanicError: of others ixgo makes a text.
func (e *Engine) outermost(f *function, orig instruction) instruction {
	return func(fr *ixgo.Frame) {
		done := false
		defer func() {
			if !done {
				if v := recover(); v != nil {
					panic(noted(v, nil))
				}
			}
		}()
		orig(fr)
		for own := frameOf(fr); own.ipc != -1; {
			in := f.instrs[own.ipc]
			own.ipc++
			in(fr)
		}
		done = true
	}
}

// calling reports whether fr waits for an interpreted callee of its own.
func (fr *frame) calling() bool {
	return fr.callee != nil && fr.callee.ipc != -1 && fr.callee.caller == fr
}

// notePanic is called by ixgo before it panics itself: for panic in cells, nil
// dereferences and bad indices.
func notePanic(info *ixgo.PanicInfo) {
	if info.Frame == nil || frameOf(info.Frame).pfn == nil {
		return
	}
	at := trace(info.Frame)
	if p, ok := info.Error.(ixgo.PanicError); ok {
		info.Error = noted(p.Value, at)
		return
	}
	info.Error = noted(info.Error, at)
}

// noted returns the panic value v with a trace. If it has one already, of a
// function that compiled code called back, the new one goes on from there.
func noted(v any, at []kernel.Position) ixgo.PanicError {
	if p, ok := v.(ixgo.PanicError); ok {
		inner := traceOf(p)
		if n := len(inner) - len(at); n >= 0 && slices.Equal(inner[n:], at) {
			at = nil // the panic began in this very frame
		}
		v, at = p.Value, append(inner, at...)
	}
	stack, err := json.Marshal(note{goroutine.Current(), at})
	if err != nil {
		stack = nil
	}
	return *(*ixgo.PanicError)(unsafe.Pointer(&panicError{stack, v}))
}

// A note is what a panic carries in the place of Go's stack.
type note struct {
	Work goroutine.Key // that panicked
	At   []kernel.Position
}

// noteOf returns what a panic carries, if it has been noted.
func noteOf(p ixgo.PanicError) note {
	var n note
	if json.Unmarshal(p.Stack(), &n) != nil {
		return note{}
	}
	return n
}

// traceOf returns the trace of a panic, if it has one.
func traceOf(p ixgo.PanicError) []kernel.Position { return noteOf(p).At }

// workOf returns the piece of work that panicked.
func workOf(p ixgo.PanicError) goroutine.Key { return noteOf(p).Work }

// trace lists where the calls from fr outwards stand in the user's text.
func trace(fr *ixgo.Frame) []kernel.Position {
	var at []kernel.Position
	for f := frameOf(fr); f != nil && f.pfn != nil && f.block != nil && len(at) < maxTrace; f = f.caller {
		pos := token.NoPos
		for i := min(f.ipc, len(f.pfn.ssaInstrs)) - 1; i >= 0 && !pos.IsValid(); i-- {
			pos = f.pfn.ssaInstrs[i].Pos()
		}
		fn := f.pfn.fn
		if !pos.IsValid() {
			pos = fn.Pos() // a loop without body
		}
		if !pos.IsValid() || fn.Synthetic != "" && fn.Synthetic != initializer && fn.TypeArgs() == nil {
			continue
		}
		p := position(fn.Prog.Fset.Position(pos))
		if p.File == "" || isMain(fn) {
			p.Func = functionName(fn)
			at = append(at, p)
		}
	}
	return at
}

const (
	maxTrace    = 50
	initializer = "package initializer" // ssa.Function.Synthetic of a package's init
)

// isMain reports whether fn belongs to a program that RunProgram runs, not to a
// package that is interpreted from source.
func isMain(fn *ssa.Function) bool {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	return fn.Pkg != nil && fn.Pkg.Pkg.Path() == "main"
}

// functionName is what users call fn: "f", "(*T).Inc", "f.func1".
func functionName(fn *ssa.Function) string {
	if p := fn.Parent(); p != nil {
		_, number, _ := strings.Cut(fn.Name()[strings.LastIndex(fn.Name(), "$"):], "$")
		return strings.TrimPrefix(functionName(p)+".func"+number, ".")
	}
	n := fn.Name()
	if recv := fn.Signature.Recv(); recv != nil {
		t := types.TypeString(recv.Type(), func(*types.Package) string { return "" })
		if strings.HasPrefix(t, "*") {
			t = "(" + t + ")"
		}
		return t + "." + n
	}
	if n == cellFunc || fn.Synthetic == initializer {
		return ""
	}
	n, _, _ = strings.Cut(n, "[")
	return n
}

// Every stackCheck calls the memory of all stacks is looked at. Go itself gives
// up when one stack reaches 1 GB, 250 MB on 32-bit machines, and takes the
// process with it.
const (
	stackCheck = 1024
	stackLimit = 100 << 20
	deepStack  = 20_000 // nested Go calls that only endless recursion makes
)

// checkStack stops a cell whose recursion has no end. Nothing can recover from
// this, as in compiled Go.
func (e *Engine) checkStack(fr *ixgo.Frame) {
	s := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 || s[0].Value.Uint64() < stackLimit {
		return
	}
	if runtime.Callers(deepStack, make([]uintptr, 1)) == 0 {
		return // another goroutine's
	}
	e.overflow(trace(fr))
	e.checkStop(fr)
}

// typeName is the name of v's type without the package of all cells.
func typeName(v any) string {
	return strings.ReplaceAll(reflect.TypeOf(v).String(), "main.", "")
}
