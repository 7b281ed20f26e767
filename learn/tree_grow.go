package learn

import "math"

// treeEpsilon is the impurity up to which a node counts as pure.
const treeEpsilon = 0x1p-52

// treeLimits says where a tree stops.
type treeLimits struct {
	maxDepth            int // of the leaves, the root's being 0
	maxLeafNodes        int // 0: as many as there are
	minSamplesSplit     int
	minSamplesLeaf      int
	maxFeatures         int // that are tried at a node
	minImpurityDecrease float64
	ccpAlpha            float64
}

// A treeCriterion measures how mixed the rows of a node are, and finds the place at
// which cutting a column makes the halves purest.
type treeCriterion interface {
	// enter takes up the node of the given rows and returns their weight.
	enter(rows []uint32) float64
	// impurity and value tell about the node, value in dst.
	impurity() float64
	value(dst []float64)
	// search looks at all places to cut column j and notes the first that is better
	// than what s holds. It returns whether the column is constant in the node.
	search(c *treeColumns, j int, rows []uint32, s *splitSearch) (constant bool)
	// children returns the impurities and the weights of the halves of the node, of
	// which the left has the given rows.
	children(left []uint32) (impurity, weight [2]float64)
}

// A splitSearch is the best cut of a node so far.
type splitSearch struct {
	minSamplesLeaf int

	gain     float64 // rises with the improvement; -∞ before there is a cut
	feature  int
	lastLeft uint32 // the rank up to which rows go left
	next     uint32 // the rank of the next row
}

// offer notes a cut of column j if it is better.
func (s *splitSearch) offer(gain float64, j int, lastLeft, next uint32) {
	if gain > s.gain {
		s.gain, s.feature, s.lastLeft, s.next = gain, j, lastLeft, next
	}
}

// A treeGrower grows one tree after the other from the same columns, in the memory of
// the first.
type treeGrower struct {
	columns *treeColumns
	limits  treeLimits

	criterion treeCriterion
	random    xorshift
	weight    float64  // of all rows
	rows      []uint32 // those of a node lie next to each other, in ascending order
	spare     []uint32
	features  []int32 // a permutation: see drawFeatures
	constant  []int32 // those known to be constant in the branch
	tree      *decisionTree
}

func newTreeGrower(c *treeColumns, limits treeLimits) *treeGrower {
	return &treeGrower{
		columns:  c,
		limits:   limits,
		rows:     make([]uint32, 0, c.n),
		spare:    make([]uint32, c.n),
		features: make([]int32, c.p),
		constant: make([]int32, c.p),
	}
}

// grow grows a tree of k numbers a node by a criterion from the rows for which keep is true;
// all for nil. weight is that of all rows, seed starts the draws of features.
func (g *treeGrower) grow(criterion treeCriterion, k int, keep func(row int) bool, weight float64, seed uint32) *decisionTree {
	g.criterion, g.weight, g.random = criterion, weight, xorshift(seed)
	g.rows = g.rows[:0]
	for i := range g.columns.n {
		if keep == nil || keep(i) {
			g.rows = append(g.rows, uint32(i))
		}
	}
	for j := range g.features {
		g.features[j] = int32(j)
	}
	g.tree = &decisionTree{k: k}
	if g.limits.maxLeafNodes > 0 {
		g.bestFirst()
	} else {
		g.depthFirst()
	}
	if g.limits.ccpAlpha > 0 {
		g.tree = g.tree.prune(g.limits.ccpAlpha)
	}
	g.tree.finish()
	return g.tree
}

// A treeTask is a node to be made: of rows[start:end].
type treeTask struct {
	start, end int
	depth      int
	parent     int32 // whose right child it is; -1 for a left child and the root
	impurity   float64
	constants  int // so many of constant are known
}

// A treeCut is where the rows of a node part.
type treeCut struct {
	pos         int // rows[start:pos] go left; end in a leaf
	constants   int
	improvement float64
	impurity    [2]float64 // left, right
}

// depthFirst makes the nodes in preorder: parent, left branch, right branch.
func (g *treeGrower) depthFirst() {
	stack := []treeTask{{end: len(g.rows), parent: -1, impurity: math.Inf(1)}}
	for len(stack) > 0 {
		t := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		id, cut := g.node(t)
		if t.parent >= 0 {
			g.tree.nodes[t.parent].right = id
		}
		if cut.pos == t.end {
			continue
		}
		right := treeTask{cut.pos, t.end, t.depth + 1, id, cut.impurity[1], cut.constants}
		left := treeTask{t.start, cut.pos, t.depth + 1, -1, cut.impurity[0], cut.constants}
		stack = append(stack, right, left)
	}
}

// node makes the node of a task and cuts its rows, unless it is a leaf.
func (g *treeGrower) node(t treeTask) (int32, treeCut) {
	rows := g.rows[t.start:t.end]
	weight := g.criterion.enter(rows)
	if t.depth == 0 {
		t.impurity = g.criterion.impurity()
	}
	leaf := t.depth >= g.limits.maxDepth || len(rows) < g.limits.minSamplesSplit ||
		len(rows) < 2*g.limits.minSamplesLeaf || t.impurity <= treeEpsilon
	id := g.tree.add(t.depth, len(rows), weight, t.impurity)
	g.criterion.value(g.tree.value(id))
	cut := treeCut{pos: t.end, impurity: [2]float64{t.impurity, t.impurity}}
	if leaf {
		return id, cut
	}
	s := splitSearch{minSamplesLeaf: g.limits.minSamplesLeaf, gain: math.Inf(-1)}
	cut.constants = g.search(rows, t.constants, &s)
	if math.IsInf(s.gain, -1) {
		return id, cut
	}
	left := g.partition(rows, &s)
	impurity, weights := g.criterion.children(rows[:left])
	improvement := weight / g.weight * (t.impurity - float64(weights[1]/weight*impurity[1]) - float64(weights[0]/weight*impurity[0]))
	if improvement+treeEpsilon < g.limits.minImpurityDecrease {
		return id, cut
	}
	g.tree.split(id, s.feature, g.columns.threshold(&s))
	cut.pos, cut.improvement, cut.impurity = t.start+left, improvement, impurity
	return id, cut
}

// search draws features without replacement until maxFeatures have been looked at, and
// at least one of them was not constant, or until none is left. known features are
// known to be constant from the nodes above; it returns how many are for those below.
//
// features is cut into parts: [0, drawn) known constants that were drawn,
// [drawn, known) those that were not, [known, total) constants found here,
// [total, end) features not drawn yet, [end, p) the others that were drawn.
//
// Source: node_split_best of scikit-learn 1.9, sklearn/tree/_splitter.pyx; the draws
// are the same.
func (g *treeGrower) search(rows []uint32, known int, s *splitSearch) int {
	f := g.features
	end, visited, found, drawn := len(f), 0, 0, 0
	for end > known+found && (visited < g.limits.maxFeatures || visited <= found+drawn) {
		visited++
		at := drawn + g.random.below(end-found-drawn)
		if at < known {
			f[drawn], f[at] = f[at], f[drawn]
			drawn++
			continue
		}
		at += found
		if g.criterion.search(g.columns, int(f[at]), rows, s) {
			f[at], f[known+found] = f[known+found], f[at]
			found++
			continue
		}
		end--
		f[end], f[at] = f[at], f[end]
	}
	copy(f, g.constant[:known])
	copy(g.constant[known:], f[known:known+found])
	return known + found
}

// partition brings the rows that go left to the front and returns their number. Both
// parts stay in ascending order.
func (g *treeGrower) partition(rows []uint32, s *splitSearch) int {
	ranks := g.columns.column(s.feature)
	left, right := 0, 0
	for _, i := range rows {
		// Both are written, and one of them counts: there is no branch to guess.
		rows[left] = i
		g.spare[right] = i
		goes := int((uint64(ranks[i]) - uint64(s.lastLeft) - 1) >> 63)
		left += goes
		right += 1 - goes
	}
	copy(rows[left:], g.spare[:right])
	return left
}
