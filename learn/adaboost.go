package learn

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
)

// AdaBoostClassifier grows small trees one after the other, each to weights of the rows
// that those which the trees before it got wrong have gathered, and lets the trees vote
// (SAMME). Of k classes, a tree that errs on the share ε of the weight has the vote
//
//	α = LearningRate·(log (1-ε)/ε + log(k-1))
//
// and the rows that it gets wrong gain the factor exp α. It ends early at a tree without
// error, or with one that is no better than guessing, ε ≥ 1 - 1/k, which does not count.
//
// Random numbers are those of scikit-learn: with Seed for its random_state the trees are
// the same, except where the rounding of sums of weights decides between questions that
// are equally good.
//
// Sources: J. Zhu, H. Zou, S. Rosset and T. Hastie, "Multi-class AdaBoost", Statistics
// and its Interface 2 (2009) 349-360; AdaBoostClassifier of scikit-learn 1.9,
// sklearn/ensemble/_weight_boosting.py.
type AdaBoostClassifier struct {
	Estimator    DecisionTreeClassifier // the trees; MaxDepth is 1 by default, -1 no limit; its Seed does not count
	NEstimators  int                    // trees, if it does not end early; 50 by default
	LearningRate float64                // factor of the votes, above 0; 1 by default
	Seed         int64                  // random_state, 0 to 2³²-1; 0 is the seed 0
}

// An AdaBoostClassifierModel is a fitted [AdaBoostClassifier].
type AdaBoostClassifierModel struct {
	EstimatorWeights []float64 // α of each tree
	EstimatorErrors  []float64 // ε of each tree

	fitted
	trees []*decisionTree
}

// Fit grows the trees from the rows of x, n×p. One class is enough.
//
// It fails as the fit of a [DecisionTreeClassifier] does, and when the first tree is no
// better than guessing; and when the cell that it runs in is interrupted.
func (e AdaBoostClassifier) Fit(x mat.Matrix, y []float64) (*AdaBoostClassifierModel, error) {
	const where = "AdaBoostClassifier.Fit"
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	trees, err := atLeastOne(where, "NEstimators", e.NEstimators, 50)
	if err != nil {
		return nil, err
	}
	rate, err := positive(where, "LearningRate", e.LearningRate, 1)
	if err != nil {
		return nil, err
	}
	base := e.Estimator
	if base.ClassWeight != "" {
		return nil, fmt.Errorf("learn: %s: Estimator.ClassWeight is %q, and the trees have weights of their own", where, base.ClassWeight)
	}
	base.MaxDepth = orElse(base.MaxDepth, 1)
	task, err := newClassTask(where, base.parameters(), base.Criterion, t)
	if err != nil {
		return nil, err
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	m := &AdaBoostClassifierModel{fitted: newFitted("AdaBoostClassifier", t)}
	ctx := goroutine.Context()
	m.boost(ctx, task, t.x, trees, rate, random)
	if err := interrupted(ctx, where, len(m.trees), trees, "trees"); err != nil {
		return nil, err
	}
	if len(m.trees) == 0 {
		return nil, fmt.Errorf("learn: %s: the first tree is no better than guessing one of %d classes", where, len(t.classes))
	}
	return m, nil
}

// boost grows the trees, until ctx ends.
func (m *AdaBoostClassifierModel) boost(ctx context.Context, task *classTask, x *mat.Dense, trees int, rate float64, random *numpyRandom) {
	n, k := task.columns.n, float64(task.k)
	weights, wrong, leaves := make([]float64, n), make([]bool, n), make([]int32, n)
	for i := range weights {
		weights[i] = 1 / float64(n)
	}
	criterion := newClassWeights(task.impure, task.k, task.class, weights)
	grower := newTreeGrower(task.columns, task.limits)
	for range trees {
		if ctx.Err() != nil {
			return
		}
		sum := 0.0
		for i, w := range weights {
			weights[i] = max(w, treeEpsilon)
			sum += weights[i]
		}
		seed := newNumpyRandom(random.below(maxSeed)).below(maxSeed)
		tree := grower.grow(criterion, task.k, nil, sum, seed)
		tree.walk(x.RawMatrix().Data, task.columns.p, leaves)
		missed := 0.0
		for i, c := range task.class {
			wrong[i] = largest(tree.value(leaves[i])) != c
			if wrong[i] {
				missed += weights[i]
			}
		}
		err := missed / sum
		if err > 0 && err >= 1-1/k {
			return
		}
		vote := 1.0
		if err > 0 {
			vote = rate * (math.Log((1-err)/err) + math.Log(k-1))
		}
		m.trees = append(m.trees, tree)
		m.EstimatorWeights = append(m.EstimatorWeights, vote)
		m.EstimatorErrors = append(m.EstimatorErrors, err)
		if err == 0 || !reweigh(weights, wrong, math.Exp(vote)) {
			return
		}
	}
}

// reweigh multiplies the weights of wrong rows by factor and divides all by their sum. It
// reports whether that is finite.
func reweigh(weights []float64, wrong []bool, factor float64) bool {
	sum := 0.0
	for i := range weights {
		if wrong[i] {
			weights[i] *= factor
		}
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return !math.IsInf(sum, 1)
}

func (e AdaBoostClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e AdaBoostClassifier) String() string { return repr(e) }
