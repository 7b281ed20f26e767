package learn

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// TrainTestSplit parts rows at random in two.
//
// Source: train_test_split of scikit-learn 1.9, sklearn/model_selection/_split.py; with
// Seed for its random_state the parts are the same.
type TrainTestSplit struct {
	TestSize float64 // share of the rows to test on, rounded up; 0.25 by default
	Stratify bool    // the same shares of each class in both parts, to one row
	Seed     int64   // random_state, 0 to 2³²-1; 0 is the seed 0
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
	r, err := numpySeed(where, s.Seed)
	if err != nil {
		return nil, err
	}
	var train, test []int
	if s.Stratify {
		if err := checkLabels(where, "y", y); err != nil {
			return nil, err
		}
		classes, index := classIndex(y)
		if train, test, err = stratifiedSplit(r, index, classes, n-tests, tests); err != nil {
			return nil, fmt.Errorf("learn: %s: %w", where, err)
		}
	} else {
		train, test = shuffleSplit(r, n, tests)
	}
	out := &Split{}
	out.XTest, out.YTest = pickRows(d, y, test)
	out.XTrain, out.YTrain = pickRows(d, y, train)
	return out, nil
}

// shuffleSplit parts n rows at random (ShuffleSplit).
func shuffleSplit(r *numpyRandom, n, tests int) (train, test []int) {
	order := r.permutation(n)
	return order[tests:], order[:tests]
}

// stratifiedSplit parts rows, of which y tells the place of the class in classes, so
// that both parts have the classes' shares (StratifiedShuffleSplit).
func stratifiedSplit(r *numpyRandom, y []int, classes []float64, trains, tests int) (train, test []int, err error) {
	counts := classCounts(y, len(classes))
	for c, n := range counts {
		if n < 2 {
			return nil, nil, fmt.Errorf("class %v has 1 row, both parts need one", classes[c])
		}
	}
	if small := min(trains, tests); small < len(counts) {
		return nil, nil, fmt.Errorf("a part has %d rows, there are %d classes", small, len(counts))
	}
	inTrain := modeOfDraws(r, counts, trains)
	left := make([]int, len(counts))
	for c, n := range counts {
		left[c] = n - inTrain[c]
	}
	inTest := modeOfDraws(r, left, tests)
	members := make([][]int, len(counts))
	for i, c := range y {
		members[c] = append(members[c], i)
	}
	for c, rows := range members {
		rows = shuffled(r, rows)
		train = append(train, rows[:inTrain[c]]...)
		test = append(test, rows[inTrain[c]:inTrain[c]+inTest[c]]...)
	}
	return shuffled(r, train), shuffled(r, test), nil
}

// modeOfDraws returns how many rows of each class the likeliest of so many draws without
// replacement has: its share rounded down, and one more for the largest remainders, of
// equal ones by lot (_approximate_mode).
func modeOfDraws(r *numpyRandom, counts []int, draws int) []int {
	total := 0
	for _, n := range counts {
		total += n
	}
	out, rest := make([]int, len(counts)), make([]float64, len(counts))
	missing := draws
	for c, n := range counts {
		share := float64(n) / float64(total) * float64(draws)
		out[c] = int(share)
		rest[c] = share - math.Floor(share)
		missing -= out[c]
	}
	values := slices.Clone(rest)
	slices.Sort(values)
	values = slices.Compact(values)
	for i := len(values) - 1; i >= 0 && missing > 0; i-- {
		var tied []int
		for c, v := range rest {
			if v == values[i] {
				tied = append(tied, c)
			}
		}
		tied = shuffled(r, tied)
		tied = tied[:min(len(tied), missing)]
		for _, c := range tied {
			out[c]++
		}
		missing -= len(tied)
	}
	return out
}

// pickRows copies rows of x and y.
func pickRows[T any](x *mat.Dense, y []T, rows []int) (*mat.Dense, []T) {
	_, p := x.Dims()
	outX, outY := mat.NewDense(len(rows), p, nil), make([]T, len(rows))
	for to, from := range rows {
		copy(outX.RawRowView(to), x.RawRowView(from))
		outY[to] = y[from]
	}
	return outX, outY
}
