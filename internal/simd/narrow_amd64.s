//go:build !purego

#include "textflag.h"

// func narrowAVX2(dst *float32, src *float64, n int) (finite bool)
//
// Y2 adds up v - v, which is 0 for finite v and else NaN.
TEXT ·narrowAVX2(SB), NOSPLIT, $0-25
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ n+16(FP), CX
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3

loop:
	VCVTPD2PSY (SI), X0
	VCVTPD2PSY 32(SI), X1
	VINSERTF128 $1, X1, Y0, Y0
	VMOVUPS Y0, (DI)
	VSUBPS Y0, Y0, Y1
	VADDPS Y1, Y2, Y2
	ADDQ $64, SI
	ADDQ $32, DI
	SUBQ $8, CX
	JNE  loop
	VCMPPS $3, Y3, Y2, Y2
	VMOVMSKPS Y2, AX
	TESTL AX, AX
	SETEQ finite+24(FP)
	VZEROUPPER
	RET
