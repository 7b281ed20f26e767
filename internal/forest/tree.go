package forest

import (
	"errors"
	"fmt"
	"strings"

	"golab/internal/jvm"
)

// A Tree is a fitted tree, its nodes in preorder: the left child of a node follows it.
type Tree struct {
	Nodes []Node
}

// A Node asks whether a row's feature is at most the threshold; then the row goes left. A
// leaf, whose Right is 0, predicts.
type Node struct {
	Feature    int
	Threshold  float64
	Right      int
	Prediction float64
	Gain       float64   // how much less impure the children are
	Stats      []float64 // of the rows of the fit: weights of the classes, or of Variance
}

// deepest is the depth that a tree may have.
const deepest = 30

// Check reports what keeps nodes from being a tree over p features, with the given number
// of statistics at each node.
func (t *Tree) Check(p, stats int) error {
	return t.check(0, len(t.Nodes), 0, p, stats)
}

// check looks at the nodes from at to end, which must be those of one subtree.
func (t *Tree) check(at, end, depth, p, stats int) error {
	if at >= end {
		return errors.New("there are no nodes")
	}
	n := &t.Nodes[at]
	switch {
	case len(n.Stats) != stats:
		return fmt.Errorf("node %d has %d statistics, it must have %d", at, len(n.Stats), stats)
	case n.Right == 0 && end != at+1:
		return fmt.Errorf("node %d is a leaf with nodes below", at)
	case n.Right == 0:
		return nil
	case n.Right <= at+1 || n.Right >= end:
		return fmt.Errorf("the right child of node %d is %d, it must be from %d to %d", at, n.Right, at+2, end-1)
	case depth == deepest:
		return fmt.Errorf("node %d is deeper than %d", at, deepest)
	case n.Feature < 0 || n.Feature >= p:
		return fmt.Errorf("node %d asks for feature %d of %d", at, n.Feature, p)
	}
	if err := t.check(at+1, n.Right, depth+1, p, stats); err != nil {
		return err
	}
	return t.check(n.Right, end, depth+1, p, stats)
}

// Leaf returns the leaf that a row ends in.
func (t *Tree) Leaf(row []float64) *Node {
	at := 0
	for {
		n := &t.Nodes[at]
		switch {
		case n.Right == 0:
			return n
		case row[n.Feature] <= n.Threshold:
			at++
		default:
			at = n.Right
		}
	}
}

// Depth returns the depth of the deepest leaf; that of the root is 0.
func (t *Tree) Depth() int {
	deepest := 0
	t.walk(0, 0, func(_, depth int) { deepest = max(deepest, depth) }, nil)
	return deepest
}

// walk calls node for the nodes below at in preorder, and between, if there is one, when
// it comes to a right child.
func (t *Tree) walk(at, depth int, node func(at, depth int), between func(at, depth int)) {
	node(at, depth)
	if right := t.Nodes[at].Right; right != 0 {
		t.walk(at+1, depth+1, node, between)
		if between != nil {
			between(at, depth)
		}
		t.walk(right, depth+1, node, between)
	}
}

// Text draws the tree as Spark does, indented by some blanks.
func (t *Tree) Text(indent int) string {
	var b strings.Builder
	line := func(depth int, format string, args ...any) {
		b.WriteString(strings.Repeat(" ", indent+depth))
		fmt.Fprintf(&b, format, args...)
	}
	t.walk(0, 0, func(at, depth int) {
		n := t.Nodes[at]
		if n.Right == 0 {
			line(depth, "Predict: %s\n", jvm.DoubleText(n.Prediction))
		} else {
			line(depth, "If (feature %d <= %s)\n", n.Feature, jvm.DoubleText(n.Threshold))
		}
	}, func(at, depth int) {
		n := t.Nodes[at]
		line(depth, "Else (feature %d > %s)\n", n.Feature, jvm.DoubleText(n.Threshold))
	})
	return b.String()
}

// Importances returns for each of p features its share of the gains of all trees, each
// gain weighted by the rows of its node and, if each is set, each tree counting as
// much as the others. They sum to 1, or are all 0.
//
// Source: TreeEnsembleModel.featureImportances of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/tree/treeModels.scala.
func Importances(trees []*Tree, p int, impurity Impurity, each bool) []float64 {
	total := make([]float64, p)
	for _, t := range trees {
		one := make([]float64, p)
		for _, n := range t.Nodes {
			if n.Right != 0 {
				one[n.Feature] += float64(n.Gain * impurity.Count(n.Stats))
			}
		}
		if each {
			normalise(one)
		}
		for j, v := range one {
			total[j] += v
		}
	}
	normalise(total)
	return total
}

// normalise divides v by its sum, unless that is 0.
func normalise(v []float64) {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	if sum == 0 {
		return
	}
	for i := range v {
		v[i] /= sum
	}
}
