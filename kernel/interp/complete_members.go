package interp

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"

	"golab/kernel"
)

// mainPackage stands for the packages of cells, whose names cells may use.
var mainPackage = types.NewPackage("main", "main")

// selectable returns what may stand behind "x.".
func (a *assistant) selectable(s *sketch, x ast.Expr) []candidate {
	if id, ok := x.(*ast.Ident); ok {
		switch o := s.info.Uses[id].(type) {
		case *types.PkgName:
			return packageMembers(o.Imported())
		case nil:
			var list []candidate
			for _, p := range a.packagesNamed(id.Name) {
				list = append(list, packageMembers(p)...)
			}
			return list
		}
	}
	tv := s.info.Types[x]
	if tv.Type == nil {
		return nil
	}
	var list []candidate
	for _, o := range members(tv.Type) {
		if _, isFunc := o.(*types.Func); isFunc || !tv.IsType() {
			list = append(list, objectItem(o, memberRank(o)))
		}
	}
	return list
}

// memberRank puts fields before methods.
func memberRank(o types.Object) int {
	if _, ok := o.(*types.Var); ok {
		return rankLocal
	}
	return rankSession
}

// packageMembers returns what a package has for cells.
func packageMembers(pkg *types.Package) []candidate {
	var list []candidate
	for _, o := range offered(pkg) {
		list = append(list, objectItem(o, rankLocal))
	}
	return list
}

// members returns the fields and methods that cells can select from a value of
// type t, those of embedded types among them.
func members(t types.Type) []types.Object {
	names := map[string]bool{}
	m := t
	if _, pointer := t.Underlying().(*types.Pointer); !pointer && !types.IsInterface(t) {
		m = types.NewPointer(t)
	}
	set := types.NewMethodSet(m)
	for i := range set.Len() {
		names[set.At(i).Obj().Name()] = true
	}
	promoted(t, names, map[types.Type]bool{})
	var list []types.Object
	for n := range names {
		if o, _, _ := types.LookupFieldOrMethod(t, true, mainPackage, n); o != nil {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b types.Object) int { return strings.Compare(a.Name(), b.Name()) })
	return list
}

// promoted collects the names of the fields of t and of what it embeds.
func promoted(t types.Type, names map[string]bool, seen map[types.Type]bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || seen[t] {
		return
	}
	seen[t] = true
	for f := range st.Fields() {
		names[f.Name()] = true
		if f.Embedded() {
			promoted(f.Type(), names, seen)
		}
	}
}

// keyed reports whether a literal has keys already.
func keyed(lit *ast.CompositeLit) bool {
	return slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool { _, ok := e.(*ast.KeyValueExpr); return ok })
}

// fieldItems returns the fields of a struct literal that it does not give yet;
// rest is the text from the cursor on.
func fieldItems(s *sketch, lit *ast.CompositeLit, rest string) []candidate {
	st := (&checker{info: s.info}).structOf(lit)
	if st == nil {
		return nil
	}
	given := laterKeys(rest)
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				given[id.Name] = true
			}
		}
	}
	var list []candidate
	for f := range st.Fields() {
		if usable(f) && !given[f.Name()] {
			list = append(list, objectItem(f, rankLocal))
		}
	}
	return list
}

// usable reports whether cells may use the name of an object.
func usable(o types.Object) bool {
	return o.Exported() || o.Pkg() != nil && o.Pkg().Path() == mainPackage.Path()
}

// laterKeys returns the keys in the rest of a literal.
func laterKeys(rest string) map[string]bool {
	keys := map[string]bool{}
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(rest))
	sc.Init(file, []byte(rest), nil, 0)
	depth, name := 0, ""
	for {
		pos, tok, lit := sc.Scan()
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.COLON:
			if depth == 0 && name != "" {
				keys[name] = true
			}
		}
		if name = ""; tok == token.IDENT && file.Offset(pos) > 0 { // at 0 the word at the cursor goes on
			name = lit
		}
		if tok == token.EOF || depth < 0 {
			return keys
		}
	}
}

// packagesNamed returns the packages that an import would give a name.
func (a *assistant) packagesNamed(name string) []*types.Package {
	var list []*types.Package
	for _, p := range offeredPaths(a.lib) {
		if baseOf(p) == name {
			if pkg, err := a.lib.Import(p); err == nil {
				list = append(list, pkg)
			}
		}
	}
	return list
}

var version = regexp.MustCompile(`^v\d+$`)

// baseOf returns the name that the package of a path most likely has.
func baseOf(p string) string {
	base := path.Base(p)
	if version.MatchString(base) && path.Dir(p) != "." {
		base = path.Base(path.Dir(p))
	}
	base, _, _ = strings.Cut(base, ".v")
	return base
}

// importItems returns the import paths that may stand at a place: those that
// begin with its word, or else those with an element that does.
func importItems(paths []string, p spot) []candidate {
	var begin, within []candidate
	for _, path := range paths {
		text := path
		if p.quote {
			text = `"` + path + `"`
		}
		c := candidate{kernel.CompletionItem{Text: text, Type: "module"}, rankLocal}
		if strings.HasPrefix(path, p.word) {
			begin = append(begin, c)
		} else if strings.Contains(path, "/"+p.word) {
			within = append(within, c)
		}
	}
	if len(begin) > 0 {
		return begin
	}
	return within
}
