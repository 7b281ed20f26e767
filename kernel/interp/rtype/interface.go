package rtype

import (
	"cmp"
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"unsafe"
)

// compareMethods is the order of methods in the tables of types and
// interfaces: exported ones first.
func compareMethods(a, b methodName) int {
	return cmp.Or(
		cmp.Compare(min(len(a.pkgPath), 1), min(len(b.pkgPath), 1)),
		strings.Compare(a.text, b.text),
		strings.Compare(a.pkgPath, b.pkgPath))
}

// nameOf is the name of a method.
func nameOf(f *types.Func) methodName {
	if f.Exported() {
		return methodName{text: f.Name()}
	}
	return methodName{f.Name(), pathOf(f.Pkg())}
}

// A requirement is a method of an interface.
type requirement struct {
	name methodName
	typ  reflect.Type
}

// requirements are the methods of an interface.
func (t *Table) requirements(typ *types.Interface) []requirement {
	if !typ.IsMethodSet() {
		fail("%s is a constraint, no type of values", typ)
	}
	list := make([]requirement, typ.NumMethods())
	for i := range list {
		m := typ.Method(i)
		list[i] = requirement{nameOf(m), t.signature(m.Signature())}
	}
	slices.SortFunc(list, func(a, b requirement) int { return compareMethods(a.name, b.name) })
	return list
}

// interfaceTable encodes the methods of an interface.
func (t *Table) interfaceTable(list []requirement) []interfaceMethod {
	table := make([]interfaceMethod, len(list))
	for i, m := range list {
		table[i] = interfaceMethod{t.names.method(m.name), addReflectOff(unsafe.Pointer(raw(m.typ)))}
	}
	return table
}

// unnamedInterface makes an interface type, which package reflect cannot.
func (t *Table) unnamedInterface(typ *types.Interface) reflect.Type {
	list := t.requirements(typ)
	if len(list) == 0 {
		return reflect.TypeFor[any]()
	}
	title, key := interfaceText(list)
	same := func(rt reflect.Type) bool { return requires(rt, list) }
	return t.once(title, key, same, func() reflect.Type {
		b := newBlock(reflect.TypeFor[error](), 0, 0)
		t.serial++
		b.entitle(title, 0, false, t.serial)
		b.setInterface("", t.interfaceTable(list))
		return typeOf(b.typ)
	})
}

// interfaceText is how package reflect writes an interface type, and a key that
// tells those apart that are written alike.
func interfaceText(list []requirement) (title, key string) {
	text := make([]string, len(list))
	var k strings.Builder
	k.WriteString("interface")
	for i, m := range list {
		text[i] = m.name.text + strings.TrimPrefix(m.typ.String(), "func")
		if p := m.name.pkgPath; p != "" {
			text[i] = p[strings.LastIndexByte(p, '/')+1:] + "." + text[i]
		}
		fmt.Fprintf(&k, " %q %q %p;", m.name.text, m.name.pkgPath, unsafe.Pointer(raw(m.typ)))
	}
	return "interface { " + strings.Join(text, "; ") + " }", k.String()
}

// requires reports whether rt is an unnamed interface with these methods.
func requires(rt reflect.Type, list []requirement) bool {
	if rt.Kind() != reflect.Interface || rt.Name() != "" || rt.NumMethod() != len(list) {
		return false
	}
	for i, want := range list {
		m := rt.Method(i)
		if m.Name != want.name.text || m.PkgPath != want.name.pkgPath || m.Type != want.typ {
			return false
		}
	}
	return true
}
