//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// Constants of float64s; those of e^f and the atanh series are Horner's, the highest
// power first.
DATA dconsts<>+0(SB)/8, $0x8000000000000000   // sign
DATA dconsts<>+8(SB)/8, $-708.0               // e^x is 0 below
DATA dconsts<>+16(SB)/8, $1.4426950408889634074 // 1/ln 2
DATA dconsts<>+24(SB)/8, $6.93145751953125e-1 // ln 2 in two parts
DATA dconsts<>+32(SB)/8, $1.42860682030941723212e-6
DATA dconsts<>+40(SB)/8, $1.26177193074810590878e-4 // e^f = 1 + 2f·P(f²)/(Q(f²) - f·P(f²)): P
DATA dconsts<>+48(SB)/8, $3.02994407707441961300e-2
DATA dconsts<>+56(SB)/8, $9.99999999999999999910e-1
DATA dconsts<>+64(SB)/8, $3.00198505138664455042e-6 // Q
DATA dconsts<>+72(SB)/8, $2.52448340349684104192e-3
DATA dconsts<>+80(SB)/8, $2.27265548208155028766e-1
DATA dconsts<>+88(SB)/8, $2.0
DATA dconsts<>+96(SB)/8, $1.0
DATA dconsts<>+104(SB)/8, $0x3ff  // exponent's bias
DATA dconsts<>+112(SB)/8, $6755399441055744.0 // 1.5·2^52: adding it leaves an integer in the low bits
DATA dconsts<>+120(SB)/8, $3.03030303030303030303e-2 // 1/33
DATA dconsts<>+128(SB)/8, $3.22580645161290322581e-2 // 1/31
DATA dconsts<>+136(SB)/8, $3.44827586206896551724e-2
DATA dconsts<>+144(SB)/8, $3.70370370370370370370e-2
DATA dconsts<>+152(SB)/8, $4.0e-2
DATA dconsts<>+160(SB)/8, $4.34782608695652173913e-2
DATA dconsts<>+168(SB)/8, $4.76190476190476190476e-2
DATA dconsts<>+176(SB)/8, $5.26315789473684210526e-2
DATA dconsts<>+184(SB)/8, $5.88235294117647058824e-2
DATA dconsts<>+192(SB)/8, $6.66666666666666666667e-2
DATA dconsts<>+200(SB)/8, $7.69230769230769230769e-2
DATA dconsts<>+208(SB)/8, $9.09090909090909090909e-2
DATA dconsts<>+216(SB)/8, $1.11111111111111111111e-1
DATA dconsts<>+224(SB)/8, $1.42857142857142857143e-1
DATA dconsts<>+232(SB)/8, $2.0e-1
DATA dconsts<>+240(SB)/8, $3.33333333333333333333e-1 // 1/3
GLOBL dconsts<>(SB), RODATA|NOPTR, $248

#define HORNER(at, x, p, t) \
	VBROADCASTSD dconsts<>+at(SB), t \
	VFMADD213PD t, x, p

// func logitLossAVX2(args *logitArgs)
//
//	BX  args   SI  out   DI  grad   DX  y   CX  numbers left   R8  replace
//	R9  weights, 0: none
//	Y0  z   Y1  e = e^-|z|   Y2 to Y7  scratch   Y8  the label, then p
//	Y10, Y11  scale and shift of labels   Y12  scale of the gradient
//	Y13  1   Y14  sums   Y15  the sign
TEXT ·logitLossAVX2(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ logitArgs_out(BX), SI
	MOVQ logitArgs_grad(BX), DI
	MOVQ logitArgs_y(BX), DX
	MOVQ logitArgs_n(BX), CX
	MOVQ logitArgs_replace(BX), R8
	MOVQ logitArgs_weights(BX), R9
	VBROADCASTSD logitArgs_labelScale(BX), Y10
	VBROADCASTSD logitArgs_labelShift(BX), Y11
	VBROADCASTSD logitArgs_gradScale(BX), Y12
	VBROADCASTSD dconsts<>+96(SB), Y13
	VBROADCASTSD dconsts<>+0(SB), Y15
	VXORPD Y14, Y14, Y14

loop:
	VMOVUPD (SI), Y0
	VMOVUPD (DX), Y8
	VMULPD Y10, Y8, Y8
	VADDPD Y11, Y8, Y8
	VORPD Y15, Y0, Y1

	// e = e^x for x = -|z|: n = x/ln 2 to the nearest integer, f = x - n·ln 2
	VBROADCASTSD dconsts<>+8(SB), Y2
	VCMPPD $5, Y2, Y1, Y9
	VMAXPD Y1, Y2, Y1
	VBROADCASTSD dconsts<>+16(SB), Y2
	VBROADCASTSD dconsts<>+112(SB), Y3
	VMULPD Y2, Y1, Y2
	VADDPD Y3, Y2, Y4
	VSUBPD Y3, Y4, Y2
	VBROADCASTSD dconsts<>+24(SB), Y3
	VFNMADD231PD Y3, Y2, Y1
	VBROADCASTSD dconsts<>+32(SB), Y3
	VFNMADD231PD Y3, Y2, Y1
	VPBROADCASTQ dconsts<>+104(SB), Y3
	VPADDQ Y3, Y4, Y4
	VPSLLQ $52, Y4, Y4          // 2^n
	VMULPD Y1, Y1, Y2           // f²
	VBROADCASTSD dconsts<>+40(SB), Y3
	HORNER(48, Y2, Y3, Y6)
	HORNER(56, Y2, Y3, Y6)
	VMULPD Y1, Y3, Y3           // f·P
	VBROADCASTSD dconsts<>+64(SB), Y5
	HORNER(72, Y2, Y5, Y6)
	HORNER(80, Y2, Y5, Y6)
	HORNER(88, Y2, Y5, Y6)
	VSUBPD Y3, Y5, Y5
	VDIVPD Y5, Y3, Y3
	VADDPD Y3, Y3, Y3
	VADDPD Y13, Y3, Y3
	VMULPD Y4, Y3, Y3
	VANDPD Y9, Y3, Y1

	// log(1+e) = 2·atanh s, s = e/(2+e)
	VADDPD Y13, Y13, Y2
	VADDPD Y1, Y2, Y2
	VDIVPD Y2, Y1, Y2
	VMULPD Y2, Y2, Y3
	VBROADCASTSD dconsts<>+120(SB), Y4
	HORNER(128, Y3, Y4, Y5)
	HORNER(136, Y3, Y4, Y5)
	HORNER(144, Y3, Y4, Y5)
	HORNER(152, Y3, Y4, Y5)
	HORNER(160, Y3, Y4, Y5)
	HORNER(168, Y3, Y4, Y5)
	HORNER(176, Y3, Y4, Y5)
	HORNER(184, Y3, Y4, Y5)
	HORNER(192, Y3, Y4, Y5)
	HORNER(200, Y3, Y4, Y5)
	HORNER(208, Y3, Y4, Y5)
	HORNER(216, Y3, Y4, Y5)
	HORNER(224, Y3, Y4, Y5)
	HORNER(232, Y3, Y4, Y5)
	HORNER(240, Y3, Y4, Y5)
	VMULPD Y3, Y4, Y4
	VFMADD213PD Y2, Y2, Y4      // s + s·s²·(…)
	VADDPD Y4, Y4, Y4

	// sum += max(z, 0) - z·y + log(1+e)
	VXORPD Y5, Y5, Y5
	VMAXPD Y0, Y5, Y5
	VFNMADD231PD Y8, Y0, Y5
	VADDPD Y5, Y4, Y4
	TESTQ R9, R9
	JEQ  equal
	VMULPD (R9), Y4, Y4

equal:
	VADDPD Y4, Y14, Y14

	// p = 1/(1+e), or e/(1+e) for negative z
	VADDPD Y13, Y1, Y2
	VDIVPD Y2, Y13, Y2
	VMULPD Y2, Y1, Y3
	VBLENDVPD Y0, Y3, Y2, Y2
	VSUBPD Y8, Y2, Y3
	VMULPD Y12, Y3, Y3
	TESTQ R9, R9
	JEQ  unweighted
	VMULPD (R9), Y3, Y3
	ADDQ $32, R9

unweighted:
	VMOVUPD Y3, (DI)
	TESTQ R8, R8
	JEQ  next
	VMOVUPD Y2, (SI)

next:
	ADDQ $32, SI
	ADDQ $32, DI
	ADDQ $32, DX
	SUBQ $4, CX
	JNE  loop
	VMOVUPD Y14, logitArgs_sums(BX)
	VZEROUPPER
	RET
