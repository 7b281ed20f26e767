package bindings

import (
	"go/types"
	"reflect"
)

// Func returns the compiled function f, or the method f as a func with the
// receiver first. Generic ones and methods of interfaces have none.
func (i *Importer) Func(f *types.Func) (reflect.Value, bool) {
	if f.Pkg() == nil {
		return reflect.Value{}, false
	}
	recv := f.Signature().Recv()
	if recv != nil {
		return i.method(f.Name(), recv.Type())
	}
	if p, ok := Lookup(f.Pkg().Path()); ok {
		if v := p.Func(f.Name()); v != nil {
			return reflect.ValueOf(v), true
		}
	}
	return reflect.Value{}, false
}

func (i *Importer) method(name string, recv types.Type) (reflect.Value, bool) {
	pointer, isPointer := types.Unalias(recv).(*types.Pointer)
	if isPointer {
		recv = pointer.Elem()
	}
	n, ok := types.Unalias(recv).(*types.Named)
	if !ok || types.IsInterface(n) {
		return reflect.Value{}, false
	}
	r, ok := i.Reflect(n)
	if !ok {
		return reflect.Value{}, false
	}
	if isPointer {
		r = reflect.PointerTo(r)
	}
	m, ok := r.MethodByName(name)
	return m.Func, ok
}

// Var returns a pointer to the variable v of a package.
func (i *Importer) Var(v *types.Var) (reflect.Value, bool) {
	if v.Pkg() == nil || v.IsField() {
		return reflect.Value{}, false
	}
	if p, ok := Lookup(v.Pkg().Path()); ok {
		if p := p.Var(v.Name()); p != nil {
			return reflect.ValueOf(p), true
		}
	}
	return reflect.Value{}, false
}

// Thunk returns the Thunk of a compiled function or method, if there is one.
func (i *Importer) Thunk(f *types.Func) (Thunk, bool) {
	v, ok := i.Func(f)
	if !ok {
		return nil, false
	}
	return NewThunk(v)
}
