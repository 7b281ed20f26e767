package simd

import "runtime"

// sparsePanel is how many columns of B a sparse kernel takes at a time, at most.
const sparsePanel = 8 * Lanes

// MultiplySparse computes C := bias + X[List]·B. It panics when a size is 0, a row is
// not there or a slice is too short.
func (w *Workspace[T]) MultiplySparse(p SparseProduct[T]) {
	p.check("MultiplySparse")
	w.beginSparse(p)
	copy(w.bias, p.Bias)
	clear(w.bias[len(p.Bias):])
	if rows := p.Rows(); rows > 0 {
		w.share(rows, w.sparseParts((rows+rowBlock-1)/rowBlock), bySparseRows)
	}
}

// AccumulateSparse computes B += X[List]ᵀ·C, and leaves C as it is. It panics as
// MultiplySparse does.
func (w *Workspace[T]) AccumulateSparse(p SparseProduct[T]) {
	p.check("AccumulateSparse")
	if p.Rows() == 0 {
		return
	}
	w.beginSparse(p)
	panels := w.sparsePanels()
	w.share(panels, w.sparseParts(panels), bySparsePanels)
	if direct := w.sparseDirect; direct < p.Cols {
		unpackRows(p.B[direct:], w.packed, p.BStride, p.X.cols, p.Cols-direct)
	}
}

// beginSparse makes room for the product and packs the last columns of B unless they
// fill vectors.
func (w *Workspace[T]) beginSparse(p SparseProduct[T]) {
	w.sparse, w.sparseDirect = p, p.Cols
	padded := Padded(p.Cols)
	if p.Cols%Lanes == 0 || !vectorized[T]() {
		w.reserve(0, padded)
		return
	}
	width := min(padded, panelCols[T]())
	direct := padded - width
	w.sparseDirect = direct
	w.reserve(width*p.X.cols, padded)
	packRows(w.packed, p.B[direct:], p.BStride, p.X.cols, p.Cols-direct, width)
}

// sparsePanels returns the number of panels of B: the columns that are used where they
// lie, then the packed ones.
func (w *Workspace[T]) sparsePanels() int {
	n := (w.sparseDirect + sparsePanel - 1) / sparsePanel
	if w.sparseDirect < w.sparse.Cols {
		n++
	}
	return n
}

// sparseParts returns how many goroutines a product is worth, of at most most.
func (w *Workspace[T]) sparseParts(most int) int {
	p := &w.sparse
	terms := p.X.Entries() * p.Cols / max(p.X.Rows(), 1) // of a row, on the average
	if w.Alone || p.Rows()*terms < sharedWork {
		return 1
	}
	return min(most, runtime.GOMAXPROCS(0))
}

// sparsePart is a part of a sparse product: some rows of C, some columns.
type sparsePart struct {
	from, to int // rows
	col      int
	width    int  // columns
	packed   bool // in B
	scatter  bool
}

// sparseRange computes rows, for the panels from first to last.
func (w *Workspace[T]) sparseRange(s sparsePart, first, last int) {
	for panel := first; panel < last; panel++ {
		s.col = panel * sparsePanel
		end := min(s.col+sparsePanel, w.sparseDirect)
		if s.col >= w.sparseDirect {
			s.col, s.packed, end = w.sparseDirect, true, w.sparse.Cols
		}
		for ; s.col < end; s.col += s.width {
			s.width = sparseWidth(end - s.col)
			w.sparseKernel(s)
		}
	}
}

// sparseWidth returns how many of the columns that are left a kernel takes.
func sparseWidth(left int) int {
	if left > 4*Lanes && left < sparsePanel {
		return 4 * Lanes
	}
	return left
}

// sparseGo computes a part, eight columns at a time, then four, then one.
func (w *Workspace[T]) sparseGo(s sparsePart) {
	p := &w.sparse
	end := s.col + s.width
	for i := s.from; i < s.to; i++ {
		c, row := p.C[i*p.CStride:][:p.Cols], p.row(i)
		for col := s.col; col < end; {
			switch left := end - col; {
			case left >= 8 && s.scatter:
				scatter8((*[8]T)(c[col:]), row, p.B[col:], p.BStride)
				col += 8
			case left >= 8:
				gather8((*[8]T)(c[col:]), (*[8]T)(w.bias[col:]), row, p.B[col:], p.BStride)
				col += 8
			case left >= 4 && s.scatter:
				scatter4((*[4]T)(c[col:]), row, p.B[col:], p.BStride)
				col += 4
			case left >= 4:
				gather4((*[4]T)(c[col:]), (*[4]T)(w.bias[col:]), row, p.B[col:], p.BStride)
				col += 4
			case s.scatter:
				for _, e := range row {
					p.B[int(e.col)*p.BStride+col] += T(e.value * c[col])
				}
				col++
			default:
				sum := w.bias[col]
				for _, e := range row {
					sum += T(e.value * p.B[int(e.col)*p.BStride+col])
				}
				c[col] = sum
				col++
			}
		}
		if p.ReLU && !s.scatter {
			c := c[s.col:end]
			for j, v := range c {
				c[j] = max(v, 0)
			}
		}
	}
}

// gather8 computes eight columns of a row of C.
func gather8[T Float](c, bias *[8]T, row []entry[T], b []T, stride int) {
	s0, s1, s2, s3, s4, s5, s6, s7 := bias[0], bias[1], bias[2], bias[3], bias[4], bias[5], bias[6], bias[7]
	for _, e := range row {
		v, u := e.value, (*[8]T)(b[int(e.col)*stride:])
		s0 += T(v * u[0])
		s1 += T(v * u[1])
		s2 += T(v * u[2])
		s3 += T(v * u[3])
		s4 += T(v * u[4])
		s5 += T(v * u[5])
		s6 += T(v * u[6])
		s7 += T(v * u[7])
	}
	*c = [8]T{s0, s1, s2, s3, s4, s5, s6, s7}
}

// gather4 computes four.
func gather4[T Float](c, bias *[4]T, row []entry[T], b []T, stride int) {
	s0, s1, s2, s3 := bias[0], bias[1], bias[2], bias[3]
	for _, e := range row {
		v, u := e.value, (*[4]T)(b[int(e.col)*stride:])
		s0 += T(v * u[0])
		s1 += T(v * u[1])
		s2 += T(v * u[2])
		s3 += T(v * u[3])
	}
	*c = [4]T{s0, s1, s2, s3}
}

// scatter8 adds a row of C to eight columns of B.
func scatter8[T Float](c *[8]T, row []entry[T], b []T, stride int) {
	s0, s1, s2, s3, s4, s5, s6, s7 := c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]
	for _, e := range row {
		v, u := e.value, (*[8]T)(b[int(e.col)*stride:])
		u[0] += T(v * s0)
		u[1] += T(v * s1)
		u[2] += T(v * s2)
		u[3] += T(v * s3)
		u[4] += T(v * s4)
		u[5] += T(v * s5)
		u[6] += T(v * s6)
		u[7] += T(v * s7)
	}
}

// scatter4 adds it to four.
func scatter4[T Float](c *[4]T, row []entry[T], b []T, stride int) {
	s0, s1, s2, s3 := c[0], c[1], c[2], c[3]
	for _, e := range row {
		v, u := e.value, (*[4]T)(b[int(e.col)*stride:])
		u[0] += T(v * s0)
		u[1] += T(v * s1)
		u[2] += T(v * s2)
		u[3] += T(v * s3)
	}
}
