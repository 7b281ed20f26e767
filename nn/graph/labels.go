package graph

import "slices"

// labels says how the labels of a row enter the graph.
type labels struct {
	classes      bool    // one class number per row, which becomes a row of 0 and 1
	scale, shift float64 // each number y becomes y·scale + shift
	mean         bool    // a row's loss is the mean of its terms, else the sum
	sides        bool    // labels become −1 and 1 where all are 0 and 1
}

// fill writes the labels y of some rows, and the weights of the rows, nil for all 1,
// into dst and scale, k numbers for each row.
func (l labels) fill(dst, scale []float64, k int, y, weights []float64) {
	rows := len(dst) / k
	sides := l.sides && !slices.ContainsFunc(y, func(v float64) bool { return v != 0 && v != 1 })
	for i := range rows {
		w := 1 / float64(rows)
		if weights != nil {
			w *= weights[i]
		}
		if l.mean {
			w /= float64(k)
		}
		for j := range k {
			label := 0.0
			switch {
			case !l.classes:
				label = y[i*k+j]
			case int(y[i]) == j:
				label = 1
			}
			if sides {
				label = 2*label - 1
			}
			dst[i*k+j] = label*l.scale + l.shift
			scale[i*k+j] = w
		}
	}
}
