package learn

import (
	"fmt"
	"math"
	"sync"

	"gonum.org/v1/gonum/mat"
)

// KNeighborsClassifier predicts the class that most of the k nearest rows of the fit
// have; of classes with as many, the smallest. The distance of two rows is
//
//	√Σ_j (a_j - b_j)²   or, with P = 1,   Σ_j |a_j - b_j|
//
// Of rows equally far, that which comes first in the fit is nearer; in scikit-learn,
// rounding errors decide. Many columns are searched row by row, few by a k-d tree
// (J. L. Bentley, Multidimensional binary search trees used for associative searching,
// CACM 18 (1975)); both find the same.
//
// Source: KNeighborsClassifier of scikit-learn 1.9, sklearn/neighbors/_classification.py.
type KNeighborsClassifier struct {
	// NNeighbors is k; 5 by default.
	NNeighbors int

	// Weights say how much a neighbour counts: "uniform", the default, is 1 for each;
	// "distance" is the inverse of its distance, and where neighbours have distance 0,
	// those alone count.
	Weights string

	// P is the power in the distance, 2 (Euclidean) by default, or 1 (Manhattan).
	P int

	// Algorithm is "brute", "kd_tree" or "auto", the default: the tree where it is
	// faster, with so few columns p that there are 128·2ᵖ rows.
	Algorithm string
}

// A KNeighborsClassifierModel is a fitted [KNeighborsClassifier].
type KNeighborsClassifierModel struct {
	neighbors int
	weighted  bool // by distance
	p         int
	tree      bool
	x         *mat.Dense // the rows of the fit, n×p
	y         []int      // their index in the classes

	search func() searcher // makes it when it is called for the first time

	fitted
}

// A searcher finds the nearest rows of the fit.
type searcher interface {
	// nearest calls found for each row of q with its k nearest ones, the nearest
	// first; found must not keep them. It may be called from many goroutines at once.
	nearest(q *mat.Dense, k int, found func(row int, near []neighbor))
}

// A neighbor is a row of the fit and how far it is: the distance, squared if Euclidean.
type neighbor struct {
	distance float64
	row      int
}

// before reports whether a is nearer than b.
func (a neighbor) before(b neighbor) bool {
	return a.distance < b.distance || a.distance == b.distance && a.row < b.row
}

// Fit keeps the rows of x, n×p, and their classes y. One class is enough.
//
// It fails when x is empty, holds NaN or an infinite value, or has not one row for each
// label; when a label is no whole number; when there are fewer rows than NNeighbors;
// and when a field is outside its range.
func (e KNeighborsClassifier) Fit(x mat.Matrix, y []float64) (*KNeighborsClassifierModel, error) {
	const where = "KNeighborsClassifier.Fit"
	k, err := atLeastOne(where, "NNeighbors", e.NNeighbors, 5)
	if err != nil {
		return nil, err
	}
	weights, err := oneOf(where, "Weights", e.Weights, "uniform", "distance")
	if err != nil {
		return nil, err
	}
	algorithm, err := oneOf(where, "Algorithm", e.Algorithm, "auto", "brute", "kd_tree")
	if err != nil {
		return nil, err
	}
	p, err := atLeastOne(where, "P", e.P, 2)
	if err == nil && p > 2 {
		err = fmt.Errorf("learn: %s: P is %d, it must be 1 or 2", where, p)
	}
	if err != nil {
		return nil, err
	}
	t, err := checkXY(where, x, y, 1)
	if err != nil {
		return nil, err
	}
	if k > t.n {
		return nil, fmt.Errorf("learn: %s: NNeighbors is %d, x has %d rows", where, k, t.n)
	}
	m := &KNeighborsClassifierModel{
		fitted:    newFitted("KNeighborsClassifier", t),
		neighbors: k, weighted: weights == "distance", p: p,
		x: mat.DenseCopyOf(t.x), y: t.y,
	}
	m.tree = algorithm == "kd_tree" || algorithm == "auto" && t.n>>min(t.p, 62) >= 128
	m.prepare()
	return m, nil
}

// prepare sets search, for which the first prediction arranges the rows.
func (m *KNeighborsClassifierModel) prepare() {
	x, p, tree := m.x, m.p, m.tree
	m.search = sync.OnceValue(func() searcher {
		switch {
		case tree:
			return newKDTree(x, p)
		case p == 1:
			return newManhattan(x)
		}
		return newEuclidean(x)
	})
}

func (e KNeighborsClassifier) fitClassifier(x mat.Matrix, y []float64) (Classifier, error) {
	return asClassifier(e.Fit(x, y))
}

// String writes the estimator as Go does, without the fields that are defaults.
func (e KNeighborsClassifier) String() string { return repr(e) }

// vote adds to the classes' votes what the neighbours say.
func (m *KNeighborsClassifierModel) vote(votes []float64, near []neighbor) {
	for _, nb := range near {
		weight := 1.0
		if m.weighted {
			switch d := m.distance(nb); {
			case d > 0 && near[0].distance == 0:
				weight = 0
			case d > 0:
				weight = 1 / d
			}
		}
		votes[m.y[nb.row]] += weight
	}
}

func (m *KNeighborsClassifierModel) distance(nb neighbor) float64 {
	if m.p == 2 {
		return math.Sqrt(nb.distance)
	}
	return nb.distance
}

// votes returns those of the classes for each row of x, m×k.
func (m *KNeighborsClassifierModel) votes(x *mat.Dense) *mat.Dense {
	rows, _ := x.Dims()
	votes := mat.NewDense(rows, len(m.classes), nil)
	m.search().nearest(x, m.neighbors, func(row int, near []neighbor) {
		m.vote(votes.RawRowView(row), near)
	})
	return votes
}

// Predict returns the class with most votes for each row of x, m×p.
func (m *KNeighborsClassifierModel) Predict(x mat.Matrix) ([]float64, error) {
	d, err := m.check("Predict", x)
	if err != nil {
		return nil, err
	}
	return m.argmaxRows(m.votes(d)), nil
}

// PredictProba returns the share of class j in the votes for row i in row i, column j,
// m×k.
func (m *KNeighborsClassifierModel) PredictProba(x mat.Matrix) (*mat.Dense, error) {
	d, err := m.check("PredictProba", x)
	if err != nil {
		return nil, err
	}
	votes := m.votes(d)
	rows, _ := votes.Dims()
	for i := range rows {
		row := votes.RawRowView(i)
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for j := range row {
			row[j] /= sum
		}
	}
	return votes, nil
}

// KNeighbors returns for each row of x, m×p, its n nearest rows of the fit, the
// nearest first: their distances, m×n, and their numbers. n is NNeighbors by default.
func (m *KNeighborsClassifierModel) KNeighbors(x mat.Matrix, n int) (distances *mat.Dense, rows [][]int, err error) {
	d, err := m.check("KNeighbors", x)
	if err != nil {
		return nil, nil, err
	}
	if n, err = atLeastOne("KNeighborsClassifierModel.KNeighbors", "n", n, m.neighbors); err != nil {
		return nil, nil, err
	}
	if n > len(m.y) {
		return nil, nil, fmt.Errorf("learn: KNeighborsClassifierModel.KNeighbors: n is %d, the fit had %d rows", n, len(m.y))
	}
	count, _ := d.Dims()
	distances, rows = mat.NewDense(count, n, nil), make([][]int, count)
	m.search().nearest(d, n, func(row int, near []neighbor) {
		rows[row] = make([]int, n)
		for j, nb := range near {
			rows[row][j] = nb.row
			distances.Set(row, j, m.distance(nb))
		}
	})
	return distances, rows, nil
}

// Score returns the accuracy of Predict(x) against y.
func (m *KNeighborsClassifierModel) Score(x mat.Matrix, y []float64) (float64, error) {
	return accuracy(m, "KNeighborsClassifierModel.Score", x, y)
}

// MarshalBinary returns the model, with the rows of its fit, as bytes.
func (m *KNeighborsClassifierModel) MarshalBinary() ([]byte, error) {
	w, err := m.frame()
	if err != nil {
		return nil, err
	}
	w.flag(m.weighted)
	w.flag(m.tree)
	w.integer(m.neighbors)
	w.integer(m.p)
	w.integers(m.y)
	w.vector(m.x.RawMatrix().Data)
	return w.bytes(), nil
}

// UnmarshalBinary replaces the model by the one in data, which MarshalBinary made. It
// fails, and changes nothing, when data is anything else.
func (m *KNeighborsClassifierModel) UnmarshalBinary(data []byte) error {
	r, f := openFrame("KNeighborsClassifier", data)
	read := &KNeighborsClassifierModel{fitted: f}
	read.weighted, read.tree = r.flag(), r.flag()
	read.neighbors, read.p = r.integer(), r.integer()
	read.y = r.integers()
	r.require(read.p == 1 || read.p == 2, "a power of %d", read.p)
	r.require(read.neighbors > 0 && read.neighbors <= len(read.y), "%d neighbours of %d rows", read.neighbors, len(read.y))
	for i, c := range read.y {
		r.require(c >= 0 && c < len(f.classes), "row %d has class %d of %d", i, c, len(f.classes))
	}
	read.x = r.matrix(len(read.y), f.features, "x")
	if err := r.done(); err != nil {
		return err
	}
	read.prepare()
	*m = *read
	return nil
}
