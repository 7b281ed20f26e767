package learn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// DecisionTreeClassifier asks of a row one question after the other, x[feature] ≤
// threshold, and predicts the class that most rows of the fit with the same answers
// have (CART).
//
// A node asks the question that leaves the least impurity H, with p(c) the share of class
// c in a node:
//
//	nL/n·H(left) + nR/n·H(right) → min
//	H = 1 - Σ_c p(c)²             (Gini)
//	H = -Σ_c p(c)·log₂ p(c)       (entropy)
//
// over all features and all thresholds half-way between two values that follow each
// other, and becomes a leaf when it is pure or a limit below says so. Numbers are
// rounded to float32; values within 1e-7 of each other count as equal. When questions
// are equally good the first decides; features are looked at in a random order that
// Seed starts.
//
// Random numbers are those of scikit-learn: with Seed for its random_state the
// tree is the same, node for node; with ClassWeight, except where the rounding of sums of
// weights decides between questions that are equally good.
//
// Sources: L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and
// Regression Trees", 1984; DecisionTreeClassifier of scikit-learn 1.9,
// sklearn/tree/_classes.py, _splitter.pyx and _criterion.pyx.
type DecisionTreeClassifier struct {
	Criterion           string      // how impure a node is: "gini", the default, or "entropy", also called "log_loss"
	MaxDepth            int         // of leaves below the root; 0: no limit
	MinSamplesSplit     int         // rows that a node must have to be cut; 2 by default
	MinSamplesLeaf      int         // rows that a leaf must have; 1 by default
	MaxFeatures         MaxFeatures // features looked at in a node; all by default
	MaxLeafNodes        int         // leaves, the best cuts being made first; 0: no limit
	MinImpurityDecrease float64     // what a cut must improve, n/N·(H - nL/n·H(left) - nR/n·H(right)); 0 by default
	CCPAlpha            float64     // branches that save less impurity per leaf are cut back; 0: none
	ClassWeight         string      // "balanced": the rows of each class count as much together as those of another; else each row counts 1
	Seed                int64       // random_state, 0 to 2³²-1; 0 is the seed 0
}

// A DecisionTreeClassifierModel is a fitted [DecisionTreeClassifier].
type DecisionTreeClassifierModel struct {
	fitted
	tree *decisionTree
}

func (e DecisionTreeClassifier) parameters() treeParameters {
	return treeParameters{
		maxDepth: e.MaxDepth, minSamplesSplit: e.MinSamplesSplit, minSamplesLeaf: e.MinSamplesLeaf,
		maxLeafNodes: e.MaxLeafNodes, maxFeatures: orElse(e.MaxFeatures, AllFeatures),
		minImpurityDecrease: e.MinImpurityDecrease, ccpAlpha: e.CCPAlpha,
	}
}

// Fit grows the tree from the rows of x, n×p. One class is enough.
//
// It fails when x is empty, holds NaN or a number that float32 cannot hold, or has not
// one row for each label; when a label is no whole number; and when a hyperparameter is
// out of its range.
func (e DecisionTreeClassifier) Fit(x mat.Matrix, y []float64) (*DecisionTreeClassifierModel, error) {
	const where = "DecisionTreeClassifier.Fit"
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	task, err := newClassTask(where, e.parameters(), e.Criterion, t)
	if err != nil {
		return nil, err
	}
	if task.weigh, err = t.classWeights(where, e.ClassWeight); err != nil {
		return nil, err
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	return &DecisionTreeClassifierModel{
		fitted: newFitted("DecisionTreeClassifier", t),
		tree:   task.newWorker().grow(nil, random),
	}, nil
}

func (e DecisionTreeClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e DecisionTreeClassifier) String() string { return repr(e) }

// Predict returns, for each row of x, m×p, the class that most rows in its leaf have,
// the first of equal ones.
func (m *DecisionTreeClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(m.proba(d)), nil
}

// PredictProba returns the share of class j among the rows in the leaf of row i in row
// i, column j, m×k.
func (m *DecisionTreeClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	return m.proba(d), nil
}

func (m *DecisionTreeClassifierModel) proba(x *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	out := mat.NewDense(n, m.tree.k, nil)
	inBlocks(x, []*decisionTree{m.tree}, func(from, _ int, leaves []int32) {
		m.tree.addValues(out.RawMatrix().Data[from*m.tree.k:], leaves)
	})
	return out
}

// Score returns the accuracy of Predict(x) against y.
func (m *DecisionTreeClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "DecisionTreeClassifierModel.Score", x, y)
}

// Depth returns the depth of the deepest leaf; that of the root is 0.
func (m *DecisionTreeClassifierModel) Depth() int { return m.tree.depth }

// NLeaves returns the number of leaves.
func (m *DecisionTreeClassifierModel) NLeaves() int { return m.tree.leaves() }

// FeatureImportances returns for each feature the share of all improvement that its
// questions made (Gini importance). The numbers sum to 1, or are all 0 if the tree asks
// nothing.
func (m *DecisionTreeClassifierModel) FeatureImportances() []float64 {
	return normalised(m.tree.importances(m.features))
}

// ExportText draws the tree with words, the question of a node above what follows if
// the answer is yes:
//
//	|--- word_freq_remove <= 0.02
//	|   |--- class: 0
//	|--- word_freq_remove >  0.02
//	|   |--- class: 1
//
// It fails when there is not one name for each feature or class.
func (m *DecisionTreeClassifierModel) ExportText(o ExportTextOptions) (string, error) {
	const where = "DecisionTreeClassifierModel.ExportText"
	return exportText(where, m.tree, m.features, labels(m.classes), o)
}

// treeModels makes a model of each tree of an ensemble.
func treeModels(ensemble fitted, trees []*decisionTree) []*DecisionTreeClassifierModel {
	ensemble.name = "DecisionTreeClassifier"
	out := make([]*DecisionTreeClassifierModel, len(trees))
	for i, t := range trees {
		out[i] = &DecisionTreeClassifierModel{ensemble, t}
	}
	return out
}

// labels writes classes.
func labels(classes []float64) []string {
	out := make([]string, len(classes))
	for c, v := range classes {
		out[c] = fmt.Sprint(v)
	}
	return out
}

// MarshalBinary returns the model as bytes.
func (m *DecisionTreeClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.tree(m.tree)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *DecisionTreeClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("DecisionTreeClassifier", data)
	tree := r.tree(f.features, len(f.classes))
	if err := r.done(); err != nil {
		return err
	}
	*m = DecisionTreeClassifierModel{f, tree}
	return nil
}
