package learn

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A kdTree halves the rows of the fit by one column, each half by another, and so on
// to leaves of few rows. A search leaves out the halves that are too far.
type kdTree struct {
	rows   []float64 // n×p, in the order of the leaves
	number []int     // of each row in the fit
	p      int       // columns
	power  int       // of the distance
	nodes  []kdNode  // the root first; node i has the children 2i+1 and 2i+2
	bounds []float64 // for each node, the least and then the largest number of each column
}

// A kdNode covers the rows from first to last, exclusive.
type kdNode struct{ first, last int }

// leafRows is how many rows a leaf has at most.
const leafRows = 24

func newKDTree(x *mat.Dense, power int) *kdTree {
	n, p := x.Dims()
	t := &kdTree{p: p, power: power, number: make([]int, n)}
	for i := range t.number {
		t.number[i] = i
	}
	levels := 1
	for n>>(levels-1) > leafRows {
		levels++
	}
	t.nodes = make([]kdNode, 1<<levels-1)
	t.bounds = make([]float64, len(t.nodes)*2*p)
	t.build(x, 0, 0, n)
	t.rows = make([]float64, n*p)
	for i, row := range t.number {
		copy(t.rows[i*p:], x.RawRowView(row))
	}
	return t
}

// build makes node of the rows from first to last.
func (t *kdTree) build(x *mat.Dense, node, first, last int) {
	t.nodes[node] = kdNode{first, last}
	least, largest := t.box(node)
	copy(least, x.RawRowView(t.number[first]))
	copy(largest, least)
	for _, row := range t.number[first:last] {
		for j, v := range x.RawRowView(row) {
			least[j], largest[j] = min(least[j], v), max(largest[j], v)
		}
	}
	if 2*node+2 >= len(t.nodes) {
		return
	}
	widest := 0
	for j := range least {
		if largest[j]-least[j] > largest[widest]-least[widest] {
			widest = j
		}
	}
	middle := (first + last) / 2
	selectRow(t.number[first:last], middle-first, func(row int) float64 { return x.At(row, widest) })
	t.build(x, 2*node+1, first, middle)
	t.build(x, 2*node+2, middle, last)
}

// box returns the least and the largest number of each column of node.
func (t *kdTree) box(node int) (least, largest []float64) {
	both := t.bounds[node*2*t.p : (node+1)*2*t.p]
	return both[:t.p], both[t.p:]
}

// selectRow puts the k rows with the smallest keys first (C. A. R. Hoare, Algorithm 65:
// Find, CACM 4 (1961)).
func selectRow(rows []int, k int, key func(row int) float64) {
	for low, high := 0, len(rows)-1; low < high; {
		pivot := key(rows[(low+high)/2])
		i, j := low, high
		for i <= j {
			for key(rows[i]) < pivot {
				i++
			}
			for key(rows[j]) > pivot {
				j--
			}
			if i <= j {
				rows[i], rows[j] = rows[j], rows[i]
				i++
				j--
			}
		}
		if k <= j {
			high = j
		} else if k >= i {
			low = i
		} else {
			return
		}
	}
}

func (t *kdTree) nearest(q *mat.Dense, k int, found func(row int, near []neighbor)) {
	rows, _ := q.Dims()
	eachBlock(rows, queryRows, func(from, to int) {
		near := &nearList{k: k}
		for i := from; i < to; i++ {
			near.list = near.list[:0]
			row := q.RawRowView(i)
			t.search(0, t.gap(0, row), row, near)
			found(i, near.list)
		}
	})
}

// search offers the rows of node, which is at least gap away.
func (t *kdTree) search(node int, gap float64, q []float64, near *nearList) {
	if gap > near.worst() {
		return
	}
	if left := 2*node + 1; left < len(t.nodes) {
		right := left + 1
		leftGap, rightGap := t.gap(left, q), t.gap(right, q)
		if leftGap <= rightGap {
			t.search(left, leftGap, q, near)
			t.search(right, rightGap, q, near)
		} else {
			t.search(right, rightGap, q, near)
			t.search(left, leftGap, q, near)
		}
		return
	}
	for i := t.nodes[node].first; i < t.nodes[node].last; i++ {
		row := t.rows[i*t.p : (i+1)*t.p]
		var d float64
		if t.power == 2 {
			d = squaredDistance(q, row)
		} else {
			d = manhattanDistance(q, row, math.Inf(1))
		}
		if d <= near.worst() {
			near.offer(neighbor{d, t.number[i]})
		}
	}
}

// gap returns the distance from q to the box of node, less what rounding may add to
// it: no row of the box is nearer.
func (t *kdTree) gap(node int, q []float64) float64 {
	least, largest := t.box(node)
	sum := 0.0
	for j, v := range q {
		d := max(least[j]-v, v-largest[j], 0)
		if t.power == 2 {
			d *= d
		}
		sum += d
	}
	return sum * (1 - 1e-12)
}
