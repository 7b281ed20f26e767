package vm

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// jump emits the way to the only successor: when that is but a condition, the
// condition itself.
func (c *compiler) jump(v *ssa.Jump, next *ssa.BasicBlock) {
	from := v.Block()
	to := from.Succs[0]
	c.parallel(c.edgeMoves(from, to))
	if cond := c.copied[to]; cond != nil {
		c.twoWay(cond.Cond, to.Succs[0], to.Succs[1], next)
		return
	}
	c.goTo(to, next)
}

// branch emits a condition and both ways. With copies on a way, that way has code
// of its own.
func (c *compiler) branch(v *ssa.If, next *ssa.BasicBlock) {
	b := v.Block()
	yes, no := b.Succs[0], b.Succs[1]
	onYes, onNo := c.edgeMoves(b, yes), c.edgeMoves(b, no)
	if len(onYes) == 0 && len(onNo) == 0 {
		c.twoWay(v.Cond, yes, no, next)
		return
	}
	at := c.jumpIf(v.Cond, false, nil)
	c.parallel(onYes)
	c.goTo(yes, nil)
	c.code[at].a = jumpBy(at, len(c.code))
	c.parallel(onNo)
	c.goTo(no, next)
}

// twoWay goes to yes or no.
func (c *compiler) twoWay(cond ssa.Value, yes, no, next *ssa.BasicBlock) {
	if yes == next {
		c.jumpIf(cond, false, no)
		return
	}
	c.jumpIf(cond, true, yes)
	c.goTo(no, next)
}

// goTo jumps to a block unless it follows anyway.
func (c *compiler) goTo(to, next *ssa.BasicBlock) {
	if to == next {
		return
	}
	op := opJump
	if c.isBack(to) {
		op = opJumpBack
	}
	c.jumpTo(Instr{op: op}, to)
}

// isBack reports whether to lies before the next instruction: loops are where a
// run can be stopped.
func (c *compiler) isBack(to *ssa.BasicBlock) bool { return c.place[to] <= c.block }

// jumpTo appends a jump; to nil leaves the target to the caller.
func (c *compiler) jumpTo(in Instr, to *ssa.BasicBlock) int {
	at := c.emit(in)
	if to != nil {
		c.patches = append(c.patches, patch{at, to})
	}
	return at
}

// polling are the conditional jumps that have a form for jumping back.
var polling = map[opcode]opcode{
	opJumpLt: opBackLt, opJumpLe: opBackLe, opJumpLtK: opBackLtK, opJumpNeK: opBackNeK, opJumpGeK: opBackGeK,
}

// jumpIf jumps to a block if cond is want, and returns the jump's index.
func (c *compiler) jumpIf(cond ssa.Value, want bool, to *ssa.BasicBlock) int {
	in := c.condition(cond, want)
	if to == nil || !c.isBack(to) {
		return c.jumpTo(in, to)
	}
	op, ok := polling[in.op]
	if !ok {
		c.emit(Instr{op: opPoll})
		return c.jumpTo(in, to)
	}
	in.op = op
	if n := len(c.code) - 1; op == opBackLt && n >= c.starts[c.blocks[c.block]] {
		if last := c.code[n]; last.op == opAddK && last.a == in.b && last.b == in.b && last.c == 1 {
			c.drop(1)
			in.op = opIncBackLt
		}
	}
	return c.jumpTo(in, to)
}

var (
	negated = map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ,
		token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR}
	swapped = map[token.Token]token.Token{token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR,
		token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}
)

// condition returns the jump that is taken when cond is want, without target.
func (c *compiler) condition(cond ssa.Value, want bool) Instr {
	x, ok := cond.(*ssa.BinOp)
	switch {
	case !ok || !c.folds[x]:
		if want {
			return Instr{op: opJumpTrue, b: c.off(cond)}
		}
		return Instr{op: opJumpFalse, b: c.off(cond)}
	case isFloat(x.X.Type()):
		return c.floatCondition(x, want)
	}
	op, l, r := x.Op, x.X, x.Y
	if !want {
		op = negated[op]
	}
	if _, ok := immediateOf(l); ok {
		l, r, op = r, l, swapped[op]
	}
	unsigned := isUnsigned(l.Type())
	if k, ok := immediateOf(r); ok && (!unsigned || op == token.EQL || op == token.NEQ) {
		ops := map[token.Token]opcode{token.EQL: opJumpEqK, token.NEQ: opJumpNeK, token.LSS: opJumpLtK,
			token.LEQ: opJumpLeK, token.GTR: opJumpGtK, token.GEQ: opJumpGeK}
		return Instr{op: ops[op], b: c.off(l), c: k}
	}
	if op == token.GTR || op == token.GEQ {
		op, l, r = swapped[op], r, l
	}
	ops := map[token.Token]opcode{token.EQL: opJumpEq, token.NEQ: opJumpNe, token.LSS: opJumpLt, token.LEQ: opJumpLe}
	if k, _ := kindOf(l.Type()); k == kPtr {
		ops = map[token.Token]opcode{token.EQL: opJumpEqPtr, token.NEQ: opJumpNePtr}
	} else if unsigned {
		ops[token.LSS], ops[token.LEQ] = opJumpLtU, opJumpLeU
	}
	return Instr{op: ops[op], b: c.off(l), c: c.off(r)}
}

// floatCondition minds NaN: not less is not greater or equal.
func (c *compiler) floatCondition(x *ssa.BinOp, want bool) Instr {
	op, l, r := x.Op, x.X, x.Y
	if op == token.GTR || op == token.GEQ {
		op, l, r = swapped[op], r, l
	}
	ops := map[token.Token]opcode{token.EQL: opJumpEqF, token.NEQ: opJumpNeF, token.LSS: opJumpLtF, token.LEQ: opJumpLeF}
	if !want {
		ops = map[token.Token]opcode{token.EQL: opJumpNeF, token.NEQ: opJumpEqF, token.LSS: opJumpNotLtF, token.LEQ: opJumpNotLeF}
	}
	return Instr{op: ops[op], b: c.off(l), c: c.off(r)}
}
