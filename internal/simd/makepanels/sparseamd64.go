package main

import "fmt"

// sparseVectors is how many vectors of a row of C a sparse kernel takes.
var sparseVectors = []int{8, 4, 3, 2, 1}

// sparseAMD64 is the kernels of products with sparse rows.
func sparseAMD64() string {
	a := newAssembly(`
The sparse kernels go through rows of entries, each a column (int32) and a number
(float32). Those named rows compute C[i] = bias + Σ number·B[column], those named
scatter add number·D[i] to C[column], each for the columns that the name counts.

	BX   args
	R8   list of row numbers, 0: none    R15  the row number without a list
	R9   where rows start                R10  entries
	R11  bytes between rows of B or of the scattered C
	R12  bytes between rows of C or D    R13  rows left
	DX   B or the scattered C            DI   C or D, at the row
	SI   the entry                       CX   the row's end
	AX   scratch                         R14  bias
	Y0 to Y7   sums of a row, or a row of D
	Y8         products                  Y15  a number; zeros; the mask`)
	for _, v := range sparseVectors {
		sparseKernelAMD64{v}.rows(a)
	}
	for _, v := range sparseVectors {
		sparseKernelAMD64{v}.scatter(a)
	}
	return a.String()
}

// sparseKernelAMD64 is the functions for so many vectors of a row.
type sparseKernelAMD64 struct{ vectors int }

// start loads the arguments and begins the loop over rows.
func (k sparseKernelAMD64) start(a *assembly) {
	a.op("MOVQ args+0(FP), BX")
	for _, l := range []struct{ name, register string }{
		{"list", "R8"}, {"first", "R15"}, {"starts", "R9"}, {"entries", "R10"}, {"bRow", "R11"},
		{"cRow", "R12"}, {"rows", "R13"}, {"b", "DX"}, {"c", "DI"}, {"bias", "R14"},
	} {
		a.op("MOVQ sparseArgs_%s(BX), %s", l.name, l.register)
	}
	a.label("row")
	a.op("MOVQ R15, AX")
	a.op("INCQ R15")
	a.op("TESTQ R8, R8")
	a.op("JEQ  numbered")
	a.op("MOVQ (R8), AX")
	a.op("ADDQ $8, R8")
	a.op("CMPQ R13, $1")
	a.op("JEQ  numbered")
	a.op("MOVQ (R8), CX") // the next row's entries, which lie anywhere
	a.op("MOVQ (R9)(CX*8), CX")
	a.op("LEAQ (R10)(CX*8), CX")
	a.op("PREFETCHT0 (CX)")
	a.op("PREFETCHT0 64(CX)")
	a.label("numbered")
	a.op("MOVQ (R9)(AX*8), SI")
	a.op("MOVQ 8(R9)(AX*8), CX")
	a.op("LEAQ (R10)(SI*8), SI")
	a.op("LEAQ (R10)(CX*8), CX")
}

// rows writes the kernel that computes rows of C.
func (k sparseKernelAMD64) rows(a *assembly) {
	a.functionOf(fmt.Sprintf("sparseRows%d", 8*k.vectors), "sparseArgs")
	k.start(a)
	for v := range k.vectors {
		a.op("VMOVUPS %d(R14), Y%d", 32*v, v)
	}
	a.op("CMPQ SI, CX")
	a.op("JEQ  stored")
	a.label("entry")
	a.op("MOVLQSX (SI), AX")
	a.op("VBROADCASTSS 4(SI), Y15")
	a.op("IMULQ R11, AX")
	a.op("ADDQ $8, SI")
	for v := range k.vectors {
		a.op("VFMADD231PS %d(DX)(AX*1), Y15, Y%d", 32*v, v)
	}
	a.op("CMPQ SI, CX")
	a.op("JNE  entry")
	a.label("stored")
	a.op("CMPQ sparseArgs_relu(BX), $0")
	a.op("JEQ  store")
	a.op("VXORPS Y15, Y15, Y15")
	for v := range k.vectors {
		a.op("VMAXPS Y%d, Y15, Y%d", v, v)
	}
	a.label("store")
	for v := range k.vectors {
		a.op("VMOVUPS Y%d, %d(DI)", v, 32*v)
	}
	k.end(a)
}

// scatter writes the kernel that adds to rows of C.
func (k sparseKernelAMD64) scatter(a *assembly) {
	a.functionOf(fmt.Sprintf("sparseScatter%d", 8*k.vectors), "sparseArgs")
	k.start(a)
	a.op("CMPQ SI, CX")
	a.op("JEQ  next")
	for v := range k.vectors {
		a.op("VMOVUPS %d(DI), Y%d", 32*v, v)
	}
	a.label("entry")
	a.op("MOVLQSX (SI), AX")
	a.op("VBROADCASTSS 4(SI), Y15")
	a.op("IMULQ R11, AX")
	a.op("ADDQ $8, SI")
	for v := range k.vectors {
		a.op("VMOVUPS %d(DX)(AX*1), Y%d", 32*v, 8+v%4)
		a.op("VFMADD231PS Y%d, Y15, Y%d", v, 8+v%4)
		a.op("VMOVUPS Y%d, %d(DX)(AX*1)", 8+v%4, 32*v)
	}
	a.op("CMPQ SI, CX")
	a.op("JNE  entry")
	a.label("next")
	k.end(a)
}

// end goes to the next row.
func (k sparseKernelAMD64) end(a *assembly) {
	a.op("ADDQ R12, DI")
	a.op("DECQ R13")
	a.op("JNE  row")
	a.op("VZEROUPPER")
	a.op("RET")
}
