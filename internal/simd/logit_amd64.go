//go:build !purego

package simd

// logitArgs is a LogitLoss as the assembly takes it: n, a multiple of 4 above 0,
// numbers.
type logitArgs struct {
	out, grad, y                      *float64
	n                                 int
	labelScale, labelShift, gradScale float64
	replace                           int
	weights                           *float64   // nil: all are 1
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
	if l.Weights != nil {
		args.weights = &l.Weights[0]
	}
	logitLossAVX2(&args)
	return n, (args.sums[0] + args.sums[1]) + (args.sums[2] + args.sums[3])
}
