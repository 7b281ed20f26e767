//go:build !purego

package simd

// narrowAVX2 converts n numbers, a multiple of Lanes above 0.
//
//go:noescape
func narrowAVX2(dst *float32, src *float64, n int) (finite bool)

// narrowVectors converts the first numbers and returns how many, and whether they are
// finite.
func narrowVectors(dst []float32, src []float64) (int, bool) {
	n := len(src) &^ (Lanes - 1)
	if !haveAVX2 || n == 0 {
		return 0, true
	}
	return n, narrowAVX2(&dst[0], &src[0], n)
}
