package learn

// squaredError is the variance of a target of regression in a node, (Σ y²)/n - (Σ y/n)².
type squaredError struct {
	y []float64 // of each row

	n, sum, squares float64     // of the node
	node            []float64   // y of the node's rows, in their order
	moments         [][2]moment // by rank, of rows in even and in odd places; 0 between calls
	set             rankSet
}

// A moment is a number of rows and the sum of their targets.
type moment struct{ n, sum float64 }

func (m *moment) add(y float64) {
	m.n++
	m.sum += y
}

func newSquaredError(y []float64) *squaredError {
	return &squaredError{y: y, node: make([]float64, len(y))}
}

func (b *squaredError) enter(rows []uint32) float64 {
	b.node = b.node[:len(rows)]
	b.n, b.sum, b.squares = float64(len(rows)), 0, 0
	for at, i := range rows {
		v := b.y[i]
		b.node[at] = v
		b.sum += v
		b.squares += float64(v * v)
	}
	return b.n
}

func (b *squaredError) impurity() float64 { return variance(b.n, b.sum, b.squares) }

func variance(n, sum, squares float64) float64 {
	mean := sum / n
	return squares/n - float64(mean*mean)
}

func (b *squaredError) value(dst []float64) { dst[0] = b.sum / b.n }

func (b *squaredError) search(c *treeColumns, j int, rows []uint32, s *splitSearch) bool {
	column, distinct := c.column(j), len(c.values[j])
	if len(b.moments) < distinct {
		b.moments = make([][2]moment, distinct)
	}
	moments, marks, node := b.moments[:distinct], b.set.reset(distinct), b.node[:len(rows)]
	// They take turns for the reason told in binaryCounts.search.
	at := 0
	for ; at+1 < len(rows); at += 2 {
		r, q := column[rows[at]], column[rows[at+1]]
		moments[r][0].add(node[at])
		moments[q][1].add(node[at+1])
		marks[r], marks[q] = 1, 1
	}
	if at < len(rows) {
		r := column[rows[at]]
		moments[r][0].add(node[at])
		marks[r] = 1
	}
	ranks := b.set.sorted(rows, column)
	constant := c.constantFrom(j, ranks[0], ranks[len(ranks)-1])
	if !constant {
		b.scan(c, j, ranks, s)
	}
	for _, r := range ranks {
		moments[r] = [2]moment{}
	}
	return constant
}

// scan offers all cuts of column j. For fixed rows the variances of the halves are the
// smaller, the larger (Σ left)²/nL + (Σ right)²/nR.
func (b *squaredError) scan(c *treeColumns, j int, ranks []uint32, s *splitSearch) {
	minRows, maxRows := float64(s.minSamplesLeaf), b.n-float64(s.minSamplesLeaf)
	var left moment
	for at, r := range ranks[:len(ranks)-1] {
		m := &b.moments[r]
		left.n += m[0].n + m[1].n
		left.sum += m[0].sum + m[1].sum
		next := ranks[at+1]
		if c.near[j] && !c.apart(j, r, next) || left.n < minRows || left.n > maxRows {
			continue
		}
		right := b.sum - left.sum
		s.offer(float64(left.sum*left.sum)/left.n+float64(right*right)/(b.n-left.n), j, r, next)
	}
}

func (b *squaredError) children(left []uint32) (impurity, weight [2]float64) {
	sum, squares := 0.0, 0.0
	for _, i := range left {
		v := b.y[i]
		sum += v
		squares += float64(v * v)
	}
	weight = [2]float64{float64(len(left)), b.n - float64(len(left))}
	impurity[0] = variance(weight[0], sum, squares)
	impurity[1] = variance(weight[1], b.sum-sum, b.squares-squares)
	return impurity, weight
}
