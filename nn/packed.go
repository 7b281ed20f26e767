package nn

// packed holds rows of numbers by their non-zero entries: what a stage reads.
// Counts are mostly zeros (Spambase is 77 %) and so are the outputs of ReLU; and
// a product that walks the entries of one row keeps its sums in registers.
type packed[T float] struct {
	from, to []int   // where each row's entries start and end
	at       []int32 // column of each entry
	val      []T
	live     bool // zero entries came from ReLU, no gradient flows back to them
}

// newPacked returns room for rows rows of up to width entries.
func newPacked[T float](rows, width int) packed[T] {
	return packed[T]{
		from: make([]int, rows), to: make([]int, rows),
		at: make([]int32, rows*width), val: make([]T, rows*width),
	}
}

// row returns the places and values of row r.
func (p *packed[T]) row(r int) ([]int32, []T) {
	from, to := p.from[r], p.to[r]
	return p.at[from:to], p.val[from:to]
}

// fill packs the rows of a, which is rows×width.
func (p *packed[T]) fill(a []T, rows, width int) {
	n := 0
	for r := range rows {
		p.from[r] = n
		n += packRow(p.at[n:], p.val[n:], a[r*width:(r+1)*width])
		p.to[r] = n
	}
}

// packRow writes the non-zero entries of row and returns their number. There is
// no branch to mispredict; it is kept out of line for its loop to stay in
// registers.
//
//go:noinline
func packRow[T float](at []int32, val, row []T) int {
	at, val = at[:len(row)], val[:len(row)]
	n := 0
	for i, v := range row {
		at[n], val[n] = int32(i), v
		if v != 0 {
			n++
		}
	}
	return n
}
