//go:build !purego

package simd

import "unsafe"

// The functions of assembly work on n numbers, a multiple of Lanes above 0.

//go:noescape
func reluGradAVX2(d, out *float32, n int)

// addColumnsAVX2 adds rows rows of n numbers to dst. The stride is in bytes.
//
//go:noescape
func addColumnsAVX2(dst, d *float32, n, rows, stride int)

//go:noescape
func narrowAVX2(dst *float32, src *float64, n int) (finite bool)

//go:noescape
func rmspropAVX2(w, d, v *float32, n int, rho, rest, eta, eps float32)

//go:noescape
func adamAVX2(w, d, m, v *float32, n int, rest1, rest2, eta, eps float32)

//go:noescape
func sgdAVX2(w, d *float32, n int, eta float32)

// whole returns how many of n numbers fill vectors.
func whole(n int) int {
	if !haveAVX2 {
		return 0
	}
	return n &^ (Lanes - 1)
}

// single returns v's start if it holds whole vectors of float32s, and their length.
func single[T Float](v []T) (*float32, int) {
	n := whole(len(v))
	if n == 0 || unsafe.Sizeof(v[0]) != unsafe.Sizeof(float32(0)) {
		return nil, 0
	}
	return (*float32)(unsafe.Pointer(&v[0])), n
}

func reluGradVectors[T Float](d, out []T) int {
	at, n := single(d)
	if n > 0 {
		o, _ := single(out)
		reluGradAVX2(at, o, n)
	}
	return n
}

func addColumnsVectors[T Float](dst, d []T, rows, stride int) bool {
	if !haveAVX2 || len(dst) == 0 || rows == 0 || unsafe.Sizeof(dst[0]) != unsafe.Sizeof(float32(0)) {
		return false
	}
	n := len(dst) &^ (Lanes - 1)
	_ = d[(rows-1)*stride+Padded(len(dst))-1]
	if n > 0 {
		addColumnsAVX2((*float32)(unsafe.Pointer(&dst[0])), (*float32)(unsafe.Pointer(&d[0])), n, rows, 4*stride)
	}
	if rest := dst[n:]; len(rest) > 0 {
		var last [Lanes]T
		copy(last[:], rest)
		addColumnsAVX2((*float32)(unsafe.Pointer(&last)), (*float32)(unsafe.Pointer(&d[n])), Lanes, rows, 4*stride)
		copy(rest, last[:])
	}
	return true
}

func narrowVectors(dst []float32, src []float64) (int, bool) {
	n := whole(len(src))
	if n == 0 {
		return 0, true
	}
	return n, narrowAVX2(&dst[0], &src[0], n)
}

func rmspropVectors(w, g, v []float32, rho, rest, eta, eps float32) int {
	n := whole(len(w))
	if n > 0 {
		rmspropAVX2(&w[0], &g[0], &v[0], n, rho, rest, eta, eps)
	}
	return n
}

func adamVectors(w, g, m, v []float32, rest1, rest2, eta, eps float32) int {
	n := whole(len(w))
	if n > 0 {
		adamAVX2(&w[0], &g[0], &m[0], &v[0], n, rest1, rest2, eta, eps)
	}
	return n
}

func sgdVectors(w, g []float32, eta float32) int {
	n := whole(len(w))
	if n > 0 {
		sgdAVX2(&w[0], &g[0], n, eta)
	}
	return n
}
