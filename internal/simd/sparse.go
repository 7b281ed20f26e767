package simd

import "fmt"

// Sparse is rows of numbers without their zeros: for each row, in the order of the
// columns, the column and the number of every entry that is not 0. NaN is kept.
type Sparse[T Float] struct {
	cols    int
	starts  []int // of the rows in entries, and where the last one ends
	entries []entry[T]
}

// entry is a number that is not 0.
type entry[T Float] struct {
	col   int32
	value T
}

// NewSparse returns no rows, of cols columns.
func NewSparse[T Float](cols int) *Sparse[T] {
	return &Sparse[T]{cols: cols, starts: make([]int, 1)}
}

// Append adds the rows of v, which begin stride apart.
func (s *Sparse[T]) Append(v []T, rows, stride int) {
	for r := range rows {
		s.appendRow(v[r*stride:][:s.cols])
	}
}

// appendRow adds a row. Each number is written, and the next one over it if it is 0:
// a branch for each would be guessed wrong too often.
func (s *Sparse[T]) appendRow(row []T) {
	at := len(s.entries)
	if cap(s.entries)-at < len(row) {
		more := make([]entry[T], at, 2*(at+len(row)))
		copy(more, s.entries)
		s.entries = more
	}
	entries := s.entries[:at+len(row)]
	for j, v := range row {
		entries[at] = entry[T]{int32(j), v}
		kept := 0
		if v != 0 {
			kept = 1
		}
		at += kept
	}
	s.entries = entries[:at]
	s.starts = append(s.starts, at)
}

// Reset takes all rows away and keeps their memory.
func (s *Sparse[T]) Reset() { s.starts, s.entries = s.starts[:1], s.entries[:0] }

// Rows returns the number of rows.
func (s *Sparse[T]) Rows() int { return len(s.starts) - 1 }

// Cols returns the number of columns.
func (s *Sparse[T]) Cols() int { return s.cols }

// Entries returns how many numbers are not 0.
func (s *Sparse[T]) Entries() int { return s.starts[len(s.starts)-1] - s.starts[0] }

// Pays reports whether products with the rows are faster than with dense ones: as
// measured, when less than 2 of 5 numbers are not 0 with vectors, 9 of 10 without.
// Making the rows costs as much as several products with them.
func (s *Sparse[T]) Pays() bool {
	all := s.Rows() * s.cols
	if vectorized[T]() {
		return 5*s.Entries() < 2*all
	}
	return 10*s.Entries() < 9*all
}

// Slice returns rows from to to, which share their memory with s. It is not for
// Append.
func (s *Sparse[T]) Slice(from, to int) Sparse[T] {
	return Sparse[T]{cols: s.cols, starts: s.starts[from : to+1], entries: s.entries}
}

// row returns the entries of row r.
func (s *Sparse[T]) row(r int) []entry[T] { return s.entries[s.starts[r]:s.starts[r+1]] }

// SparseProduct is a product with rows of X, which X lists in Rows:
//
//	MultiplySparse      C := bias + X[Rows]·B, then ReLU
//	AccumulateSparse    B += X[Rows]ᵀ·C
//
// Every sum has the order of the dense product, whose numbers are the same as long as
// no factor is infinite or NaN: only terms that are 0 are left out.
type SparseProduct[T Float] struct {
	X    Sparse[T]
	List []int // of rows of X; nil: all

	Cols    int
	B       []T // X.Cols() rows of Cols numbers; row l starts at l·BStride
	BStride int

	C       []T // a row for each of List, with room for Padded(Cols) numbers
	CStride int
	Bias    []T // Cols numbers; nil: zeros
	ReLU    bool
}

// Rows returns the number of rows of C.
func (p *SparseProduct[T]) Rows() int {
	if p.List != nil {
		return len(p.List)
	}
	return p.X.Rows()
}

// row returns the entries of row i of C.
func (p *SparseProduct[T]) row(i int) []entry[T] {
	if p.List != nil {
		i = p.List[i]
	}
	return p.X.row(i)
}

// check reads the last entries of all matrices and the whole list.
func (p *SparseProduct[T]) check(name string) {
	rows := p.X.Rows()
	if p.Cols < 1 || p.X.cols < 1 || p.BStride < p.Cols {
		panic(fmt.Errorf("simd: %s: %d columns to %d that begin %d apart", name, p.X.cols, p.Cols, p.BStride))
	}
	for i, r := range p.List {
		if uint(r) >= uint(rows) {
			panic(fmt.Errorf("simd: %s: List[%d] = %d of %d rows", name, i, r, rows))
		}
	}
	_ = p.B[(p.X.cols-1)*p.BStride+p.Cols-1]
	if n := p.Rows(); n > 0 {
		_ = p.C[(n-1)*p.CStride+Padded(p.Cols)-1]
	}
}
