//go:build !purego

package simd

import "unsafe"

//go:noescape
func sigmoidAVX2(v *float32, n int)

//go:noescape
func tanhAVX2(v *float32, n int)

// vectorize applies f, which takes whole vectors, to all of v. It reports false,
// and does nothing, for float64s and without AVX2.
func vectorize[T Float](v []T, f func(*float32, int)) bool {
	if !haveAVX2 || len(v) == 0 || unsafe.Sizeof(v[0]) != unsafe.Sizeof(float32(0)) {
		return false
	}
	n := len(v) &^ (Lanes - 1)
	if n > 0 {
		f((*float32)(unsafe.Pointer(&v[0])), n)
	}
	if rest := v[n:]; len(rest) > 0 {
		var last [Lanes]T
		copy(last[:], rest)
		f((*float32)(unsafe.Pointer(&last)), Lanes)
		copy(rest, last[:])
	}
	return true
}

func sigmoidVectors[T Float](v []T) bool { return vectorize(v, sigmoidAVX2) }
func tanhVectors[T Float](v []T) bool    { return vectorize(v, tanhAVX2) }

// logitArgs is a LogitLoss as the assembly takes it: n, a multiple of 4 above 0,
// numbers.
type logitArgs struct {
	out, grad, y                      *float64
	n                                 int
	labelScale, labelShift, gradScale float64
	replace                           int
	sums                              [4]float64 // of every fourth number
}

//go:noescape
func logitLossAVX2(args *logitArgs)

// vectors does the first numbers and returns how many, and their loss.
func (l LogitLoss) vectors(grad, z, y []float64) (int, float64) {
	n := len(z) &^ 3
	if !haveAVX2 || n == 0 {
		return 0, 0
	}
	args := logitArgs{
		out: &z[0], grad: &grad[0], y: &y[0], n: n,
		labelScale: l.Scale, labelShift: l.Shift, gradScale: l.GradScale,
	}
	if l.Replace {
		args.replace = 1
	}
	logitLossAVX2(&args)
	return n, (args.sums[0] + args.sums[1]) + (args.sums[2] + args.sums[3])
}
