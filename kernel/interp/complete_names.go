package interp

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golab/kernel"
)

// selecting reports whether the word follows a dot.
func (p spot) selecting() bool { return p.last() == token.PERIOD }

// names returns the names that mean something at the end of the path. cur is the
// item there: what it declares itself is not known yet.
func (a *assistant) names(s *sketch, path []ast.Node, cur item, p spot) []candidate {
	var list []candidate
	if len(path) > 0 {
		list = s.locals(path[len(path)-1].Pos())
	}
	own := map[string]bool{}
	if cur.kind == define || cur.kind == varDecl {
		for _, n := range cur.declares {
			own[n] = true
		}
	}
	for _, n := range s.pkg.Scope().Names() {
		if o := s.pkg.Scope().Lookup(n); !own[n] || o.Pkg() != s.pkg || s.above(n, cur) {
			list = append(list, objectItem(o, rankSession))
		}
	}
	for n, o := range s.sc.objects {
		if s.pkg.Scope().Lookup(n) == nil || own[n] {
			list = append(list, objectItem(o, rankSession))
		}
	}
	for _, path := range s.sc.dots {
		if pkg, err := a.lib.Import(path); err == nil {
			list = append(list, packageMembers(pkg)...)
		}
	}
	for n := range s.sc.imports {
		list = append(list, candidate{kernel.CompletionItem{Text: n, Type: "module"}, rankImported})
	}
	for _, n := range types.Universe.Names() {
		list = append(list, objectItem(types.Universe.Lookup(n), rankPredeclared))
	}
	list = append(list, keywordItems(path, p.last())...)
	if p.word != "" {
		for _, path := range offeredPaths(a.lib) {
			list = append(list, candidate{kernel.CompletionItem{Text: baseOf(path), Type: "module"}, rankPackage})
		}
	}
	return list
}

// above reports whether a name that the item declares has an older meaning in
// the cell.
func (s *sketch) above(name string, cur item) bool {
	o := s.pkg.Scope().Lookup(name)
	line, _ := s.d.lineColumn(cur.start)
	return o != nil && cur.end > 0 && s.position(o.Pos()).Line < line
}

// locals returns the names of the functions and blocks around pos and of the
// imports of the cell.
func (s *sketch) locals(pos token.Pos) []candidate {
	var list []candidate
	for sc := s.pkg.Scope().Innermost(pos); sc != nil && sc != s.pkg.Scope() && sc != types.Universe; sc = sc.Parent() {
		for _, n := range sc.Names() {
			if _, o := sc.LookupParent(n, pos); o != sc.Lookup(n) || !isOffered(o) {
				continue
			}
			o, rank := sc.Lookup(n), rankLocal
			if _, ok := o.(*types.PkgName); ok {
				rank = rankImported
			}
			list = append(list, objectItem(o, rank))
		}
	}
	return list
}

// Keywords by where they may stand.
var (
	expressionWords = []string{"chan", "func", "interface", "map", "struct"}
	statementWords  = []string{
		"break", "case", "const", "continue", "default", "defer", "else", "fallthrough", "for", "go", "goto", "if",
		"import", "range", "return", "select", "switch", "type", "var",
	}
)

// keywordItems returns the keywords that may stand behind a token, at the end of
// the path.
func keywordItems(path []ast.Node, last token.Token) []candidate {
	words := slices.Clone(expressionWords)
	statement := len(path) < 2
	if !statement {
		_, statement = path[len(path)-2].(*ast.ExprStmt)
	}
	switch {
	case statement:
		words = append(words, statementWords...)
	case last == token.ASSIGN, last == token.DEFINE, last == token.FOR:
		words = append(words, "range")
	}
	var list []candidate
	for _, w := range words {
		list = append(list, candidate{kernel.CompletionItem{Text: w, Type: "keyword"}, rankKeyword})
	}
	return list
}

// objectItem returns the item of an object.
func objectItem(o types.Object, rank int) candidate {
	c := candidate{kernel.CompletionItem{Text: o.Name()}, rank}
	switch o := o.(type) {
	case *types.PkgName:
		c.Type = "module"
	case *types.TypeName:
		c.Type = "class"
	case *types.Func:
		c.Type, c.Signature = "function", signature(o.Signature())
	case *types.Builtin:
		c.Type, c.Signature = "function", strings.TrimPrefix(builtins[o.Name()].signature, o.Name())
	case *types.Var:
		c.Type = "instance"
		if o.IsField() {
			c.Type = "property"
		} else if k := o.Kind(); k == types.ParamVar || k == types.ResultVar || k == types.RecvVar {
			c.Type = "param"
		}
		if sig, ok := o.Type().(*types.Signature); ok {
			c.Signature = signature(sig)
		}
	default:
		c.Type = "instance"
	}
	return c
}

// matching returns the items that begin with a word, each name once, ordered by
// rank and name. When there are none they are those that do in another case.
// Packages that are not imported are only offered when nothing else fits.
func matching(list []candidate, word string) []kernel.CompletionItem {
	slices.SortStableFunc(list, func(a, b candidate) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text))
	})
	same := func(text string) bool { return strings.HasPrefix(text, word) }
	folded := func(text string) bool { return len(text) >= len(word) && strings.EqualFold(text[:len(word)], word) }
	for _, fits := range []func(string) bool{same, folded} {
		var items, packages []kernel.CompletionItem
		seen := map[string]bool{"_": true, "": true}
		for _, c := range list {
			if seen[c.Text] || hidden(c.Text) || !fits(c.Text) {
				continue
			}
			seen[c.Text] = true
			if c.rank == rankPackage {
				packages = append(packages, c.CompletionItem)
			} else {
				items = append(items, c.CompletionItem)
			}
		}
		if len(items) == 0 {
			items = packages
		}
		if len(items) > 0 {
			return items
		}
	}
	return nil
}
