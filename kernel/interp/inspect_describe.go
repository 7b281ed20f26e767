package interp

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// describe returns the help about a finding.
func (a *assistant) describe(f finding, detailed bool) sheet {
	if f.pkg != nil {
		s := packageSheet(f.pkg)
		s.kind = fmt.Sprintf("Package. It is not imported yet: import %q", f.pkg.Path())
		return s
	}
	var s sheet
	switch o := f.object.(type) {
	case *types.PkgName:
		return packageSheet(o.Imported())
	case *types.Builtin:
		w := builtins[o.Name()]
		if w.signature == "" { // of package unsafe
			return sheet{signature: "func unsafe." + o.Name() + "(…)", kind: `Function of package unsafe (import "unsafe").`}
		}
		return sheet{signature: "func " + w.signature, kind: "Predeclared function.", doc: w.doc}
	case *types.Func:
		s.signature, s.kind = funcText(o), "Function"
		if o.Signature().Recv() != nil {
			s.kind = "Method"
		}
	case *types.TypeName:
		s.signature, s.kind = typeDeclaration(o), "Type"
		if detailed {
			s.lists = methodLists(o.Type())
		}
	case *types.Const:
		s.signature, s.kind = constText(o), "Constant"
	case *types.Var:
		s.signature, s.kind = varText(o, f.name), varKind(o)
		if detailed {
			s.lists = methodLists(o.Type())
		}
	default:
		s.signature, s.kind = f.name, "Predeclared name"
	}
	if f.object.Pkg() == nil && f.object.Parent() == types.Universe {
		s.kind, s.doc = "Predeclared.", predeclared[f.name]
		if _, isType := f.object.(*types.TypeName); !isType {
			s.signature = f.name
		}
		return s
	}
	a.place(&s, f, detailed)
	return s
}

// place adds where the object of a finding is from, its doc comment and its
// source.
func (a *assistant) place(s *sheet, f finding, detailed bool) {
	pkg := f.object.Pkg()
	if pkg == nil { // the Error of type error
		s.kind += "."
		return
	}
	if pkg.Path() != mainPackage.Path() {
		s.kind += fmt.Sprintf(" of package %s (import %q)", pkg.Name(), pkg.Path())
		if f.member != nil {
			s.kind += ", which is not imported yet"
		}
		s.kind += "."
		s.documented(pkg, docName(f.object))
		return
	}
	t, ok := a.textOf(f)
	switch {
	case !ok:
	case f.from != nil && pkg == f.from.pkg:
		s.kind += ", declared in this cell"
	case t.cell > 0:
		s.kind += fmt.Sprintf(", declared in cell %d", t.cell)
	default:
		s.kind += ", declared by the session"
	}
	s.kind += "."
	if !ok {
		return
	}
	s.doc = t.doc()
	if _, isVar := f.object.(*types.Var); detailed && !isVar {
		s.source = t.source()
	}
}

func funcText(o *types.Func) string {
	sig := o.Signature()
	name := o.Name()
	if r := sig.Recv(); r != nil {
		recv := typeText(r.Type())
		if r.Name() != "" && r.Name() != "_" {
			recv = r.Name() + " " + recv
		}
		return "func (" + recv + ") " + name + signature(sig)
	}
	return "func " + qualified(o) + signature(sig)
}

// qualified returns the name of an object with its package.
func qualified(o types.Object) string {
	if o.Pkg() == nil || qualifier(o.Pkg()) == "" {
		return o.Name()
	}
	return qualifier(o.Pkg()) + "." + o.Name()
}

func constText(o *types.Const) string {
	head := "const " + qualified(o)
	if b, ok := o.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
		head += " " + typeText(o.Type())
	}
	return head + " = " + o.Val().String()
}

func varText(o *types.Var, name string) string {
	t := typeText(o.Type())
	switch {
	case o.Type() == types.Typ[types.Invalid]:
		t = "(type unknown)"
	case o.IsField():
		return "field " + name + " " + t
	case o.Pkg() != nil && o.Parent() == o.Pkg().Scope() && qualifier(o.Pkg()) != "":
		name = qualified(o)
	}
	return "var " + name + " " + t
}

func varKind(o *types.Var) string {
	switch o.Kind() {
	case types.ParamVar:
		return "Parameter"
	case types.RecvVar:
		return "Receiver"
	case types.ResultVar:
		return "Result"
	case types.LocalVar:
		return "Local variable"
	case types.FieldVar:
		return "Field"
	}
	return "Variable"
}

// typeDeclaration returns the declaration of a type with the fields and methods
// that cells may use.
func typeDeclaration(o *types.TypeName) string {
	if _, ok := o.Type().(*types.Basic); ok {
		return "type " + o.Name()
	}
	head := "type " + qualified(o)
	t := o.Type()
	if n, ok := t.(*types.Named); ok {
		head += typeParameters(n.TypeParams())
	}
	if al, ok := t.(*types.Alias); ok {
		return head + typeParameters(al.TypeParams()) + " = " + typeText(al.Rhs())
	}
	if p, ok := t.(*types.TypeParam); ok {
		return head + " " + typeText(p.Constraint())
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		if in, ok := t.Underlying().(*types.Interface); ok && in.NumMethods() > 0 && in.IsMethodSet() {
			return head + " interface {\n" + strings.Join(interfaceLines(in), "\n") + "\n}"
		}
		return head + " " + typeText(t.Underlying())
	}
	var lines []string
	hides := false
	for f := range st.Fields() {
		switch {
		case !usable(f):
			hides = true
		case f.Embedded():
			lines = append(lines, "\t"+typeText(f.Type()))
		default:
			lines = append(lines, "\t"+f.Name()+" "+typeText(f.Type()))
		}
	}
	if hides {
		lines = append(lines, "\t// and fields that only its package can use")
	}
	if len(lines) == 0 {
		return head + " struct{}"
	}
	return head + " struct {\n" + strings.Join(lines, "\n") + "\n}"
}

func interfaceLines(in *types.Interface) []string {
	var lines []string
	for m := range in.Methods() {
		if usable(m) {
			lines = append(lines, "\t"+m.Name()+signature(m.Signature()))
		}
	}
	return lines
}

// methodLists returns the methods that values of a type have.
func methodLists(t types.Type) []list {
	var lines []string
	for _, o := range members(t) {
		if m, ok := o.(*types.Func); ok {
			lines = append(lines, funcText(m))
		}
	}
	if _, ok := t.Underlying().(*types.Interface); ok || len(lines) == 0 {
		return nil
	}
	return []list{{"Methods", lines, true}}
}

// packageSheet lists what a package has.
func packageSheet(pkg *types.Package) sheet {
	s := sheet{signature: fmt.Sprintf("package %s // import %q", pkg.Name(), pkg.Path()), kind: "Package."}
	titles := []string{"Functions", "Types", "Variables", "Constants"}
	lists := make([]list, len(titles))
	for _, o := range offered(pkg) {
		k := 0
		switch o.(type) {
		case *types.TypeName:
			k = 1
		case *types.Var:
			k = 2
		case *types.Const:
			k = 3
		}
		lists[k].title, lists[k].names = titles[k], append(lists[k].names, o.Name())
	}
	s.lists = slices.DeleteFunc(lists, func(l list) bool { return len(l.names) == 0 })
	s.documented(pkg, "")
	return s
}
