package main

import (
	"go/token"
	"go/types"
)

// letter is the kind of values of t as calls see them, 0 if there is none: a
// struct, an array, a complex number.
func letter(t types.Type) byte {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return basicLetters[u.Kind()]
	case *types.Slice:
		return 'L'
	case *types.Interface:
		return 'I'
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return 'P'
	}
	return 0
}

var basicLetters = map[types.BasicKind]byte{
	types.Bool: 'b', types.Uint8: 'b', types.Int8: 'c', types.Uint16: 'h', types.Int16: 'j', types.Uint32: 'u', types.Int32: 'i',
	types.Int: 'W', types.Int64: 'W', types.Uint: 'W', types.Uint64: 'W', types.Uintptr: 'W',
	types.Float32: 'f', types.Float64: 'F', types.String: 'S', types.UnsafePointer: 'P',
}

// shape is a signature as calls see it, "" if it has none. A receiver comes
// first.
func shape(recv types.Type, s *types.Signature) string {
	var b []byte
	if recv != nil {
		b = append(b, letter(recv))
	}
	for v := range s.Params().Variables() {
		b = append(b, letter(v.Type()))
	}
	b = append(b, ':')
	for v := range s.Results().Variables() {
		b = append(b, letter(v.Type()))
	}
	for _, c := range b {
		if c == 0 {
			return ""
		}
	}
	return string(b)
}

// shapes counts the functions and methods of p by their shape.
func shapes(p *types.Package, count map[string]int) {
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !token.IsExported(name) {
			continue
		}
		switch o := o.(type) {
		case *types.Func:
			if o.Signature().TypeParams() == nil {
				count[shape(nil, o.Signature())]++
			}
		case *types.TypeName:
			n, ok := o.Type().(*types.Named)
			if !ok || n.TypeParams() != nil || types.IsInterface(n) {
				continue
			}
			for m := range types.NewMethodSet(types.NewPointer(n)).Methods() {
				if m.Obj().Exported() {
					count[shape(types.NewPointer(n), m.Type().(*types.Signature))]++
				}
			}
		}
	}
}
