package simd

import "math"

// scalars is the bits of an operation's scalars.
type scalars [8]uint32

// floats returns numbers as scalars.
func floats(v ...float32) scalars {
	var s scalars
	for i, f := range v {
		s[i] = math.Float32bits(f)
	}
	return s
}

// strided is rows of numbers, with room for whole vectors; or one row for all, of which
// there is stride 0 and no such room.
type strided[T Float] struct {
	v      []T
	stride int
}

// inPlace replaces every z of v by plain(z), or does o.
func inPlace[T Float](o operation, s scalars, v []T, plain func(z float64) float64) {
	if apply(o, s, v) {
		return
	}
	for i, z := range v {
		v[i] = T(plain(float64(z)))
	}
}

// gradient multiplies d by slope(x) for every x of of, or does o.
func gradient[T Float](o operation, s scalars, d, of []T, slope func(x float64) float64) {
	of = of[:len(d)]
	if apply(o, s, d, of) {
		return
	}
	for i, x := range of {
		d[i] = T(float64(d[i]) * slope(float64(x)))
	}
}
