package vm

import (
	"go/token"
	"reflect"
	"unsafe"
)

// A Func is a compiled function.
type Func struct {
	id       int // its place in the machines' lists of unused frames
	name     string
	world    *World
	code     []Instr
	entry    unsafe.Pointer // &code[0]
	recover  unsafe.Pointer // where a recovered panic goes on; nil: results are zero
	wrapper  bool           // made by SSA: recover looks through it, tracebacks too
	frame    unsafe.Pointer // type of its frames
	size     int            // of a frame
	consts   []fixed
	params   []operand
	free     []operand // free variables
	results  []operand // from the result tuple's start
	tupleTyp reflect.Type
	pos      []int32 // token.Pos of each instruction
	declared token.Pos
	fset     *token.FileSet
	locals   []local // for a Debugger
}

// A fixed is a constant: a slot that is filled when a frame is made.
type fixed struct {
	slot *slot
	off  int32
	kind kind
	word uint64
	ptr  unsafe.Pointer // of kPtr the value, of kMem where it is
	str  string
	typ  unsafe.Pointer // of kMem
}

// Name returns the function's name, as in main.f or (*main.T).M.
func (f *Func) Name() string { return f.name }

// newFrame makes a frame of f.
func (f *Func) newFrame() unsafe.Pointer {
	fp := newObject(f.frame)
	for i := range f.consts {
		c := &f.consts[i]
		switch c.kind {
		case kWord:
			*u64At(fp, c.off) = c.word
		case kPtr:
			*ptrAt(fp, c.off) = c.ptr
		case kStr:
			*strAt(fp, c.off) = c.str
		case kMem:
			typedMove(c.typ, unsafe.Add(fp, int(c.off)), c.ptr)
		}
	}
	return fp
}

// newResults makes room for the results of f; nil if it has none.
func (f *Func) newResults() unsafe.Pointer {
	if len(f.results) == 0 {
		return nil
	}
	return newObject(typePtr(f.tupleTyp))
}

// position returns the place in the source of the instruction before pc, or what
// is nearest to it: jumps have none.
func (f *Func) position(pc uintptr) token.Position { return f.positionAt(f.index(pc)) }

// positionAt returns the place in the source of instruction i.
func (f *Func) positionAt(i int) token.Position {
	if i < 0 || i >= len(f.pos) || f.fset == nil {
		return token.Position{}
	}
	at := i
	for at < len(f.pos) && f.pos[at] == 0 {
		at++
	}
	if at == len(f.pos) {
		for at = i; at >= 0 && f.pos[at] == 0; at-- {
		}
	}
	if at < 0 {
		return f.fset.Position(f.declared)
	}
	return f.fset.Position(token.Pos(f.pos[at]))
}

// start returns the first place in the source.
func (f *Func) start() token.Position {
	for i, p := range f.pos {
		if p != 0 {
			return f.positionAt(i)
		}
	}
	return token.Position{}
}
