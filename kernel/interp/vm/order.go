package vm

import "golang.org/x/tools/go/ssa"

// arrange orders the blocks. With rotate, the condition of a loop goes behind its
// body, which saves a jump per round; not so when the function starts with one.
func (c *compiler) arrange(rotate bool) {
	c.blocks, c.place = nil, map[*ssa.BasicBlock]int{}
	a := arranger{c, rotate, map[*ssa.BasicBlock]bool{}}
	a.visit(c.ssa.Blocks[0])
	for _, b := range c.ssa.Blocks {
		if b == c.ssa.Recover || len(b.Preds) > 0 {
			a.visit(b)
		}
	}
	if rotate && c.place[c.ssa.Blocks[0]] != 0 {
		c.arrange(false)
	}
}

type arranger struct {
	c       *compiler
	rotate  bool
	delayed map[*ssa.BasicBlock]bool // heads of loops whose body comes first
}

func (a *arranger) visit(b *ssa.BasicBlock) {
	if _, placed := a.c.place[b]; placed {
		return
	}
	if a.rotate && !a.delayed[b] && isLoopHead(b) {
		a.delayed[b] = true
		a.visit(b.Succs[0])
		a.visit(b)
		return
	}
	a.c.place[b] = len(a.c.blocks)
	a.c.blocks = append(a.c.blocks, b)
	if len(b.Succs) == 2 {
		a.visit(b.Succs[1])
	}
	if len(b.Succs) > 0 {
		a.visit(b.Succs[0])
	}
}

// isLoopHead reports whether b ends in a loop's condition.
func isLoopHead(b *ssa.BasicBlock) bool {
	if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); !ok {
		return false
	}
	for _, p := range b.Preds {
		if b.Dominates(p) && len(p.Succs) == 1 {
			return true
		}
	}
	return false
}

// maxCopies bounds how often a condition is copied.
const maxCopies = 4

// findCopied finds the blocks that hold but a condition and are reached by plain
// jumps: these jumps become the condition, and the block goes.
func (c *compiler) findCopied() {
	c.copied = map[*ssa.BasicBlock]*ssa.If{}
	for _, b := range c.blocks[1:] {
		if v, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && b != c.ssa.Recover && c.isCopied(b) {
			c.copied[b] = v
		}
	}
}

func (c *compiler) isCopied(b *ssa.BasicBlock) bool {
	if len(b.Preds) > maxCopies {
		return false
	}
	for _, in := range b.Instrs[:len(b.Instrs)-1] {
		switch in := in.(type) {
		case *ssa.Phi, *ssa.DebugRef:
		case *ssa.BinOp:
			if !c.folds[in] {
				return false
			}
		case *ssa.Call: // a length that is but a part of a slot
			if c.isComputed(in) {
				return false
			}
		default:
			return false
		}
	}
	for _, p := range b.Preds {
		if len(p.Succs) != 1 || p == b {
			return false
		}
	}
	return len(c.edgeMoves(b, b.Succs[0])) == 0 && len(c.edgeMoves(b, b.Succs[1])) == 0
}

// next returns the block behind index i that has code.
func (c *compiler) next(i int) *ssa.BasicBlock {
	for _, b := range c.blocks[i+1:] {
		if c.copied[b] == nil {
			return b
		}
	}
	return nil
}

// emitBlocks emits the code of all blocks, with points if there are any.
func (c *compiler) emitBlocks(points *pointer) {
	for i, b := range c.blocks {
		c.block = i
		c.starts[b] = len(c.code)
		if c.copied[b] != nil {
			continue
		}
		next := c.next(i)
		points.enter(b)
		for _, in := range b.Instrs {
			points.before(in)
			if p := in.Pos(); p.IsValid() {
				c.here = p
			}
			c.instr(in, next)
		}
	}
}

// edgeMove is a copy that a phi needs on an edge.
type edgeMove struct {
	*slot // of the phi
	src   int32
}

// edgeMoves lists the copies on an edge, which happen at once.
func (c *compiler) edgeMoves(from, to *ssa.BasicBlock) (moves []edgeMove) {
	i := predecessor(to, from)
	for _, p := range phis(to) {
		s, _ := c.slot(p)
		if src := c.off(p.Edges[i]); s.off != src && s.size > 0 {
			moves = append(moves, edgeMove{s, src})
		}
	}
	return moves
}

// parallel emits moves that happen at once.
func (c *compiler) parallel(moves []edgeMove) {
	for len(moves) > 0 {
		i := unblocked(moves)
		if i < 0 { // a cycle
			m := &moves[0]
			t := c.temp(m.slot)
			c.mov(m.kind, m.typ, t.off, m.src)
			m.src = t.off
			continue
		}
		m := moves[i]
		c.mov(m.kind, m.typ, m.off, m.src)
		moves = append(moves[:i:i], moves[i+1:]...)
	}
}

// unblocked returns the index of a move that overwrites no other's source, or -1.
func unblocked(moves []edgeMove) int {
next:
	for i, m := range moves {
		for j, o := range moves {
			if i != j && o.src < m.off+m.size && m.off < o.src+o.size {
				continue next
			}
		}
		return i
	}
	return -1
}
