//go:build !purego

#include "textflag.h"

// func packVectors(dst, src unsafe.Pointer, rows, srcStride, vectors int, mask unsafe.Pointer)
//
//	DI  dst   SI  src   CX  rows left   R8  bytes between rows of src
//	R9  bytes of the whole vectors of a row   Y15  mask of the last vector
TEXT ·packVectors(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ rows+16(FP), CX
	MOVQ srcStride+24(FP), R8
	MOVQ vectors+32(FP), R9
	MOVQ mask+40(FP), AX
	VMOVUPS (AX), Y15
	CMPQ R9, $2
	JEQ  two
	JGT  three

one:
	VMASKMOVPS (SI), Y15, Y0
	VMOVUPS Y0, (DI)
	ADDQ R8, SI
	ADDQ $32, DI
	DECQ CX
	JNE  one
	VZEROUPPER
	RET

two:
	VMOVUPS (SI), Y0
	VMASKMOVPS 32(SI), Y15, Y1
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	ADDQ R8, SI
	ADDQ $64, DI
	DECQ CX
	JNE  two
	VZEROUPPER
	RET

three:
	VMOVUPS (SI), Y0
	VMOVUPS 32(SI), Y1
	VMASKMOVPS 64(SI), Y15, Y2
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	ADDQ R8, SI
	ADDQ $96, DI
	DECQ CX
	JNE  three
	VZEROUPPER
	RET

// func unpackVectors(dst, src unsafe.Pointer, rows, dstStride, vectors, tail int)
//
//	DI  dst   SI  src   CX  rows left   R8  bytes between rows of dst
//	R9  whole vectors of a row          R10 numbers behind them
//	AX  dst at the vector               DX  whole vectors left
TEXT ·unpackVectors(SB), NOSPLIT, $0-48
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ rows+16(FP), CX
	MOVQ dstStride+24(FP), R8
	MOVQ vectors+32(FP), R9
	MOVQ tail+40(FP), R10
	TESTQ R10, R10
	JEQ  row
	DECQ R9

row:
	MOVQ DI, AX
	MOVQ R9, DX
	TESTQ DX, DX
	JEQ  tail

whole:
	VMOVUPS (SI), Y0
	VMOVUPS Y0, (AX)
	ADDQ $32, SI
	ADDQ $32, AX
	DECQ DX
	JNE  whole

tail:
	TESTQ R10, R10
	JEQ  next
	VMOVUPS (SI), Y0
	ADDQ $32, SI
	TESTQ $4, R10
	JEQ  two
	VMOVUPS X0, (AX)
	VEXTRACTF128 $1, Y0, X0
	ADDQ $16, AX

two:
	TESTQ $2, R10
	JEQ  one
	VMOVLPS X0, (AX)
	VPSRLDQ $8, X0, X0
	ADDQ $8, AX

one:
	TESTQ $1, R10
	JEQ  next
	VMOVSS X0, (AX)

next:
	ADDQ R8, DI
	DECQ CX
	JNE  row
	VZEROUPPER
	RET

// func transpose8(dst, src unsafe.Pointer, blocks, srcStride, dstStride int)
//
//	DI   dst, column of 8       SI   src, rows 0 to 3     DX  rows 4 to 7
//	R8   bytes between rows of src    R9   three times that
//	R10  bytes between rows of dst    R11  three times that
//	CX   blocks of 8×8 left           AX   dst, rows 4 to 7 of the block
TEXT ·transpose8(SB), NOSPLIT, $0-40
	MOVQ dst+0(FP), DI
	MOVQ src+8(FP), SI
	MOVQ blocks+16(FP), CX
	MOVQ srcStride+24(FP), R8
	MOVQ dstStride+32(FP), R10
	LEAQ (R8)(R8*2), R9
	LEAQ (R10)(R10*2), R11
	LEAQ (SI)(R8*4), DX

block:
	// rows 0 to 3 beside rows 4 to 7, low and high halves
	VMOVUPS (SI), X0
	VMOVUPS (SI)(R8*1), X1
	VMOVUPS (SI)(R8*2), X2
	VMOVUPS (SI)(R9*1), X3
	VINSERTF128 $1, (DX), Y0, Y0
	VINSERTF128 $1, (DX)(R8*1), Y1, Y1
	VINSERTF128 $1, (DX)(R8*2), Y2, Y2
	VINSERTF128 $1, (DX)(R9*1), Y3, Y3
	VMOVUPS 16(SI), X4
	VMOVUPS 16(SI)(R8*1), X5
	VMOVUPS 16(SI)(R8*2), X6
	VMOVUPS 16(SI)(R9*1), X7
	VINSERTF128 $1, 16(DX), Y4, Y4
	VINSERTF128 $1, 16(DX)(R8*1), Y5, Y5
	VINSERTF128 $1, 16(DX)(R8*2), Y6, Y6
	VINSERTF128 $1, 16(DX)(R9*1), Y7, Y7

	VUNPCKLPS Y1, Y0, Y8
	VUNPCKHPS Y1, Y0, Y9
	VUNPCKLPS Y3, Y2, Y10
	VUNPCKHPS Y3, Y2, Y11
	VUNPCKLPD Y10, Y8, Y0
	VUNPCKHPD Y10, Y8, Y1
	VUNPCKLPD Y11, Y9, Y2
	VUNPCKHPD Y11, Y9, Y3
	VUNPCKLPS Y5, Y4, Y8
	VUNPCKHPS Y5, Y4, Y9
	VUNPCKLPS Y7, Y6, Y10
	VUNPCKHPS Y7, Y6, Y11
	VUNPCKLPD Y10, Y8, Y4
	VUNPCKHPD Y10, Y8, Y5
	VUNPCKLPD Y11, Y9, Y6
	VUNPCKHPD Y11, Y9, Y7

	LEAQ (DI)(R10*4), AX
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(R10*1)
	VMOVUPS Y2, (DI)(R10*2)
	VMOVUPS Y3, (DI)(R11*1)
	VMOVUPS Y4, (AX)
	VMOVUPS Y5, (AX)(R10*1)
	VMOVUPS Y6, (AX)(R10*2)
	VMOVUPS Y7, (AX)(R11*1)
	LEAQ (DI)(R10*8), DI
	ADDQ $32, SI
	ADDQ $32, DX
	DECQ CX
	JNE  block
	VZEROUPPER
	RET
