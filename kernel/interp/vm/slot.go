package vm

import (
	"encoding/binary"
	"fmt"
	"go/types"
	"reflect"
	"unsafe"
)

// A slot is the place of a value in a frame. Offsets are known after layout.
type slot struct {
	kind   kind
	typ    reflect.Type // of kMem: padded to whole words
	size   int32
	off    int32
	placed bool
}

// An operand is a slot with the Go type of what it holds.
type operand struct {
	off  int32
	kind kind
	form form
	typ  reflect.Type
}

// at returns the operand's place in the frame fp.
func (o *operand) at(fp unsafe.Pointer) unsafe.Pointer { return unsafe.Add(fp, int(o.off)) }

// get returns the operand as a variable in place: machines are little-endian, so
// that a narrow integer lies where its word starts.
func (o *operand) get(fp unsafe.Pointer) reflect.Value { return valueAt(o.typ, o.at(fp)) }

// set stores v, of the operand's type or convertible to it.
func (o *operand) set(fp unsafe.Pointer, v reflect.Value) {
	if v.Type() != o.typ && !v.Type().AssignableTo(o.typ) {
		v = v.Convert(o.typ)
	}
	if o.kind == kWord {
		tmp := reflect.New(o.typ)
		tmp.Elem().Set(v)
		loadForm(o.form, nil, o.at(fp), tmp.UnsafePointer())
		return
	}
	valueAt(o.typ, o.at(fp)).Set(v)
}

var (
	wordType   = reflect.TypeFor[uint64]()
	ptrType    = reflect.TypeFor[unsafe.Pointer]()
	stringType = reflect.TypeFor[string]()
	anyType    = reflect.TypeFor[any]()
	bytesType  = reflect.TypeFor[[]byte]()
)

// kindType returns a Go type whose values lie like slots of kind k; typ is that
// of kMem.
func kindType(k kind, typ reflect.Type) reflect.Type {
	switch k {
	case kWord:
		return wordType
	case kPtr:
		return ptrType
	case kStr:
		return stringType
	case kIface:
		return anyType
	case kSlice:
		return bytesType
	}
	return typ
}

// newSlot returns an unplaced slot for values of type t.
func (w *World) newSlot(t types.Type) *slot {
	if tuple, ok := t.(*types.Tuple); ok {
		l := w.tuple(tuple)
		return &slot{kind: kMem, typ: l.typ, size: l.size}
	}
	k, _ := kindOf(t)
	s := &slot{kind: k}
	if k != kMem {
		s.size = kindSize[k]
		return s
	}
	s.typ = w.padded(w.typeOf(t))
	s.size = int32(s.typ.Size())
	return s
}

// padded returns t, or a struct of t and what fills its last word.
func (w *World) padded(t reflect.Type) reflect.Type {
	n := t.Size() % 8
	if n == 0 {
		return t
	}
	return w.structOf([]reflect.Type{t, reflect.ArrayOf(int(8-n), reflect.TypeFor[byte]())})
}

// structOf returns a struct type with such fields, the same for the same types.
func (w *World) structOf(fields []reflect.Type) reflect.Type {
	key := make([]byte, 0, 64)
	for _, f := range fields {
		key = binary.LittleEndian.AppendUint64(key, uint64(uintptr(typePtr(f))))
	}
	t := w.structs[string(key)]
	if t == nil {
		list := make([]reflect.StructField, len(fields))
		for i, f := range fields {
			list[i] = reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: f}
		}
		t = reflect.StructOf(list)
		w.structs[string(key)] = t
	}
	return t
}

// A tupleLayout says how several results lie one behind the other.
type tupleLayout struct {
	parts []operand // offsets from the tuple's start
	size  int32
	typ   reflect.Type
}

// tuple lays out t. A part that nobody wants has no type.
func (w *World) tuple(t *types.Tuple) *tupleLayout {
	if l := w.tuples[t]; l != nil {
		return l
	}
	l := &tupleLayout{}
	var fields []reflect.Type
	for v := range t.Variables() {
		if isUnset(v.Type()) {
			l.parts = append(l.parts, operand{off: l.size, kind: kWord, form: fWord})
			continue
		}
		s := w.newSlot(v.Type())
		k, f := kindOf(v.Type())
		l.parts = append(l.parts, operand{off: l.size, kind: k, form: f, typ: w.typeOf(v.Type())})
		if s.size > 0 {
			fields = append(fields, kindType(s.kind, s.typ))
		}
		l.size += s.size
	}
	if len(fields) == 1 {
		l.typ = fields[0]
	} else {
		l.typ = w.structOf(fields)
	}
	w.tuples[t] = l
	return l
}

// paramStart is the offset of a frame's first parameter.
const paramStart = 8

// paramSlots returns the places of parameters of the types ts, and the offset
// behind the last. They depend on the types alone, so that a call can be compiled
// before its callee and serves all func values of a type.
func (w *World) paramSlots(ts []types.Type) (params []operand, end int32) {
	end = paramStart
	for _, t := range ts {
		s := w.newSlot(t)
		k, f := kindOf(t)
		params = append(params, operand{off: end, kind: k, form: f, typ: w.typeOf(t)})
		end += s.size
	}
	return params, end
}

// A move copies a slot to another frame.
type move struct {
	kind     kind
	words    uint16 // of kMem, see plainWords
	src, dst int32
	typ      unsafe.Pointer // of kMem
}

// doMoves copies slots of the frame from to the frame to.
func doMoves(moves []move, from, to unsafe.Pointer) {
	for i := range moves {
		mv := &moves[i]
		switch mv.kind {
		case kWord:
			*u64At(to, mv.dst) = *u64At(from, mv.src)
		case kPtr:
			*ptrAt(to, mv.dst) = *ptrAt(from, mv.src)
		case kStr:
			*strAt(to, mv.dst) = *strAt(from, mv.src)
		case kIface:
			*ifaceAt(to, mv.dst) = *ifaceAt(from, mv.src)
		case kSlice:
			*sliceAt(to, mv.dst) = *sliceAt(from, mv.src)
		default:
			if mv.words > 0 {
				copyWords(unsafe.Add(to, int(mv.dst)), unsafe.Add(from, int(mv.src)), mv.words)
				continue
			}
			typedMove(mv.typ, unsafe.Add(to, int(mv.dst)), unsafe.Add(from, int(mv.src)))
		}
	}
}
