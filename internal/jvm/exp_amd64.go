//go:build !purego

package jvm

import "golang.org/x/sys/cpu"

// haveAVX2 says whether the assembly runs on this processor.
var haveAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// expIntelAVX2 replaces v by what expIntel gives, n numbers, a multiple of 4 above
// 0, and stops before the first four of which one is out of range. With negate it
// takes -v, and with logistic it gives 1/(1 + e^v).
//
//go:noescape
func expIntelAVX2(v *float64, n int, table *dd, negate, logistic int) (done int)

// expRoundedAVX2 does the same for e^v rounded to the nearest float64, which is what
// expX87 gives where the true value is not too near the middle between two: it stops
// before the first four of which one is.
//
// expX87 is off the true e^x, relatively, by less than (1.36·|x| + 1.25)·2^-64: by
// |x| times the errors of log2 e, 0.36·2^-64, and of RN64(x·log2 e), 2^-64, and by
// those of g and h, 2^-66 and 2^-64 where h is least. The sum here follows e^x to
// 2^-70. The margin is 1.5·(|x| + 1)·2^-64.
//
//go:noescape
func expRoundedAVX2(v *float64, n int, table *dd, negate, logistic int) (done int)

// expVectors replaces the first numbers of v and returns how many, as the assembly
// does.
func (e ExpLog) expVectors(v []float64, negate, logistic bool) int {
	n := len(v) &^ 3
	if !haveAVX2 || n == 0 {
		return 0
	}
	switch e {
	case X87:
		return expRoundedAVX2(&v[0], n, &exp2Table[0], number(negate), number(logistic))
	case IntelLibm, NativeMath:
		return expIntelAVX2(&v[0], n, &intelExpTable[0], number(negate), number(logistic))
	}
	return 0
}

// number returns 1 for true.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
