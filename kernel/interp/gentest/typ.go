package gentest

import (
	"fmt"
	"strings"
)

type kind int

const (
	boolKind kind = iota
	intKind
	floatKind
	complexKind
	stringKind
	arrayKind
	sliceKind
	mapKind
	pointerKind
	structKind
	funcKind
	interfaceKind
	paramKind // a type parameter
)

// A typ is a type. Two are identical if their texts are.
type typ struct {
	text    string
	kind    kind
	named   bool
	bits    int  // of a number
	signed  bool // of an integer
	elem    *typ
	key     *typ
	n       int // length of an array
	fields  []field
	params  []*typ // of a func
	result  *typ   // of a func
	methods []method
	impl    []*typ // of an interface: what implements it
	ops     string // of a type parameter: what its constraint allows, see allows
}

type field struct {
	name     string
	t        *typ
	embedded bool
}

// A method is pure, and takes and returns what it says.
type method struct {
	name    string
	pointer bool // the receiver is one
	params  []*typ
	result  *typ
}

var (
	boolType   = &typ{text: "bool", kind: boolKind}
	stringType = &typ{text: "string", kind: stringKind}
	intType    = &typ{text: "int", kind: intKind, bits: 64, signed: true}
	byteType   = &typ{text: "uint8", kind: intKind, bits: 8}
	runeType   = &typ{text: "int32", kind: intKind, bits: 32, signed: true}
	floatType  = &typ{text: "float64", kind: floatKind, bits: 64}
	anyType    = &typ{text: "any", kind: interfaceKind}
	intTypes   = []*typ{intType, byteType, runeType,
		{text: "int8", kind: intKind, bits: 8, signed: true},
		{text: "int16", kind: intKind, bits: 16, signed: true},
		{text: "int64", kind: intKind, bits: 64, signed: true},
		{text: "uint", kind: intKind, bits: 64},
		{text: "uint16", kind: intKind, bits: 16},
		{text: "uint32", kind: intKind, bits: 32},
		{text: "uint64", kind: intKind, bits: 64},
		{text: "uintptr", kind: intKind, bits: 64},
	}
	otherTypes = []*typ{boolType, stringType, floatType,
		{text: "float32", kind: floatKind, bits: 32},
		{text: "complex128", kind: complexKind, bits: 128},
		{text: "complex64", kind: complexKind, bits: 64},
	}
)

func sliceOf(t *typ) *typ   { return &typ{text: "[]" + t.text, kind: sliceKind, elem: t} }
func pointerTo(t *typ) *typ { return &typ{text: "*" + t.text, kind: pointerKind, elem: t} }
func mapOf(k, v *typ) *typ {
	return &typ{text: "map[" + k.text + "]" + v.text, kind: mapKind, key: k, elem: v}
}
func arrayOf(n int, t *typ) *typ {
	return &typ{text: fmt.Sprintf("[%d]%s", n, t.text), kind: arrayKind, elem: t, n: n}
}

func funcOf(result *typ, params ...*typ) *typ {
	var texts []string
	for _, p := range params {
		texts = append(texts, p.text)
	}
	return &typ{text: "func(" + strings.Join(texts, ", ") + ") " + result.text, kind: funcKind, params: params, result: result}
}

func structOf(fields []field) *typ {
	var texts []string
	for _, f := range fields {
		if f.embedded {
			texts = append(texts, f.t.text)
		} else {
			texts = append(texts, f.name+" "+f.t.text)
		}
	}
	return &typ{text: "struct{" + strings.Join(texts, "; ") + "}", kind: structKind, fields: fields}
}

// flat reports whether values of t hold no pointers, so that they print alike
// everywhere, cannot contain themselves, and can be compared.
func (t *typ) flat() bool {
	switch t.kind {
	case boolKind, intKind, floatKind, complexKind, stringKind:
		return true
	case arrayKind:
		return t.elem.flat()
	case structKind:
		for _, f := range t.fields {
			if !f.t.flat() {
				return false
			}
		}
		return true
	}
	return false
}

// prints reports whether fmt's text of a value of t is the same in every run.
func (t *typ) prints() bool {
	switch t.kind {
	case pointerKind, funcKind:
		return false
	case arrayKind, sliceKind, mapKind:
		return t.elem.prints()
	case structKind:
		for _, f := range t.fields {
			if !f.t.prints() {
				return false
			}
		}
	case interfaceKind:
		for _, i := range t.impl {
			if i.kind == pointerKind {
				return false
			}
		}
	}
	return true
}

// allows reports whether a type parameter has an operation: = for comparisons,
// < for order, + for sums, n for conversion to and from numbers, & for bits.
func (t *typ) allows(op byte) bool { return strings.IndexByte(t.ops, op) >= 0 }

// ordered reports whether < compiles.
func (t *typ) ordered() bool {
	return t.kind == intKind || t.kind == floatKind || t.kind == stringKind || t.kind == paramKind && t.allows('<')
}
