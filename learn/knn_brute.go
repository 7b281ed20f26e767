package learn

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/mat"

	"golab/internal/simd"
)

// A nearList holds the k nearest rows seen so far, the nearest first.
type nearList struct {
	k    int
	list []neighbor
}

// worst returns the distance that a row must not exceed to come in.
func (l *nearList) worst() float64 {
	if len(l.list) < l.k {
		return math.Inf(1)
	}
	return l.list[l.k-1].distance
}

// offer puts nb in its place, if it is one of the k nearest.
func (l *nearList) offer(nb neighbor) {
	if len(l.list) == l.k {
		if !nb.before(l.list[l.k-1]) {
			return
		}
		l.list = l.list[:l.k-1]
	}
	l.list = append(l.list, nb)
	at := len(l.list) - 1
	for ; at > 0 && nb.before(l.list[at-1]); at-- {
		l.list[at] = l.list[at-1]
	}
	l.list[at] = nb
}

// eachBlock calls work for blocks of at most size of n rows, on all processors.
func eachBlock(n, size int, work func(from, to int)) {
	blocks := (n + size - 1) / size
	workers := min(blocks, runtime.GOMAXPROCS(0))
	if workers == 1 {
		for from := 0; from < n; from += size {
			work(from, min(from+size, n))
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				from := int(next.Add(1)-1) * size
				if from >= n {
					return
				}
				work(from, min(from+size, n))
			}
		})
	}
	wg.Wait()
}

// euclidean searches all rows by the product of two matrices: with the squared
// lengths of the rows r of the fit,
//
//	|q - r|² - |q|² = |r|² - 2·q·r
//
// Rounding spoils that where the lengths are large and the distance is small. So all
// rows that could be among the nearest are measured again, by Σ(q - r)².
type euclidean struct {
	x       *mat.Dense
	lengths []float64 // |r|²
	longest float64   // the largest of them
	doubled []float64 // -2·xᵀ in blocks of columns, see newEuclidean
}

const (
	queryRows  = 128 // rows of q that are searched together
	searchCols = 64  // rows of the fit that are searched together
)

// newEuclidean stores the rows of x by blocks of searchCols, each block transposed, and
// the last filled up with rows infinitely long.
func newEuclidean(x *mat.Dense) *euclidean {
	n, p := x.Dims()
	padded := (n + searchCols - 1) / searchCols * searchCols
	s := &euclidean{x: x, lengths: make([]float64, padded), doubled: make([]float64, padded*p)}
	for r := range n {
		sum := 0.0
		at := r/searchCols*searchCols*p + r%searchCols
		for _, v := range x.RawRowView(r) {
			sum += v * v
			s.doubled[at] = -2 * v
			at += searchCols
		}
		s.lengths[r] = sum
		s.longest = max(s.longest, sum)
	}
	for r := n; r < padded; r++ {
		s.lengths[r] = math.Inf(1)
	}
	return s
}

func (s *euclidean) nearest(q *mat.Dense, k int, found func(row int, near []neighbor)) {
	rows, _ := q.Dims()
	eachBlock(rows, max(4, min(queryRows, 1<<17/k)), func(from, to int) {
		s.search(q, from, to, k, found)
	})
}

// candidates are rows that are among the nearest as far as rounding lets one see.
type candidates struct {
	near  nearList   // the nearest of them, with rounding errors
	slack float64    // twice the error
	worst float64    // what a candidate must not exceed
	all   []neighbor // at most slack behind the worst of near when they came
}

// candidates returns empty lists for rows from to to of q.
func (s *euclidean) candidates(q *mat.Dense, from, to, k int) []candidates {
	n, p := s.x.Dims()
	lists := make([]candidates, to-from)
	room := min(n, 8*k+64)
	memory := make([]neighbor, len(lists)*(k+room))
	for i := range lists {
		length := 0.0
		for _, v := range q.RawRowView(from + i) {
			length += v * v
		}
		part := memory[i*(k+room) : (i+1)*(k+room)]
		lists[i] = candidates{
			near:  nearList{k: k, list: part[:0:k]},
			slack: 4 * float64(p+2) * 0x1p-53 * (length + s.longest),
			worst: math.Inf(1),
			all:   part[k:k:len(part)],
		}
	}
	return lists
}

// search finds the nearest rows of rows from to to of q.
func (s *euclidean) search(q *mat.Dense, from, to, k int, found func(row int, near []neighbor)) {
	n, p := s.x.Dims()
	lists := s.candidates(q, from, to, k)
	workspace := simd.Workspace[float64]{Alone: true}
	c := make([]float64, len(lists)*searchCols)
	for first := 0; first < n; first += searchCols {
		workspace.Multiply(simd.Product[float64]{
			Rows: len(lists), Cols: searchCols, Inner: p,
			A: q.RawMatrix().Data[from*p:], ARow: p, AInner: 1,
			B: s.doubled[first*p:], BStride: searchCols, BPadded: true,
			C: c, CStride: searchCols, CPadded: true,
			Bias: s.lengths[first : first+searchCols],
		})
		for i := range lists {
			lists[i].scan((*[searchCols]float64)(c[i*searchCols:]), first)
		}
	}
	near := nearList{k: k}
	for i := range lists {
		near.list = near.list[:0]
		s.measure(&near, &lists[i], q.RawRowView(from+i))
		found(from+i, near.list)
	}
}

// measure offers near the candidates with their exact distances.
func (s *euclidean) measure(near *nearList, l *candidates, row []float64) {
	if math.IsInf(l.slack, 1) { // the squared lengths overflow, and tell nothing
		n, _ := s.x.Dims()
		for r := range n {
			near.offer(neighbor{squaredDistance(row, s.x.RawRowView(r)), r})
		}
		return
	}
	for _, nb := range l.all {
		if nb.distance <= l.worst {
			near.offer(neighbor{squaredDistance(row, s.x.RawRowView(nb.row)), nb.row})
		}
	}
}

// scan looks through the numbers of the rows that begin with first.
func (l *candidates) scan(values *[searchCols]float64, first int) {
	for j := 0; j < searchCols; j += 4 {
		v := (*[4]float64)(values[j:])
		if w := l.worst; v[0] > w && v[1] > w && v[2] > w && v[3] > w {
			continue
		}
		for i, value := range v {
			if value <= l.worst && !math.IsInf(value, 1) {
				nb := neighbor{value, first + j + i}
				l.near.offer(nb)
				l.all = append(l.all, nb)
				l.worst = l.near.worst() + l.slack
			}
		}
	}
}

// squaredDistance returns Σ(a - b)².
func squaredDistance(a, b []float64) float64 {
	var s, t float64
	b = b[:len(a)]
	for ; len(a) >= 4; a, b = a[4:], b[4:] {
		c, d, e, f := a[0]-b[0], a[1]-b[1], a[2]-b[2], a[3]-b[3]
		s += c*c + d*d
		t += e*e + f*f
	}
	for j, v := range a {
		d := v - b[j]
		s += d * d
	}
	return s + t
}
