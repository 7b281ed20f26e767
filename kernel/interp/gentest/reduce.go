package gentest

import (
	"go/ast"
	"go/token"
	"sort"
)

// Reduce makes a program that shows a fault smaller as long as it shows it.
// faulty says of several programs which do.
func Reduce(source string, faulty func(programs []string) []bool) string {
	for {
		smaller := source
		for size := len(removable(parsed(smaller))) / 2; size > 0; size /= 2 {
			smaller = improve(smaller, faulty, func(s string) []string { return withoutChunks(s, size) })
		}
		smaller = improve(smaller, faulty, unwrapped)
		smaller = improve(smaller, faulty, simplified)
		if len(smaller) >= len(source) {
			return source
		}
		source = smaller
	}
}

func parsed(source string) *ast.File {
	f, _, _, _ := Check(source)
	return f
}

// batch is how many programs are tried at a time.
const batch = 24

// improve takes the smallest candidate that shows the fault, as often as one does.
func improve(source string, faulty func([]string) []bool, candidates func(string) []string) string {
	start := 0
	for {
		all := candidates(source)
		sort.Slice(all, func(i, j int) bool { return len(all[i]) < len(all[j]) })
		found := false
		for len(all) > start && !found {
			n := min(batch, len(all)-start)
			for i, bad := range faulty(all[start : start+n]) {
				if bad {
					source, found = all[start+i], true
					break
				}
			}
			start += n
		}
		if !found {
			return source
		}
		start = 0
	}
}

// withoutChunks returns the programs that lack size neighbouring statements or
// declarations, and what does not check then.
func withoutChunks(source string, size int) []string {
	f, fset, _, err := Check(source)
	if err != nil {
		return nil
	}
	nodes := removable(f)
	sort.Slice(nodes, func(i, j int) bool { return nodes[i].Pos() < nodes[j].Pos() })
	var out []string
	for i := 0; i < len(nodes); i += size {
		chunk := outermost(append([]ast.Node{}, nodes[i:min(i+size, len(nodes))]...))
		s, err := Repair(cut(source, f, fset, chunk))
		if err == nil && len(s) < len(source) {
			out = append(out, s)
		}
	}
	return out
}

// unwrapped returns the programs with one compound statement replaced by one of
// its blocks.
func unwrapped(source string) []string {
	return replaced(source, func(n ast.Node) (parts [][2]token.Pos) {
		inside := func(b *ast.BlockStmt) {
			if b != nil {
				parts = append(parts, [2]token.Pos{b.Lbrace + 1, b.Rbrace})
			}
		}
		switch n := n.(type) {
		case *ast.IfStmt:
			inside(n.Body)
			if b, ok := n.Else.(*ast.BlockStmt); ok {
				inside(b)
			}
		case *ast.ForStmt:
			inside(n.Body)
		case *ast.RangeStmt:
			inside(n.Body)
		case *ast.BlockStmt:
			inside(n)
		case *ast.CaseClause:
			if len(n.Body) > 0 {
				parts = append(parts, [2]token.Pos{n.Colon + 1, n.End()})
			}
		case *ast.ExprStmt: // try("name", func() { … })
			if call, ok := n.X.(*ast.CallExpr); ok && len(call.Args) > 0 {
				if lit, ok := call.Args[len(call.Args)-1].(*ast.FuncLit); ok {
					inside(lit.Body)
				}
			}
		}
		return parts
	})
}

// simplified returns the programs with one expression replaced by a part of it.
func simplified(source string) []string {
	return replaced(source, func(n ast.Node) (parts [][2]token.Pos) {
		add := func(e ast.Expr) { parts = append(parts, [2]token.Pos{e.Pos(), e.End()}) }
		switch n := n.(type) {
		case *ast.BinaryExpr:
			add(n.X)
			add(n.Y)
		case *ast.ParenExpr:
			add(n.X)
		case *ast.UnaryExpr:
			add(n.X)
		case *ast.CallExpr:
			for _, a := range n.Args {
				add(a)
			}
			if lit, ok := n.Fun.(*ast.FuncLit); ok {
				ast.Inspect(lit.Body, func(n ast.Node) bool {
					if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
						add(r.Results[0])
					}
					return true
				})
			}
		case *ast.CompositeLit:
			if len(n.Elts) > 0 {
				parts = append(parts, [2]token.Pos{n.Pos(), n.Lbrace + 1})
			}
		}
		return parts
	})
}

// replaced returns the programs that check with one node replaced by a part of it.
func replaced(source string, parts func(ast.Node) [][2]token.Pos) []string {
	f, fset, _, err := Check(source)
	if err != nil {
		return nil
	}
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if fn, ok := n.(*ast.FuncDecl); ok && len(out) > 400 && fn.Name.Name != Main {
			return false
		}
		if n == nil {
			return false
		}
		for _, part := range parts(n) {
			text := source[offset(part[0]):offset(part[1])]
			if _, ok := n.(*ast.CompositeLit); ok {
				text += "}"
			}
			s := source[:offset(n.Pos())] + text + source[offset(n.End()):]
			if s, err := Repair(s); err == nil && len(s) < len(source) {
				out = append(out, s)
			}
		}
		return true
	})
	return out
}
