package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// TrainTestSplit parts rows at random in two.
//
// Source: train_test_split of scikit-learn 1.9, sklearn/model_selection/_split.py; the
// sizes are the same, the draws are not.
type TrainTestSplit struct {
	TestSize float64 // share of the rows to test on, rounded up; 0.25 by default
	Stratify bool    // the same shares of each class in both parts, to one row
	Seed     int64   // of the draws
}

// A Split is what [TrainTestSplit.Split] parted.
type Split struct {
	XTrain, XTest *mat.Dense
	YTrain, YTest []float64
}

// Split copies the rows of x, n×p, and their labels y to two parts. The rows of both are
// in random order.
//
// It fails when x is empty, holds NaN or an infinite value, or has not one row for each
// label; when TestSize is not between 0 and 1 or leaves a part empty; and with
// Stratify, when a label is no whole number or a class has only one row.
func (s TrainTestSplit) Split(x mat.Matrix, y []float64) (*Split, error) {
	const where = "TrainTestSplit.Split"
	d, err := checkX(where, x)
	if err != nil {
		return nil, err
	}
	n, _ := d.Dims()
	if n != len(y) {
		return nil, fmt.Errorf("learn: %s: x has %d rows, y has %d labels", where, n, len(y))
	}
	size := s.TestSize
	if size == 0 {
		size = 0.25
	}
	if !(size > 0 && size < 1) {
		return nil, fmt.Errorf("learn: %s: TestSize is %v, it must be between 0 and 1", where, size)
	}
	tests := int(math.Ceil(size * float64(n)))
	if tests == n {
		return nil, fmt.Errorf("learn: %s: TestSize is %v, of %d rows that leaves none to train on", where, size, n)
	}
	r := random(s.Seed)
	order := r.Perm(n)
	if s.Stratify {
		if err := checkLabels(where, "y", y); err != nil {
			return nil, err
		}
		if order, err = stratify(order, y, tests); err != nil {
			return nil, fmt.Errorf("learn: %s: %w", where, err)
		}
		shuffle(r, order[:tests])
		shuffle(r, order[tests:])
	}
	out := &Split{}
	out.XTest, out.YTest = takeRows(d, y, order[:tests])
	out.XTrain, out.YTrain = takeRows(d, y, order[tests:])
	return out, nil
}

// stratify moves to the front of order so many rows that each class has its share of
// them: of the classes whose share is no whole number, those with the largest
// remainders have one row more.
func stratify(order []int, y []float64, front int) ([]int, error) {
	index, counts := byAppearance(y)
	want, rest := make([]int, len(counts)), make([]int, len(counts))
	missing := front
	for c, n := range counts {
		if n < 2 {
			return nil, fmt.Errorf("class %v has 1 row, both parts need one", y[slices.Index(index, c)])
		}
		want[c] = n * front / len(y)
		rest[c] = c
		missing -= want[c]
	}
	slices.SortStableFunc(rest, func(a, b int) int {
		return counts[b]*front%len(y) - counts[a]*front%len(y)
	})
	for _, c := range rest[:missing] {
		want[c]++
	}
	var first, last []int
	for _, i := range order {
		if c := index[i]; want[c] > 0 {
			want[c]--
			first = append(first, i)
		} else {
			last = append(last, i)
		}
	}
	return append(first, last...), nil
}
