package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"unsafe"
	"weak"
)

// A decl is the declaration of a type, as it was repeated or not.
type decl struct {
	serial int
	entry  *entry // nil for a generic type, and as long as nobody has asked
}

// An entry is a type with a name or methods that was made here.
type entry struct {
	typ      types.Type
	rt       reflect.Type
	bindings []*binding // of its methods
}

// compiled returns the type that compiled code has for n.
func (t *Table) compiled(n *types.Named) (reflect.Type, bool) {
	if n.Obj().Pkg() == nil {
		switch n.Obj().Name() {
		case "error":
			return reflect.TypeFor[error](), true
		case "comparable":
			fail("comparable is a constraint, no type of values")
		}
	}
	if t.config.Named == nil {
		return nil, false
	}
	return t.config.Named(n)
}

// named returns the type of a named type.
func (t *Table) named(n *types.Named) reflect.Type {
	if n.TypeArgs().Len() > 0 {
		return t.instance(n)
	}
	if d := t.declOf(n.Obj()); d != nil && d.entry != nil {
		return d.entry.rt
	}
	if rt, ok := t.compiled(n); ok {
		t.note(rt, n)
		return rt
	}
	if n.TypeParams().Len() > 0 {
		fail("%s is generic", n)
	}
	d := t.declare(n.Obj())
	t.journal(func() { d.entry = nil })
	return t.newNamed(n, func(e *entry) { d.entry = e })
}

// note remembers that compiled code has rt for n.
func (t *Table) note(rt reflect.Type, n *types.Named) {
	if _, ok := t.back[rt]; !ok {
		t.back[rt] = n
	}
}

// declOf returns the declaration that obj names, or nil.
func (t *Table) declOf(obj *types.TypeName) *decl {
	if d, ok := t.decls[obj]; ok {
		return d
	}
	if len(t.former) == 0 {
		return nil
	}
	return t.former[weak.Make(obj)]
}

// declare returns the declaration that obj names.
func (t *Table) declare(obj *types.TypeName) *decl {
	d := t.declOf(obj)
	if d == nil {
		t.serial++
		d = &decl{serial: t.serial}
		t.decls[obj] = d
		t.journal(func() { delete(t.decls, obj) })
	}
	return d
}

// instance returns the type of an instance of a generic type. It is known by
// its declaration and the types that its arguments have at run time, so that
// instances are one type wherever they are written.
func (t *Table) instance(n *types.Named) reflect.Type {
	if rt, ok := t.compiled(n); ok {
		t.note(rt, n)
		return rt
	}
	key := t.instanceKey(t.declare(n.Origin().Obj()), n)
	if e, ok := t.instances[key]; ok {
		t.renew(e, n)
		return e.rt
	}
	t.journal(func() { delete(t.instances, key) })
	return t.newNamed(n, func(e *entry) { t.instances[key] = e })
}

func (t *Table) instanceKey(d *decl, n *types.Named) string {
	var key strings.Builder
	fmt.Fprint(&key, d.serial)
	for arg := range n.TypeArgs().Types() {
		fmt.Fprintf(&key, " %p", unsafe.Pointer(raw(t.typ(arg))))
	}
	return key.String()
}

// newNamed makes the type of n. It calls enter before it looks at what n is
// made of, where n may occur again.
func (t *Table) newNamed(n *types.Named, enter func(*entry)) reflect.Type {
	under := n.Underlying()
	args := 0
	if sig, ok := under.(*types.Signature); ok {
		args = sig.Params().Len() + sig.Results().Len()
	}
	set := methodSet(n)
	b := newBlock(t.shape(under, 0), args, set.values())
	t.serial++
	b.entitle(t.title(n), t.names.off(pathOf(n.Obj().Pkg())), true, t.serial)
	if b.typ.kind == uint8(reflect.Struct) {
		b.compareFields()
	}
	e := &entry{typ: n, rt: typeOf(b.typ)}
	pointer := t.newPointer(b, len(set))
	enter(e)
	t.entries[e.rt] = e
	t.journal(func() { delete(t.entries, e.rt) })
	t.setUnderlying(b, n.Obj().Pkg(), under)
	t.setMethods(e, b, pointer, set)
	return e.rt
}

// setUnderlying makes b what under says.
func (t *Table) setUnderlying(b *block, pkg *types.Package, under types.Type) {
	switch under := under.(type) {
	case *types.Struct:
		fields := make([]reflect.StructField, under.NumFields())
		for i := range fields {
			fields[i] = t.field(under, i)
		}
		b.setFields(pathOf(pkg), structFields(typeOf(b.typ), fields))
	case *types.Interface:
		b.setInterface(pathOf(pkg), t.interfaceTable(t.requirements(under)))
	default:
		b.copyOf(raw(t.typ(under)))
	}
}
