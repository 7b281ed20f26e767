package learn

import "gonum.org/v1/gonum/mat"

// walk sets leaves to the leaves that rows of p numbers end in. In deep trees four rows
// walk at a time, each step of each without a branch for the processor to guess; a row that
// has reached its leaf stays there.
func (t *decisionTree) walk(rows []float64, p int, leaves []int32) {
	const shallow = 4
	if t.depth <= shallow {
		t.walkLevels(rows, p, leaves)
		return
	}
	nodes := t.nodes
	i := 0
	for ; i+4 <= len(leaves); i += 4 {
		x := rows[i*p : (i+4)*p]
		x0, x1, x2, x3 := x[:p], x[p:2*p], x[2*p:3*p], x[3*p:]
		var a, b, c, d int32
		for range t.depth {
			na, nb, nc, nd := &nodes[a], &nodes[b], &nodes[c], &nodes[d]
			a1 := na.next(a, x0[na.feature])
			b1 := nb.next(b, x1[nb.feature])
			c1 := nc.next(c, x2[nc.feature])
			d1 := nd.next(d, x3[nd.feature])
			if a1 == a && b1 == b && c1 == c && d1 == d {
				break
			}
			a, b, c, d = a1, b1, c1, d1
		}
		leaves[i], leaves[i+1], leaves[i+2], leaves[i+3] = a, b, c, d
	}
	for ; i < len(leaves); i++ {
		leaves[i] = t.leaf(rows[i*p : (i+1)*p])
	}
}

// walkLevels takes all rows one level down, then all of them the next: no row waits for
// its own last step.
func (t *decisionTree) walkLevels(rows []float64, p int, leaves []int32) {
	nodes := t.nodes
	clear(leaves)
	for range t.depth {
		at := 0
		for i, id := range leaves {
			n := &nodes[id]
			leaves[i] = n.next(id, rows[at+int(n.feature)])
			at += p
		}
	}
}

// leaf returns the leaf that a row ends in.
func (t *decisionTree) leaf(row []float64) int32 {
	id := int32(0)
	for {
		n := &t.nodes[id]
		next := n.next(id, row[n.feature])
		if next == id {
			return id
		}
		id = next
	}
}

// next returns the node after n, the id-th, for a row whose feature has the value v.
func (n *treeNode) next(id int32, v float64) int32 {
	left := int32(0) // 1 if it goes left
	if v <= n.cut {
		left = 1
	}
	return n.right ^ (n.right^(id+1))&-left
}

// addValues adds the values of leaves to sums, k numbers a leaf.
func (t *decisionTree) addValues(sums []float64, leaves []int32) {
	if t.k == 2 {
		for i, leaf := range leaves {
			v := t.values[2*leaf : 2*leaf+2 : 2*leaf+2]
			sums[2*i] += v[0]
			sums[2*i+1] += v[1]
		}
		return
	}
	for i, leaf := range leaves {
		add(sums[i*t.k:(i+1)*t.k], t.value(leaf))
	}
}

// rowBlock is the number of rows that walk through one tree before the next is fetched.
const rowBlock = 128

// inBlocks walks the rows of x, which lie next to each other, through trees: for each
// block of rows and then each tree, in order, it calls do with the place of the first row,
// the place of the tree and the leaves. Blocks are done on all cores if there is enough to do.
func inBlocks(x *mat.Dense, trees []*decisionTree, do func(from, tree int, leaves []int32)) {
	n, p := x.Dims()
	data := x.RawMatrix().Data
	jobs := 0
	if n*len(trees) < 50000 {
		jobs = 1
	}
	inParallel((n+rowBlock-1)/rowBlock, jobs, func() func(int) {
		leaves := make([]int32, rowBlock)
		return func(block int) {
			from, to := block*rowBlock, min(n, (block+1)*rowBlock)
			for tree, t := range trees {
				t.walk(data[from*p:to*p], p, leaves[:to-from])
				do(from, tree, leaves[:to-from])
			}
		}
	})
}
