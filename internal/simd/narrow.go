package simd

// Narrow converts src to float32s and reports whether all are finite.
func Narrow(dst []float32, src []float64) (finite bool) {
	dst = dst[:len(src)]
	done, finite := narrowVectors(dst, src)
	var sum float32 // v - v is 0, or NaN for infinities and NaN
	for i, v := range src[done:] {
		f := float32(v)
		dst[done+i] = f
		sum += f - f
	}
	return finite && sum == 0
}
