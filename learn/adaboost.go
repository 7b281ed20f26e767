package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
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
// better than guessing.
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
	m.boost(task, t.x, trees, rate, random)
	if len(m.trees) == 0 {
		return nil, fmt.Errorf("learn: %s: the first tree is no better than guessing one of %d classes", where, len(t.classes))
	}
	return m, nil
}

// boost grows the trees.
func (m *AdaBoostClassifierModel) boost(task *classTask, x *mat.Dense, trees int, rate float64, random *numpyRandom) {
	n, k := task.columns.n, float64(task.k)
	weights, wrong, leaves := make([]float64, n), make([]bool, n), make([]int32, n)
	for i := range weights {
		weights[i] = 1 / float64(n)
	}
	criterion := newClassWeights(task.impure, task.k, task.class, weights)
	grower := newTreeGrower(task.columns, task.limits)
	for range trees {
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

// DecisionFunction returns the outcome of the vote on each row of x. With [class c] = 1 if a
// tree predicts class c and else -1/(k-1), it is
//
//	f_c = Σ_t α_t·[class c] / Σ_t α_t
//
// For two classes it gives the m×1 numbers f₁ - f₀, above 0 for the second, and else the
// m×k numbers f.
func (m *AdaBoostClassifierModel) DecisionFunction(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("DecisionFunction", x)
	if err != nil {
		return nil, err
	}
	return m.decisions(d), nil
}

func (m *AdaBoostClassifierModel) decisions(x *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	k, sum := len(m.classes), 0.0
	for _, w := range m.EstimatorWeights {
		sum += w
	}
	if k == 1 {
		return mat.NewDense(n, 1, nil)
	}
	votes := mat.NewDense(n, k, nil)
	inBlocks(x, m.trees, func(from, tree int, leaves []int32) {
		w, t := m.EstimatorWeights[tree], m.trees[tree]
		for i, leaf := range leaves {
			row := votes.RawRowView(from + i)
			class := largest(t.value(leaf))
			for c := range row {
				if c == class {
					row[c] += w
				} else {
					row[c] -= w / float64(k-1)
				}
			}
		}
	})
	votes.Scale(1/sum, votes)
	if k > 2 {
		return votes
	}
	out := mat.NewDense(n, 1, nil)
	for i := range n {
		out.Set(i, 0, votes.At(i, 1)-votes.At(i, 0))
	}
	return out
}

// Predict returns the class of each row of x, m×p, that wins the vote.
func (m *AdaBoostClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	f := m.decisions(d)
	if len(m.classes) != 2 {
		return m.argmaxRows(f), nil
	}
	n, _ := f.Dims()
	y := make([]float64, n)
	for i := range y {
		y[i] = m.classes[0]
		if f.At(i, 0) > 0 {
			y[i] = m.classes[1]
		}
	}
	return y, nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k: the softmax of
// f/(k-1) with f of [AdaBoostClassifierModel.DecisionFunction].
func (m *AdaBoostClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	f := m.decisions(d)
	if k := len(m.classes); k != 2 {
		f.Scale(1/math.Max(1, float64(k-1)), f)
		return softmaxRows(f), nil
	}
	n, _ := f.Dims()
	out := mat.NewDense(n, 2, nil)
	for i := range n {
		out.SetRow(i, []float64{-f.At(i, 0) / 2, f.At(i, 0) / 2})
	}
	return softmaxRows(out), nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *AdaBoostClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "AdaBoostClassifierModel.Score", x, y)
}

// Trees returns the trees that vote, each a model of its own.
func (m *AdaBoostClassifierModel) Trees() []*DecisionTreeClassifierModel {
	return treeModels(m.fitted, m.trees)
}

// FeatureImportances returns the mean of the importances of the trees (see
// [DecisionTreeClassifierModel.FeatureImportances]), weighted by their votes.
func (m *AdaBoostClassifierModel) FeatureImportances() []float64 {
	sums, votes := make([]float64, m.features), 0.0
	for at, t := range m.trees {
		w := m.EstimatorWeights[at]
		votes += w
		for j, v := range normalised(t.importances(m.features)) {
			sums[j] += w * v
		}
	}
	for j := range sums {
		sums[j] /= votes
	}
	return sums
}

// MarshalBinary returns the model as bytes.
func (m *AdaBoostClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.vector(m.EstimatorWeights)
	w.vector(m.EstimatorErrors)
	w.trees(m.trees)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *AdaBoostClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("AdaBoostClassifier", data)
	read := AdaBoostClassifierModel{fitted: f}
	read.EstimatorWeights = r.vector()
	n := len(read.EstimatorWeights)
	read.EstimatorErrors = r.vectorOf(n, "EstimatorErrors")
	for i, w := range read.EstimatorWeights {
		r.require(w > 0 && !math.IsInf(w, 1), "EstimatorWeights[%d] is %v", i, w)
	}
	read.trees = r.trees(f.features, len(f.classes))
	r.require(len(read.trees) == n, "%d trees and %d EstimatorWeights", len(read.trees), n)
	if err := r.done(); err != nil {
		return err
	}
	*m = read
	return nil
}
