package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"golab/internal/goroutine"
)

// GradientBoostingClassifier adds up small regression trees, each grown to the negative
// gradient of the loss at what the trees before it say:
//
//	F(x) = F₀ + LearningRate·Σ_t tree_t(x),  P(1 | x) = 1/(1 + e⁻ᶠ)
//	loss = 2·(log(1 + eᶠ) - y·F)             (log_loss, y = 0 or 1)
//
// F₀ is the logarithm of the odds of the classes. The value of a leaf is one step of Newton's
// method for the loss of the rows in it,
//
//	Σ (y - P) / Σ P·(1 - P)
//
// For k > 2 classes there are k trees a stage, one a class; P is the softmax of the
// k decisions, the loss -log P, and the steps are multiplied by (k-1)/k. The exponential
// loss, e⁻ᶠ for y = 1 and else eᶠ, is that of AdaBoost; P(1 | x) is then 1/(1 + e⁻²ᶠ).
//
// Random numbers are those of scikit-learn: with Seed for its random_state the trees are
// the same, except where the rounding of sums of gradients decides between questions
// that are equally good.
//
// Sources: J. Friedman, "Greedy function approximation: a gradient boosting machine",
// Annals of Statistics 29 (2001) 1189-1232, and "Stochastic gradient boosting",
// Computational Statistics & Data Analysis 38 (2002) 367-378; GradientBoostingClassifier
// of scikit-learn 1.9, sklearn/ensemble/_gb.py.
type GradientBoostingClassifier struct {
	Loss         string  // "log_loss", the default, or "exponential", which is for two classes
	LearningRate float64 // factor of each tree; 0.1 by default, -1 is 0
	NEstimators  int     // stages; 100 by default
	Subsample    float64 // share of the rows that a stage is grown from, drawn without replacement; 1 by default

	MaxDepth            int         // of leaves below the root; 3 by default, -1: no limit
	MinSamplesSplit     int         // rows that a node must have to be cut; 2 by default
	MinSamplesLeaf      int         // rows that a leaf must have; 1 by default
	MaxFeatures         MaxFeatures // features looked at in a node; all by default
	MaxLeafNodes        int         // leaves of a tree, the best cuts being made first; 0: no limit
	MinImpurityDecrease float64     // what a cut must improve, n/N·(H - nL/n·H(left) - nR/n·H(right)); 0 by default
	CCPAlpha            float64     // branches that save less impurity per leaf are cut back; 0: none
	Seed                int64       // random_state, 0 to 2³²-1; 0 is the seed 0
}

// A GradientBoostingClassifierModel is a fitted [GradientBoostingClassifier].
type GradientBoostingClassifierModel struct {
	TrainScore     []float64 // the mean loss of the rows that a stage was grown from, after it
	OOBImprovement []float64 // how much a stage improves the mean loss of the rows it has not seen; nil without Subsample

	fitted
	loss  boostingLoss
	rate  float64
	start []float64 // F₀: one number for two classes, else one a class
	trees []*decisionTree
}

func (e GradientBoostingClassifier) parameters() treeParameters {
	return treeParameters{
		maxDepth: orElse(e.MaxDepth, 3), minSamplesSplit: e.MinSamplesSplit, minSamplesLeaf: e.MinSamplesLeaf,
		maxLeafNodes: e.MaxLeafNodes, maxFeatures: orElse(e.MaxFeatures, AllFeatures),
		minImpurityDecrease: e.MinImpurityDecrease, ccpAlpha: e.CCPAlpha,
	}
}

// Fit grows the trees from the rows of x, n×p.
//
// It fails when x is empty, holds NaN or a number that float32 cannot hold, or has not
// one row for each label; when a label is no whole number, or all labels are the same;
// when a hyperparameter is out of its range; when the loss became infinite; and when the
// cell that it runs in is interrupted.
func (e GradientBoostingClassifier) Fit(x mat.Matrix, y []float64) (*GradientBoostingClassifierModel, error) {
	const where = "GradientBoostingClassifier.Fit"
	t, err := checkXY(where, x, y, 2)
	if err != nil {
		return nil, err
	}
	loss, err := lossOf(where, e.Loss, len(t.classes))
	if err != nil {
		return nil, err
	}
	rate, err := nonNegative(where, "LearningRate", e.LearningRate, 0.1)
	if err != nil {
		return nil, err
	}
	stages, err := atLeastOne(where, "NEstimators", e.NEstimators, 100)
	if err != nil {
		return nil, err
	}
	if !(e.Subsample >= 0 && e.Subsample <= 1) {
		return nil, fmt.Errorf("learn: %s: Subsample is %v, it must be above 0 and at most 1", where, e.Subsample)
	}
	limits, err := e.parameters().limits(where, t.p)
	if err != nil {
		return nil, err
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	columns, err := newTreeColumns(where, t.x)
	if err != nil {
		return nil, err
	}
	m := &GradientBoostingClassifierModel{
		fitted: newFitted("GradientBoostingClassifier", t),
		loss:   loss,
		rate:   rate,
		start:  loss.start(t.counts, t.n),
	}
	b := newBooster(m, t, columns, limits, random)
	if e.Subsample > 0 && e.Subsample < 1 {
		b.sample(max(1, int(e.Subsample*float64(t.n))))
	}
	ctx := goroutine.Context()
	for i := range stages {
		if err := interrupted(ctx, where, i, stages, "stages"); err != nil {
			return nil, err
		}
		b.stage()
		if loss := m.TrainScore[i]; math.IsNaN(loss) || math.IsInf(loss, 0) {
			return nil, fmt.Errorf("learn: %s: the loss is %v after %d of %d stages: is LearningRate %v small enough?", where, loss, i+1, stages, rate)
		}
	}
	return m, nil
}

func (e GradientBoostingClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e GradientBoostingClassifier) String() string { return repr(e) }
