//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// The panel kernels compute C[rows×width] = start + A·B of float32s for one panel B
// of width 8, 16 or 24, four rows of C at a time and then one.
//
//	BX   args
//	SI   A, first row of the tile        DI   C, first row of the tile
//	R8   bytes between rows of A         R9   three times that
//	R10  bytes between inner indices     R11  bytes between rows of C
//	R12  three times that                R13  rows left
//	R14  mask, 0: none                   R15  bytes between rows of B
//	AX   A at the inner index            DX   B at the inner index
//	CX   inner indices left
//	Y0 to Y11   the sums, row after row
//	Y12 to Y14  a row of B               Y15  a number of A; the mask; zeros

// func panel24(args *panelArgs)
TEXT ·panel24(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ panelArgs_a(BX), SI
	MOVQ panelArgs_c(BX), DI
	MOVQ panelArgs_aRow(BX), R8
	LEAQ (R8)(R8*2), R9
	MOVQ panelArgs_aInner(BX), R10
	MOVQ panelArgs_cRow(BX), R11
	LEAQ (R11)(R11*2), R12
	MOVQ panelArgs_rows(BX), R13
	MOVQ panelArgs_mask(BX), R14

four:
	SUBQ $4, R13
	JLT  ones
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  four_add
	VMOVUPS (CX), Y0
	VMOVUPS 32(CX), Y1
	VMOVUPS 64(CX), Y2
	VMOVAPS Y0, Y3
	VMOVAPS Y1, Y4
	VMOVAPS Y2, Y5
	VMOVAPS Y0, Y6
	VMOVAPS Y1, Y7
	VMOVAPS Y2, Y8
	VMOVAPS Y0, Y9
	VMOVAPS Y1, Y10
	VMOVAPS Y2, Y11
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	VMOVUPS (DI)(R11*1), Y3
	VMOVUPS 32(DI)(R11*1), Y4
	VMOVUPS 64(DI)(R11*1), Y5
	VMOVUPS (DI)(R11*2), Y6
	VMOVUPS 32(DI)(R11*2), Y7
	VMOVUPS 64(DI)(R11*2), Y8
	VMOVUPS (DI)(R12*1), Y9
	VMOVUPS 32(DI)(R12*1), Y10
	VMOVUPS 64(DI)(R12*1), Y11
	JMP  four_start

four_add_masked:
	VMOVUPS (R14), Y15
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMASKMOVPS 64(DI), Y15, Y2
	VMOVUPS (DI)(R11*1), Y3
	VMOVUPS 32(DI)(R11*1), Y4
	VMASKMOVPS 64(DI)(R11*1), Y15, Y5
	VMOVUPS (DI)(R11*2), Y6
	VMOVUPS 32(DI)(R11*2), Y7
	VMASKMOVPS 64(DI)(R11*2), Y15, Y8
	VMOVUPS (DI)(R12*1), Y9
	VMOVUPS 32(DI)(R12*1), Y10
	VMASKMOVPS 64(DI)(R12*1), Y15, Y11

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPS (DX), Y12
	VMOVUPS 32(DX), Y13
	VMOVUPS 64(DX), Y14
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	VFMADD231PS Y13, Y15, Y1
	VFMADD231PS Y14, Y15, Y2
	VBROADCASTSS (AX)(R8*1), Y15
	VFMADD231PS Y12, Y15, Y3
	VFMADD231PS Y13, Y15, Y4
	VFMADD231PS Y14, Y15, Y5
	VBROADCASTSS (AX)(R8*2), Y15
	VFMADD231PS Y12, Y15, Y6
	VFMADD231PS Y13, Y15, Y7
	VFMADD231PS Y14, Y15, Y8
	VBROADCASTSS (AX)(R9*1), Y15
	VFMADD231PS Y12, Y15, Y9
	VFMADD231PS Y13, Y15, Y10
	VFMADD231PS Y14, Y15, Y11
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2
	VMAXPS Y3, Y15, Y3
	VMAXPS Y4, Y15, Y4
	VMAXPS Y5, Y15, Y5
	VMAXPS Y6, Y15, Y6
	VMAXPS Y7, Y15, Y7
	VMAXPS Y8, Y15, Y8
	VMAXPS Y9, Y15, Y9
	VMAXPS Y10, Y15, Y10
	VMAXPS Y11, Y15, Y11

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	VMOVUPS Y3, (DI)(R11*1)
	VMOVUPS Y4, 32(DI)(R11*1)
	VMOVUPS Y5, 64(DI)(R11*1)
	VMOVUPS Y6, (DI)(R11*2)
	VMOVUPS Y7, 32(DI)(R11*2)
	VMOVUPS Y8, 64(DI)(R11*2)
	VMOVUPS Y9, (DI)(R12*1)
	VMOVUPS Y10, 32(DI)(R12*1)
	VMOVUPS Y11, 64(DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPS (R14), Y15
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMASKMOVPS Y2, Y15, 64(DI)
	VMOVUPS Y3, (DI)(R11*1)
	VMOVUPS Y4, 32(DI)(R11*1)
	VMASKMOVPS Y5, Y15, 64(DI)(R11*1)
	VMOVUPS Y6, (DI)(R11*2)
	VMOVUPS Y7, 32(DI)(R11*2)
	VMASKMOVPS Y8, Y15, 64(DI)(R11*2)
	VMOVUPS Y9, (DI)(R12*1)
	VMOVUPS Y10, 32(DI)(R12*1)
	VMASKMOVPS Y11, Y15, 64(DI)(R12*1)

four_next:
	LEAQ (SI)(R8*4), SI
	LEAQ (DI)(R11*4), DI
	JMP  four

ones:
	ADDQ $4, R13

one:
	SUBQ $1, R13
	JLT  done
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  one_add
	VMOVUPS (CX), Y0
	VMOVUPS 32(CX), Y1
	VMOVUPS 64(CX), Y2
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS 64(DI), Y2
	JMP  one_start

one_add_masked:
	VMOVUPS (R14), Y15
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMASKMOVPS 64(DI), Y15, Y2

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPS (DX), Y12
	VMOVUPS 32(DX), Y13
	VMOVUPS 64(DX), Y14
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	VFMADD231PS Y13, Y15, Y1
	VFMADD231PS Y14, Y15, Y2
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, 64(DI)
	JMP  one_next

one_store_masked:
	VMOVUPS (R14), Y15
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMASKMOVPS Y2, Y15, 64(DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET

// func panel16(args *panelArgs)
TEXT ·panel16(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ panelArgs_a(BX), SI
	MOVQ panelArgs_c(BX), DI
	MOVQ panelArgs_aRow(BX), R8
	LEAQ (R8)(R8*2), R9
	MOVQ panelArgs_aInner(BX), R10
	MOVQ panelArgs_cRow(BX), R11
	LEAQ (R11)(R11*2), R12
	MOVQ panelArgs_rows(BX), R13
	MOVQ panelArgs_mask(BX), R14

four:
	SUBQ $4, R13
	JLT  ones
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  four_add
	VMOVUPS (CX), Y0
	VMOVUPS 32(CX), Y1
	VMOVAPS Y0, Y2
	VMOVAPS Y1, Y3
	VMOVAPS Y0, Y4
	VMOVAPS Y1, Y5
	VMOVAPS Y0, Y6
	VMOVAPS Y1, Y7
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	VMOVUPS (DI)(R11*1), Y2
	VMOVUPS 32(DI)(R11*1), Y3
	VMOVUPS (DI)(R11*2), Y4
	VMOVUPS 32(DI)(R11*2), Y5
	VMOVUPS (DI)(R12*1), Y6
	VMOVUPS 32(DI)(R12*1), Y7
	JMP  four_start

four_add_masked:
	VMOVUPS (R14), Y15
	VMOVUPS (DI), Y0
	VMASKMOVPS 32(DI), Y15, Y1
	VMOVUPS (DI)(R11*1), Y2
	VMASKMOVPS 32(DI)(R11*1), Y15, Y3
	VMOVUPS (DI)(R11*2), Y4
	VMASKMOVPS 32(DI)(R11*2), Y15, Y5
	VMOVUPS (DI)(R12*1), Y6
	VMASKMOVPS 32(DI)(R12*1), Y15, Y7

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPS (DX), Y12
	VMOVUPS 32(DX), Y13
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	VFMADD231PS Y13, Y15, Y1
	VBROADCASTSS (AX)(R8*1), Y15
	VFMADD231PS Y12, Y15, Y2
	VFMADD231PS Y13, Y15, Y3
	VBROADCASTSS (AX)(R8*2), Y15
	VFMADD231PS Y12, Y15, Y4
	VFMADD231PS Y13, Y15, Y5
	VBROADCASTSS (AX)(R9*1), Y15
	VFMADD231PS Y12, Y15, Y6
	VFMADD231PS Y13, Y15, Y7
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2
	VMAXPS Y3, Y15, Y3
	VMAXPS Y4, Y15, Y4
	VMAXPS Y5, Y15, Y5
	VMAXPS Y6, Y15, Y6
	VMAXPS Y7, Y15, Y7

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	VMOVUPS Y2, (DI)(R11*1)
	VMOVUPS Y3, 32(DI)(R11*1)
	VMOVUPS Y4, (DI)(R11*2)
	VMOVUPS Y5, 32(DI)(R11*2)
	VMOVUPS Y6, (DI)(R12*1)
	VMOVUPS Y7, 32(DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPS (R14), Y15
	VMOVUPS Y0, (DI)
	VMASKMOVPS Y1, Y15, 32(DI)
	VMOVUPS Y2, (DI)(R11*1)
	VMASKMOVPS Y3, Y15, 32(DI)(R11*1)
	VMOVUPS Y4, (DI)(R11*2)
	VMASKMOVPS Y5, Y15, 32(DI)(R11*2)
	VMOVUPS Y6, (DI)(R12*1)
	VMASKMOVPS Y7, Y15, 32(DI)(R12*1)

four_next:
	LEAQ (SI)(R8*4), SI
	LEAQ (DI)(R11*4), DI
	JMP  four

ones:
	ADDQ $4, R13

one:
	SUBQ $1, R13
	JLT  done
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  one_add
	VMOVUPS (CX), Y0
	VMOVUPS 32(CX), Y1
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPS (DI), Y0
	VMOVUPS 32(DI), Y1
	JMP  one_start

one_add_masked:
	VMOVUPS (R14), Y15
	VMOVUPS (DI), Y0
	VMASKMOVPS 32(DI), Y15, Y1

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPS (DX), Y12
	VMOVUPS 32(DX), Y13
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	VFMADD231PS Y13, Y15, Y1
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, 32(DI)
	JMP  one_next

one_store_masked:
	VMOVUPS (R14), Y15
	VMOVUPS Y0, (DI)
	VMASKMOVPS Y1, Y15, 32(DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET

// func panel8(args *panelArgs)
TEXT ·panel8(SB), NOSPLIT, $0-8
	MOVQ args+0(FP), BX
	MOVQ panelArgs_a(BX), SI
	MOVQ panelArgs_c(BX), DI
	MOVQ panelArgs_aRow(BX), R8
	LEAQ (R8)(R8*2), R9
	MOVQ panelArgs_aInner(BX), R10
	MOVQ panelArgs_cRow(BX), R11
	LEAQ (R11)(R11*2), R12
	MOVQ panelArgs_rows(BX), R13
	MOVQ panelArgs_mask(BX), R14

four:
	SUBQ $4, R13
	JLT  ones
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  four_add
	VMOVUPS (CX), Y0
	VMOVAPS Y0, Y1
	VMOVAPS Y0, Y2
	VMOVAPS Y0, Y3
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPS (DI), Y0
	VMOVUPS (DI)(R11*1), Y1
	VMOVUPS (DI)(R11*2), Y2
	VMOVUPS (DI)(R12*1), Y3
	JMP  four_start

four_add_masked:
	VMOVUPS (R14), Y15
	VMASKMOVPS (DI), Y15, Y0
	VMASKMOVPS (DI)(R11*1), Y15, Y1
	VMASKMOVPS (DI)(R11*2), Y15, Y2
	VMASKMOVPS (DI)(R12*1), Y15, Y3

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPS (DX), Y12
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	VBROADCASTSS (AX)(R8*1), Y15
	VFMADD231PS Y12, Y15, Y1
	VBROADCASTSS (AX)(R8*2), Y15
	VFMADD231PS Y12, Y15, Y2
	VBROADCASTSS (AX)(R9*1), Y15
	VFMADD231PS Y12, Y15, Y3
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0
	VMAXPS Y1, Y15, Y1
	VMAXPS Y2, Y15, Y2
	VMAXPS Y3, Y15, Y3

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPS Y0, (DI)
	VMOVUPS Y1, (DI)(R11*1)
	VMOVUPS Y2, (DI)(R11*2)
	VMOVUPS Y3, (DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPS (R14), Y15
	VMASKMOVPS Y0, Y15, (DI)
	VMASKMOVPS Y1, Y15, (DI)(R11*1)
	VMASKMOVPS Y2, Y15, (DI)(R11*2)
	VMASKMOVPS Y3, Y15, (DI)(R12*1)

four_next:
	LEAQ (SI)(R8*4), SI
	LEAQ (DI)(R11*4), DI
	JMP  four

ones:
	ADDQ $4, R13

one:
	SUBQ $1, R13
	JLT  done
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  one_add
	VMOVUPS (CX), Y0
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPS (DI), Y0
	JMP  one_start

one_add_masked:
	VMOVUPS (R14), Y15
	VMASKMOVPS (DI), Y15, Y0

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPS (DX), Y12
	VBROADCASTSS (AX), Y15
	VFMADD231PS Y12, Y15, Y0
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPS Y15, Y15, Y15
	VMAXPS Y0, Y15, Y0

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPS Y0, (DI)
	JMP  one_next

one_store_masked:
	VMOVUPS (R14), Y15
	VMASKMOVPS Y0, Y15, (DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET
