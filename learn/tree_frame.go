package learn

// tree writes a tree. Its nodes stand in preorder, so that the features alone tell
// which node is whose child.
func (w *frameWriter) tree(t *decisionTree) {
	features := make([]int, len(t.nodes))
	for id, n := range t.nodes {
		features[id] = int(n.feature)
		if t.isLeaf(id) {
			features[id] = -1
		}
	}
	w.integers(features)
	w.vector(t.thresholds)
	w.vector(t.impurities)
	w.vector(t.weights)
	w.integers(t.rows)
	w.vector(t.values)
}

// tree reads a tree of p features and k numbers a node.
func (r *frameReader) tree(p, k int) *decisionTree {
	features := r.integers()
	n := len(features)
	t := &decisionTree{
		k:          k,
		nodes:      make([]treeNode, n),
		thresholds: r.vectorOf(n, "thresholds"),
		impurities: r.vectorOf(n, "impurities"),
		weights:    r.vectorOf(n, "weights"),
		rows:       r.integers(),
		values:     r.vectorOf(n*k, "values"),
	}
	r.require(n > 0, "a tree of %d nodes", n)
	r.require(len(t.rows) == n, "rows has %d numbers, want %d", len(t.rows), n)
	for i, f := range features {
		r.require(f >= -1 && f < p, "node %d asks for feature %d of %d", i, f, p)
	}
	if r.err == nil {
		r.require(t.link(features), "%d nodes are not one tree", n)
	}
	return t
}

// trees writes the trees of an ensemble.
func (w *frameWriter) trees(trees []*decisionTree) {
	w.integer(len(trees))
	for _, t := range trees {
		w.tree(t)
	}
}

func (r *frameReader) trees(p, k int) []*decisionTree {
	n := r.count()
	r.require(n > 0, "%d trees", n)
	var trees []*decisionTree
	for range n {
		if trees = append(trees, r.tree(p, k)); r.err != nil {
			return nil
		}
	}
	return trees
}

// link sets what follows from the features and thresholds of nodes in preorder. It
// reports whether they are one tree.
func (t *decisionTree) link(features []int) bool {
	type branch struct{ id, depth int }
	var open []branch // inner nodes that wait for their right child
	depth := 0
	for id, f := range features {
		t.nodes[id] = leafAt(id)
		t.depth = max(t.depth, depth)
		if f >= 0 {
			t.split(int32(id), f, t.thresholds[id])
			open = append(open, branch{id, depth})
			depth++
			continue
		}
		if len(open) == 0 {
			return id == len(features)-1
		}
		up := open[len(open)-1]
		open = open[:len(open)-1]
		t.nodes[up.id].right = int32(id + 1)
		depth = up.depth + 1
	}
	return false
}
