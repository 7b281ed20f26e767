//go:build !amd64 || purego

package simd

// Exact reports whether float64 products can be told how to round.
func Exact() bool { return false }

// vectorCols returns how many columns are read together.
func vectorCols[T Float]() int { return Lanes }

// multiplyPanel computes one block.
func (w *Workspace[T]) multiplyPanel(b block) { w.panelGo(b) }

// packRows is packRowsGo.
func packRows[T Float](dst, src []T, stride, inner, cols, width int) {
	packRowsGo(dst, src, stride, inner, cols, width)
}

// packColumns is packColumnsGo.
func packColumns[T Float](dst, src []T, stride, inner, cols, width int) {
	packColumnsGo(dst, src, stride, inner, cols, width)
}
