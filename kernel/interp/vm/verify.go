package vm

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// A content says what a word of a frame holds.
type content uint8

const (
	padding content = iota
	aWord
	aPtr
	strPtr // the words of a string, an interface and a slice, in order
	strLen
	ifaceType
	ifaceData
	slicePtr
	sliceLen
	sliceCap
	raw // a part of memory without pointers
)

// contents of the kinds but kMem.
var contents = [...][]content{
	kWord:  {aWord},
	kPtr:   {aPtr},
	kStr:   {strPtr, strLen},
	kIface: {ifaceType, ifaceData},
	kSlice: {slicePtr, sliceLen, sliceCap},
}

// verify checks that every instruction touches words of the right kind, and that
// jumps end at instructions. A wrong offset would corrupt memory, silently.
func (c *compiler) verify() {
	v := &verifier{fn: c.fn, words: make([]content, c.fn.size/8)}
	for _, s := range c.order {
		v.mark(s.off, s.kind, s.typ)
	}
	for _, p := range append(c.fn.params, c.fn.free...) {
		v.mark(p.off, p.kind, c.world.padded(p.typ))
	}
	for i := range c.fn.code {
		v.instr(i)
	}
	if v.problems != nil {
		var text strings.Builder
		c.fn.Dump(&text)
		fail("%s does not verify: %s\n%s", c.fn.name, strings.Join(v.problems, "; "), &text)
	}
}

type verifier struct {
	fn       *Func
	words    []content
	at       int
	problems []string
}

func (v *verifier) complain(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf("%d %v: ", v.at, v.fn.code[v.at].op)+fmt.Sprintf(format, args...))
}

// mark notes what a slot holds.
func (v *verifier) mark(off int32, k kind, typ reflect.Type) {
	if k == kMem {
		markContents(typ, uintptr(off), v.words)
		return
	}
	copy(v.words[off/8:], contents[k])
}

// markContents notes what memory of type t at an offset holds.
func markContents(t reflect.Type, off uintptr, words []content) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		words[off/8] = aPtr
	case reflect.String:
		copy(words[off/8:], contents[kStr])
	case reflect.Interface:
		copy(words[off/8:], contents[kIface])
	case reflect.Slice:
		copy(words[off/8:], contents[kSlice])
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			markContents(f.Type, off+f.Offset, words)
		}
	case reflect.Array:
		for i := range t.Len() {
			markContents(t.Elem(), off+uintptr(i)*t.Elem().Size(), words)
		}
	default:
		if t.Size() > 0 {
			words[off/8] = raw
			words[(off+t.Size()-1)/8] = raw
		}
	}
}

// instr checks instruction i.
func (v *verifier) instr(i int) {
	v.at = i
	in := &v.fn.code[i]
	info := &opcodes[in.op]
	v.operand("a", info.a, in.a, in)
	v.operand("b", info.b, in.b, in)
	v.operand("c", info.c, in.c, in)
	switch in.op {
	case opIndex2, opMulElemAddF, opElem2Of:
		v.operand("k", readWord, int32(in.k)*8, in)
	case opElemMulElemAddF:
		v.followed(opElemOf)
	case opMulElem2AddF, opElemMulElem2AddF:
		v.followed(opElem2Of)
	case opElem2MulElemAddF:
		v.operand("k", readWord, int32(in.k)*8, in)
		v.followed(opElemOf)
	case opElem2MulElem2AddF:
		v.operand("k", readWord, int32(in.k)*8, in)
		v.followed(opElem2Of)
	case opAddElemArray:
		v.followed(opLength)
	case opReturnMoves:
		v.moves(*(*[]move)(in.p), nil)
	case opCall:
		site := (*callSite)(in.p)
		v.moves(site.moves, site.fn.params)
	case opCallFunc:
		site := (*callSite)(in.p)
		v.operand("func", readPtr, site.value, in)
		v.moves(site.moves, nil)
	case opCallMethod:
		v.operand("interface", readIface, (*callSite)(in.p).value, in)
	}
}

// followed checks that the next instruction has more operands of this one.
func (v *verifier) followed(op opcode) {
	if v.fn.code[v.at+1].op != op {
		v.complain("no %v behind it", op)
	}
}

// moves checks what is copied to a callee, whose parameters may be known.
func (v *verifier) moves(moves []move, params []operand) {
	to := map[int32]kind{}
	for _, p := range params {
		to[p.off] = p.kind
	}
	for _, mv := range moves {
		v.reads(mv.kind, mv.src, mv.typ)
		if k, ok := to[mv.dst]; params != nil && (!ok || k != mv.kind) {
			v.complain("an argument of kind %d goes to %d, where kind %d is", mv.kind, mv.dst, k)
		}
	}
}

func (v *verifier) reads(k kind, off int32, typ unsafe.Pointer) {
	role := [...]role{kWord: readWord, kPtr: readPtr, kStr: readStr, kIface: readIface, kSlice: readSlice, kMem: readMem}[k]
	v.operand("source", role, off, &Instr{p: typ})
}

// operand checks one operand.
func (v *verifier) operand(name string, r role, x int32, in *Instr) {
	switch r {
	case unused, immediate:
	case target:
		to := v.at + 1 + int(x)/int(instrSize)
		if int(x)%int(instrSize) != 0 || to < 0 || to >= len(v.fn.code) {
			v.complain("%s jumps to %d", name, to)
		}
	case inFrame:
		if x < paramStart || int(x) > v.fn.size {
			v.complain("%s is %d", name, x)
		}
	case readMem, writeMem:
		v.memory(name, x, in.p)
	default:
		v.slot(name, r, x)
	}
}

// slot checks an operand that is a slot of a kind but kMem.
func (v *verifier) slot(name string, r role, x int32) {
	if x < paramStart || x%8 != 0 || int(x) >= v.fn.size {
		v.complain("%s is %d", name, x)
		return
	}
	var want []content
	switch have := v.words[x/8]; r {
	case readWord:
		if have == aWord || have == raw || have == strLen || have == sliceLen || have == sliceCap {
			return
		}
		want = contents[kWord]
	case writeWord, updateWord:
		if have == raw {
			return
		}
		want = contents[kWord]
	case readPtr, writePtr:
		want = contents[kPtr]
	case readStr, writeStr:
		want = contents[kStr]
	case readIface, writeIface:
		want = contents[kIface]
	case readSlice, writeSlice:
		want = contents[kSlice]
	}
	for i, w := range want {
		if k := int(x)/8 + i; k >= len(v.words) || v.words[k] != w {
			v.complain("%s is %d, which holds %v, want %v", name, x, v.words[x/8:], want)
			return
		}
	}
}

// memory checks an operand that is memory of the type p.
func (v *verifier) memory(name string, x int32, p unsafe.Pointer) {
	t := typeAtPtr(p)
	if x < paramStart || x%8 != 0 || int(x)+int(t.Size()) > v.fn.size {
		v.complain("%s is %d of size %d", name, x, t.Size())
		return
	}
	want := make([]content, (t.Size()+7)/8)
	markContents(t, 0, want)
	for i, w := range want {
		have := v.words[int(x)/8+i]
		if w != have && !(w <= aWord || w == raw) {
			v.complain("%s is %d, whose word %d holds %d, want %d of %v", name, x, i, have, w, t)
		}
	}
}
