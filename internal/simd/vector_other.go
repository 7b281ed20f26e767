//go:build !amd64 || purego

package simd

// The functions here leave all work to their callers: they return how many
// numbers they did.

func reluGradVectors[T Float](_, _ []T) int                    { return 0 }
func addColumnsVectors[T Float](_, _ []T, _, _ int) bool       { return false }
func narrowVectors(_ []float32, _ []float64) (int, bool)       { return 0, true }
func sgdVectors(_, _ []float32, _ float32) int                 { return 0 }
func rmspropVectors(_, _, _ []float32, _, _, _, _ float32) int { return 0 }
func adamVectors(_, _, _, _ []float32, _, _, _, _ float32) int { return 0 }

func sigmoidVectors[T Float](_ []T) bool { return false }
func tanhVectors[T Float](_ []T) bool    { return false }

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
