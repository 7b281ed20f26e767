package learn

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// DecisionTreeRegressor predicts a number: the mean of the targets of those rows of the
// fit that answer the questions of the tree as the row does.
//
// A node asks the question, x[feature] ≤ threshold, that leaves the least squared error
//
//	Σ left (y - mean left)² + Σ right (y - mean right)² → min
//
// Everything else is as in [DecisionTreeClassifier]. Its impurity is the variance of y.
//
// Source: DecisionTreeRegressor of scikit-learn 1.9, sklearn/tree/_classes.py,
// with criterion="squared_error".
type DecisionTreeRegressor struct {
	MaxDepth            int         // of leaves below the root; 0: no limit
	MinSamplesSplit     int         // rows that a node must have to be cut; 2 by default
	MinSamplesLeaf      int         // rows that a leaf must have; 1 by default
	MaxFeatures         MaxFeatures // features looked at in a node; all by default
	MaxLeafNodes        int         // leaves, the best cuts being made first; 0: no limit
	MinImpurityDecrease float64     // what a cut must improve, n/N·(H - nL/n·H(left) - nR/n·H(right)); 0 by default
	CCPAlpha            float64     // branches that save less impurity per leaf are cut back; 0: none
	Seed                int64       // random_state, 0 to 2³²-1; 0 is the seed 0
}

// A DecisionTreeRegressorModel is a fitted [DecisionTreeRegressor]. Its methods may be
// called from many goroutines at once.
type DecisionTreeRegressorModel struct {
	base fitted // without classes
	tree *decisionTree
}

// Fit grows the tree from the rows of x, n×p, and their n targets.
//
// It fails when x is empty, holds NaN or a number that float32 cannot hold, or has not
// one row for each target; when a target is NaN or infinite; and when a hyperparameter
// is out of its range.
func (e DecisionTreeRegressor) Fit(x mat.Matrix, y []float64) (*DecisionTreeRegressorModel, error) {
	const where = "DecisionTreeRegressor.Fit"
	d, err := checkX(where, x)
	if err != nil {
		return nil, err
	}
	n, p := d.Dims()
	if err := checkTargets(where, n, y); err != nil {
		return nil, err
	}
	limits, err := treeParameters{
		maxDepth: e.MaxDepth, minSamplesSplit: e.MinSamplesSplit, minSamplesLeaf: e.MinSamplesLeaf,
		maxLeafNodes: e.MaxLeafNodes, maxFeatures: orElse(e.MaxFeatures, AllFeatures),
		minImpurityDecrease: e.MinImpurityDecrease, ccpAlpha: e.CCPAlpha,
	}.limits(where, p)
	if err != nil {
		return nil, err
	}
	random, err := numpySeed(where, e.Seed)
	if err != nil {
		return nil, err
	}
	columns, err := newTreeColumns(where, d)
	if err != nil {
		return nil, err
	}
	g := newTreeGrower(columns, limits)
	return &DecisionTreeRegressorModel{
		base: fitted{name: "DecisionTreeRegressor", features: p},
		tree: g.grow(newSquaredError(y), 1, nil, float64(n), random.below(maxSeed)),
	}, nil
}

// checkTargets refuses targets that are not n finite numbers.
func checkTargets(where string, n int, y []float64) error {
	if n != len(y) {
		return fmt.Errorf("learn: %s: x has %d rows, y has %d targets", where, n, len(y))
	}
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("learn: %s: y[%d] is %v", where, i, v)
		}
	}
	return nil
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e DecisionTreeRegressor) String() string { return repr(e) }

// String tells what was fitted.
func (m *DecisionTreeRegressorModel) String() string {
	return fmt.Sprintf("DecisionTreeRegressorModel{%d features}", m.base.features)
}

// Features returns the number of columns of the fit.
func (m *DecisionTreeRegressorModel) Features() int { return m.base.features }

// Predict returns the mean of the leaf of each row of x, m×p. It fails when x is
// empty, has other than the p columns of the fit, or holds NaN or an infinite value.
func (m *DecisionTreeRegressorModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.base.check("Predict", x)
	if err != nil {
		return nil, err
	}
	n, _ := d.Dims()
	out := make([]float64, n)
	inBlocks(d, []*decisionTree{m.tree}, func(from, _ int, leaves []int32) {
		m.tree.addValues(out[from:], leaves)
	})
	return out, nil
}

// Score returns the share of the variance of y that Predict(x) explains:
//
//	R² = 1 - Σ (y - yPred)² / Σ (y - mean y)²
//
// If y is constant it is 1 for exact predictions and else 0, as in scikit-learn. Score
// fails as Predict does, and when y has not one finite target for each row.
func (m *DecisionTreeRegressorModel) Score(x mat.Matrix, y []float64) (float64, error) {
	if err := checkTargets("DecisionTreeRegressorModel.Score", rowsOf(x), y); err != nil {
		return 0, err
	}
	yPred, err := m.Predict(x)
	if err != nil {
		return 0, err
	}
	mean, errors, spread := 0.0, 0.0, 0.0
	for _, v := range y {
		mean += v / float64(len(y))
	}
	for i, v := range y {
		errors += (v - yPred[i]) * (v - yPred[i])
		spread += (v - mean) * (v - mean)
	}
	switch {
	case errors == 0:
		return 1, nil
	case spread == 0:
		return 0, nil
	}
	return 1 - errors/spread, nil
}

// Depth returns the depth of the deepest leaf; that of the root is 0.
func (m *DecisionTreeRegressorModel) Depth() int { return m.tree.depth }

// NLeaves returns the number of leaves.
func (m *DecisionTreeRegressorModel) NLeaves() int { return m.tree.leaves() }

// FeatureImportances returns for each feature the share of all improvement that its
// questions made. The numbers sum to 1, or are all 0 if the tree asks nothing.
func (m *DecisionTreeRegressorModel) FeatureImportances() []float64 {
	return normalised(m.tree.importances(m.base.features))
}

// ExportText draws the tree with words, as [DecisionTreeClassifierModel.ExportText] does.
// It fails when there is not one name for each feature.
func (m *DecisionTreeRegressorModel) ExportText(o ExportTextOptions) (string, error) {
	return exportText("DecisionTreeRegressorModel.ExportText", m.tree, m.base.features, nil, o)
}

// MarshalBinary returns the model as bytes.
func (m *DecisionTreeRegressorModel) MarshalBinary() ([]byte, error) {
	w, err := m.base.frame()
	if err != nil {
		return nil, err
	}
	w.tree(m.tree)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *DecisionTreeRegressorModel) UnmarshalBinary(data []byte) error {
	r := &frameReader{name: "DecisionTreeRegressor"}
	r.rest, r.err = unwrap(r.name, data)
	features, classes := r.integer(), r.vector()
	r.require(features > 0, "%d features", features)
	r.require(len(classes) == 0, "%d classes", len(classes))
	tree := r.tree(features, 1)
	if err := r.done(); err != nil {
		return err
	}
	*m = DecisionTreeRegressorModel{fitted{name: r.name, features: features}, tree}
	return nil
}
