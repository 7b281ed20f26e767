package learn

// A classTask is what classification trees are grown for.
type classTask struct {
	columns *treeColumns
	limits  treeLimits
	impure  impurity
	class   []int
	k       int
	weigh   []float64 // what a row of each class counts; nil: 1
}

func newClassTask(where string, p treeParameters, criterion string, t *training) (*classTask, error) {
	impure, err := impurityOf(where, criterion)
	if err != nil {
		return nil, err
	}
	limits, err := p.limits(where, t.p)
	if err != nil {
		return nil, err
	}
	columns, err := newTreeColumns(where, t.x)
	if err != nil {
		return nil, err
	}
	return &classTask{columns: columns, limits: limits, impure: impure, class: t.y, k: len(t.classes)}, nil
}

// A classWorker grows trees, one after the other.
type classWorker struct {
	*classTask
	grower  *treeGrower
	binary  *binaryCounts // for two classes
	classes *classWeights // else
	weights []float64
}

func (t *classTask) newWorker() *classWorker {
	w := &classWorker{classTask: t, grower: newTreeGrower(t.columns, t.limits)}
	n := t.columns.n
	if t.k == 2 && n <= binaryMax && t.weigh == nil {
		w.binary = newBinaryCounts(t.impure, n)
	} else {
		w.weights = make([]float64, n)
		w.classes = newClassWeights(t.impure, t.k, t.class, w.weights)
	}
	return w
}

// grow grows a tree in which row i counts counts[i] times, once for nil, and as much more
// as its class does. The counts sum to no more than the number of rows.
func (w *classWorker) grow(counts []uint32, random *numpyRandom) *decisionTree {
	n := w.columns.n
	total := float64(n)
	var keep func(int) bool
	if counts != nil {
		total = 0
		for _, c := range counts {
			total += float64(c)
		}
		keep = func(i int) bool { return counts[i] > 0 }
	}
	seed := random.below(maxSeed)
	if w.binary != nil {
		w.binary.weigh(w.class, counts)
		return w.grower.grow(w.binary, w.k, keep, total, seed)
	}
	total = 0
	for i, c := range w.class {
		v := 1.0
		if counts != nil {
			v = float64(counts[i])
		}
		if w.weigh != nil {
			v *= w.weigh[c]
		}
		w.weights[i] = v
		total += v
	}
	return w.grower.grow(w.classes, w.k, keep, total, seed)
}
