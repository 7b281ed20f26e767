package interp

import (
	"go/ast"
	"slices"
)

// anchorDefers gives every function with a defer in the body of a range loop one
// outside of loops as well, which does nothing. Without it an SSA builder reads the
// results of a function before the deferred calls that loops over functions have
// left, though these may change them.
func anchorDefers(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		var body *ast.BlockStmt
		switch n := n.(type) {
		case *ast.FuncDecl:
			body = n.Body
		case *ast.FuncLit:
			body = n.Body
		}
		if body == nil {
			return true
		}
		for i, s := range body.List {
			if defersInRange(s) {
				body.List = slices.Insert(body.List, i, anchor(s))
				break
			}
		}
		return true
	})
}

// defersInRange reports whether a range loop in s has a defer statement of the
// function that s is part of.
func defersInRange(s ast.Stmt) bool {
	found, loops := false, []ast.Node{}
	var stack []ast.Node
	ast.Inspect(s, func(n ast.Node) bool {
		if n == nil {
			if top := stack[len(stack)-1]; len(loops) > 0 && loops[len(loops)-1] == top {
				loops = loops[:len(loops)-1]
			}
			stack = stack[:len(stack)-1]
			return true
		}
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		stack = append(stack, n)
		switch n.(type) {
		case *ast.RangeStmt:
			loops = append(loops, n)
		case *ast.DeferStmt:
			found = found || len(loops) > 0
		}
		return true
	})
	return found
}

// anchor returns defer func() {}() at the place of s.
func anchor(s ast.Stmt) ast.Stmt {
	at := s.Pos()
	return &ast.DeferStmt{Defer: at, Call: &ast.CallExpr{Lparen: at, Rparen: at, Fun: &ast.FuncLit{
		Type: &ast.FuncType{Func: at, Params: &ast.FieldList{Opening: at, Closing: at}},
		Body: &ast.BlockStmt{Lbrace: at, Rbrace: at},
	}}}
}
