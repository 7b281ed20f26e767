package learn

import "math"

// A frontierNode is a node that may be cut.
type frontierNode struct {
	id   int32
	task treeTask
	cut  treeCut
}

// bestFirst cuts, of all leaves, the one that improves the tree the most, until there are
// maxLeafNodes.
//
// Source: BestFirstTreeBuilder of scikit-learn 1.9, sklearn/tree/_tree.pyx. Nodes
// with the same improvement come off the heap in the order of C++'s library.
func (g *treeGrower) bestFirst() {
	type children struct{ left, right int32 }
	below := map[int32]children{}
	var heap frontier
	expand := func(t treeTask) int32 {
		t.constants = 0
		id, cut := g.node(t)
		heap.push(frontierNode{id, t, cut})
		return id
	}
	expand(treeTask{end: len(g.rows), impurity: math.Inf(1)})
	cuts := g.limits.maxLeafNodes - 1
	for len(heap) > 0 {
		f := heap.pop()
		if f.cut.pos == f.task.end || cuts == 0 {
			continue
		}
		cuts--
		t := f.task
		left := expand(treeTask{start: t.start, end: f.cut.pos, depth: t.depth + 1, impurity: f.cut.impurity[0]})
		right := expand(treeTask{start: f.cut.pos, end: t.end, depth: t.depth + 1, impurity: f.cut.impurity[1]})
		below[f.id] = children{left, right}
	}
	g.tree = g.tree.preorder(func(id int32) (left, right int32, inner bool) {
		c, inner := below[id]
		return c.left, c.right, inner
	})
}

// A frontier is a heap by improvement.
type frontier []frontierNode

func (h frontier) worse(i, j int) bool { return h[i].cut.improvement < h[j].cut.improvement }

func (h *frontier) push(f frontierNode) {
	*h = append(*h, f)
	h.rise(len(*h) - 1)
}

func (h frontier) rise(i int) {
	for i > 0 && h.worse((i-1)/2, i) {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		i = (i - 1) / 2
	}
}

// pop takes the best node off: the last one is put in its place, after that has sunk
// to the bottom, and rises from there.
func (h *frontier) pop() frontierNode {
	old := *h
	best, last := old[0], old[len(old)-1]
	rest := old[:len(old)-1]
	*h = rest
	if len(rest) == 0 {
		return best
	}
	hole := 0
	for 2*hole+2 < len(rest) {
		child := 2*hole + 2
		if rest.worse(child, child-1) {
			child--
		}
		rest[hole] = rest[child]
		hole = child
	}
	if 2*hole+1 < len(rest) {
		rest[hole] = rest[2*hole+1]
		hole = 2*hole + 1
	}
	rest[hole] = last
	rest.rise(hole)
	return best
}
