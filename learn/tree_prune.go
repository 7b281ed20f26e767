package learn

import "math"

// prune cuts branches back to leaves as long as that costs, per leaf saved, no more
// than alpha of impurity: with R(t) the impurity of node t, weighted by its share of
// the rows, and R(T) the sum of R over the leaves of the branch T at t, the branch with
// the smallest (R(t) - R(T)) / (leaves of T - 1) goes first.
//
// Source: L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and
// Regression Trees", 1984, chapter 3; _cost_complexity_prune of scikit-learn 1.9,
// sklearn/tree/_tree.pyx.
func (t *decisionTree) prune(alpha float64) *decisionTree {
	n := len(t.nodes)
	parent := t.parents()
	own, branch := make([]float64, n), make([]float64, n)
	leaves := make([]int, n)
	inner := make([]bool, n)
	for id := range t.nodes {
		own[id] = t.weights[id] * t.impurities[id] / t.weights[0]
		inner[id] = !t.isLeaf(id)
	}
	for id := range t.nodes {
		if inner[id] {
			continue
		}
		branch[id] = own[id]
		for up := parent[id]; up >= 0; up = parent[up] {
			branch[up] += own[id]
			leaves[up]++
		}
	}
	for inner[0] {
		weakest, least := -1, math.MaxFloat64
		for id := range t.nodes {
			if !inner[id] {
				continue
			}
			if a := (own[id] - branch[id]) / float64(leaves[id]-1); a < least {
				weakest, least = id, a
			}
		}
		if weakest < 0 || alpha < least {
			break
		}
		saved, cost := leaves[weakest]-1, own[weakest]-branch[weakest]
		for id := weakest; id < t.end(weakest); id++ {
			inner[id] = false
		}
		branch[weakest] = own[weakest]
		for up := parent[weakest]; up >= 0; up = parent[up] {
			leaves[up] -= saved
			branch[up] += cost
		}
	}
	return t.preorder(func(id int32) (left, right int32, ok bool) {
		return id + 1, t.nodes[id].right, inner[id]
	})
}

// parents returns the parent of each node, -1 for the root.
func (t *decisionTree) parents() []int {
	parent := make([]int, len(t.nodes))
	parent[0] = -1
	for id, n := range t.nodes {
		if !t.isLeaf(id) {
			parent[id+1], parent[n.right] = id, id
		}
	}
	return parent
}

// end returns the node after the branch at id.
func (t *decisionTree) end(id int) int {
	for !t.isLeaf(id) {
		id = int(t.nodes[id].right)
	}
	return id + 1
}
