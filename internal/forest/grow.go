package forest

import (
	"context"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
)

// Params are the limits of a tree.
type Params struct {
	Impurity     Impurity
	Classes      int     // of Gini and Entropy
	MaxDepth     int     // of leaves below the root
	MinInstances float64 // that each child must have, rows
	MinWeight    float64 // and weight
	MinInfoGain  float64 // that a question must bring
	Features     int     // how many each node looks at
	Seed         int64   // draws them
	Workers      int     // goroutines; 0 for one a core

	// Context ends the growing, unless it is nil.
	Context context.Context
}

// interrupted returns the error of the context.
func (p *Params) interrupted() error {
	if p.Context == nil {
		return nil
	}
	return p.Context.Err()
}

// memory is what the statistics of a group of nodes may take, in bytes: Spark's
// maxMemoryInMB.
const memory = 256 << 20

// statsSize returns the number of statistics of a node.
func (p *Params) statsSize() int {
	if p.Impurity == Variance {
		return 3
	}
	return p.Classes
}

// Forest grows one tree for each of the samples, which may hold nil for all rows, from
// rows with the given targets: classes, or numbers for Variance. It fails when the
// context ends.
//
// Source: RandomForest.runBagged of Spark 4.1.4,
// mllib/src/main/scala/org/apache/spark/ml/tree/impl/RandomForest.scala.
func (b *Bins) Forest(targets []float64, s Sampling, trees int, p Params) ([]*Tree, error) {
	return b.grow(targets, s.weights(b.N, trees), p)
}

// A growing is a node that is still to be asked a question.
type growing struct {
	tree, depth int
	rows        []int32
	stats       []float64 // nil for a root, whose first question tells
	features    []int
	best        question
	node        *building
}

// A building is a node of a tree that grows.
type building struct {
	Node
	left, right *building
}

func (b *Bins) grow(targets []float64, weights [][]uint16, p Params) ([]*Tree, error) {
	if p.Workers == 0 {
		p.Workers = runtime.GOMAXPROCS(0)
	}
	roots := make([]*building, len(weights))
	var stack []*growing // the last is the next
	for t := range weights {
		roots[t] = &building{}
		stack = append(stack, &growing{tree: t, rows: seen(b.N, weights[t]), node: roots[t]})
	}
	random := newJavaRandom(p.Seed)
	for len(stack) > 0 {
		var group []*growing
		group, stack = b.takeGroup(stack, random, p)
		b.ask(group, targets, weights, p)
		if err := p.interrupted(); err != nil {
			return nil, err
		}
		for _, g := range inOrder(group) {
			stack = append(stack, b.finish(g, p)...)
		}
	}
	out := make([]*Tree, len(roots))
	for t, root := range roots {
		out[t] = &Tree{}
		root.prune()
		out[t].add(root)
	}
	return out, nil
}

// seen lists the rows with a weight.
func seen(n int, weights []uint16) []int32 {
	rows := make([]int32, 0, n)
	for i := range n {
		if weights == nil || weights[i] != 0 {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// takeGroup takes as many nodes from the stack as memory allows, and draws their features.
func (b *Bins) takeGroup(stack []*growing, random *javaRandom, p Params) (group, rest []*growing) {
	used := 0
	for len(stack) > 0 && used < memory {
		g := stack[len(stack)-1]
		seed := int64(0)
		if p.Features < b.P {
			seed = random.long()
		}
		g.features = subset(b.P, p.Features, seed)
		need := 8 * p.statsSize() * b.sizeOf(g.features)
		if used+need <= memory || used == 0 {
			stack = stack[:len(stack)-1]
			group = append(group, g)
		}
		used += need
	}
	return group, stack
}

// ask finds the best question for each node of a group.
func (b *Bins) ask(group []*growing, targets []float64, weights [][]uint16, p Params) {
	var next atomic.Int64
	work := func() {
		w := newSearcher(b, p)
		for {
			i := int(next.Add(1)) - 1
			if i >= len(group) || p.interrupted() != nil {
				return
			}
			w.search(group[i], targets, weights[group[i].tree])
		}
	}
	var workers sync.WaitGroup
	for range min(p.Workers, len(group)) {
		workers.Go(work)
	}
	workers.Wait()
}

// inOrder sorts the nodes of a group as Spark takes up the trees.
func inOrder(group []*growing) []*growing {
	byTree := map[int][]*growing{}
	most := 0
	for _, g := range group {
		byTree[g.tree] = append(byTree[g.tree], g)
		most = max(most, g.tree)
	}
	var trees []int
	for t := range most + 1 {
		if byTree[t] != nil {
			trees = append(trees, t)
		}
	}
	out := make([]*growing, 0, len(group))
	for _, t := range scalaOrder(trees) {
		out = append(out, byTree[t]...)
	}
	return out
}

// finish makes a leaf of a node, or asks the question and returns the children that may
// grow further.
func (b *Bins) finish(g *growing, p Params) []*growing {
	g.node.Stats = g.stats
	g.node.Prediction = p.Impurity.predict(g.stats)
	if g.best.gain <= 0 || g.depth == p.MaxDepth {
		return nil
	}
	q := g.best
	g.node.Feature, g.node.Threshold, g.node.Gain = q.feature, b.Thresholds[q.feature][q.bin], q.gain
	g.node.left, g.node.right = leaf(q.left, p), leaf(q.right, p)
	left, right := b.part(g.rows, q)
	var children []*growing
	for _, c := range []*growing{{rows: left, stats: q.left, node: g.node.left}, {rows: right, stats: q.right, node: g.node.right}} {
		const none = 0x1p-52
		if c.tree, c.depth = g.tree, g.depth+1; c.depth < p.MaxDepth && math.Abs(p.Impurity.of(c.stats)) >= none {
			children = append(children, c)
		}
	}
	return children
}

func leaf(stats []float64, p Params) *building {
	return &building{Node: Node{Stats: stats, Prediction: p.Impurity.predict(stats)}}
}

// part sends rows left and right.
func (b *Bins) part(rows []int32, q question) (left, right []int32) {
	for _, i := range rows {
		if int(b.row(i)[q.feature]) <= q.bin {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	return left, right
}

// prune makes a leaf of a node whose children are leaves that predict the same.
func (n *building) prune() {
	if n.left == nil {
		return
	}
	n.left.prune()
	n.right.prune()
	if n.left.left == nil && n.right.left == nil && n.left.Prediction == n.right.Prediction {
		n.Prediction = n.left.Prediction
		n.Feature, n.Threshold, n.Gain = 0, 0, 0
		n.left, n.right = nil, nil
	}
}

// add appends a node and those below it.
func (t *Tree) add(n *building) {
	at := len(t.Nodes)
	t.Nodes = append(t.Nodes, n.Node)
	if n.left != nil {
		t.add(n.left)
		t.Nodes[at].Right = len(t.Nodes)
		t.add(n.right)
	}
}
