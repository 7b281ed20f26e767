package simd

import "sync"

// Workspace is the memory of products beside their matrices. It grows with the
// largest one and serves one goroutine at a time; the goroutines that share a
// large product are its own.
type Workspace[T Float] struct {
	Alone bool // no product is shared: other cores are busy with other rows

	product Product[T]
	packed  []T // B in panels, each row by row and padded by zeros
	bias    []T // padded by zeros

	sparse       SparseProduct[T]
	sparseDirect int // columns of B that are used where they lie; the others are packed
	sharing
}

// reserve makes room.
func (w *Workspace[T]) reserve(packed, bias int) {
	if cap(w.packed) < packed {
		w.packed = make([]T, packed)
	}
	if cap(w.bias) < bias {
		w.bias = make([]T, bias)
	}
	w.packed, w.bias = w.packed[:packed], w.bias[:bias]
}

// division says what the parts of a product are.
type division int

const (
	byPanels division = iota // each part packs its panels
	byRows                   // all panels are packed
	bySparseRows
	bySparsePanels
)

// sharing is a product that is divided among goroutines.
type sharing struct {
	division division
	size     int // panels or rows
	parts    int
	helpers  []func() // part i+1
	group    sync.WaitGroup
}

// share computes the product in parts, on as many goroutines. The functions
// they start from are kept, so that only the first call allocates.
func (w *Workspace[T]) share(size, parts int, d division) {
	w.size, w.parts, w.division = size, parts, d
	for i := len(w.helpers) + 1; i < parts; i++ {
		w.helpers = append(w.helpers, func() {
			w.part(i)
			w.group.Done()
		})
	}
	w.group.Add(parts - 1)
	for _, help := range w.helpers[:parts-1] {
		go help()
	}
	w.part(0)
	w.group.Wait()
}

// part computes part i.
func (w *Workspace[T]) part(i int) {
	from, to := i*w.size/w.parts, (i+1)*w.size/w.parts
	switch w.division {
	case byPanels:
		w.pack(from, to)
		w.rows(0, w.product.Rows, from, to)
	case byRows:
		w.rows(from, to, 0, w.product.panels())
	case bySparseRows:
		w.sparseRange(sparsePart{from: from, to: to}, 0, w.sparsePanels())
	case bySparsePanels:
		w.sparseRange(sparsePart{to: w.sparse.Rows(), scatter: true}, from, to)
	}
}

// pack copies panels from to to of B.
func (w *Workspace[T]) pack(from, to int) {
	p := &w.product
	for j := from; j < to; j++ {
		if p.direct(j) {
			continue
		}
		width, col := p.width(j), j*panelCols[T]()
		dst := w.packed[col*p.Inner:][:width*p.Inner]
		cols := min(width, p.Cols-col)
		if p.BTransposed {
			packColumns(dst, p.B[col*p.BStride:], p.BStride, p.Inner, cols, width)
		} else {
			packRows(dst, p.B[col:], p.BStride, p.Inner, cols, width)
		}
	}
}
