//go:build !purego

#include "go_asm.h"
#include "textflag.h"

// The panel kernels of float64s compute C[rows×width] = start + A·B for one panel B
// of width 4 or 8, four rows of C at a time and then one: fused, or with one
// rounding for scale·A, one for the product and one for the sum.
//
//	BX   args
//	SI   A, first row of the tile        DI   C, first row of the tile
//	R8   bytes between rows of A         R9   three times that
//	R10  bytes between inner indices     R11  bytes between rows of C
//	R12  three times that                R13  rows left
//	R14  mask, 0: none                   R15  bytes between rows of B
//	AX   A at the inner index            DX   B at the inner index
//	CX   inner indices left
//	Y0 to Y7    the sums, row after row
//	Y12, Y13    a row of B, fused        Y8, Y9    the same, not fused
//	Y10, Y11    products                 Y13       scale
//	Y15         a number of A; the mask; zeros

// func panelFused8(args *panelArgs)
TEXT ·panelFused8(SB), NOSPLIT, $0-8
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
	VMOVUPD (CX), Y0
	VMOVUPD 32(CX), Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y1, Y3
	VMOVAPD Y0, Y4
	VMOVAPD Y1, Y5
	VMOVAPD Y0, Y6
	VMOVAPD Y1, Y7
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD 32(DI), Y1
	VMOVUPD (DI)(R11*1), Y2
	VMOVUPD 32(DI)(R11*1), Y3
	VMOVUPD (DI)(R11*2), Y4
	VMOVUPD 32(DI)(R11*2), Y5
	VMOVUPD (DI)(R12*1), Y6
	VMOVUPD 32(DI)(R12*1), Y7
	JMP  four_start

four_add_masked:
	VMOVUPD (R14), Y15
	VMOVUPD (DI), Y0
	VMASKMOVPD 32(DI), Y15, Y1
	VMOVUPD (DI)(R11*1), Y2
	VMASKMOVPD 32(DI)(R11*1), Y15, Y3
	VMOVUPD (DI)(R11*2), Y4
	VMASKMOVPD 32(DI)(R11*2), Y15, Y5
	VMOVUPD (DI)(R12*1), Y6
	VMASKMOVPD 32(DI)(R12*1), Y15, Y7

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPD (DX), Y12
	VMOVUPD 32(DX), Y13
	VBROADCASTSD (AX), Y15
	VFMADD231PD Y12, Y15, Y0
	VFMADD231PD Y13, Y15, Y1
	VBROADCASTSD (AX)(R8*1), Y15
	VFMADD231PD Y12, Y15, Y2
	VFMADD231PD Y13, Y15, Y3
	VBROADCASTSD (AX)(R8*2), Y15
	VFMADD231PD Y12, Y15, Y4
	VFMADD231PD Y13, Y15, Y5
	VBROADCASTSD (AX)(R9*1), Y15
	VFMADD231PD Y12, Y15, Y6
	VFMADD231PD Y13, Y15, Y7
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1
	VMAXPD Y2, Y15, Y2
	VMAXPD Y3, Y15, Y3
	VMAXPD Y4, Y15, Y4
	VMAXPD Y5, Y15, Y5
	VMAXPD Y6, Y15, Y6
	VMAXPD Y7, Y15, Y7

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, (DI)(R11*1)
	VMOVUPD Y3, 32(DI)(R11*1)
	VMOVUPD Y4, (DI)(R11*2)
	VMOVUPD Y5, 32(DI)(R11*2)
	VMOVUPD Y6, (DI)(R12*1)
	VMOVUPD Y7, 32(DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPD (R14), Y15
	VMOVUPD Y0, (DI)
	VMASKMOVPD Y1, Y15, 32(DI)
	VMOVUPD Y2, (DI)(R11*1)
	VMASKMOVPD Y3, Y15, 32(DI)(R11*1)
	VMOVUPD Y4, (DI)(R11*2)
	VMASKMOVPD Y5, Y15, 32(DI)(R11*2)
	VMOVUPD Y6, (DI)(R12*1)
	VMASKMOVPD Y7, Y15, 32(DI)(R12*1)

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
	VMOVUPD (CX), Y0
	VMOVUPD 32(CX), Y1
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD 32(DI), Y1
	JMP  one_start

one_add_masked:
	VMOVUPD (R14), Y15
	VMOVUPD (DI), Y0
	VMASKMOVPD 32(DI), Y15, Y1

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPD (DX), Y12
	VMOVUPD 32(DX), Y13
	VBROADCASTSD (AX), Y15
	VFMADD231PD Y12, Y15, Y0
	VFMADD231PD Y13, Y15, Y1
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	JMP  one_next

one_store_masked:
	VMOVUPD (R14), Y15
	VMOVUPD Y0, (DI)
	VMASKMOVPD Y1, Y15, 32(DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET

// func panelFused4(args *panelArgs)
TEXT ·panelFused4(SB), NOSPLIT, $0-8
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
	VMOVUPD (CX), Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y0, Y3
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD (DI)(R11*1), Y1
	VMOVUPD (DI)(R11*2), Y2
	VMOVUPD (DI)(R12*1), Y3
	JMP  four_start

four_add_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD (DI), Y15, Y0
	VMASKMOVPD (DI)(R11*1), Y15, Y1
	VMASKMOVPD (DI)(R11*2), Y15, Y2
	VMASKMOVPD (DI)(R12*1), Y15, Y3

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPD (DX), Y12
	VBROADCASTSD (AX), Y15
	VFMADD231PD Y12, Y15, Y0
	VBROADCASTSD (AX)(R8*1), Y15
	VFMADD231PD Y12, Y15, Y1
	VBROADCASTSD (AX)(R8*2), Y15
	VFMADD231PD Y12, Y15, Y2
	VBROADCASTSD (AX)(R9*1), Y15
	VFMADD231PD Y12, Y15, Y3
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1
	VMAXPD Y2, Y15, Y2
	VMAXPD Y3, Y15, Y3

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, (DI)(R11*1)
	VMOVUPD Y2, (DI)(R11*2)
	VMOVUPD Y3, (DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD Y0, Y15, (DI)
	VMASKMOVPD Y1, Y15, (DI)(R11*1)
	VMASKMOVPD Y2, Y15, (DI)(R11*2)
	VMASKMOVPD Y3, Y15, (DI)(R12*1)

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
	VMOVUPD (CX), Y0
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPD (DI), Y0
	JMP  one_start

one_add_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD (DI), Y15, Y0

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPD (DX), Y12
	VBROADCASTSD (AX), Y15
	VFMADD231PD Y12, Y15, Y0
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPD Y0, (DI)
	JMP  one_next

one_store_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD Y0, Y15, (DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET

// func panelScaled8(args *panelArgs)
TEXT ·panelScaled8(SB), NOSPLIT, $0-8
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
	VBROADCASTSD panelArgs_scale(BX), Y13

four:
	SUBQ $4, R13
	JLT  ones
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  four_add
	VMOVUPD (CX), Y0
	VMOVUPD 32(CX), Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y1, Y3
	VMOVAPD Y0, Y4
	VMOVAPD Y1, Y5
	VMOVAPD Y0, Y6
	VMOVAPD Y1, Y7
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD 32(DI), Y1
	VMOVUPD (DI)(R11*1), Y2
	VMOVUPD 32(DI)(R11*1), Y3
	VMOVUPD (DI)(R11*2), Y4
	VMOVUPD 32(DI)(R11*2), Y5
	VMOVUPD (DI)(R12*1), Y6
	VMOVUPD 32(DI)(R12*1), Y7
	JMP  four_start

four_add_masked:
	VMOVUPD (R14), Y15
	VMOVUPD (DI), Y0
	VMASKMOVPD 32(DI), Y15, Y1
	VMOVUPD (DI)(R11*1), Y2
	VMASKMOVPD 32(DI)(R11*1), Y15, Y3
	VMOVUPD (DI)(R11*2), Y4
	VMASKMOVPD 32(DI)(R11*2), Y15, Y5
	VMOVUPD (DI)(R12*1), Y6
	VMASKMOVPD 32(DI)(R12*1), Y15, Y7

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPD (DX), Y8
	VMOVUPD 32(DX), Y9
	VBROADCASTSD (AX), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y0, Y0
	VMULPD Y9, Y15, Y11
	VADDPD Y11, Y1, Y1
	VBROADCASTSD (AX)(R8*1), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y2, Y2
	VMULPD Y9, Y15, Y11
	VADDPD Y11, Y3, Y3
	VBROADCASTSD (AX)(R8*2), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y4, Y4
	VMULPD Y9, Y15, Y11
	VADDPD Y11, Y5, Y5
	VBROADCASTSD (AX)(R9*1), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y6, Y6
	VMULPD Y9, Y15, Y11
	VADDPD Y11, Y7, Y7
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1
	VMAXPD Y2, Y15, Y2
	VMAXPD Y3, Y15, Y3
	VMAXPD Y4, Y15, Y4
	VMAXPD Y5, Y15, Y5
	VMAXPD Y6, Y15, Y6
	VMAXPD Y7, Y15, Y7

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, (DI)(R11*1)
	VMOVUPD Y3, 32(DI)(R11*1)
	VMOVUPD Y4, (DI)(R11*2)
	VMOVUPD Y5, 32(DI)(R11*2)
	VMOVUPD Y6, (DI)(R12*1)
	VMOVUPD Y7, 32(DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPD (R14), Y15
	VMOVUPD Y0, (DI)
	VMASKMOVPD Y1, Y15, 32(DI)
	VMOVUPD Y2, (DI)(R11*1)
	VMASKMOVPD Y3, Y15, 32(DI)(R11*1)
	VMOVUPD Y4, (DI)(R11*2)
	VMASKMOVPD Y5, Y15, 32(DI)(R11*2)
	VMOVUPD Y6, (DI)(R12*1)
	VMASKMOVPD Y7, Y15, 32(DI)(R12*1)

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
	VMOVUPD (CX), Y0
	VMOVUPD 32(CX), Y1
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD 32(DI), Y1
	JMP  one_start

one_add_masked:
	VMOVUPD (R14), Y15
	VMOVUPD (DI), Y0
	VMASKMOVPD 32(DI), Y15, Y1

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPD (DX), Y8
	VMOVUPD 32(DX), Y9
	VBROADCASTSD (AX), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y0, Y0
	VMULPD Y9, Y15, Y11
	VADDPD Y11, Y1, Y1
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	JMP  one_next

one_store_masked:
	VMOVUPD (R14), Y15
	VMOVUPD Y0, (DI)
	VMASKMOVPD Y1, Y15, 32(DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET

// func panelScaled4(args *panelArgs)
TEXT ·panelScaled4(SB), NOSPLIT, $0-8
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
	VBROADCASTSD panelArgs_scale(BX), Y13

four:
	SUBQ $4, R13
	JLT  ones
	MOVQ panelArgs_bias(BX), CX
	TESTQ CX, CX
	JEQ  four_add
	VMOVUPD (CX), Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y0, Y3
	JMP  four_start

four_add:
	TESTQ R14, R14
	JNE  four_add_masked
	VMOVUPD (DI), Y0
	VMOVUPD (DI)(R11*1), Y1
	VMOVUPD (DI)(R11*2), Y2
	VMOVUPD (DI)(R12*1), Y3
	JMP  four_start

four_add_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD (DI), Y15, Y0
	VMASKMOVPD (DI)(R11*1), Y15, Y1
	VMASKMOVPD (DI)(R11*2), Y15, Y2
	VMASKMOVPD (DI)(R12*1), Y15, Y3

four_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

four_inner:
	VMOVUPD (DX), Y8
	VBROADCASTSD (AX), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y0, Y0
	VBROADCASTSD (AX)(R8*1), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y1, Y1
	VBROADCASTSD (AX)(R8*2), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y2, Y2
	VBROADCASTSD (AX)(R9*1), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y3, Y3
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  four_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  four_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0
	VMAXPD Y1, Y15, Y1
	VMAXPD Y2, Y15, Y2
	VMAXPD Y3, Y15, Y3

four_store:
	TESTQ R14, R14
	JNE  four_store_masked
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, (DI)(R11*1)
	VMOVUPD Y2, (DI)(R11*2)
	VMOVUPD Y3, (DI)(R12*1)
	JMP  four_next

four_store_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD Y0, Y15, (DI)
	VMASKMOVPD Y1, Y15, (DI)(R11*1)
	VMASKMOVPD Y2, Y15, (DI)(R11*2)
	VMASKMOVPD Y3, Y15, (DI)(R12*1)

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
	VMOVUPD (CX), Y0
	JMP  one_start

one_add:
	TESTQ R14, R14
	JNE  one_add_masked
	VMOVUPD (DI), Y0
	JMP  one_start

one_add_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD (DI), Y15, Y0

one_start:
	MOVQ SI, AX
	MOVQ panelArgs_b(BX), DX
	MOVQ panelArgs_bRow(BX), R15
	MOVQ panelArgs_inner(BX), CX

one_inner:
	VMOVUPD (DX), Y8
	VBROADCASTSD (AX), Y15
	VMULPD Y13, Y15, Y15
	VMULPD Y8, Y15, Y10
	VADDPD Y10, Y0, Y0
	ADDQ R10, AX
	ADDQ R15, DX
	DECQ CX
	JNE  one_inner
	CMPQ panelArgs_relu(BX), $0
	JEQ  one_store
	VXORPD Y15, Y15, Y15
	VMAXPD Y0, Y15, Y0

one_store:
	TESTQ R14, R14
	JNE  one_store_masked
	VMOVUPD Y0, (DI)
	JMP  one_next

one_store_masked:
	VMOVUPD (R14), Y15
	VMASKMOVPD Y0, Y15, (DI)

one_next:
	LEAQ (SI)(R8*1), SI
	LEAQ (DI)(R11*1), DI
	JMP  one

done:
	VZEROUPPER
	RET
