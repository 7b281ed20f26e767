package learn

// classWeights is Gini impurity or entropy for any number of classes and any weights.
type classWeights struct {
	impure impurity
	k      int

	class   []int
	weights []float64 // of each row

	total, left, right []float64 // of the node and its halves: k weights
	weight             float64   // of the node
	nodeClass          []int     // of the node's rows, in their order
	nodeWeight         []float64
	sums               []float64 // by rank: the number of rows, then k weights; 0 between calls
	set                rankSet
}

func newClassWeights(impure impurity, k int, class []int, weights []float64) *classWeights {
	return &classWeights{
		impure: impure, k: k, class: class, weights: weights,
		total: make([]float64, k), left: make([]float64, k), right: make([]float64, k),
		nodeClass: make([]int, len(class)), nodeWeight: make([]float64, len(class)),
	}
}

func (b *classWeights) enter(rows []uint32) float64 {
	b.nodeClass, b.nodeWeight = b.nodeClass[:len(rows)], b.nodeWeight[:len(rows)]
	clear(b.total)
	b.weight = 0
	for at, i := range rows {
		c, w := b.class[i], b.weights[i]
		b.nodeClass[at], b.nodeWeight[at] = 1+c, w
		b.total[c] += w
		b.weight += w
	}
	return b.weight
}

func (b *classWeights) impurity() float64 { return b.impure.of(b.total, b.weight) }

func (b *classWeights) value(dst []float64) {
	for c, w := range b.total {
		dst[c] = w / b.weight
	}
}

func (b *classWeights) search(c *treeColumns, j int, rows []uint32, s *splitSearch) bool {
	column, distinct, stride := c.column(j), len(c.values[j]), 1+b.k
	if len(b.sums) < distinct*stride {
		b.sums = make([]float64, distinct*stride)
	}
	sums, marks := b.sums, b.set.reset(distinct)
	for at, i := range rows {
		r := column[i]
		sum := sums[int(r)*stride:]
		sum[0]++
		sum[b.nodeClass[at]] += b.nodeWeight[at]
		marks[r] = 1
	}
	ranks := b.set.sorted(rows, column)
	constant := c.constantFrom(j, ranks[0], ranks[len(ranks)-1])
	if !constant {
		b.scan(c, j, ranks, len(rows), s)
	}
	for _, r := range ranks {
		clear(sums[int(r)*stride : (int(r)+1)*stride])
	}
	return constant
}

// scan offers all cuts of column j.
func (b *classWeights) scan(c *treeColumns, j int, ranks []uint32, rows int, s *splitSearch) {
	clear(b.left)
	count, lw := 0.0, 0.0
	minRows, maxRows := float64(s.minSamplesLeaf), float64(rows-s.minSamplesLeaf)
	for at, r := range ranks[:len(ranks)-1] {
		sum := b.sums[int(r)*(1+b.k) : (int(r)+1)*(1+b.k)]
		count += sum[0]
		for class, w := range sum[1:] {
			b.left[class] += w
			lw += w
		}
		next := ranks[at+1]
		if c.near[j] && !c.apart(j, r, next) || count < minRows || count > maxRows {
			continue
		}
		rw := b.weight - lw
		for class, w := range b.left {
			b.right[class] = b.total[class] - w
		}
		s.offer(-float64(rw*b.impure.of(b.right, rw))-float64(lw*b.impure.of(b.left, lw)), j, r, next)
	}
}

func (b *classWeights) children(left []uint32) (impurity, weight [2]float64) {
	clear(b.left)
	for _, i := range left {
		b.left[b.class[i]] += b.weights[i]
		weight[0] += b.weights[i]
	}
	for class, w := range b.left {
		b.right[class] = b.total[class] - w
	}
	weight[1] = b.weight - weight[0]
	impurity[0], impurity[1] = b.impure.of(b.left, weight[0]), b.impure.of(b.right, weight[1])
	return impurity, weight
}
