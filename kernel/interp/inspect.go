package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golab/kernel"
)

// Inspect returns help about the name at the cursor, or else about the function
// whose arguments the cursor is in, or else about the name before.
func (e *Engine) Inspect(code string, cursor int, detailed bool) (kernel.Help, bool) {
	cursor = clamp(code, cursor)
	code = withoutQuestion(code)
	targets := inspected(code, cursor)
	if len(targets) == 0 {
		return kernel.Help{}, false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range targets {
		if w, ok := keywords[t.lit]; ok && t.tok.IsKeyword() {
			return sheet{signature: w.signature, kind: "Keyword.", doc: w.doc}.help(), true
		}
		a := e.assistant()
		if t.tok == token.STRING {
			path, _ := strconv.Unquote(t.lit)
			if pkg, err := a.lib.Import(path); err == nil {
				return packageSheet(pkg).help(), true
			}
			continue
		}
		if f, ok := a.resolve(code, t); ok {
			return a.describe(f, detailed).help(), true
		}
	}
	return kernel.Help{}, false
}

// inspected returns the names, keywords and import paths that the cursor may
// mean, the likeliest first.
func inspected(code string, cursor int) []span {
	spans, _ := scanSpans([]byte(code))
	var targets, before []span
	for _, s := range spans {
		if s.tok == token.COMMENT {
			if s.off < cursor && cursor <= s.end {
				return nil
			}
			continue
		}
		path := s.tok == token.STRING && importing(before)
		if (s.tok == token.IDENT || s.tok.IsKeyword() || path) && s.off <= cursor && cursor <= s.end {
			targets = append(targets, s)
		}
		if s.end <= cursor {
			before = append(before, s)
		}
	}
	if s, ok := called(before); ok {
		targets = append(targets, s)
	}
	for i := len(before) - 1; i >= 0 && !strings.Contains(code[before[i].end:cursor], "\n"); i-- {
		s := before[i]
		if s.tok == token.RPAREN {
			if i = opening(before, i); i < 0 {
				break
			}
			continue
		}
		if s.tok == token.IDENT || s.tok.IsKeyword() {
			return append(targets, s)
		}
	}
	return targets
}

// called returns the name of the function whose arguments the tokens end in.
func called(spans []span) (span, bool) {
	depth := 0
	for i := len(spans) - 1; i > 0; i-- {
		switch spans[i].tok {
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth++
		case token.LBRACK, token.LBRACE:
			depth--
		case token.LPAREN:
			if depth--; depth >= 0 {
				continue
			}
			if spans[i-1].tok == token.RBRACK { // f[T](
				i = opening(spans, i-1)
			}
			if i > 0 && spans[i-1].tok == token.IDENT {
				return spans[i-1], true
			}
			return span{}, false
		}
		if depth < 0 && spans[i].tok == token.LBRACE {
			return span{}, false
		}
		if depth < 0 {
			depth = 0
		}
	}
	return span{}, false
}

// A finding is what a name in a cell means.
type finding struct {
	name   string
	object types.Object
	pkg    *types.Package // instead of an object: a package that is not imported
	member *types.Package // the object is of this package, which is not imported
	from   *sketch
	code   string // the cell
}

// resolve finds out what the name t in the code means.
func (a *assistant) resolve(code string, t span) (finding, bool) {
	f := finding{name: t.lit, code: code}
	whole := []byte(code)
	items, _ := split(whole)
	if it := at(items, t.off); it.end > 0 {
		if errs, _ := parseItem(whole, it); len(errs) == 0 {
			items = sound(whole, items, t.off)
			if a.lookUp(&f, whole, items, t) {
				return f, true
			}
		}
	}
	src, items := finish(code[:t.off], t.lit, below(code[t.end:]))
	if a.lookUp(&f, src, items, t) {
		return f, true
	}
	f.from = nil
	before := code[:t.off]
	if strings.HasSuffix(strings.TrimSpace(before), ".") {
		return f, false
	}
	if f.object = a.sc.objects[t.lit]; f.object != nil {
		return f, true
	}
	path := a.sc.imports[t.lit]
	if pkg, err := a.lib.Import(path); path != "" && err == nil {
		f.object = types.NewPkgName(token.NoPos, nil, t.lit, pkg)
	} else if o := types.Universe.Lookup(t.lit); o != nil {
		f.object = o
	} else if pkgs := a.packagesNamed(t.lit); len(pkgs) > 0 {
		f.pkg = pkgs[len(pkgs)-1]
	}
	return f, f.object != nil || f.pkg != nil
}

// lookUp looks for the name t in the checked text and reports whether it means
// something there.
func (a *assistant) lookUp(f *finding, src []byte, items []item, t span) bool {
	for _, s := range a.sketches(src, items) {
		line, column := s.d.lineColumn(t.off)
		path := s.path(func(id *ast.Ident) bool {
			p := s.position(id.Pos())
			return p.Line == line && p.Column == column && p.Filename == s.d.file && (id.Name == t.lit || s.d.shown[id.Name] == t.lit)
		})
		if path == nil {
			continue
		}
		f.from = s
		id := path[len(path)-1].(*ast.Ident)
		sel, _ := path[len(path)-2].(*ast.SelectorExpr)
		if sel != nil && sel.Sel != id {
			sel = nil
		}
		if f.object = s.info.ObjectOf(id); f.object != nil {
			return true
		}
		return sel != nil && (ofType(f, s, sel) || a.elsewhere(f, s, sel))
	}
	return false
}

// ofType looks a selector's name up in a type, of which cells have no use for the
// fields and methods of pointers.
func ofType(f *finding, s *sketch, sel *ast.SelectorExpr) bool {
	if t := s.info.Types[sel.X]; t.IsType() {
		f.object, _, _ = types.LookupFieldOrMethod(t.Type, true, mainPackage, f.name)
	}
	return f.object != nil
}

// elsewhere looks a selector's name up in the packages that its operand would
// mean if it were imported.
func (a *assistant) elsewhere(f *finding, s *sketch, sel *ast.SelectorExpr) bool {
	name, base, member := f.name, sel.X, ""
	if inner, ok := sel.X.(*ast.SelectorExpr); ok { // package.Type.Member
		name, base, member = inner.Sel.Name, inner.X, f.name
	}
	id, ok := base.(*ast.Ident)
	if !ok || s.info.Uses[id] != nil {
		return false
	}
	for _, p := range a.packagesNamed(id.Name) {
		o := p.Scope().Lookup(name)
		if o != nil && o.Exported() && member != "" {
			o, _, _ = types.LookupFieldOrMethod(o.Type(), true, mainPackage, member)
		}
		if o != nil && o.Exported() {
			f.object, f.member = o, p
			return true
		}
	}
	return false
}
