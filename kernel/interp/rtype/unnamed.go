package rtype

import (
	"go/types"
	"reflect"

	"github.com/goplus/reflectx"
)

// typ is Type with the table locked.
func (t *Table) typ(typ types.Type) reflect.Type {
	typ = types.Unalias(typ)
	if n, ok := typ.(*types.Named); ok {
		return t.named(n)
	}
	if found, ok := t.unnamed.At(typ).(reflect.Type); ok {
		return found
	}
	rt := t.build(typ)
	t.unnamed.Set(typ, rt)
	before := t.back[rt]
	t.back[rt] = typ
	t.journal(func() {
		t.unnamed.Delete(typ)
		t.back[rt] = before
		if before == nil {
			delete(t.back, rt)
		}
	})
	return rt
}

// build makes an unnamed type. However often it is asked for the same type, the
// result is the same.
func (t *Table) build(typ types.Type) reflect.Type {
	switch typ := typ.(type) {
	case *types.Basic:
		return basic(typ)
	case *types.Pointer:
		return reflect.PointerTo(t.typ(typ.Elem()))
	case *types.Slice:
		return reflect.SliceOf(t.typ(typ.Elem()))
	case *types.Array:
		return reflect.ArrayOf(length(typ), t.typ(typ.Elem()))
	case *types.Map:
		return reflect.MapOf(t.typ(typ.Key()), t.typ(typ.Elem()))
	case *types.Chan:
		return reflect.ChanOf(direction(typ.Dir()), t.typ(typ.Elem()))
	case *types.Signature:
		return t.signature(typ)
	case *types.Interface:
		return t.unnamedInterface(typ)
	case *types.Struct:
		return t.unnamedStruct(typ)
	}
	fail("%s is no type of values", typ)
	return nil
}

func direction(d types.ChanDir) reflect.ChanDir {
	switch d {
	case types.SendOnly:
		return reflect.SendDir
	case types.RecvOnly:
		return reflect.RecvDir
	}
	return reflect.BothDir
}

// signature is the type of a function without its receiver.
func (t *Table) signature(sig *types.Signature) reflect.Type {
	if sig.TypeParams().Len() > 0 {
		fail("%s is generic", sig)
	}
	return reflect.FuncOf(t.tuple(sig.Params()), t.tuple(sig.Results()), sig.Variadic())
}

func (t *Table) tuple(tuple *types.Tuple) []reflect.Type {
	list := make([]reflect.Type, tuple.Len())
	for i := range list {
		list[i] = t.typ(tuple.At(i).Type())
	}
	return list
}

// once returns the unnamed type for key: one made before, one that compiled
// code has by this text, or a new one.
func (t *Table) once(title, key string, same func(reflect.Type) bool, make func() reflect.Type) reflect.Type {
	if rt, ok := t.made[key]; ok {
		return rt
	}
	t.journal(func() { delete(t.made, key) })
	rt := compiledByText(title, same)
	if rt == nil {
		rt = make()
	}
	t.made[key] = rt
	return rt
}

// compiledByText finds an unnamed type of compiled code. The linker lists
// structs, but interfaces only as elements of pointers and slices. One that is
// not found is made anew, and then code that compares types, not methods, sees
// two.
func compiledByText(title string, same func(reflect.Type) bool) reflect.Type {
	for _, rt := range reflectx.TypesByString(title) {
		if same(rt) {
			return rt
		}
	}
	for _, prefix := range []string{"*", "[]"} {
		for _, rt := range reflectx.TypesByString(prefix + title) {
			if rt.Name() == "" && same(rt.Elem()) {
				return rt.Elem()
			}
		}
	}
	return nil
}
