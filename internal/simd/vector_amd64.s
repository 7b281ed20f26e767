//go:build !purego

#include "textflag.h"

// All functions: CX counts the numbers left, a multiple of 8 above 0; AX is the
// offset in bytes of float32s.

// func reluGradAVX2(d, out *float32, n int)
//
// Y0 is 0; d is kept where not out <= 0.
TEXT ·reluGradAVX2(SB), NOSPLIT, $0-24
	MOVQ d+0(FP), DI
	MOVQ out+8(FP), SI
	MOVQ n+16(FP), CX
	XORQ AX, AX
	VXORPS Y0, Y0, Y0

loop:
	VMOVUPS (SI)(AX*1), Y1
	VCMPPS $0x16, Y0, Y1, Y1
	VANDPS (DI)(AX*1), Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	ADDQ $32, AX
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET

// func addColumnsAVX2(dst, d *float32, n, rows, stride int)
//
// Y0 holds eight sums at a time; DX walks down the rows.
TEXT ·addColumnsAVX2(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ d+8(FP), SI
	MOVQ n+16(FP), CX
	MOVQ stride+32(FP), R8

columns:
	VMOVUPS (DI), Y0
	MOVQ SI, DX
	MOVQ rows+24(FP), R9

row:
	VADDPS (DX), Y0, Y0
	ADDQ R8, DX
	DECQ R9
	JNE  row
	VMOVUPS Y0, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	SUBQ $8, CX
	JNE  columns
	VZEROUPPER
	RET

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

// func rmspropAVX2(w, d, v *float32, n int, rho, rest, eta, eps float32)
//
// Y12 to Y15 are rho, rest, eta, eps; Y0 d, Y1 the new v.
TEXT ·rmspropAVX2(SB), NOSPLIT, $0-48
	MOVQ w+0(FP), DI
	MOVQ d+8(FP), SI
	MOVQ v+16(FP), DX
	MOVQ n+24(FP), CX
	VBROADCASTSS rho+32(FP), Y12
	VBROADCASTSS rest+36(FP), Y13
	VBROADCASTSS eta+40(FP), Y14
	VBROADCASTSS eps+44(FP), Y15
	XORQ AX, AX

loop:
	VMOVUPS (SI)(AX*1), Y0
	VMULPS (DX)(AX*1), Y12, Y1
	VMULPS Y0, Y13, Y2
	VMULPS Y0, Y2, Y2
	VADDPS Y2, Y1, Y1
	VMOVUPS Y1, (DX)(AX*1)
	VADDPS Y15, Y1, Y1
	VSQRTPS Y1, Y1
	VMULPS Y0, Y14, Y0
	VDIVPS Y1, Y0, Y0
	VMOVUPS (DI)(AX*1), Y2
	VSUBPS Y0, Y2, Y2
	VMOVUPS Y2, (DI)(AX*1)
	ADDQ $32, AX
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET

// func adamAVX2(w, d, m, v *float32, n int, rest1, rest2, eta, eps float32)
//
// Y12 to Y15 are rest1, rest2, eta, eps; Y0 d, Y1 the new m, Y2 the new v.
TEXT ·adamAVX2(SB), NOSPLIT, $0-56
	MOVQ w+0(FP), DI
	MOVQ d+8(FP), SI
	MOVQ m+16(FP), DX
	MOVQ v+24(FP), BX
	MOVQ n+32(FP), CX
	VBROADCASTSS rest1+40(FP), Y12
	VBROADCASTSS rest2+44(FP), Y13
	VBROADCASTSS eta+48(FP), Y14
	VBROADCASTSS eps+52(FP), Y15
	XORQ AX, AX

loop:
	VMOVUPS (SI)(AX*1), Y0
	VMOVUPS (DX)(AX*1), Y1
	VSUBPS Y1, Y0, Y3
	VMULPS Y12, Y3, Y3
	VADDPS Y3, Y1, Y1
	VMOVUPS Y1, (DX)(AX*1)
	VMOVUPS (BX)(AX*1), Y2
	VMULPS Y0, Y0, Y0
	VSUBPS Y2, Y0, Y0
	VMULPS Y13, Y0, Y0
	VADDPS Y0, Y2, Y2
	VMOVUPS Y2, (BX)(AX*1)
	VSQRTPS Y2, Y2
	VADDPS Y15, Y2, Y2
	VMULPS Y1, Y14, Y1
	VDIVPS Y2, Y1, Y1
	VMOVUPS (DI)(AX*1), Y2
	VSUBPS Y1, Y2, Y2
	VMOVUPS Y2, (DI)(AX*1)
	ADDQ $32, AX
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET

// func sgdAVX2(w, d *float32, n int, eta float32)
//
// Y15 is eta.
TEXT ·sgdAVX2(SB), NOSPLIT, $0-28
	MOVQ w+0(FP), DI
	MOVQ d+8(FP), SI
	MOVQ n+16(FP), CX
	VBROADCASTSS eta+24(FP), Y15
	XORQ AX, AX

loop:
	VMULPS (SI)(AX*1), Y15, Y0
	VMOVUPS (DI)(AX*1), Y1
	VSUBPS Y0, Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	ADDQ $32, AX
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET
