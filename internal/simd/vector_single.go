//go:build (amd64 || arm64) && !purego

package simd

import "unsafe"

// vectorArgs is rows of numbers as the assembly of an operation takes them; sizes are in
// bytes.
type vectorArgs struct {
	n      int // of a row: whole vectors, at least one
	rows   int // at least 1
	array  [maxArrays]unsafe.Pointer
	stride [maxArrays]int
	scalar scalars
	first  uint32 // the place of the first number
}

// maxArrays is how many arrays an operation takes, at most.
const maxArrays = 6

// check reads the last number.
func (s strided[T]) check(rows, cols int) {
	if s.stride == 0 {
		_ = s.v[cols-1]
		return
	}
	_ = s.v[(rows-1)*s.stride+Padded(cols)-1]
}

// vectorized reports whether the assembly computes with Ts.
func vectorized[T Float]() bool {
	return haveVectors && unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0))
}

// apply does an operation for all numbers of the first array and as many of the others.
// It reports false, and does nothing, if there is no assembly for it.
//
// What does not fill a vector is done in one of its own, so that a number's place makes
// no difference.
func apply[T Float](o operation, s scalars, arrays ...[]T) bool {
	if !vectorized[T]() {
		return false
	}
	n := len(arrays[0])
	if n == 0 {
		return true
	}
	whole := n &^ (Lanes - 1)
	args := vectorArgs{n: 4 * whole, rows: 1, scalar: s}
	for i, a := range arrays {
		_ = a[n-1]
		args.array[i] = unsafe.Pointer(&a[0])
	}
	if whole > 0 {
		o.run(&args)
	}
	if whole < n {
		var last [maxArrays][Lanes]T
		for i, a := range arrays {
			copy(last[i][:], a[whole:n])
			args.array[i] = unsafe.Pointer(&last[i])
		}
		args.n, args.first = 4*Lanes, uint32(whole)
		o.run(&args)
		for i, a := range arrays[:o.written()] {
			copy(a[whole:n], last[i][:])
		}
	}
	return true
}

// applyRows does an operation for rows of cols numbers. It reports false, and does
// nothing, if there is no assembly for it.
func applyRows[T Float](o operation, s scalars, rows, cols int, arrays ...strided[T]) bool {
	if !vectorized[T]() {
		return false
	}
	if rows == 0 || cols == 0 {
		return true
	}
	whole := cols &^ (Lanes - 1)
	args := vectorArgs{n: 4 * whole, rows: rows, scalar: s}
	for i, a := range arrays {
		a.check(rows, cols)
		args.array[i], args.stride[i] = unsafe.Pointer(&a.v[0]), 4*a.stride
	}
	if whole > 0 {
		o.run(&args)
	}
	if whole < cols {
		var last [maxArrays][Lanes]T
		for i, a := range arrays {
			if a.stride > 0 {
				args.array[i] = unsafe.Pointer(&a.v[whole])
			} else {
				copy(last[i][:], a.v[whole:cols])
				args.array[i] = unsafe.Pointer(&last[i])
			}
		}
		args.n = 4 * Lanes
		o.run(&args)
		for i, a := range arrays[:o.written()] {
			if a.stride == 0 {
				copy(a.v[whole:cols], last[i][:])
			}
		}
	}
	return true
}
