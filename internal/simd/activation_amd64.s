//go:build !purego

#include "textflag.h"

// Constants of float32s.
DATA consts<>+0(SB)/4, $0x80000000   // sign
DATA consts<>+4(SB)/4, $0xc2aea8f6   // -87.33: e^x is 0 below
DATA consts<>+8(SB)/4, $0x3fb8aa3b   // 1/ln 2
DATA consts<>+12(SB)/4, $0x3f318000  // ln 2 in two parts
DATA consts<>+16(SB)/4, $0xb95e8083
DATA consts<>+20(SB)/4, $0x39506967  // e^f = 1 + f + f²·(c5 + f·(c4 + … f·c0))
DATA consts<>+24(SB)/4, $0x3ab743ce
DATA consts<>+28(SB)/4, $0x3c088908
DATA consts<>+32(SB)/4, $0x3d2aa9c1
DATA consts<>+36(SB)/4, $0x3e2aaaaa
DATA consts<>+40(SB)/4, $0x3f000000
DATA consts<>+44(SB)/4, $0x3f800000  // 1
DATA consts<>+48(SB)/4, $0x3f200000  // 0.625: below, tanh is a polynomial
DATA consts<>+52(SB)/4, $0xbbbaf0ea  // tanh x = x + x·s·(t4 + … s·t0), s = x²
DATA consts<>+56(SB)/4, $0x3ca9134e
DATA consts<>+60(SB)/4, $0xbd5c1e2d
DATA consts<>+64(SB)/4, $0x3e088393
DATA consts<>+68(SB)/4, $0xbeaaaa99
GLOBL consts<>(SB), RODATA|NOPTR, $72

// EXP turns Y1 ≤ 0 into e^Y1, through Y2 to Y5: e^x = 2^n·e^f with n = x/ln 2 to the
// nearest integer. Y6 to Y13 are 1, -87.33, 1/ln 2, ln 2 in two parts, c0, c1, c2.
#define EXP \
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
	VBROADCASTSS consts<>+32(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VBROADCASTSS consts<>+36(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VBROADCASTSS consts<>+40(SB), Y4 \
	VFMADD213PS Y4, Y1, Y3 \
	VMULPS Y1, Y1, Y4 \
	VFMADD213PS Y1, Y4, Y3 \
	VADDPS Y6, Y3, Y3 \
	VPADDD Y2, Y3, Y3 \
	VANDPS Y5, Y3, Y1

#define EXPCONSTS \
	VBROADCASTSS consts<>+44(SB), Y6 \
	VBROADCASTSS consts<>+4(SB), Y7 \
	VBROADCASTSS consts<>+8(SB), Y8 \
	VBROADCASTSS consts<>+12(SB), Y9 \
	VBROADCASTSS consts<>+16(SB), Y10 \
	VBROADCASTSS consts<>+20(SB), Y11 \
	VBROADCASTSS consts<>+24(SB), Y12 \
	VBROADCASTSS consts<>+28(SB), Y13

// func sigmoidAVX2(v *float32, n int)
//
// Y0 is z, Y1 e^-|z|, Y15 the sign.
TEXT ·sigmoidAVX2(SB), NOSPLIT, $0-16
	MOVQ v+0(FP), DI
	MOVQ n+8(FP), CX
	EXPCONSTS
	VBROADCASTSS consts<>+0(SB), Y15

loop:
	VMOVUPS (DI), Y0
	VORPS Y15, Y0, Y1
	EXP
	VADDPS Y6, Y1, Y2
	VDIVPS Y2, Y6, Y2           // 1/(1+e)
	VMULPS Y2, Y1, Y1           // e/(1+e)
	VBLENDVPS Y0, Y1, Y2, Y2    // by the sign of z
	VMOVUPS Y2, (DI)
	ADDQ $32, DI
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET

// func tanhAVX2(v *float32, n int)
//
// Y0 is z, Y1 e^-2|z|, Y14 tanh |z|, Y15 the sign.
TEXT ·tanhAVX2(SB), NOSPLIT, $0-16
	MOVQ v+0(FP), DI
	MOVQ n+8(FP), CX
	EXPCONSTS
	VBROADCASTSS consts<>+0(SB), Y15

loop:
	VMOVUPS (DI), Y0
	VORPS Y15, Y0, Y1
	VADDPS Y1, Y1, Y1
	EXP
	VSUBPS Y1, Y6, Y2
	VADDPS Y6, Y1, Y3
	VDIVPS Y3, Y2, Y14          // (1-e)/(1+e)
	VANDNPS Y0, Y15, Y1         // |z|
	VMULPS Y1, Y1, Y2
	VBROADCASTSS consts<>+52(SB), Y3
	VBROADCASTSS consts<>+56(SB), Y4
	VFMADD213PS Y4, Y2, Y3
	VBROADCASTSS consts<>+60(SB), Y4
	VFMADD213PS Y4, Y2, Y3
	VBROADCASTSS consts<>+64(SB), Y4
	VFMADD213PS Y4, Y2, Y3
	VBROADCASTSS consts<>+68(SB), Y4
	VFMADD213PS Y4, Y2, Y3
	VMULPS Y2, Y3, Y3
	VFMADD213PS Y1, Y1, Y3      // |z| + |z|·s·t
	VBROADCASTSS consts<>+48(SB), Y4
	VCMPPS $1, Y4, Y1, Y4       // |z| < 0.625
	VBLENDVPS Y4, Y3, Y14, Y14
	VANDPS Y15, Y0, Y0
	VORPS Y0, Y14, Y14
	VMOVUPS Y14, (DI)
	ADDQ $32, DI
	SUBQ $8, CX
	JNE  loop
	VZEROUPPER
	RET
