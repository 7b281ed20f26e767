package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// DecisionFunction returns F of each row of x: m×1 numbers for two classes, at or above
// 0 for the second, and else m×k.
func (m *GradientBoostingClassifierModel) DecisionFunction(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("DecisionFunction", x)
	if err != nil {
		return nil, err
	}
	return m.decisions(d), nil
}

func (m *GradientBoostingClassifierModel) decisions(x *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	k := len(m.start)
	out := mat.NewDense(n, k, nil)
	for i := range n {
		copy(out.RawRowView(i), m.start)
	}
	f := out.RawMatrix().Data
	inBlocks(x, m.trees, func(from, tree int, leaves []int32) {
		m.advance(f[from*k:(from+len(leaves))*k], tree, leaves)
	})
	return out
}

// advance adds a tree to the decisions f of rows that end in leaves.
func (m *GradientBoostingClassifierModel) advance(f []float64, tree int, leaves []int32) {
	values, k := m.trees[tree].values, len(m.start)
	at := tree % k
	for _, leaf := range leaves {
		f[at] += float64(m.rate * values[leaf])
		at += k
	}
}

// winners returns the classes that decisions are for.
func (m *GradientBoostingClassifierModel) winners(f *mat.Dense) []float64 {
	if len(m.start) > 1 {
		return m.argmaxRows(f)
	}
	n, _ := f.Dims()
	y := make([]float64, n)
	for i := range y {
		y[i] = m.classes[0]
		if f.At(i, 0) >= 0 {
			y[i] = m.classes[1]
		}
	}
	return y
}

// Predict returns the most probable class of each row of x, m×p; of two that are
// equally probable the second.
func (m *GradientBoostingClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.winners(m.decisions(d)), nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *GradientBoostingClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	f := m.decisions(d)
	if len(m.start) > 1 {
		return softmaxRows(f), nil
	}
	scale := 1.0
	if m.loss == boostExponential {
		scale = 2
	}
	n, _ := f.Dims()
	out := mat.NewDense(n, 2, nil)
	for i := range n {
		p := sigmoid(scale * f.At(i, 0))
		out.SetRow(i, []float64{1 - p, p})
	}
	return out, nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *GradientBoostingClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "GradientBoostingClassifierModel.Score", x, y)
}

// FeatureImportances returns for each feature the share of all improvement of the
// squared error of the gradients that its questions made. The numbers sum to 1, or are
// all 0 if no tree asks anything.
func (m *GradientBoostingClassifierModel) FeatureImportances() []float64 {
	sums := make([]float64, m.features)
	for _, t := range m.trees {
		if len(t.nodes) > 1 {
			add(sums, t.importances(m.features))
		}
	}
	return normalised(sums)
}

// MarshalBinary returns the model as bytes.
func (m *GradientBoostingClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.integer(int(m.loss))
	w.number(m.rate)
	w.vector(m.start)
	w.vector(m.TrainScore)
	w.vector(m.OOBImprovement)
	w.trees(m.trees)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *GradientBoostingClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("GradientBoostingClassifier", data)
	read := GradientBoostingClassifierModel{fitted: f, loss: boostingLoss(r.integer()), rate: r.number()}
	known := read.loss == boostLogLoss || read.loss == boostExponential && len(f.classes) == 2
	r.require(known, "loss %d for %d classes", int(read.loss), len(f.classes))
	k := len(f.classes)
	r.require(k > 1, "%d class", k)
	if k <= 2 {
		k = 1
	}
	r.require(read.rate >= 0 && !math.IsInf(read.rate, 0), "the learning rate is %v", read.rate)
	read.start = r.vectorOf(k, "start")
	read.TrainScore = r.vector()
	read.OOBImprovement = r.vector()
	read.trees = r.trees(f.features, 1)
	r.require(len(read.trees)%k == 0, "%d trees for %d classes", len(read.trees), k)
	if err := r.done(); err != nil {
		return err
	}
	*m = read
	return nil
}
