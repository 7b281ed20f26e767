package learn

import (
	"fmt"
	"slices"
)

// A Fold is one way to part rows: their numbers, ascending.
type Fold struct {
	Train, Test []int
}

// A Splitter parts rows in several ways.
type Splitter interface {
	// Split returns the folds of len(y) rows with the classes y.
	Split(y []float64) ([]Fold, error)
}

// KFold tests on each of n parts of the rows in turn. The parts are runs of rows, as
// long as each other, but for one row more in the first ones.
//
// Source: KFold of scikit-learn 1.9, sklearn/model_selection/_split.py; the folds are
// the same, those of a Seed as of its random_state.
type KFold struct {
	NSplits int   // parts, at least 2; 5 by default
	Shuffle bool  // draws the parts instead
	Seed    int64 // random_state, 0 to 2³²-1; 0 is the seed 0
}

// StratifiedKFold is as [KFold], with the same share of each class in all parts as far
// as the numbers allow.
//
// Source: StratifiedKFold of scikit-learn 1.9, sklearn/model_selection/_split.py; the
// folds are the same, those of a Seed as of its random_state.
type StratifiedKFold struct {
	NSplits int   // parts, at least 2; 5 by default
	Shuffle bool  // draws the rows of each class for the parts instead
	Seed    int64 // random_state, 0 to 2³²-1; 0 is the seed 0
}

// Split returns the folds. It fails when there are fewer rows than parts, or fewer than
// two parts.
func (k KFold) Split(y []float64) ([]Fold, error) {
	const where = "KFold.Split"
	parts, err := partCount(where, k.NSplits, len(y))
	if err != nil {
		return nil, err
	}
	r, err := numpySeed(where, k.Seed)
	if err != nil {
		return nil, err
	}
	order := ascending(len(y))
	if k.Shuffle {
		r.shuffle(order)
	}
	part := make([]int, len(y))
	at := 0
	for p := range parts {
		size := len(y) / parts
		if p < len(y)%parts {
			size++
		}
		for _, i := range order[at : at+size] {
			part[i] = p
		}
		at += size
	}
	return folds(part, parts), nil
}

// partCount checks the number of parts.
func partCount(where string, parts, rows int) (int, error) {
	if parts == 0 {
		parts = 5
	}
	if parts < 2 {
		return 0, fmt.Errorf("learn: %s: NSplits is %d, it must be at least 2", where, parts)
	}
	if parts > rows {
		return 0, fmt.Errorf("learn: %s: NSplits is %d, there are %d rows", where, parts, rows)
	}
	return parts, nil
}

// folds tests on each part of the rows in turn.
func folds(part []int, parts int) []Fold {
	out := make([]Fold, parts)
	for i, p := range part {
		for f := range out {
			if f == p {
				out[f].Test = append(out[f].Test, i)
			} else {
				out[f].Train = append(out[f].Train, i)
			}
		}
	}
	return out
}

// Split returns the folds. It fails when a label is no whole number, when no class has
// as many rows as there are parts, and when there are fewer than two parts.
func (k StratifiedKFold) Split(y []float64) ([]Fold, error) {
	const where = "StratifiedKFold.Split"
	parts, err := partCount(where, k.NSplits, len(y))
	if err != nil {
		return nil, err
	}
	if err := checkLabels(where, "y", y); err != nil {
		return nil, err
	}
	index, counts := byAppearance(y)
	if most := slices.Max(counts); parts > most {
		return nil, fmt.Errorf("learn: %s: NSplits is %d, the largest class has %d rows", where, parts, most)
	}
	r, err := numpySeed(where, k.Seed)
	if err != nil {
		return nil, err
	}
	queues := make([][]int, len(counts)) // the parts of the rows of each class, in their order
	for c, allocated := range allocate(counts, parts) {
		for p, n := range allocated {
			queues[c] = append(queues[c], slices.Repeat([]int{p}, n)...)
		}
		if k.Shuffle {
			r.shuffle(queues[c])
		}
	}
	part := make([]int, len(y))
	for i, c := range index {
		part[i] = queues[c][0]
		queues[c] = queues[c][1:]
	}
	return folds(part, parts), nil
}

// byAppearance numbers the classes of y in the order in which they appear, and counts
// their rows.
func byAppearance(y []float64) (index, counts []int) {
	number := map[float64]int{}
	index = make([]int, len(y))
	for i, v := range y {
		c, ok := number[v]
		if !ok {
			c = len(counts)
			number[v] = c
			counts = append(counts, 0)
		}
		counts[c]++
		index[i] = c
	}
	return index, counts
}

// allocate returns how many rows of each class each part gets: the rows, sorted by
// class, are dealt to the parts like cards.
func allocate(counts []int, parts int) [][]int {
	out := make([][]int, len(counts))
	card := 0
	for c, n := range counts {
		out[c] = make([]int, parts)
		for range n {
			out[c][card%parts]++
			card++
		}
	}
	return out
}
