package labs

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// mostClasses is how many classes may be inferred from the labels, as in Spark's trees.
const mostClasses = 100

// A trainingSet is what a classifier is fitted with: n rows of p features, each of one of
// k classes.
type trainingSet struct {
	x       *mat.Dense // n×p
	y       []int      // n
	labels  []float64  // y
	n, p, k int
	counts  []float64 // rows of each class
}

// columns are the names of what a classifier reads and adds.
type columns struct {
	features, label string
	added           addedColumns
}

// newTrainingSet reads the features and labels in df. The number of classes is the
// largest label and 1. It fails when a column is missing or one to be added is there, when
// there are no rows, when a feature is not finite, when a label is not one of 0, 1, …,
// 99, and when all labels are the same.
func newTrainingSet(df dataframe.DataFrame, c columns) (*trainingSet, error) {
	x, err := vectorsOf(df, c.features)
	if err != nil {
		return nil, err
	}
	if err := c.added.free(df); err != nil {
		return nil, err
	}
	if err := finite(x, c.features); err != nil {
		return nil, err
	}
	s := &trainingSet{x: x}
	s.n, s.p = x.Dims()
	if s.labels, err = labels(df, c.label); err != nil {
		return nil, err
	}
	s.y = make([]int, s.n)
	for i, label := range s.labels {
		if label != math.Trunc(label) || label < 0 || math.IsNaN(label) || math.IsInf(label, 0) {
			return nil, fmt.Errorf("row %d has %s = %v, labels are 0, 1, …", i, c.label, label)
		}
		if label >= mostClasses {
			return nil, fmt.Errorf("row %d has %s = %v, at most %d classes are told from labels", i, c.label, label, mostClasses)
		}
		s.y[i] = int(label)
		s.k = max(s.k, s.y[i]+1)
	}
	s.counts = make([]float64, s.k)
	for _, c := range s.y {
		s.counts[c]++
	}
	if s.counts[s.y[0]] == float64(s.n) {
		return nil, fmt.Errorf("all %d rows have %s = %d, a classifier needs two classes", s.n, c.label, s.y[0])
	}
	return s, nil
}
