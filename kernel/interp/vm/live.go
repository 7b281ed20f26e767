package vm

import "golang.org/x/tools/go/ssa"

// A bitset holds numbers of values.
type bitset []uint64

func (s bitset) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s bitset) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s bitset) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s bitset) addAll(t bitset) {
	for w := range t {
		s[w] |= t[w]
	}
}

// contains reports whether all of t is in s.
func (s bitset) contains(t bitset) bool {
	for w := range t {
		if t[w]&^s[w] != 0 {
			return false
		}
	}
	return true
}

// A liveness knows which values are needed at the ends of blocks, and which are
// needed at once.
type liveness struct {
	c       *compiler
	values  []ssa.Value // parameters and free variables first
	fixed   int         // how many of these
	number  map[ssa.Value]int
	in, out map[*ssa.BasicBlock]bitset
	clash   []bitset // by value: those that live when it is defined
}

// newLiveness numbers the computed values; hasPhi reports whether there is a phi.
func newLiveness(c *compiler) (l *liveness, hasPhi bool) {
	l = &liveness{c: c, number: map[ssa.Value]int{}, in: map[*ssa.BasicBlock]bitset{}, out: map[*ssa.BasicBlock]bitset{}}
	for _, p := range c.ssa.Params {
		l.add(p)
	}
	for _, v := range c.ssa.FreeVars {
		l.add(v)
	}
	l.fixed = len(l.values)
	for _, b := range c.ssa.Blocks {
		for _, in := range b.Instrs {
			if v, ok := in.(ssa.Value); ok && c.isComputed(v) {
				l.add(v)
			}
			if _, ok := in.(*ssa.Phi); ok {
				hasPhi = true
			}
		}
	}
	return l, hasPhi
}

func (l *liveness) add(v ssa.Value) {
	l.number[v] = len(l.values)
	l.values = append(l.values, v)
}

func (l *liveness) newSet() bitset { return make(bitset, (len(l.values)+63)/64) }

// solve finds what lives at the ends of blocks, then what clashes.
func (l *liveness) solve() {
	for _, b := range l.c.ssa.Blocks {
		l.in[b], l.out[b] = l.newSet(), l.newSet()
	}
	for changed := true; changed; {
		changed = false
		for i := len(l.c.ssa.Blocks) - 1; i >= 0; i-- {
			b := l.c.ssa.Blocks[i]
			l.addOut(b)
			live := append(bitset{}, l.out[b]...)
			l.walk(b, live)
			if !l.in[b].contains(live) {
				changed = true
				l.in[b].addAll(live)
			}
		}
	}
	l.clash = make([]bitset, len(l.values))
	for i := range l.clash {
		l.clash[i] = l.newSet()
	}
	for _, b := range l.c.ssa.Blocks {
		l.walk(b, append(bitset{}, l.out[b]...))
	}
	l.clashFixed()
	for i, s := range l.clash {
		for j := range l.clash {
			if s.has(j) {
				l.clash[j].add(i)
			}
		}
	}
}

// addOut adds to what leaves b what its successors and their phis need.
func (l *liveness) addOut(b *ssa.BasicBlock) {
	out := l.out[b]
	for _, s := range b.Succs {
		out.addAll(l.in[s])
		from := predecessor(s, b)
		for _, p := range phis(s) {
			if root, _ := l.c.root(p.Edges[from]); !isConstant(root) {
				out.add(l.number[root])
			}
		}
	}
}

// walk goes through b backwards, live being what leaves it, which becomes what
// enters it. In the second round it notes what clashes.
func (l *liveness) walk(b *ssa.BasicBlock, live bitset) {
	heads := phis(b)
	for i := len(b.Instrs) - 1; i >= len(heads); i-- {
		in := b.Instrs[i]
		if v, ok := in.(ssa.Value); ok && l.c.isComputed(v) {
			d := l.number[v]
			live.remove(d)
			if l.clash != nil {
				l.clash[d].addAll(live)
			}
		}
		for _, u := range l.c.uses(in) {
			if d, ok := l.number[u]; ok {
				live.add(d)
			}
		}
	}
	if l.clash != nil { // phis are defined at once
		for _, p := range heads {
			s := l.clash[l.number[p]]
			s.addAll(live)
			for _, q := range heads {
				s.add(l.number[q])
			}
		}
	}
	for _, p := range heads {
		live.remove(l.number[p])
	}
}

// clashFixed has parameters and free variables clash with each other and with
// what lives at the start.
func (l *liveness) clashFixed() {
	entry := l.in[l.c.ssa.Blocks[0]]
	for i := range l.fixed {
		l.clash[i].addAll(entry)
		for j := range l.fixed {
			l.clash[i].add(j)
		}
	}
}

// phis returns the phis at b's start.
func phis(b *ssa.BasicBlock) (list []*ssa.Phi) {
	for _, in := range b.Instrs {
		p, ok := in.(*ssa.Phi)
		if !ok {
			break
		}
		list = append(list, p)
	}
	return list
}

// predecessor returns the index of b among the predecessors of s.
func predecessor(s, b *ssa.BasicBlock) int {
	for i, p := range s.Preds {
		if p == b {
			return i
		}
	}
	panic("vm: not a predecessor")
}
