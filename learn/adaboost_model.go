package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

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
	votes := make([]float64, n*k)
	inBlocks(x, m.trees, func(from, tree int, leaves []int32) {
		m.vote(votes[from*k:(from+len(leaves))*k], tree, leaves)
	})
	return m.outcome(votes, sum)
}

// vote adds the votes of a tree on rows that end in leaves, k numbers a row.
func (m *AdaBoostClassifierModel) vote(votes []float64, tree int, leaves []int32) {
	t, k, w := m.trees[tree], len(m.classes), m.EstimatorWeights[tree]
	against := w / math.Max(1, float64(k-1))
	for i, leaf := range leaves {
		row := votes[i*k : (i+1)*k]
		for c := range row {
			row[c] -= against
		}
		class := largest(t.value(leaf))
		row[class] += against + w
	}
}

// outcome returns the decisions that votes lead to, whose weights add up to sum.
func (m *AdaBoostClassifierModel) outcome(votes []float64, sum float64) *mat.Dense {
	k := len(m.classes)
	n := len(votes) / k
	if k == 1 {
		return mat.NewDense(n, 1, nil)
	}
	f := mat.NewDense(n, k, nil)
	f.Scale(1/sum, mat.NewDense(n, k, votes))
	if k > 2 {
		return f
	}
	out := mat.NewDense(n, 1, nil)
	for i := range n {
		out.Set(i, 0, f.At(i, 1)-f.At(i, 0))
	}
	return out
}

// winners returns the classes that decisions are for.
func (m *AdaBoostClassifierModel) winners(f *mat.Dense) []float64 {
	if len(m.classes) != 2 {
		return m.argmaxRows(f)
	}
	n, _ := f.Dims()
	y := make([]float64, n)
	for i := range y {
		y[i] = m.classes[0]
		if f.At(i, 0) > 0 {
			y[i] = m.classes[1]
		}
	}
	return y
}

// Predict returns the class of each row of x, m×p, that wins the vote.
func (m *AdaBoostClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.winners(m.decisions(d)), nil
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
