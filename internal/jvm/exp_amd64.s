//go:build !purego

#include "textflag.h"

DATA exps<>+0(SB)/8, $0x7fffffffffffffff   // all but the sign
DATA exps<>+8(SB)/8, $700.0
DATA exps<>+16(SB)/8, $0x3c90000000000000  // 2^-54
DATA exps<>+24(SB)/8, $6755399441055744.0  // 1.5·2^52: adding it leaves an integer in the low bits
DATA exps<>+32(SB)/8, $1.0
// Intel's, in the order of expIntel
DATA exps<>+40(SB)/8, $0x40571547652b82fe  // 64/ln 2
DATA exps<>+48(SB)/8, $0x3f862e42fefa0000  // ln 2/64 in two parts
DATA exps<>+56(SB)/8, $0x3d1cf79abc9e3b3a
DATA exps<>+64(SB)/8, $63
DATA exps<>+72(SB)/8, $0x3f811115c090cf0f
DATA exps<>+80(SB)/8, $0x3f56c15ce3289860
DATA exps<>+88(SB)/8, $0x3fc5555555548ba1
DATA exps<>+96(SB)/8, $0x3fa55555555b9e25
DATA exps<>+104(SB)/8, $0x3fdffffffffffffe
// of the correctly rounded one
DATA exps<>+112(SB)/8, $0x3ff71547652b82fe // 1/ln 2 in two parts
DATA exps<>+120(SB)/8, $0x3c7777d0ffda0d24
DATA exps<>+128(SB)/8, $512.0
DATA exps<>+136(SB)/8, $0x3f60000000000000 // 1/512
DATA exps<>+144(SB)/8, $0x3fe62e42fefa39ef // ln 2 in two parts
DATA exps<>+152(SB)/8, $0x3c7abc9e3b39803f
DATA exps<>+160(SB)/8, $0x3f81111111111111 // 1/120
DATA exps<>+168(SB)/8, $0x3fa5555555555555 // 1/24
DATA exps<>+176(SB)/8, $0x3fc5555555555555 // 1/6
DATA exps<>+184(SB)/8, $0.5
DATA exps<>+192(SB)/8, $256
DATA exps<>+200(SB)/8, $511
DATA exps<>+208(SB)/8, $0x3bf8000000000000 // 1.5·2^-64: the margin for each unit of |x| + 1
GLOBL exps<>(SB), RODATA|NOPTR, $216

// ENTRIES loads table entries, pairs of float64s: Y3 holds their places, Y6 and Y7
// become the first and the second numbers.
#define ENTRIES \
	VPSLLQ $4, Y3, Y3 \
	VEXTRACTI128 $1, Y3, X4 \
	VMOVQ X3, R8 \
	VPEXTRQ $1, X3, R9 \
	VMOVQ X4, R10 \
	VPEXTRQ $1, X4, R11 \
	VMOVUPD (SI)(R8*1), X4 \
	VMOVUPD (SI)(R9*1), X5 \
	VINSERTF128 $1, (SI)(R10*1), Y4, Y4 \
	VINSERTF128 $1, (SI)(R11*1), Y5, Y5 \
	VUNPCKLPD Y5, Y4, Y6 \
	VUNPCKHPD Y5, Y4, Y7

// func expIntelAVX2(v *float64, n int, table *dd, negate, logistic int) (done int)
//
//	DI  v   CX  numbers left   SI  table   DX  logistic
//	Y0  x, then r   Y1  bits of 64x/ln 2   Y6, Y7  the entry   Y15  sign to turn
TEXT ·expIntelAVX2(SB), NOSPLIT, $0-48
	MOVQ v+0(FP), DI
	MOVQ n+8(FP), CX
	MOVQ table+16(FP), SI
	MOVQ negate+24(FP), AX
	MOVQ logistic+32(FP), DX
	SHLQ $63, AX
	VMOVQ AX, X15
	VPBROADCASTQ X15, Y15
	VBROADCASTSD exps<>+0(SB), Y14
	VBROADCASTSD exps<>+24(SB), Y13
	VBROADCASTSD exps<>+32(SB), Y12

loop:
	VXORPD (DI), Y15, Y0
	VANDPD Y14, Y0, Y1
	VBROADCASTSD exps<>+16(SB), Y2
	VCMPPD $13, Y2, Y1, Y2
	VBROADCASTSD exps<>+8(SB), Y3
	VCMPPD $2, Y3, Y1, Y3
	VANDPD Y3, Y2, Y2
	VMOVMSKPD Y2, AX
	CMPL AX, $15
	JNE  stop

	VBROADCASTSD exps<>+40(SB), Y2
	VMULPD Y2, Y0, Y1
	VADDPD Y13, Y1, Y1
	VSUBPD Y13, Y1, Y2
	VBROADCASTSD exps<>+48(SB), Y3
	VMULPD Y3, Y2, Y3
	VSUBPD Y3, Y0, Y0
	VBROADCASTSD exps<>+56(SB), Y3
	VMULPD Y3, Y2, Y3
	VSUBPD Y3, Y0, Y0           // r
	VPBROADCASTQ exps<>+64(SB), Y3
	VPAND Y3, Y1, Y3
	ENTRIES
	VPSRLQ $6, Y1, Y1
	VPSLLQ $52, Y1, Y1          // n in the place of the exponent

	VMULPD Y0, Y0, Y2           // r²
	VMULPD Y2, Y0, Y3           // r³
	VMULPD Y2, Y3, Y4           // r⁵
	VBROADCASTSD exps<>+80(SB), Y5
	VMULPD Y0, Y5, Y5
	VBROADCASTSD exps<>+72(SB), Y8
	VADDPD Y5, Y8, Y5
	VMULPD Y5, Y4, Y4           // a
	VBROADCASTSD exps<>+96(SB), Y5
	VMULPD Y0, Y5, Y5
	VBROADCASTSD exps<>+88(SB), Y8
	VADDPD Y5, Y8, Y5
	VMULPD Y5, Y3, Y3           // b
	VBROADCASTSD exps<>+104(SB), Y5
	VMULPD Y5, Y2, Y2           // q
	VADDPD Y7, Y0, Y0
	VADDPD Y4, Y0, Y0
	VADDPD Y0, Y3, Y0
	VADDPD Y2, Y0, Y0           // (b + ((r + lo) + a)) + q
	VMULPD Y6, Y0, Y0
	VADDPD Y6, Y0, Y0
	VPADDQ Y1, Y0, Y0

	TESTQ DX, DX
	JEQ  store
	VADDPD Y0, Y12, Y0
	VDIVPD Y0, Y12, Y0

store:
	VMOVUPD Y0, (DI)
	ADDQ $32, DI
	SUBQ $4, CX
	JNE  loop

stop:
	MOVQ n+8(FP), AX
	SUBQ CX, AX
	MOVQ AX, done+40(FP)
	VZEROUPPER
	RET

// func expRoundedAVX2(v *float64, n int, table *dd, negate, logistic int) (done int)
//
//	DI  v   CX  numbers left   SI  table   DX  logistic
//	Y0  x   Y1, Y2  x/ln 2 in two parts   Y3  scratch   Y6, Y7  the entry
//	Y8  bits of 512x/ln 2   Y9, Y10  z in two parts   Y11  e^z - 1 - z   Y15  sign to turn
TEXT ·expRoundedAVX2(SB), NOSPLIT, $0-48
	MOVQ v+0(FP), DI
	MOVQ n+8(FP), CX
	MOVQ table+16(FP), SI
	MOVQ negate+24(FP), AX
	MOVQ logistic+32(FP), DX
	SHLQ $63, AX
	VMOVQ AX, X15
	VPBROADCASTQ X15, Y15
	VBROADCASTSD exps<>+0(SB), Y14
	VBROADCASTSD exps<>+24(SB), Y13
	VBROADCASTSD exps<>+32(SB), Y12

loop:
	VXORPD (DI), Y15, Y0
	VANDPD Y14, Y0, Y1
	VBROADCASTSD exps<>+8(SB), Y3
	VCMPPD $2, Y3, Y1, Y3
	VMOVMSKPD Y3, AX
	CMPL AX, $15
	JNE  stop

	VBROADCASTSD exps<>+112(SB), Y3
	VMULPD Y3, Y0, Y1
	VMOVAPD Y1, Y2
	VFMSUB231PD Y3, Y0, Y2
	VBROADCASTSD exps<>+120(SB), Y3
	VFMADD231PD Y3, Y0, Y2
	VBROADCASTSD exps<>+128(SB), Y3
	VMULPD Y3, Y1, Y8
	VADDPD Y13, Y8, Y8
	VSUBPD Y13, Y8, Y3
	VBROADCASTSD exps<>+136(SB), Y4
	VMULPD Y4, Y3, Y3
	VSUBPD Y3, Y1, Y1
	VADDPD Y2, Y1, Y3           // f, in two parts: 2^(x/ln 2) = 2^(N/512)·2^f
	VSUBPD Y1, Y3, Y4
	VSUBPD Y4, Y2, Y2
	VMOVAPD Y3, Y1
	VBROADCASTSD exps<>+144(SB), Y3
	VMULPD Y3, Y1, Y9
	VMOVAPD Y9, Y10
	VFMSUB231PD Y3, Y1, Y10
	VFMADD231PD Y3, Y2, Y10
	VBROADCASTSD exps<>+152(SB), Y3
	VFMADD231PD Y3, Y1, Y10
	VBROADCASTSD exps<>+160(SB), Y11
	VBROADCASTSD exps<>+168(SB), Y3
	VFMADD213PD Y3, Y9, Y11
	VBROADCASTSD exps<>+176(SB), Y3
	VFMADD213PD Y3, Y9, Y11
	VBROADCASTSD exps<>+184(SB), Y3
	VFMADD213PD Y3, Y9, Y11
	VMULPD Y9, Y9, Y3
	VFMADD213PD Y10, Y3, Y11    // z² (1/2 + z (1/6 + z (1/24 + z/120))) and the rest of z

	VPBROADCASTQ exps<>+192(SB), Y3
	VPADDQ Y3, Y8, Y8
	VPBROADCASTQ exps<>+200(SB), Y3
	VPAND Y3, Y8, Y3
	ENTRIES
	VPSRLQ $9, Y8, Y8
	VPSLLQ $52, Y8, Y8          // n in the place of the exponent

	VMULPD Y9, Y6, Y1           // hi·z in two parts
	VMOVAPD Y1, Y2
	VFMSUB231PD Y9, Y6, Y2
	VADDPD Y1, Y6, Y3           // hi + hi·z in two parts
	VSUBPD Y6, Y3, Y4
	VSUBPD Y4, Y1, Y4
	VADDPD Y12, Y9, Y5
	VMULPD Y7, Y5, Y5
	VFMADD231PD Y11, Y6, Y5
	VADDPD Y5, Y2, Y2
	VADDPD Y2, Y4, Y4           // the tail
	VADDPD Y4, Y3, Y1           // h
	VSUBPD Y3, Y1, Y2
	VSUBPD Y2, Y4, Y4

	VANDPD Y14, Y0, Y0
	VADDPD Y12, Y0, Y0
	VBROADCASTSD exps<>+208(SB), Y2
	VMULPD Y2, Y0, Y0
	VMULPD Y1, Y0, Y0           // the margin
	VADDPD Y0, Y4, Y2
	VSUBPD Y0, Y4, Y3
	VADDPD Y1, Y2, Y2
	VADDPD Y1, Y3, Y3
	VCMPPD $0, Y1, Y2, Y2
	VCMPPD $0, Y1, Y3, Y3
	VANDPD Y3, Y2, Y2
	VMOVMSKPD Y2, AX
	CMPL AX, $15
	JNE  stop
	VPADDQ Y8, Y1, Y0

	TESTQ DX, DX
	JEQ  store
	VADDPD Y0, Y12, Y0
	VDIVPD Y0, Y12, Y0

store:
	VMOVUPD Y0, (DI)
	ADDQ $32, DI
	SUBQ $4, CX
	JNE  loop

stop:
	MOVQ n+8(FP), AX
	SUBQ CX, AX
	MOVQ AX, done+40(FP)
	VZEROUPPER
	RET
