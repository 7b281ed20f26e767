package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"unsafe"
)

// unnamedStruct makes a struct type. Those with embedded fields or fields
// called _ package reflect would get wrong.
func (t *Table) unnamedStruct(typ *types.Struct) reflect.Type {
	fields := make([]reflect.StructField, typ.NumFields())
	special := false
	for i := range fields {
		fields[i] = t.field(typ, i)
		special = special || fields[i].Anonymous || fields[i].Name == "_"
	}
	if !special {
		return reflect.StructOf(fields)
	}
	title := structText(fields)
	key := structKey(fields)
	return t.once(title, key, func(rt reflect.Type) bool {
		return rt.Kind() == reflect.Struct && rt.Name() == "" && sameFields(rt, fields)
	}, func() reflect.Type { return t.newStruct(typ, title, key, fields) })
}

// newStruct makes the unnamed struct type typ, with the methods that it has
// from embedded fields.
func (t *Table) newStruct(typ *types.Struct, title, key string, fields []reflect.StructField) reflect.Type {
	set := methodSet(typ)
	b := newBlock(t.shape(typ, 0), 0, len(set))
	t.serial++
	b.entitle(title, 0, false, t.serial)
	b.setFields(pkgPathOf(fields), structFields(typeOf(b.typ), fields))
	b.compareFields()
	e := &entry{typ: typ, rt: typeOf(b.typ)}
	t.made[key] = e.rt // for signatures of its methods that mention it
	t.addMethods(e, b, set)
	return e.rt
}

// field is the i'th field of a struct type.
func (t *Table) field(typ *types.Struct, i int) reflect.StructField {
	f := typ.Field(i)
	field := reflect.StructField{
		Name:      f.Name(),
		Type:      t.typ(f.Type()),
		Tag:       reflect.StructTag(typ.Tag(i)),
		Anonymous: f.Embedded(),
	}
	if !f.Exported() {
		field.PkgPath = pathOf(f.Pkg())
	}
	return field
}

// structFields encodes fields, which lie as those of rt do.
func structFields(rt reflect.Type, fields []reflect.StructField) []structField {
	list := make([]structField, len(fields))
	for i, f := range fields {
		var flags byte
		if f.PkgPath == "" {
			flags |= nameExported
		}
		if f.Anonymous {
			flags |= nameEmbedded
		}
		list[i] = structField{
			name:   newName(f.Name, string(f.Tag), flags, 0),
			typ:    raw(f.Type),
			offset: rt.Field(i).Offset,
		}
	}
	return list
}

// sameFields reports whether a struct type of compiled code has these fields.
func sameFields(rt reflect.Type, fields []reflect.StructField) bool {
	if rt.NumField() != len(fields) {
		return false
	}
	for i, f := range fields {
		g := rt.Field(i)
		if f.Name != g.Name || f.PkgPath != g.PkgPath || f.Type != g.Type || f.Tag != g.Tag || f.Anonymous != g.Anonymous {
			return false
		}
	}
	return true
}

// structText is how package reflect writes a struct type.
func structText(fields []reflect.StructField) string {
	var s strings.Builder
	s.WriteString("struct {")
	for i, f := range fields {
		if i > 0 {
			s.WriteByte(';')
		}
		if !f.Anonymous {
			s.WriteString(" " + f.Name)
		}
		s.WriteString(" " + f.Type.String())
		if f.Tag != "" {
			fmt.Fprintf(&s, " %q", string(f.Tag))
		}
	}
	s.WriteString(" }")
	return s.String()
}

// structKey tells struct types apart that have the same text.
func structKey(fields []reflect.StructField) string {
	var s strings.Builder
	s.WriteString("struct")
	for _, f := range fields {
		fmt.Fprintf(&s, " %q %q %p %q %t;", f.Name, f.PkgPath, unsafe.Pointer(raw(f.Type)), f.Tag, f.Anonymous)
	}
	return s.String()
}

// pkgPathOf is the package that the unexported fields belong to.
func pkgPathOf(fields []reflect.StructField) string {
	for _, f := range fields {
		if f.PkgPath != "" {
			return f.PkgPath
		}
	}
	return ""
}

func pathOf(pkg *types.Package) string {
	if pkg == nil {
		return ""
	}
	return pkg.Path()
}
