package learn

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// manhattan searches all rows, and leaves each as soon as it is too far. So the columns
// that differ most come first.
type manhattan struct {
	x     *mat.Dense // of the fit, its columns in that order
	order []int
}

func newManhattan(x *mat.Dense) manhattan {
	n, p := x.Dims()
	s := manhattan{x: mat.NewDense(n, p, nil), order: make([]int, p)}
	mean, spread := make([]float64, p), make([]float64, p)
	for i := range n {
		for j, v := range x.RawRowView(i) {
			mean[j] += v / float64(n)
		}
	}
	for i := range n {
		for j, v := range x.RawRowView(i) {
			spread[j] += math.Abs(v - mean[j])
		}
	}
	for j := range s.order {
		s.order[j] = j
	}
	slices.SortStableFunc(s.order, func(a, b int) int { return cmp.Compare(spread[b], spread[a]) })
	for i := range n {
		s.arrange(s.x.RawRowView(i), x.RawRowView(i))
	}
	return s
}

// arrange copies row with its columns in order.
func (s manhattan) arrange(to, row []float64) {
	for j, from := range s.order {
		to[j] = row[from]
	}
}

func (s manhattan) nearest(q *mat.Dense, k int, found func(row int, near []neighbor)) {
	n, p := s.x.Dims()
	rows, _ := q.Dims()
	data := s.x.RawMatrix().Data
	eachBlock(rows, queryRows, func(from, to int) {
		near, row := nearList{k: k}, make([]float64, p)
		for i := from; i < to; i++ {
			near.list = near.list[:0]
			s.arrange(row, q.RawRowView(i))
			worst := math.Inf(1)
			for r := range n {
				if d := manhattanDistance(row, data[r*p:(r+1)*p], worst); d <= worst {
					near.offer(neighbor{d, r})
					worst = near.worst()
				}
			}
			found(i, near.list)
		}
	})
}

// manhattanDistance returns Σ|a - b|, or some number above worst if that is.
func manhattanDistance(a, b []float64, worst float64) float64 {
	var s, t, u, w float64
	b = b[:len(a)]
	for len(a) >= 8 {
		c, d := (*[8]float64)(a), (*[8]float64)(b)
		s += math.Abs(c[0]-d[0]) + math.Abs(c[1]-d[1])
		t += math.Abs(c[2]-d[2]) + math.Abs(c[3]-d[3])
		u += math.Abs(c[4]-d[4]) + math.Abs(c[5]-d[5])
		w += math.Abs(c[6]-d[6]) + math.Abs(c[7]-d[7])
		if sum := (s + t) + (u + w); sum > worst {
			return sum
		}
		a, b = a[8:], b[8:]
	}
	for j, v := range a {
		s += math.Abs(v - b[j])
	}
	return (s + t) + (u + w)
}
