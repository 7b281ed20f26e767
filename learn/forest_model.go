package learn

import "gonum.org/v1/gonum/mat"

// Predict returns the most probable class of each row of x, m×p.
func (m *RandomForestClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(m.proba(d)), nil
}

// PredictProba returns P(class j | row i) in row i, column j, m×k.
func (m *RandomForestClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	return m.proba(d), nil
}

func (m *RandomForestClassifierModel) proba(x *mat.Dense) *mat.Dense {
	n, _ := x.Dims()
	k := len(m.classes)
	out := mat.NewDense(n, k, nil)
	sums := out.RawMatrix().Data
	inBlocks(x, m.trees, func(from, tree int, leaves []int32) {
		m.trees[tree].addValues(sums[from*k:(from+len(leaves))*k], leaves)
	})
	for i := range sums {
		sums[i] /= float64(len(m.trees))
	}
	return out
}

// Score returns the accuracy of Predict(x) against y.
func (m *RandomForestClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "RandomForestClassifierModel.Score", x, y)
}

// Trees returns the trees of the forest, each a model of its own.
func (m *RandomForestClassifierModel) Trees() []*DecisionTreeClassifierModel {
	return treeModels(m.fitted, m.trees)
}

// FeatureImportances returns the mean of the importances of the trees (see
// [DecisionTreeClassifierModel.FeatureImportances]). The numbers sum to 1, or are all
// 0 if no tree asks anything.
func (m *RandomForestClassifierModel) FeatureImportances() []float64 {
	sums := make([]float64, m.features)
	asking := 0.0
	for _, t := range m.trees {
		if len(t.nodes) > 1 {
			add(sums, normalised(t.importances(m.features)))
			asking++
		}
	}
	for j := range sums {
		sums[j] /= max(1, asking)
	}
	return normalised(sums)
}

// MarshalBinary returns the model as bytes.
func (m *RandomForestClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.trees(m.trees)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *RandomForestClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("RandomForestClassifier", data)
	trees := r.trees(f.features, len(f.classes))
	if err := r.done(); err != nil {
		return err
	}
	*m = RandomForestClassifierModel{fitted: f, trees: trees}
	return nil
}
