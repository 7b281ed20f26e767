package learn

import (
	"fmt"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
)

// RandomForestClassifier grows many trees and averages the probabilities that they
// give:
//
//	P(class c | x) = 1/T Σ_t P_t(c | x)
//
// Each tree is grown from a sample of its own, as many rows as x has, drawn with
// replacement, and looks at a few features, drawn anew at each node. So the trees
// err in different places.
//
// Trees are grown and asked on all cores; the result is the same on any number of
// them. Random numbers are those of scikit-learn: with Seed for its random_state the
// trees are the same, node for node, but for the rounding that ClassWeight with
// NoBootstrap brings ([DecisionTreeClassifier]).
//
// Sources: L. Breiman, "Random forests", Machine Learning 45 (2001) 5-32;
// RandomForestClassifier of scikit-learn 1.9, sklearn/ensemble/_forest.py.
type RandomForestClassifier struct {
	NEstimators int // trees; 100 by default

	Criterion           string      // how impure a node is: "gini", the default, or "entropy", also called "log_loss"
	MaxDepth            int         // of leaves below the root; 0: no limit
	MinSamplesSplit     int         // rows that a node must have to be cut; 2 by default
	MinSamplesLeaf      int         // rows that a leaf must have; 1 by default
	MaxFeatures         MaxFeatures // features looked at in a node; SqrtFeatures by default
	MaxLeafNodes        int         // leaves of a tree, the best cuts being made first; 0: no limit
	MinImpurityDecrease float64     // what a cut must improve, n/N·(H - nL/n·H(left) - nR/n·H(right)); 0 by default
	CCPAlpha            float64     // branches that save less impurity per leaf are cut back; 0: none
	ClassWeight         string      // "balanced": each class is as likely to be drawn as another, or counts as much with NoBootstrap

	NoBootstrap bool  // every tree sees every row once (bootstrap=False)
	MaxSamples  int   // rows drawn for a tree, up to n; n by default
	OOBScore    bool  // Fit also computes OOBScore and OOBDecision of the model
	NJobs       int   // goroutines of Fit; one for each core by default
	Seed        int64 // random_state, 0 to 2³²-1; 0 is the seed 0
}

// A RandomForestClassifierModel is a fitted [RandomForestClassifier].
type RandomForestClassifierModel struct {
	// With OOBScore: the probabilities that the trees give to the rows of the fit, n×k,
	// each row's from those trees that have not seen it (0 if there are none), and the
	// accuracy of the most probable classes. UnmarshalBinary leaves them out.
	OOBDecision *mat.Dense
	OOBScore    float64

	fitted
	trees []*decisionTree
}

func (e RandomForestClassifier) parameters() treeParameters {
	return treeParameters{
		maxDepth: e.MaxDepth, minSamplesSplit: e.MinSamplesSplit, minSamplesLeaf: e.MinSamplesLeaf,
		maxLeafNodes: e.MaxLeafNodes, maxFeatures: orElse(e.MaxFeatures, SqrtFeatures),
		minImpurityDecrease: e.MinImpurityDecrease, ccpAlpha: e.CCPAlpha,
	}
}

// Fit grows the trees from samples of the rows of x, n×p. One class is enough.
//
// It fails as the fit of a [DecisionTreeClassifier] does, and when NoBootstrap is set
// together with MaxSamples or OOBScore; and when the cell that it runs in is interrupted.
func (e RandomForestClassifier) Fit(x mat.Matrix, y []float64) (*RandomForestClassifierModel, error) {
	const where = "RandomForestClassifier.Fit"
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	trees, err := atLeastOne(where, "NEstimators", e.NEstimators, 100)
	if err != nil {
		return nil, err
	}
	if err := e.checkSamples(where, t.n); err != nil {
		return nil, err
	}
	task, err := newClassTask(where, e.parameters(), e.Criterion, t)
	if err != nil {
		return nil, err
	}
	weights, err := t.classWeights(where, e.ClassWeight)
	if err != nil {
		return nil, err
	}
	draw := newBootstrap(t, weights, orElse(e.MaxSamples, t.n))
	if e.NoBootstrap {
		task.weigh = weights
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	seeds := make([]uint32, trees)
	for i := range seeds {
		seeds[i] = random.below(maxSeed)
	}
	m := &RandomForestClassifierModel{
		fitted: newFitted("RandomForestClassifier", t),
		trees:  make([]*decisionTree, len(seeds)),
	}
	ctx := goroutine.Context()
	var grown atomic.Int64
	inParallel(len(seeds), e.NJobs, func() func(int) {
		w := task.newWorker()
		var counts []uint32
		return func(i int) {
			if ctx.Err() != nil {
				return
			}
			if !e.NoBootstrap {
				counts = draw.counts(counts, seeds[i])
			}
			m.trees[i] = w.grow(counts, newNumpyRandom(seeds[i]))
			grown.Add(1)
		}
	})
	if err := interrupted(ctx, where, int(grown.Load()), trees, "trees"); err != nil {
		return nil, err
	}
	if e.OOBScore {
		m.outOfBag(t, seeds, draw)
	}
	return m, nil
}

func (e RandomForestClassifier) checkSamples(where string, n int) error {
	switch {
	case e.MaxSamples < 0 || e.MaxSamples > n:
		return fmt.Errorf("learn: %s: MaxSamples is %d, it must be from 1 to %d, the rows of x", where, e.MaxSamples, n)
	case e.NoBootstrap && e.MaxSamples > 0:
		return fmt.Errorf("learn: %s: MaxSamples is %d, and NoBootstrap draws no samples", where, e.MaxSamples)
	case e.NoBootstrap && e.OOBScore:
		return fmt.Errorf("learn: %s: OOBScore needs rows that a tree has not seen, and NoBootstrap leaves none out", where)
	}
	return nil
}

// outOfBag sets OOBDecision and OOBScore.
func (m *RandomForestClassifierModel) outOfBag(t *training, seeds []uint32, draw *bootstrap) {
	m.OOBDecision = mat.NewDense(t.n, len(t.classes), nil)
	asked := make([]float64, t.n)
	var counts []uint32
	for tree, seed := range seeds {
		counts = draw.counts(counts, seed)
		for i, c := range counts {
			if c == 0 {
				leaf := m.trees[tree].leaf(t.x.RawRowView(i))
				add(m.OOBDecision.RawRowView(i), m.trees[tree].value(leaf))
				asked[i]++
			}
		}
	}
	right := 0
	for i, c := range t.y {
		row := m.OOBDecision.RawRowView(i)
		for j := range row {
			row[j] /= max(1, asked[i])
		}
		if largest(row) == c {
			right++
		}
	}
	m.OOBScore = float64(right) / float64(t.n)
}

func (e RandomForestClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e RandomForestClassifier) String() string { return repr(e) }
