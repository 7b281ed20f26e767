package nn

import "golab/internal/simd"

// matrix is rows of numbers with room for whole vectors between the end of a row
// and the start of the next; what is in there means nothing.
type matrix[T float] struct {
	v          []T
	rows, cols int
	stride     int // from the start of a row to that of the next

	// sparse holds the numbers in place of v, for a first layer that takes rows without
	// their zeros; nil: v does.
	sparse *sparseRows[T]
}

// newMatrix returns a matrix of zeros.
func newMatrix[T float](rows, cols int) matrix[T] {
	stride := simd.Padded(cols)
	if stride%64 == 0 {
		stride += simd.Lanes // rows a power of two apart share places in a cache
	}
	return matrix[T]{v: make([]T, rows*stride), rows: rows, cols: cols, stride: stride}
}

// top returns the first rows.
func (m matrix[T]) top(rows int) matrix[T] {
	return matrix[T]{v: m.v[:rows*m.stride], rows: rows, cols: m.cols, stride: m.stride}
}

// row returns row r.
func (m matrix[T]) row(r int) []T { return m.v[r*m.stride:][:m.cols] }

// groups returns how many groups of size numbers, one after the other, the rows have.
func (m matrix[T]) groups(size int) int { return m.rows * m.cols / size }

// group returns group i.
func (m matrix[T]) group(i, size int) []T {
	if size == m.cols {
		return m.row(i)
	}
	per := m.cols / size
	return m.v[i/per*m.stride+i%per*size:][:size]
}

// copyFrom makes m a copy of src, in m's own memory.
func (m *matrix[T]) copyFrom(src matrix[T]) {
	m.grow(len(src.v))
	copy(m.v, src.v)
	m.rows, m.cols, m.stride = src.rows, src.cols, src.stride
}

// grow has m hold n numbers, of any value.
func (m *matrix[T]) grow(n int) {
	if cap(m.v) < n {
		m.v = make([]T, n)
	}
	m.v = m.v[:n]
}

// shape makes m a matrix of rows×cols numbers of any value, in its own memory and with
// room for vectors.
func (m *matrix[T]) shape(rows, cols int) {
	m.rows, m.cols, m.stride = rows, cols, simd.Padded(cols)
	m.grow(rows * m.stride)
}

// spread returns src as rows of size numbers with room for vectors: src itself, or a
// copy in m's memory.
func (m *matrix[T]) spread(src matrix[T], size int) matrix[T] {
	if src.cols == size && src.padded() {
		return src
	}
	m.shape(src.groups(size), size)
	for i := range m.rows {
		copy(m.row(i), src.group(i, size))
	}
	return *m
}

// gather writes the rows of m to the groups of numbers of dst: the inverse of spread.
func (m matrix[T]) gather(dst matrix[T]) {
	for i := range m.rows {
		copy(dst.group(i, m.cols), m.row(i))
	}
}

// padded reports whether the rows have room for whole vectors.
func (m matrix[T]) padded() bool { return m.stride >= simd.Padded(m.cols) }

// copyRows writes to dst the rows of src.
func copyRows[T float](dst, src matrix[T]) {
	for r := range src.rows {
		copy(dst.row(r), src.row(r))
	}
}

// widenRows copies the rows of m to dst, one after the other.
func widenRows[T float](dst []float64, m matrix[T]) {
	if m.cols == 1 {
		for r := range m.rows {
			dst[r] = float64(m.v[r*m.stride])
		}
		return
	}
	for r := range m.rows {
		row := dst[r*m.cols:][:m.cols]
		for j, v := range m.row(r) {
			row[j] = float64(v)
		}
	}
}

// narrowRows is the inverse of widenRows.
func narrowRows[T float](m matrix[T], src []float64) {
	for r := range m.rows {
		row := m.row(r)
		for j, v := range src[r*m.cols:][:m.cols] {
			row[j] = T(v)
		}
	}
}
