//go:build !purego

#include "go_asm.h"
#include "textflag.h"

DATA sconsts<>+0(SB)/4, $0xff800000   // -∞
DATA sconsts<>+4(SB)/4, $0xc2aea8f6   // -87.33: e^x is 0 below
DATA sconsts<>+8(SB)/4, $0x3fb8aa3b   // 1/ln 2
DATA sconsts<>+12(SB)/4, $0x3f318000  // ln 2 in two parts
DATA sconsts<>+16(SB)/4, $0xb95e8083
DATA sconsts<>+20(SB)/4, $0x39506967  // e^f = 1 + f + f²·(c5 + f·(c4 + … f·c0))
DATA sconsts<>+24(SB)/4, $0x3ab743ce
DATA sconsts<>+28(SB)/4, $0x3c088908
DATA sconsts<>+32(SB)/4, $0x3d2aa9c1
DATA sconsts<>+36(SB)/4, $0x3e2aaaaa
DATA sconsts<>+40(SB)/4, $0x3f000000
DATA sconsts<>+44(SB)/4, $0x3f800000  // 1
GLOBL sconsts<>(SB), RODATA|NOPTR, $48

// EXP turns Y1 into e^(Y1-Y14), Y14 ≥ Y1, through Y2 to Y5. Y6 to Y13 are 1, -87.33,
// 1/ln 2, ln 2 in two parts, c0, c1, c2.
#define EXP \
	VSUBPS Y14, Y1, Y1 \
	VCMPPS $5, Y7, Y1, Y5 \
	VMAXPS Y1, Y7, Y1 \
	VMULPS Y8, Y1, Y2 \
	VROUNDPS $0, Y2, Y2 \
	VFNMADD231PS Y9, Y2, Y1 \
	VFNMADD231PS Y10, Y2, Y1 \
	VCVTPS2DQ Y2, Y2 \
	VPSLLD $23, Y2, Y2 \
	VMOVAPS Y11, Y3 \
	VFMADD213PS Y12, Y1, Y3 \
	VFMADD213PS Y13, Y1, Y3 \
	VBROADCASTSS sconsts<>+32(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VBROADCASTSS sconsts<>+36(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VBROADCASTSS sconsts<>+40(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VMULPS Y1, Y1, Y4 \
	VFMADD213PS Y1, Y4, Y3 \
	VADDPS Y6, Y3, Y3 \
	VPADDD Y2, Y3, Y3 \
	VANDPS Y5, Y3, Y1

// ACROSS makes all numbers of y the op of all, through x1 and y1.
#define ACROSS(op, x, y, x1, y1) \
	VEXTRACTF128 $1, y, x1 \
	op x1, x, x \
	VPERMILPS $0x4e, x, x1 \
	op x1, x, x \
	VPERMILPS $0xb1, x, x1 \
	op x1, x, x \
	VBROADCASTSS x, y

// func softmaxAVX2(args *softmaxArgs)
//
//	BX  args   DI  the row   CX  rows left   R8  bytes between rows
//	R9  bytes before the last vector of a row   AX  offset in the row
//	R10 where the greatest number goes   R11  where the sum goes   R12  write
//	Y14 the greatest number   Y15  the sum
TEXT ·softmaxAVX2(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ softmaxArgs_v(BX), DI
	MOVQ softmaxArgs_rows(BX), CX
	MOVQ softmaxArgs_stride(BX), R8
	MOVQ softmaxArgs_before(BX), R9
	MOVQ softmaxArgs_tops(BX), R10
	MOVQ softmaxArgs_sums(BX), R11
	MOVQ softmaxArgs_write(BX), R12
	MOVQ softmaxArgs_mask(BX), DX
	VBROADCASTSS sconsts<>+44(SB), Y6
	VBROADCASTSS sconsts<>+4(SB), Y7
	VBROADCASTSS sconsts<>+8(SB), Y8
	VBROADCASTSS sconsts<>+12(SB), Y9
	VBROADCASTSS sconsts<>+16(SB), Y10
	VBROADCASTSS sconsts<>+20(SB), Y11
	VBROADCASTSS sconsts<>+24(SB), Y12
	VBROADCASTSS sconsts<>+28(SB), Y13

row:
	VBROADCASTSS sconsts<>+0(SB), Y14
	VMOVUPS (DX), Y0
	VBLENDVPS Y0, (DI)(R9*1), Y14, Y14
	XORQ AX, AX
	CMPQ AX, R9
	JEQ  greatest

compare:
	VMAXPS (DI)(AX*1), Y14, Y14
	ADDQ $32, AX
	CMPQ AX, R9
	JNE  compare

greatest:
	ACROSS(VMAXPS, X14, Y14, X0, Y0)
	VXORPS Y15, Y15, Y15
	XORQ AX, AX
	CMPQ AX, R9
	JEQ  last

exp:
	VMOVUPS (DI)(AX*1), Y1
	EXP
	VADDPS Y1, Y15, Y15
	TESTQ R12, R12
	JEQ  next
	VMOVUPS Y1, (DI)(AX*1)

next:
	ADDQ $32, AX
	CMPQ AX, R9
	JNE  exp

last:
	VMOVUPS (DI)(AX*1), Y1
	EXP
	VANDPS (DX), Y1, Y1
	VADDPS Y1, Y15, Y15
	ACROSS(VADDPS, X15, Y15, X0, Y0)
	TESTQ R12, R12
	JEQ  written
	VDIVPS Y15, Y1, Y1
	VMOVUPS Y1, (DI)(AX*1)
	TESTQ R9, R9
	JEQ  written
	XORQ AX, AX

divide:
	VMOVUPS (DI)(AX*1), Y0
	VDIVPS Y15, Y0, Y0
	VMOVUPS Y0, (DI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, R9
	JNE  divide

written:
	TESTQ R10, R10
	JEQ  done
	VMOVSS X14, (R10)
	VMOVSS X15, (R11)
	ADDQ $4, R10
	ADDQ $4, R11

done:
	ADDQ R8, DI
	DECQ CX
	JNE  row
	VZEROUPPER
	RET

// func softmaxGradAVX2(args *softmaxArgs)
//
//	as above, and SI  the row of outputs   R10  bytes between them   Y15  Σ d·out
TEXT ·softmaxGradAVX2(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ softmaxArgs_v(BX), DI
	MOVQ softmaxArgs_out(BX), SI
	MOVQ softmaxArgs_rows(BX), CX
	MOVQ softmaxArgs_stride(BX), R8
	MOVQ softmaxArgs_outStride(BX), R10
	MOVQ softmaxArgs_before(BX), R9
	MOVQ softmaxArgs_mask(BX), DX

row:
	VMOVUPS (DI)(R9*1), Y0
	VMULPS (SI)(R9*1), Y0, Y15
	VANDPS (DX), Y15, Y15
	XORQ AX, AX
	CMPQ AX, R9
	JEQ  summed

sum:
	VMOVUPS (DI)(AX*1), Y0
	VFMADD231PS (SI)(AX*1), Y0, Y15
	ADDQ $32, AX
	CMPQ AX, R9
	JNE  sum

summed:
	ACROSS(VADDPS, X15, Y15, X0, Y0)
	XORQ AX, AX

scale:
	VMOVUPS (DI)(AX*1), Y0
	VSUBPS Y15, Y0, Y0
	VMULPS (SI)(AX*1), Y0, Y0
	VMOVUPS Y0, (DI)(AX*1)
	ADDQ $32, AX
	CMPQ AX, R9
	JLE  scale
	ADDQ R8, DI
	ADDQ R10, SI
	DECQ CX
	JNE  row
	VZEROUPPER
	RET
