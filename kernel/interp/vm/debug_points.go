package vm

import (
	"go/ast"
	"go/token"
	"unsafe"

	"golang.org/x/tools/go/ssa"
)

// A pointer gives a function its points: one wherever another statement begins.
type pointer struct {
	*compiler
	stmts  []ast.Stmt // of the function's own, outer ones first
	ends   map[*ssa.BasicBlock]ast.Stmt
	now    ast.Stmt
	line   int // of the last point; for code without statements
	points []*point
}

// newPointer returns nil unless the function is to be debugged.
func newPointer(c *compiler) *pointer {
	if c.world.Debugger == nil || c.fn.wrapper {
		return nil
	}
	p := &pointer{compiler: c, ends: map[*ssa.BasicBlock]ast.Stmt{}}
	p.findStatements()
	for _, b := range c.ssa.Blocks {
		for _, in := range b.Instrs {
			if begins(in) {
				p.ends[b] = p.statement(in.Pos())
			}
		}
	}
	return p
}

// findStatements collects the statements of the function.
func (p *pointer) findStatements() {
	var body ast.Node
	switch n := p.ssa.Syntax().(type) {
	case *ast.FuncDecl:
		body = n.Body
	case *ast.FuncLit:
		body = n.Body
	case *ast.RangeStmt: // the body of a range-over-func
		body = n.Body
	default:
		return
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BlockStmt, *ast.LabeledStmt, *ast.CaseClause, *ast.CommClause, *ast.EmptyStmt:
		case ast.Stmt:
			p.stmts = append(p.stmts, n)
		}
		return true
	})
}

// statement returns the innermost statement at pos, or nil.
func (p *pointer) statement(pos token.Pos) (s ast.Stmt) {
	for _, t := range p.stmts {
		if t.Pos() <= pos && pos < t.End() {
			s = t
		}
	}
	return s
}

// begins reports whether an instruction is part of what its position says.
func begins(in ssa.Instruction) bool {
	switch in.(type) {
	case *ssa.Alloc, *ssa.Phi, *ssa.DebugRef:
		return false // those of variables, which are where these are declared
	}
	return in.Pos().IsValid()
}

// enter begins a block.
func (p *pointer) enter(b *ssa.BasicBlock) {
	if p == nil {
		return
	}
	p.now, p.line = nil, 0
	for i, pred := range b.Preds {
		if b.Dominates(pred) || i > 0 && p.ends[pred] != p.now {
			p.now = nil
			return
		}
		p.now = p.ends[pred]
	}
}

// before emits a point if a statement begins with in.
func (p *pointer) before(in ssa.Instruction) {
	if p == nil || !begins(in) {
		return
	}
	s := p.statement(in.Pos())
	switch {
	case s == nil && p.stmts == nil: // variables of a package
		if line := p.ssa.Prog.Fset.Position(in.Pos()).Line; line != p.line {
			p.add(in.Pos())
		}
	case s != nil && s != p.now:
		p.now = s
		p.add(s.Pos())
	}
}

// add emits a point.
func (p *pointer) add(pos token.Pos) {
	at := p.ssa.Prog.Fset.Position(pos)
	x := &point{debugger: p.world.Debugger, fn: p.fn, file: at.Filename, line: at.Line}
	p.points = append(p.points, x)
	p.line = at.Line
	p.here = pos
	p.emit(Instr{op: opPoint, p: unsafe.Pointer(x)})
}

// finish hands points and variables over.
func (p *pointer) finish() {
	if p == nil {
		return
	}
	p.fn.locals = p.findLocals()
	p.world.Debugger.add(p.points)
}
