package rtype

import (
	"go/types"
	"reflect"
	"slices"
	"unsafe"
)

// A member is a method of *T.
type member struct {
	name  methodName
	sel   *types.Selection
	value bool // T has it too
}

// A members is a method set, sorted as tables are.
type members []member

// methodSet returns the methods of pointers to typ, promoted ones included.
func methodSet(typ types.Type) members {
	switch typ.Underlying().(type) {
	case *types.Interface, *types.Pointer:
		return nil
	}
	values := types.NewMethodSet(typ)
	pointers := types.NewMethodSet(types.NewPointer(typ))
	set := make(members, 0, pointers.Len())
	for sel := range pointers.Methods() {
		f := sel.Obj().(*types.Func)
		set = append(set, member{nameOf(f), sel, values.Lookup(f.Pkg(), f.Name()) != nil})
	}
	slices.SortFunc(set, func(a, b member) int { return compareMethods(a.name, b.name) })
	return set
}

// values counts the methods of T itself.
func (s members) values() int {
	n := 0
	for _, m := range s {
		if m.value {
			n++
		}
	}
	return n
}

// newPointer makes the type of pointers to b's, which must be there before
// package reflect is asked for it. It returns nil where there are no methods
// and package reflect may make it.
func (t *Table) newPointer(b *block, methods int) *block {
	if methods == 0 {
		return nil
	}
	p := newBlock(reflect.TypeFor[*byte](), 0, methods)
	t.serial++
	p.entitle("*"+typeOf(b.typ).String(), b.uncommon.pkgPath, false, t.serial)
	b.setPointer(p)
	return p
}

// addMethods gives an unnamed type its methods.
func (t *Table) addMethods(e *entry, b *block, set members) {
	t.entries[e.rt] = e
	t.journal(func() { delete(t.entries, e.rt) })
	t.setMethods(e, b, t.newPointer(b, len(set)), set)
}

// setMethods fills the method tables of a type and of pointers to it.
func (t *Table) setMethods(e *entry, b, pointer *block, set members) {
	if len(set) == 0 {
		return
	}
	boxed := direct(e.rt)
	var own, all []tableMethod
	for _, m := range set {
		method := t.newMethod(e.typ, m)
		entry := tableMethod{
			name: t.names.method(m.name),
			mtyp: addReflectOff(unsafe.Pointer(raw(method.Type))),
		}
		entry.ifn = t.stub(e, method, false)
		entry.tfn = entry.ifn
		all = append(all, entry)
		if !m.value {
			continue
		}
		if boxed {
			entry.ifn = t.stub(e, method, true)
			entry.tfn = entry.ifn
		} else {
			entry.tfn = addReflectOff(codeOf(notCallable))
		}
		own = append(own, entry)
	}
	b.setMethodTable(own, exported(set, true))
	pointer.setMethodTable(all, exported(set, false))
}

// exported counts the exported methods of *T, or of T.
func exported(set members, values bool) int {
	n := 0
	for _, m := range set {
		if m.name.pkgPath == "" && (m.value || !values) {
			n++
		}
	}
	return n
}

// setMethodTable sets the methods of b, exported ones first.
func (b *block) setMethodTable(table []tableMethod, exported int) {
	copy(b.methods, table)
	b.uncommon.mcount = uint16(len(table))
	b.uncommon.xcount = uint16(exported)
}

// stub takes a stub for method and returns the number of its code. A boxed one
// gets the word of an interface that holds the value itself.
func (t *Table) stub(e *entry, method *Method, boxed bool) int32 {
	b, code := stubs.take(t, method, boxed)
	if code == nil {
		fail("%s.%s: no stub is left for another method of signature %s", e.rt, method.Func.Name(), method.Type)
	}
	e.bindings = append(e.bindings, b)
	t.journal(func() { stubs.give(b) })
	return addReflectOff(code)
}
