package learn

// A booster fits a gradient boosting model, stage by stage.
type booster struct {
	model  *GradientBoostingClassifierModel
	t      *training
	random *numpyRandom

	grower    *treeGrower
	decisions []float64   // n×k, what the model says so far
	losses    []float64   // of the rows, at the decisions
	gradients [][]float64 // k×n, the negative ones at the decisions
	leaves    []int32     // of the rows, in the last tree

	samples  int    // rows of a stage; 0 for all
	inBag    []bool // whether the stage sees a row
	lastLoss float64
}

func newBooster(m *GradientBoostingClassifierModel, t *training, c *treeColumns, limits treeLimits, random *numpyRandom) *booster {
	k := len(m.start)
	b := &booster{
		model: m, t: t, random: random,
		decisions: make([]float64, t.n*k),
		losses:    make([]float64, t.n),
		leaves:    make([]int32, t.n),
	}
	for range k {
		b.gradients = append(b.gradients, make([]float64, t.n))
	}
	b.grower = newTreeGrower(c, limits)
	for i := range t.n {
		copy(b.decisions[i*k:], m.start)
	}
	b.look()
	return b
}

// sample has every stage see so many rows.
func (b *booster) sample(rows int) {
	b.samples = rows
	b.inBag = make([]bool, b.t.n)
	b.model.OOBImprovement = []float64{}
}

// look computes the losses and gradients at the decisions.
func (b *booster) look() {
	k := len(b.gradients)
	g := make([]float64, k)
	for i, y := range b.t.y {
		b.losses[i] = b.model.loss.pull(b.decisions[i*k:(i+1)*k], g, y)
		for c, v := range g {
			b.gradients[c][i] = v
		}
	}
}

// stage adds a tree for each gradient.
func (b *booster) stage() {
	var before float64
	if b.samples > 0 {
		b.draw()
		before = b.meanLoss(false)
		if len(b.model.trees) > 0 {
			before = b.lastLoss
		}
	}
	for c := range b.gradients {
		b.tree(c)
	}
	b.look()
	b.model.TrainScore = append(b.model.TrainScore, b.meanLoss(true))
	if b.samples > 0 {
		// As in scikit-learn the loss before is that of the rows left out then.
		b.lastLoss = b.meanLoss(false)
		b.model.OOBImprovement = append(b.model.OOBImprovement, before-b.lastLoss)
	}
}

// draw chooses the rows of a stage: each is taken with the probability that the
// samples to be had still need.
func (b *booster) draw() {
	n, taken := b.t.n, 0
	for i := range b.inBag {
		b.inBag[i] = float64(b.random.float64()*float64(n-i)) < float64(b.samples-taken)
		if b.inBag[i] {
			taken++
		}
	}
}

// meanLoss returns the mean loss of the rows that the stage has seen, or has not.
func (b *booster) meanLoss(seen bool) float64 {
	sum, n := 0.0, 0.0
	for i, l := range b.losses {
		if b.inBag == nil || b.inBag[i] == seen {
			sum += l
			n++
		}
	}
	return sum / n
}

// tree grows the tree of class c, sets its leaves, and adds it to the decisions.
func (b *booster) tree(c int) {
	n, gradients := float64(b.t.n), b.gradients[c]
	var keep func(int) bool
	if b.samples > 0 {
		n, keep = float64(b.samples), func(i int) bool { return b.inBag[i] }
	}
	t := b.grower.grow(newSquaredError(gradients), 1, keep, n, b.random.below(maxSeed))
	t.walk(b.t.rows(), b.t.p, b.leaves)
	b.step(t, c)
	b.model.trees = append(b.model.trees, t)
	b.model.advance(b.decisions, len(b.model.trees)-1, b.leaves)
}

// class returns the class that gradient c pulls to.
func (b *booster) class(c int) int {
	if len(b.gradients) == 1 {
		return 1
	}
	return c
}

// step sets the leaves of the tree of class c to a step of Newton's method.
func (b *booster) step(t *decisionTree, c int) {
	slope, curvature, rows := make([]float64, len(t.nodes)), make([]float64, len(t.nodes)), make([]float64, len(t.nodes))
	k := len(b.gradients)
	for i, leaf := range b.leaves {
		if b.samples > 0 && !b.inBag[i] {
			continue
		}
		g, y := b.gradients[c][i], 0.0
		if b.t.y[i] == b.class(c) {
			y = 1
		}
		slope[leaf] += g
		curvature[leaf] += b.model.loss.curvature(g, y)
		rows[leaf]++
	}
	for id := range t.nodes {
		if !t.isLeaf(id) {
			continue
		}
		s, d := slope[id]/rows[id], curvature[id]/rows[id]
		if k > 1 {
			s *= float64(k-1) / float64(k)
		}
		t.values[id] = 0
		if d >= 1e-150 {
			t.values[id] = s / d
		}
	}
}
