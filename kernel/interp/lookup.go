package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// packages returns the imports that would declare a name.
func (k *checker) packages(name string) string {
	var found []string
	for _, p := range offeredPaths(k.lib) {
		if path.Base(p) == name {
			found = append(found, fmt.Sprintf("import %q", p))
		}
	}
	slices.Sort(found)
	return strings.Join(found, " or ")
}

// exported returns the names of an imported package.
func (k *checker) exported(local string) []string {
	var names []string
	for _, o := range k.objects(local) {
		names = append(names, o.Name())
	}
	return names
}

// objects returns what an imported package has for cells, in the order of the names.
func (k *checker) objects(local string) []types.Object {
	var objects []types.Object
	for _, im := range k.file.Imports {
		pkg, err := k.lib.Import(strings.Trim(im.Path.Value, "`\""))
		if err != nil || k.localName(im) != local {
			continue
		}
		objects = append(objects, offered(pkg)...)
	}
	return objects
}

// valuesOf lists the values that an imported package has for its type of the
// given name: constants and variables, and structs where the type is an
// interface.
func (k *checker) valuesOf(local, name string) string {
	objects := k.objects(local)
	i := slices.IndexFunc(objects, func(o types.Object) bool { return o.Name() == name })
	if i < 0 {
		return ""
	}
	t, values := objects[i].Type(), []string{}
	for _, o := range objects {
		if v := local + "." + o.Name(); o != objects[i] {
			values = append(values, valueFor(o, v, t)...)
		}
	}
	if len(values) == 0 {
		return ""
	}
	const most = 12
	if len(values) > most {
		values = append(values[:most], "…")
	}
	return "there are " + strings.Join(values, ", ")
}

// valueFor returns how o, which is called name, makes a value of type t, or
// nothing when it does not.
func valueFor(o types.Object, name string, t types.Type) []string {
	asked, isInterface := t.Underlying().(*types.Interface)
	switch o.(type) {
	case *types.Const, *types.Var:
		if types.Identical(o.Type(), t) || isInterface && types.Implements(o.Type(), asked) {
			return []string{name}
		}
	case *types.TypeName:
		if _, ok := o.Type().Underlying().(*types.Struct); !ok || !isInterface {
			return nil
		}
		if types.Implements(o.Type(), asked) {
			return []string{name + "{}"}
		}
		if types.Implements(types.NewPointer(o.Type()), asked) {
			return []string{"&" + name + "{}"}
		}
	}
	return nil
}

// members returns the fields and methods of what stands before the dot of the
// selector whose name is at pos.
func (k *checker) members(pos token.Pos) []string {
	sel, ok := k.enclosing(pos).(*ast.SelectorExpr)
	if !ok || k.info.Types[sel.X].Type == nil {
		return nil
	}
	t := k.info.Types[sel.X].Type
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	var names []string
	if st, ok := t.Underlying().(*types.Struct); ok {
		names = fieldNames(st)
	}
	if !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	methods := types.NewMethodSet(t)
	for i := range methods.Len() {
		names = append(names, methods.At(i).Obj().Name())
	}
	return names
}

// fields lists the fields of the struct literal around pos.
func (k *checker) fields(pos token.Pos) string {
	found := ""
	ast.Inspect(k.file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok || pos < lit.Pos() || lit.End() <= pos || lit.Type == nil {
			return true
		}
		t := k.info.Types[lit.Type].Type
		if t == nil {
			return true
		}
		if st, ok := t.Underlying().(*types.Struct); ok {
			found = "the fields are " + strings.Join(fieldNames(st), ", ")
		}
		return true
	})
	return found
}

func fieldNames(st *types.Struct) []string {
	var names []string
	for f := range st.Fields() {
		if n := f.Name(); token.IsExported(n) || f.Pkg() != nil && f.Pkg().Path() == "main" {
			names = append(names, n)
		}
	}
	return names
}

// enclosing returns the smallest node that has the identifier at pos as a part.
func (k *checker) enclosing(pos token.Pos) ast.Node {
	var around ast.Node
	ast.Inspect(k.file, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		if _, ok := n.(*ast.Ident); !ok {
			around = n
		}
		return true
	})
	return around
}

// visible returns the names that may be used at pos.
func (k *checker) visible(pos token.Pos) []string {
	var names []string
	for s := k.pkg.Scope().Innermost(pos); s != nil; s = s.Parent() {
		names = append(names, s.Names()...)
	}
	names = append(names, k.pkg.Scope().Names()...)
	names = append(names, types.Universe.Names()...)
	for n := range k.sc.objects {
		names = append(names, n)
	}
	for n := range k.sc.imports {
		names = append(names, n)
	}
	return names
}
