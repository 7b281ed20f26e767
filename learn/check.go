package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A training is what an estimator is fitted to, once checked.
type training struct {
	x       *mat.Dense // n×p, its rows next to each other
	n, p    int
	y       []int     // index into classes of each row
	classes []float64 // ascending
	counts  []int     // rows of each class
}

// rows returns all numbers of x, row after row.
func (t *training) rows() []float64 { return t.x.RawMatrix().Data }

// checkXY refuses what no estimator can be fitted to: x empty, or with another number
// of rows than y has labels, or with NaN or an infinite value; labels that are no
// whole numbers, as regression targets are not; and fewer than the given classes. The
// x of the training may be the caller's own memory: it is not to be written to.
func checkXY(where string, x mat.Matrix, y []float64, minClasses int) (*training, error) {
	d, err := checkX(where, x)
	if err != nil {
		return nil, err
	}
	t := &training{x: d}
	t.n, t.p = d.Dims()
	if t.n != len(y) {
		return nil, fmt.Errorf("learn: %s: x has %d rows, y has %d labels", where, t.n, len(y))
	}
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("learn: %s: y[%d] is %v", where, i, v)
		}
		if v != math.Trunc(v) {
			return nil, fmt.Errorf("learn: %s: y[%d] is %v: a class is a whole number; is y a target of regression?", where, i, v)
		}
	}
	t.classes, t.y = classIndex(y)
	t.counts = classCounts(t.y, len(t.classes))
	if len(t.classes) < minClasses {
		return nil, fmt.Errorf("learn: %s: y has %d class, %v, at least %d are needed", where, len(t.classes), t.classes[0], minClasses)
	}
	return t, nil
}

// classWeights returns what a row of each class counts by the hyperparameter
// ClassWeight, nil if all count 1. With "balanced" the rows of each of k classes count n/k
// together.
func (t *training) classWeights(where, kind string) ([]float64, error) {
	kind, err := oneOf(where, "ClassWeight", kind, "", "balanced")
	if err != nil || kind == "" {
		return nil, err
	}
	weights := make([]float64, len(t.classes))
	for c, rows := range t.counts {
		weights[c] = float64(t.n) / float64(len(t.classes)*rows)
	}
	return weights, nil
}

// classCounts counts the rows of each of k classes.
func classCounts(y []int, k int) []int {
	counts := make([]int, k)
	for _, c := range y {
		counts[c]++
	}
	return counts
}

// classIndex returns the distinct labels of y, which holds no NaN, in ascending
// order, and the place of each label among them. -0 is 0.
func classIndex(y []float64) (classes []float64, index []int) {
	seen := map[float64]int{}
	last, lastAt := math.NaN(), 0
	index = make([]int, len(y))
	for i, v := range y {
		if v != last { // labels often come in runs
			at, ok := seen[v]
			if !ok {
				at = len(classes)
				seen[v] = at
				classes = append(classes, v+0)
			}
			last, lastAt = v, at
		}
		index[i] = lastAt
	}
	sorted := slices.Clone(classes)
	slices.Sort(sorted)
	place := make([]int, len(classes))
	for i, v := range classes {
		place[i], _ = slices.BinarySearch(sorted, v)
	}
	for i, c := range index {
		index[i] = place[c]
	}
	return sorted, index
}

// checkX returns x as a dense matrix whose rows lie next to each other, copied only
// where they do not, if x has numbers and all are finite.
func checkX(where string, x mat.Matrix) (*mat.Dense, error) {
	if rowsOf(x) == 0 {
		return nil, fmt.Errorf("learn: %s: x is empty", where)
	}
	d := denseRows(x)
	data := d.RawMatrix().Data
	if v := sum4(data); !math.IsNaN(v - v) {
		return d, nil // the sum is finite, and so are its terms
	}
	_, p := d.Dims()
	for i, v := range data {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("learn: %s: x[%d,%d] is %v", where, i/p, i%p, v)
		}
	}
	return d, nil // finite numbers whose sum is not
}

// rowsOf returns the number of rows of x, 0 if it has no numbers.
func rowsOf(x mat.Matrix) int {
	if x == nil {
		return 0
	}
	if d, ok := x.(*mat.Dense); ok && d == nil {
		return 0
	}
	rows, cols := x.Dims()
	if cols == 0 {
		return 0
	}
	return rows
}

func denseRows(x mat.Matrix) *mat.Dense {
	if d, ok := x.(*mat.Dense); ok {
		if raw := d.RawMatrix(); raw.Stride == raw.Cols {
			return mat.NewDense(raw.Rows, raw.Cols, raw.Data[:raw.Rows*raw.Cols])
		}
	}
	return mat.DenseCopyOf(x)
}

// sum4 adds v in four chains.
func sum4(v []float64) float64 {
	var a, b, c, d float64
	for ; len(v) >= 4; v = v[4:] {
		a += v[0]
		b += v[1]
		c += v[2]
		d += v[3]
	}
	for _, t := range v {
		a += t
	}
	return (a + b) + (c + d)
}
