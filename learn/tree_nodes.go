package learn

import (
	"math"
	"slices"
)

// A decisionTree is a tree in preorder: the left child of a node follows it.
type decisionTree struct {
	nodes      []treeNode
	thresholds []float64 // as scikit-learn gives them; 0 at leaves
	impurities []float64
	weights    []float64
	rows       []int     // of the fit
	values     []float64 // k a node
	k          int
	depth      int
}

// A treeNode is what a row meets on its way. From a leaf it goes to the right, where it
// finds the leaf itself.
type treeNode struct {
	cut     float64 // rows with x[feature] <= cut go left; -∞ in a leaf
	feature int32   // 0 in a leaf
	right   int32   // the right child
}

// leafAt returns the leaf with the given number.
func leafAt(id int) treeNode { return treeNode{cut: math.Inf(-1), right: int32(id)} }

// isLeaf reports whether a node is a leaf.
func (t *decisionTree) isLeaf(id int) bool { return int(t.nodes[id].right) == id }

// add appends a leaf.
func (t *decisionTree) add(depth, rows int, weight, impurity float64) int32 {
	id := len(t.nodes)
	t.nodes = append(t.nodes, leafAt(id))
	t.thresholds = append(t.thresholds, 0)
	t.impurities = append(t.impurities, impurity)
	t.weights = append(t.weights, weight)
	t.rows = append(t.rows, rows)
	t.values = slices.Grow(t.values, t.k)[:len(t.values)+t.k]
	t.depth = max(t.depth, depth)
	return int32(id)
}

// value returns the numbers of a node.
func (t *decisionTree) value(id int32) []float64 {
	return t.values[int(id)*t.k : (int(id)+1)*t.k]
}

// split makes a leaf an inner node, whose right child is still to come.
func (t *decisionTree) split(id int32, feature int, threshold float64) {
	t.nodes[id].feature = int32(feature)
	t.nodes[id].cut = roundingCut(threshold)
	t.nodes[id].right = -1
	t.thresholds[id] = threshold
}

// finish gives back the memory that was taken in reserve.
func (t *decisionTree) finish() {
	t.nodes = slices.Clip(t.nodes)
	t.thresholds = slices.Clip(t.thresholds)
	t.impurities = slices.Clip(t.impurities)
	t.weights = slices.Clip(t.weights)
	t.rows = slices.Clip(t.rows)
	t.values = slices.Clip(t.values)
}

// roundingCut returns the largest number that float32 rounds to no more than the
// threshold. Comparing with it is comparing float32(x) with the threshold, as
// scikit-learn does, without rounding every x.
func roundingCut(threshold float64) float64 {
	down := float32(threshold)
	if float64(down) > threshold {
		down = math.Nextafter32(down, float32(math.Inf(-1)))
	}
	up := math.Nextafter32(down, float32(math.Inf(1)))
	middle := float64(down)/2 + float64(up)/2
	if float32(middle) != down {
		middle = math.Nextafter(middle, math.Inf(-1))
	}
	return middle
}

// leaves returns the number of leaves.
func (t *decisionTree) leaves() int { return (len(t.nodes) + 1) / 2 }

// importances returns for each of p features what it takes away from the impurity:
//
//	Σ over its nodes of (w·impurity - wL·impurityL - wR·impurityR) / w of the root
func (t *decisionTree) importances(p int) []float64 {
	sums := make([]float64, p)
	for id, n := range t.nodes {
		if t.isLeaf(id) {
			continue
		}
		left, right := id+1, n.right
		sums[n.feature] += float64(t.weights[id]*t.impurities[id]) -
			float64(t.weights[left]*t.impurities[left]) - float64(t.weights[right]*t.impurities[right])
	}
	for j := range sums {
		sums[j] /= t.weights[0]
	}
	return sums
}

// normalised divides v by its sum, if that is positive, and returns it.
func normalised(v []float64) []float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	if sum > 0 {
		for j := range v {
			v[j] /= sum
		}
	}
	return v
}

// preorder returns the tree with its nodes in preorder. children tells about each node
// of t; a node that is no longer an inner one becomes a leaf.
func (t *decisionTree) preorder(children func(id int32) (left, right int32, inner bool)) *decisionTree {
	out := &decisionTree{k: t.k}
	type task struct {
		id, parent int32
		depth      int
	}
	stack := []task{{id: 0, parent: -1}}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		id := out.add(at.depth, t.rows[at.id], t.weights[at.id], t.impurities[at.id])
		copy(out.value(id), t.value(at.id))
		if at.parent >= 0 {
			out.nodes[at.parent].right = id
		}
		if left, right, inner := children(at.id); inner {
			out.split(id, int(t.nodes[at.id].feature), t.thresholds[at.id])
			stack = append(stack, task{right, id, at.depth + 1}, task{left, -1, at.depth + 1})
		}
	}
	return out
}
