//go:build !amd64 || purego

package simd

// narrowVectors leaves all to its caller.
func narrowVectors(_ []float32, _ []float64) (int, bool) { return 0, true }

// vectors leaves all to its caller.
func (LogitLoss) vectors(_, _, _ []float64) (int, float64) { return 0, 0 }

// packRows is packRowsGo.
func packRows[T Float](dst, src []T, stride, inner, cols, width int) {
	packRowsGo(dst, src, stride, inner, cols, width)
}

// packColumns is packColumnsGo.
func packColumns[T Float](dst, src []T, stride, inner, cols, width int) {
	packColumnsGo(dst, src, stride, inner, cols, width)
}

// unpackRows is unpackRowsGo.
func unpackRows[T Float](dst, src []T, stride, rows, cols int) {
	unpackRowsGo(dst, src, stride, rows, cols)
}
