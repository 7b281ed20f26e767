//go:build !purego

package simd

import "unsafe"

// softmaxArgs is rows as the assembly takes them; sizes are in bytes.
type softmaxArgs struct {
	v          unsafe.Pointer
	rows       int // at least 1
	stride     int
	before     int            // what is before the last vector of a row
	mask       unsafe.Pointer // of the last vector
	write      int            // 0: only tops and sums
	tops, sums unsafe.Pointer // of the rows, or both nil
	out        unsafe.Pointer // the outputs, for the gradient
	outStride  int
}

//go:noescape
func softmaxAVX2(args *softmaxArgs)

//go:noescape
func softmaxGradAVX2(args *softmaxArgs)

// softmaxArgsOf returns rows of v, or false if the assembly does not take them.
func softmaxArgsOf[T Float](v []T, rows, cols, stride int) (softmaxArgs, bool) {
	if !vectorized[T]() || rows == 0 || cols == 0 {
		return softmaxArgs{}, false
	}
	strided[T]{v, stride}.check(rows, cols)
	return softmaxArgs{
		v: unsafe.Pointer(&v[0]), rows: rows, stride: 4 * stride,
		before: 4 * (Padded(cols) - Lanes), mask: laneMask(cols - Padded(cols) + Lanes), write: 1,
	}, true
}

// softmaxVectors replaces rows by their softmax, unless only their greatest numbers and
// the sums of what remains are asked for. It reports whether it did.
func softmaxVectors[T Float](v []T, rows, cols, stride int, write bool, tops, sums []T) bool {
	args, ok := softmaxArgsOf(v, rows, cols, stride)
	if !ok {
		return false
	}
	if !write {
		args.write = 0
	}
	if tops != nil {
		args.tops, args.sums = unsafe.Pointer(&tops[0]), unsafe.Pointer(&sums[0])
		_, _ = tops[rows-1], sums[rows-1]
	}
	softmaxAVX2(&args)
	return true
}

// softmaxGradVectors is SoftmaxGrad, and reports whether it did it.
func softmaxGradVectors[T Float](d []T, dStride int, out []T, outStride, rows, cols int) bool {
	args, ok := softmaxArgsOf(d, rows, cols, dStride)
	if !ok {
		return false
	}
	strided[T]{out, outStride}.check(rows, cols)
	args.out, args.outStride = unsafe.Pointer(&out[0]), 4*outStride
	softmaxGradAVX2(&args)
	return true
}
