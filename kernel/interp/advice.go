package interp

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Errors of the type checker for which there may be advice.
var (
	undefined    = regexp.MustCompile(`^undefined: (\w+)$`)
	notInPackage = regexp.MustCompile(`^undefined: (\w+)\.(\w+)$`)
	notInType    = regexp.MustCompile(`^.*\.(\w+) undefined \(type .* has no field or method \w+(, but does have unexported (?:field|method) \w+)?\)$`)
	unknownField = regexp.MustCompile(`^unknown field (\w+) in struct literal of type `)
	textForValue = regexp.MustCompile(`^cannot use ".*" \((?:untyped string constant|constant of type string)\) as (\w+)\.(\w+) value in `)
	pointerOnly  = regexp.MustCompile(`^cannot use .* \(method \w+ has pointer receiver\)$`)
	tooMany      = regexp.MustCompile(`^(multiple-value .* in single-value context|assignment mismatch: 1 variable but .* returns 2 values)$`)
)

// advice says what may help against an error of the type checker, as the end of
// its message, or nothing where there is no good guess.
func (k *checker) advice(msg string, pos token.Pos) string {
	help := ""
	if m := undefined.FindStringSubmatch(msg); m != nil {
		help = k.aboutName(m[1], pos)
	} else if m := notInPackage.FindStringSubmatch(msg); m != nil {
		help = didYouMean(m[2], k.exported(m[1]))
	} else if m := notInType.FindStringSubmatch(msg); m != nil {
		help = didYouMean(m[1], k.members(pos))
	} else if m := unknownField.FindStringSubmatch(msg); m != nil {
		help = k.fields(pos)
	} else if m := textForValue.FindStringSubmatch(msg); m != nil {
		help = k.valuesOf(m[1], m[2])
	} else if pointerOnly.MatchString(msg) {
		help = "a pointer does: put & before it"
	} else if tooMany.MatchString(msg) && k.sc.objects["must"] != nil && k.orError(pos) {
		help = "must(…) around the call keeps the value and stops at an error"
	}
	if help == "" {
		return ""
	}
	return "; " + help
}

// callsItself is advice about f := func() { f() }.
const callsItself = "a function that calls itself is declared by func, or by var before it gets its value"

// aboutName returns advice about a name that nobody has declared: the package to
// import, that = does not declare, or the name that was meant.
func (k *checker) aboutName(name string, pos token.Pos) string {
	if (name == "must" || name == "check") && k.body == nil {
		return "notebooks have it, a program says if err != nil"
	}
	if name == "None" {
		return "did you mean nil?"
	}
	outer := k.enclosing(pos)
	if sel, ok := outer.(*ast.SelectorExpr); ok && sel.X.Pos() == pos {
		if imports := k.packages(name); imports != "" {
			return imports
		}
	}
	if k.recursive(name, pos) {
		return callsItself
	}
	if help := didYouMean(name, k.visible(pos)); help != "" {
		return help
	}
	if as, ok := outer.(*ast.AssignStmt); ok && as.Tok == token.ASSIGN {
		if slices.ContainsFunc(as.Lhs, func(e ast.Expr) bool { return e.Pos() == pos }) {
			return "a new variable is declared by :="
		}
	}
	return ""
}

// recursive reports whether pos is in the function that a := gives to the name.
func (k *checker) recursive(name string, pos token.Pos) bool {
	found := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || as.Tok != token.DEFINE || pos < as.TokPos || as.End() <= pos {
			return true
		}
		for i, left := range as.Lhs {
			if id, ok := left.(*ast.Ident); ok && id.Name == name && i < len(as.Rhs) {
				_, literal := as.Rhs[i].(*ast.FuncLit)
				found = found || literal
			}
		}
		return true
	})
	return found
}

// packages returns the imports that would declare a name.
func (k *checker) packages(name string) string {
	var found []string
	for _, p := range k.lib.Paths() {
		if path.Base(p) == name && !strings.Contains("/"+p, "/internal/") {
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

// objects returns what an imported package exports, in the order of the names.
func (k *checker) objects(local string) []types.Object {
	var objects []types.Object
	for _, im := range k.file.Imports {
		pkg, err := k.lib.Import(strings.Trim(im.Path.Value, "`\""))
		if err != nil || k.localName(im) != local {
			continue
		}
		for _, n := range pkg.Scope().Names() {
			if token.IsExported(n) {
				objects = append(objects, pkg.Scope().Lookup(n))
			}
		}
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

// orError reports whether the call at or behind pos in its statement returns one
// value and an error, which is what must takes.
func (k *checker) orError(pos token.Pos) bool {
	found := false
	ast.Inspect(k.file, func(n ast.Node) bool {
		var call *ast.CallExpr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Pos() == pos && len(n.Rhs) == 1 {
				call, _ = n.Rhs[0].(*ast.CallExpr)
			}
		case *ast.ValueSpec:
			if n.Pos() == pos && len(n.Values) == 1 {
				call, _ = n.Values[0].(*ast.CallExpr)
			}
		case *ast.CallExpr:
			if n.Pos() == pos {
				call = n
			}
		}
		if call == nil || found {
			return !found
		}
		if sig, ok := k.info.Types[call.Fun].Type.(*types.Signature); ok && sig.Results().Len() == 2 {
			found = sig.Results().At(1).Type() == types.Universe.Lookup("error").Type()
		}
		return true
	})
	return found
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

// didYouMean asks for the names that are most like the given one, three at most.
func didYouMean(name string, names []string) string {
	var near []string
	for _, n := range names {
		if n != name && !hidden(n) && alike(name, n) {
			near = append(near, n)
		}
	}
	slices.SortFunc(near, func(a, b string) int {
		if d := distance(a, name) - distance(b, name); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	near = slices.Compact(near)
	near = near[:min(3, len(near))]
	switch last := len(near) - 1; last {
	case -1:
		return ""
	case 0:
		return "did you mean " + near[0] + "?"
	default:
		return "did you mean " + strings.Join(near[:last], ", ") + " or " + near[last] + "?"
	}
}

// alike reports whether a may be a slip for b: another case, a wrong character in
// three, the beginning of b or its initials, as MSE for MeanSquaredError.
func alike(a, b string) bool {
	shorter := min(len(a), len(b))
	return len(a) > 1 && (strings.EqualFold(a, b) || initials(b) == a) ||
		len(a) > 2 && strings.HasPrefix(b, a) ||
		shorter > 2 && distance(a, b) <= shorter/3
}

// initials returns the capital letters of a name.
func initials(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return r
		}
		return -1
	}, name)
}
