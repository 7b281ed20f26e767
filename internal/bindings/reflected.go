package bindings

import (
	"fmt"
	"go/types"
	"reflect"
)

// Reflect returns the reflect.Type of a type that a bound package declares.
// Exported ones are looked up; unexported ones and instances of generic ones
// are found by walking what the imported packages export, their functions,
// variables and types, as go/types and as reflect see them, side by side.
// Instances over types of cells have no reflect.Type of their own here.
func (i *Importer) Reflect(n *types.Named) (reflect.Type, bool) {
	p := n.Obj().Pkg()
	if p == nil {
		return nil, false
	}
	if bound, ok := Lookup(p.Path()); ok && n.TypeArgs() == nil {
		if t := bound.Type(n.Obj().Name()); t != nil {
			return t, true
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if t, ok := i.pairs.find(n); ok {
		return t, true
	}
	for _, q := range packages {
		if i.walked[q] || !i.imported[q.Path] {
			continue
		}
		i.walked[q] = true
		w := walker{pairs: &i.pairs}
		if tp, err := i.decoder.Package(q.Path); err == nil {
			w.pkg(tp, q)
		}
		if t, ok := i.pairs.find(n); ok {
			return t, true
		}
	}
	return nil, false
}

// pairs holds named types with their reflect.Type. Instances of one generic
// type share an entry.
type pairs struct{ byName map[*types.TypeName][]pair }

type pair struct {
	named     *types.Named
	reflected reflect.Type
}

func (p *pairs) find(n *types.Named) (reflect.Type, bool) {
	for _, q := range p.byName[n.Obj()] {
		if q.named == n || types.Identical(q.named, n) {
			return q.reflected, true
		}
	}
	return nil, false
}

// add reports whether n is new.
func (p *pairs) add(n *types.Named, r reflect.Type) bool {
	if _, ok := p.find(n); ok {
		return false
	}
	if p.byName == nil {
		p.byName = map[*types.TypeName][]pair{}
	}
	p.byName[n.Obj()] = append(p.byName[n.Obj()], pair{n, r})
	return true
}

// A walker walks types of go/types and of reflect side by side.
type walker struct {
	pairs     *pairs
	where     []string                 // the exported name being walked and what leads on from it
	different func(where, what string) // told where the two differ; may be nil
}

func (w *walker) pkg(p *types.Package, values *Package) {
	for _, s := range values.funcs {
		w.object(p, s.name, reflect.TypeOf(s.value))
	}
	for _, s := range values.vars {
		w.object(p, s.name, reflect.TypeOf(s.value).Elem())
	}
	for _, s := range values.types {
		w.object(p, s.name, reflect.TypeOf(s.value).Elem())
	}
}

func (w *walker) object(p *types.Package, name string, r reflect.Type) {
	o := p.Scope().Lookup(name)
	if o == nil {
		w.differ("go/types has no %s.%s", p.Path(), name)
		return
	}
	w.step(p.Path()+"."+name, o.Type(), r)
}

func (w *walker) differ(format string, args ...any) {
	if w.different != nil {
		w.different(fmt.Sprint(w.where), fmt.Sprintf(format, args...))
	}
}

// step walks what a name leads to.
func (w *walker) step(name string, t types.Type, r reflect.Type) {
	w.where = append(w.where, name)
	w.walk(t, r)
	w.where = w.where[:len(w.where)-1]
}

func (w *walker) walk(t types.Type, r reflect.Type) {
	t = types.Unalias(t)
	if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil {
		if n.TypeArgs() == nil && n.Obj().Name() != r.Name() {
			w.differ("go/types has %s, reflect %s", n, r)
			return
		}
		if !w.pairs.add(n, r) {
			return
		}
		w.methods(n, r)
	}
	if kind(t.Underlying()) != r.Kind() {
		w.differ("go/types has %s, reflect %s", t, r)
		return
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		if u.Len() != int64(r.Len()) {
			w.differ("go/types has length %d, reflect %d", u.Len(), r.Len())
		}
		w.walk(u.Elem(), r.Elem())
	case *types.Chan:
		w.walk(u.Elem(), r.Elem())
	case *types.Map:
		w.walk(u.Key(), r.Key())
		w.walk(u.Elem(), r.Elem())
	case *types.Pointer:
		w.walk(u.Elem(), r.Elem())
	case *types.Slice:
		w.walk(u.Elem(), r.Elem())
	case *types.Signature:
		w.signature(u, r, 0)
	case *types.Struct:
		w.structure(u, r)
	case *types.Interface:
		w.iface(u, r)
	}
}

func (w *walker) structure(u *types.Struct, r reflect.Type) {
	if u.NumFields() != r.NumField() {
		w.differ("go/types has %d fields, reflect %d", u.NumFields(), r.NumField())
		return
	}
	for i := range u.NumFields() {
		f, g := u.Field(i), r.Field(i)
		if f.Name() != g.Name || f.Embedded() != g.Anonymous || u.Tag(i) != string(g.Tag) {
			w.differ("field %d: go/types has %s, reflect %s", i, f.Name(), g.Name)
			continue
		}
		w.step(f.Name(), f.Type(), g.Type)
	}
}

// signature walks parameters and results; reflect's come after skip receivers.
func (w *walker) signature(s *types.Signature, r reflect.Type, skip int) {
	if s.Params().Len()+skip != r.NumIn() || s.Results().Len() != r.NumOut() || s.Variadic() != r.IsVariadic() {
		w.differ("go/types has %s, reflect %s", s, r)
		return
	}
	for i := range s.Params().Len() {
		w.walk(s.Params().At(i).Type(), r.In(i+skip))
	}
	for i := range s.Results().Len() {
		w.walk(s.Results().At(i).Type(), r.Out(i))
	}
}

func (w *walker) iface(u *types.Interface, r reflect.Type) {
	if u.NumMethods() != r.NumMethod() {
		w.differ("go/types has %d methods, reflect %d", u.NumMethods(), r.NumMethod())
		return
	}
	byName := map[string]reflect.Type{}
	for m := range r.Methods() {
		byName[m.Name] = m.Type
	}
	for m := range u.Methods() {
		w.method(m, byName[m.Name()], 0)
	}
}

// methods walks the exported methods of a type that is no interface.
func (w *walker) methods(n *types.Named, r reflect.Type) {
	if types.IsInterface(n) || n.NumMethods() == 0 {
		return
	}
	receiver := reflect.PointerTo(r)
	byName := map[string]reflect.Type{}
	for m := range receiver.Methods() {
		byName[m.Name] = m.Type
	}
	for m := range n.Methods() {
		if m.Exported() {
			w.method(m, byName[m.Name()], 1)
		}
	}
}

func (w *walker) method(m *types.Func, r reflect.Type, skip int) {
	if r == nil {
		w.differ("reflect has no method %s", m.Name())
		return
	}
	w.where = append(w.where, m.Name())
	w.signature(m.Signature(), r, skip)
	w.where = w.where[:len(w.where)-1]
}

// kind is what reflect calls the kind of an underlying type.
func kind(t types.Type) reflect.Kind {
	switch t := t.(type) {
	case *types.Basic:
		return basicKinds[t.Kind()]
	case *types.Array:
		return reflect.Array
	case *types.Chan:
		return reflect.Chan
	case *types.Signature:
		return reflect.Func
	case *types.Interface:
		return reflect.Interface
	case *types.Map:
		return reflect.Map
	case *types.Pointer:
		return reflect.Pointer
	case *types.Slice:
		return reflect.Slice
	case *types.Struct:
		return reflect.Struct
	}
	return reflect.Invalid
}

var basicKinds = [...]reflect.Kind{
	types.Bool: reflect.Bool, types.String: reflect.String,
	types.Int: reflect.Int, types.Int8: reflect.Int8, types.Int16: reflect.Int16, types.Int32: reflect.Int32, types.Int64: reflect.Int64,
	types.Uint: reflect.Uint, types.Uint8: reflect.Uint8, types.Uint16: reflect.Uint16, types.Uint32: reflect.Uint32, types.Uint64: reflect.Uint64,
	types.Uintptr: reflect.Uintptr, types.Float32: reflect.Float32, types.Float64: reflect.Float64,
	types.Complex64: reflect.Complex64, types.Complex128: reflect.Complex128,
	types.UnsafePointer: reflect.UnsafePointer,
}
