package vm

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// maxValues bounds the functions whose phis are merged: it takes quadratic time.
const maxValues = 4000

// coalesce merges phis with their operands where these are not needed at the same
// time, so that the edge between them copies nothing. It returns the value whose
// slot each merged one takes.
func (c *compiler) coalesce() map[ssa.Value]ssa.Value {
	merged := map[ssa.Value]ssa.Value{}
	l, hasPhi := newLiveness(c)
	if !hasPhi || len(l.values) > maxValues {
		return merged
	}
	l.solve()
	g := newClasses(l)
	for _, b := range c.ssa.Blocks {
		for _, p := range phis(b) {
			for _, e := range p.Edges {
				if root, off := c.root(e); off == 0 && mergeable(p, root) {
					g.merge(l.number[p], l.number[root])
				}
			}
		}
	}
	g.mergeSums()
	for i, v := range l.values {
		if g.of[i] != i {
			merged[v] = l.values[g.of[i]]
		}
	}
	return merged
}

// mergeSums has s + x*y lie where s lies, if nothing else needs s: they become one
// instruction, see fuseProduct.
func (g *classes) mergeSums() {
	for _, b := range g.c.ssa.Blocks {
		for _, in := range b.Instrs {
			sum, ok := in.(*ssa.BinOp)
			if !ok || sum.Op != token.ADD && sum.Op != token.SUB || !isFloat(sum.Type()) {
				continue
			}
			if product, ok := sum.Y.(*ssa.BinOp); !ok || product.Op != token.MUL {
				continue
			}
			if root, off := g.c.root(sum.X); off == 0 && g.c.isComputed(sum) && mergeable(sum, root) {
				g.merge(g.number[sum], g.number[root])
			}
		}
	}
}

// mergeable reports whether p may lie in the slot of v, being of one kind.
func mergeable(p, v ssa.Value) bool {
	if isConstant(v) || isOpaque(v.Type()) {
		return false
	}
	if _, ok := v.(*ssa.Alloc); ok {
		return false
	}
	if _, ok := v.Type().(*types.Tuple); ok {
		return false
	}
	kv, _ := kindOf(v.Type())
	kp, _ := kindOf(p.Type())
	return kv == kp && kp != kMem
}

// classes are the sets of values that share a slot.
type classes struct {
	*liveness
	of      []int // the class of a value, which is one of its members
	members map[int][]int
}

func newClasses(l *liveness) *classes {
	g := &classes{l, make([]int, len(l.values)), map[int][]int{}}
	for i := range g.of {
		g.of[i] = i
		g.members[i] = []int{i}
	}
	return g
}

// merge unites the classes of two values, unless members are needed at once or
// both have fixed places.
func (g *classes) merge(v, w int) {
	i, j := g.of[v], g.of[w]
	if i == j || i < g.fixed && j < g.fixed {
		return
	}
	for _, x := range g.members[i] {
		for _, y := range g.members[j] {
			if g.clash[x].has(y) {
				return
			}
		}
	}
	if j < g.fixed { // the fixed one stands for the class
		i, j = j, i
	}
	for _, y := range g.members[j] {
		g.of[y] = i
	}
	g.members[i] = append(g.members[i], g.members[j]...)
	delete(g.members, j)
}
