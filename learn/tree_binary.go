package learn

// binaryCounts is Gini impurity or entropy for two classes and whole weights: the rows
// of a node, their weight, and the weight of the second class go into one word, and
// adding three numbers is one addition.
type binaryCounts struct {
	impure impurity

	amounts []uint64    // of each row
	total   uint64      // of the node
	node    []uint64    // amounts of the node's rows, in their order
	sums    [][2]uint64 // by rank, of rows in even and in odd places; 0 between calls
	set     rankSet
}

// A binary sum is rows + weight·2²¹ + weight of the second class·2⁴².
const (
	binaryBits = 21
	binaryMask = 1<<binaryBits - 1
	binaryMax  = binaryMask // the largest weight that fits
)

func newBinaryCounts(impure impurity, n int) *binaryCounts {
	return &binaryCounts{impure: impure, amounts: make([]uint64, n), node: make([]uint64, n)}
}

// weigh takes the class of each row and its weight, nil for ones.
func (b *binaryCounts) weigh(class []int, weights []uint32) {
	for i, c := range class {
		w := uint64(1)
		if weights != nil {
			w = uint64(weights[i])
		}
		b.amounts[i] = 1 | w<<binaryBits | w*uint64(c)<<(2*binaryBits)
	}
}

// unpackBinary returns the weights of the two classes and of both.
func unpackBinary(sum uint64) (first, second, both float64) {
	w, s := sum>>binaryBits&binaryMask, sum>>(2*binaryBits)
	return float64(w - s), float64(s), float64(w)
}

func (b *binaryCounts) enter(rows []uint32) float64 {
	b.node = b.node[:len(rows)]
	b.total = 0
	for at, i := range rows {
		b.node[at] = b.amounts[i]
		b.total += b.amounts[i]
	}
	_, _, weight := unpackBinary(b.total)
	return weight
}

func (b *binaryCounts) impurity() float64 {
	first, second, both := unpackBinary(b.total)
	return b.impure.binary(first, second, both)
}

func (b *binaryCounts) value(dst []float64) {
	first, second, both := unpackBinary(b.total)
	dst[0], dst[1] = first/both, second/both
}

func (b *binaryCounts) search(c *treeColumns, j int, rows []uint32, s *splitSearch) bool {
	column, distinct := c.column(j), len(c.values[j])
	if len(b.sums) < distinct {
		b.sums = make([][2]uint64, distinct)
	}
	sums, marks, node := b.sums[:distinct], b.set.reset(distinct), b.node[:len(rows)]
	// Many rows have the same rank, and an addition to a word of memory waits for the
	// one before: there are two words to take turns.
	at := 0
	for ; at+1 < len(rows); at += 2 {
		r, q := column[rows[at]], column[rows[at+1]]
		sums[r][0] += node[at]
		sums[q][1] += node[at+1]
		marks[r], marks[q] = 1, 1
	}
	if at < len(rows) {
		r := column[rows[at]]
		sums[r][0] += node[at]
		marks[r] = 1
	}
	ranks := b.set.sorted(rows, column)
	constant := c.constantFrom(j, ranks[0], ranks[len(ranks)-1])
	if !constant {
		b.scan(c, j, ranks, s)
	}
	for _, r := range ranks {
		sums[r] = [2]uint64{}
	}
	return constant
}

// scan offers all cuts of column j.
func (b *binaryCounts) scan(c *treeColumns, j int, ranks []uint32, s *splitSearch) {
	minRows := uint64(s.minSamplesLeaf)
	left := uint64(0)
	for at, r := range ranks[:len(ranks)-1] {
		left += b.sums[r][0] + b.sums[r][1]
		next := ranks[at+1]
		if c.near[j] && !c.apart(j, r, next) {
			continue
		}
		right := b.total - left
		if left&binaryMask < minRows || right&binaryMask < minRows {
			continue
		}
		l0, l1, lw := unpackBinary(left)
		r0, r1, rw := unpackBinary(right)
		s.offer(-float64(rw*b.impure.binary(r0, r1, rw))-float64(lw*b.impure.binary(l0, l1, lw)), j, r, next)
	}
}

func (b *binaryCounts) children(left []uint32) (impurity, weight [2]float64) {
	sum := uint64(0)
	for _, i := range left {
		sum += b.amounts[i]
	}
	for side, sum := range [2]uint64{sum, b.total - sum} {
		first, second, both := unpackBinary(sum)
		impurity[side], weight[side] = b.impure.binary(first, second, both), both
	}
	return impurity, weight
}
