package interp

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golab/kernel"
)

// An Engine helps to write cells.
var _ kernel.Assistant = (*Engine)(nil)

// Complete returns the names that may stand at the cursor, the nearest first.
// What stands behind the cursor is left as it is, so End is the cursor.
func (e *Engine) Complete(code string, cursor int) kernel.Completion {
	cursor = clamp(code, cursor)
	code = withoutQuestion(code)
	p, ok := spotAt(code, cursor)
	c := kernel.Completion{Start: p.start, End: cursor}
	if !ok {
		return c
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if p.path || p.quote {
		c.Items = matching(importItems(offeredPaths(e.front.lib), p), "")
		return c
	}
	c.Items = matching(e.assistant().candidates(code, p), p.word)
	return c
}

// withoutQuestion drops the question marks of ?name and name?, which ask for help.
func withoutQuestion(code string) string {
	trimmed := strings.TrimSpace(code)
	bare := strings.Trim(trimmed, "?")
	if bare == trimmed {
		return code
	}
	from := strings.Index(code, trimmed)
	before := from + strings.Index(trimmed, bare)
	return strings.Repeat(" ", before) + bare + strings.Repeat(" ", len(code)-before-len(bare))
}

// A candidate is an item and its rank: locals come before packages.
type candidate struct {
	kernel.CompletionItem
	rank int
}

const (
	rankLocal = iota
	rankSession
	rankImported
	rankPredeclared
	rankKeyword
	rankPackage
)

// candidates returns all that may stand at a place.
func (a *assistant) candidates(code string, p spot) []candidate {
	src, items := finish(code[:p.start], marker, below(code[p.start:]))
	s, path := a.find(src, items)
	if s == nil && len(p.before) > 1 && p.selecting() {
		// Keep the operand only.
		text := []byte(code[:p.start])
		blank(text[:operand(p.before[:len(p.before)-1])])
		src, items = finish(string(text), marker, "")
		s, path = a.find(src, items)
	}
	if s == nil {
		if p.selecting() {
			return nil
		}
		// Where the syntax is broken what precedes the cell is still known.
		return a.names(&sketch{sc: a.sc, fset: a.fset, pkg: types.NewPackage("main", "main")}, nil, item{}, p)
	}
	list := a.around(s, path, at(items, p.start), p, code[p.start:])
	if typeWanted(path) {
		list = slices.DeleteFunc(list, func(c candidate) bool {
			return c.Type != "class" && c.Type != "module" && !slices.Contains(expressionWords, c.Text)
		})
	}
	return list
}

// around returns what may stand at the end of a path. cur is the item there and
// rest the text from the word on.
func (a *assistant) around(s *sketch, path []ast.Node, cur item, p spot, rest string) []candidate {
	switch parent := path[len(path)-2].(type) {
	case *ast.SelectorExpr:
		if parent.Sel == path[len(path)-1] {
			return a.selectable(s, parent.X)
		}
	case *ast.CompositeLit:
		if parent.Type != path[len(path)-1] {
			fields := fieldItems(s, parent, rest)
			if len(fields) > 0 && keyed(parent) {
				return fields
			}
			return append(fields, a.names(s, path, cur, p)...)
		}
	case *ast.KeyValueExpr:
		if lit, ok := path[len(path)-3].(*ast.CompositeLit); ok && parent.Key == path[len(path)-1] {
			if fields := fieldItems(s, lit, rest); len(fields) > 0 {
				return fields
			}
		}
	}
	return a.names(s, path, cur, p)
}

// find returns the sketch that has the marker, and the path to it.
func (a *assistant) find(src []byte, items []item) (*sketch, []ast.Node) {
	for _, s := range a.sketches(src, items) {
		if path := s.path(func(id *ast.Ident) bool { return id.Name == marker }); path != nil {
			return s, path
		}
	}
	return nil, nil
}

// typeWanted reports whether the end of the path stands where a type must.
func typeWanted(path []ast.Node) bool {
	for i := len(path) - 1; i > 0; i-- {
		n := path[i]
		switch outer := path[i-1].(type) {
		case *ast.SelectorExpr:
			if outer.Sel != n {
				return false
			}
		case *ast.StarExpr, *ast.ParenExpr, *ast.Ellipsis:
		case *ast.ArrayType:
			return outer.Elt == n
		case *ast.Field:
			return outer.Type == n
		case *ast.ValueSpec:
			return outer.Type == n
		case *ast.TypeAssertExpr:
			return outer.Type == n
		case *ast.MapType, *ast.ChanType, *ast.TypeSpec:
			return true
		default:
			return false
		}
	}
	return false
}

// at returns the item at an offset.
func at(items []item, off int) item {
	for _, it := range items {
		if it.start <= off && off <= it.end {
			return it
		}
	}
	return item{}
}
