package learn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// StagedScore returns the accuracy on x and y that the model had after each stage; the last
// is that of Score. It fails as Score does.
func (m *GradientBoostingClassifierModel) StagedScore(x mat.Matrix, y []float64) ([]float64, error) {
	d, err := m.checkScored("StagedScore", x, y)
	if err != nil {
		return nil, err
	}
	k := len(m.start)
	f := mat.NewDense(len(y), k, nil)
	for i := range y {
		copy(f.RawRowView(i), m.start)
	}
	var scores []float64
	leaves := make([]int32, len(y))
	for tree, t := range m.trees {
		t.walk(d.RawMatrix().Data, m.features, leaves)
		m.advance(f.RawMatrix().Data, tree, leaves)
		if tree%k == k-1 {
			scores = append(scores, AccuracyScore(y, m.winners(f)))
		}
	}
	return scores, nil
}

// StagedScore returns the accuracy on x and y that the first tree has, the first two, and
// so on; the last is that of Score. It fails as Score does.
func (m *AdaBoostClassifierModel) StagedScore(x mat.Matrix, y []float64) ([]float64, error) {
	d, err := m.checkScored("StagedScore", x, y)
	if err != nil {
		return nil, err
	}
	votes, sum := make([]float64, len(y)*len(m.classes)), 0.0
	var scores []float64
	leaves := make([]int32, len(y))
	for tree, t := range m.trees {
		t.walk(d.RawMatrix().Data, m.features, leaves)
		m.vote(votes, tree, leaves)
		sum += m.EstimatorWeights[tree]
		scores = append(scores, AccuracyScore(y, m.winners(m.outcome(votes, sum))))
	}
	return scores, nil
}

// checkScored is check, and refuses other than one label for each row.
func (f *fitted) checkScored(method string, x mat.Matrix, y []float64) (*mat.Dense, error) {
	d, err := f.check(method, x)
	if err != nil {
		return nil, err
	}
	if rows, _ := d.Dims(); rows != len(y) {
		return nil, fmt.Errorf("learn: %sModel.%s: x has %d rows, y has %d labels", f.name, method, rows, len(y))
	}
	return d, nil
}
