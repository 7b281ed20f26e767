package interp

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
)

// Bounds of what a cell may nest. Go's parser stops at 100 000 levels; the type
// checker and what comes after it take time by the square of the depth, or overflow
// the stack, long before.
const (
	maxBrackets = 1_000
	maxLevels   = 4_000
	maxOperands = 20_000 // of a chain like a + b + c, a level of the syntax each
	maxErrors   = 100    // syntax errors of a cell that are told
)

// A depth counts levels on the way into a syntax tree.
type depth struct {
	levels, operands int
	deep             *token.Pos
}

// Visit implements ast.Visitor. It does not go into what is too deep.
func (d depth) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case nil:
		return nil
	case *ast.BinaryExpr:
		d.operands++
	default:
		d.levels++
	}
	if d.levels > maxLevels || d.operands > maxOperands {
		if !d.deep.IsValid() {
			*d.deep = n.Pos()
		}
		return nil
	}
	return d
}

// checkNesting returns an error for a file that nests too deep to be checked.
func checkNesting(fset *token.FileSet, f *ast.File) error {
	var deep token.Pos
	ast.Walk(depth{deep: &deep}, f)
	if !deep.IsValid() {
		return nil
	}
	return scanner.ErrorList{{Pos: fset.Position(deep), Msg: fmt.Sprintf("nested too deep: more than %d levels", maxLevels)}}
}
