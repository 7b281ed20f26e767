package gentest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"sort"
	"strings"
	"sync"
)

// standard imports the standard library, for one check at a time.
var standard = sync.OnceValue(func() types.Importer {
	return importer.ForCompiler(token.NewFileSet(), "gc", nil)
})

var checking sync.Mutex

// Check returns where a program does not check, as offsets.
func Check(source string) (f *ast.File, fset *token.FileSet, wrong []token.Pos, err error) {
	fset = token.NewFileSet()
	f, err = parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		return &ast.File{}, fset, nil, err
	}
	checking.Lock()
	defer checking.Unlock()
	conf := types.Config{Importer: standard(), GoVersion: "go1.26", Error: func(e error) {
		if e, ok := e.(types.Error); ok {
			wrong = append(wrong, e.Pos)
			if err == nil {
				err = e
			}
		}
	}}
	_, _ = conf.Check(Package, fset, []*ast.File{f}, nil)
	return f, fset, wrong, err
}

// Repair takes the statements out that do not check, and what rests on them, until
// the program compiles.
func Repair(source string) (string, error) {
	for range 40 {
		f, fset, wrong, err := Check(source)
		if err == nil {
			return Format(source), nil
		}
		nodes := enclosing(f, wrong)
		if len(nodes) == 0 {
			return source, fmt.Errorf("gentest: Repair: %w", err)
		}
		source = cut(source, f, fset, nodes)
	}
	return source, errors.New("gentest: Repair: 40 rounds are not enough")
}

// enclosing returns the innermost statements or declarations around positions,
// without those that lie in others.
func enclosing(f *ast.File, at []token.Pos) []ast.Node {
	found := map[ast.Node]bool{}
	all := removable(f)
	for _, p := range at {
		var inner ast.Node
		for _, n := range all {
			if n.Pos() <= p && p <= n.End() && (inner == nil || n.Pos() >= inner.Pos() && n.End() <= inner.End()) {
				inner = n
			}
		}
		if inner != nil {
			found[inner] = true
		}
	}
	var nodes []ast.Node
	for n := range found {
		nodes = append(nodes, n)
	}
	return outermost(nodes)
}

// removable lists the statements of lists and the declarations: what can be cut.
func removable(f *ast.File) []ast.Node {
	var nodes []ast.Node
	list := func(l []ast.Stmt) {
		for _, s := range l {
			nodes = append(nodes, s)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			list(n.List)
		case *ast.CaseClause:
			list(n.Body)
		case *ast.CommClause:
			list(n.Body)
		case *ast.FuncDecl:
			if n.Name.Name != Main {
				nodes = append(nodes, n)
			}
		case *ast.GenDecl:
			if n.Tok != token.IMPORT {
				nodes = append(nodes, n)
			}
		}
		return true
	})
	return nodes
}

func outermost(nodes []ast.Node) []ast.Node {
	sort.Slice(nodes, func(i, j int) bool {
		if nodes[i].Pos() != nodes[j].Pos() {
			return nodes[i].Pos() < nodes[j].Pos()
		}
		return nodes[i].End() > nodes[j].End()
	})
	var out []ast.Node
	end := token.NoPos
	for _, n := range nodes {
		if n.Pos() >= end {
			out = append(out, n)
			end = n.End()
		}
	}
	return out
}

// cut returns source without nodes, which lie apart and in order. A return gives
// zeros instead, for what follows it may be nothing.
func cut(source string, f *ast.File, fset *token.FileSet, nodes []ast.Node) string {
	var out []byte
	last := 0
	for _, n := range nodes {
		start, end := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
		out = append(out, source[last:start]...)
		if _, ok := n.(*ast.ReturnStmt); ok {
			out = append(out, zeros(source, f, fset, n)...)
		}
		last = end
	}
	return string(append(out, source[last:]...))
}

// zeros returns a return of zeros for where n stands.
func zeros(source string, f *ast.File, fset *token.FileSet, n ast.Node) string {
	var inner *ast.FuncType
	ast.Inspect(f, func(m ast.Node) bool {
		if m == nil || m.Pos() > n.Pos() || m.End() < n.End() {
			return false
		}
		switch m := m.(type) {
		case *ast.FuncDecl:
			inner = m.Type
		case *ast.FuncLit:
			inner = m.Type
		}
		return true
	})
	if inner.Results == nil || len(inner.Results.List[0].Names) > 0 {
		return "return"
	}
	var parts []string
	for _, r := range inner.Results.List {
		parts = append(parts, "*new("+source[fset.Position(r.Type.Pos()).Offset:fset.Position(r.Type.End()).Offset]+")")
	}
	return "return " + strings.Join(parts, ", ")
}
