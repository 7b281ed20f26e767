package main

import "fmt"

// sparseARM64 is the kernels of products with sparse rows.
func sparseARM64() string {
	a := newAssembly(`
The sparse kernels go through rows of entries, each a column (int32) and a number
(float32). Those named rows compute C[i] = bias + Σ number·B[column], those named
scatter add number·D[i] to C[column], each for the columns that the name counts.

	R0   args
	R1   list of row numbers, 0: none    R2   the row number without a list
	R3   where rows start                R4   entries
	R5   bytes between rows of B or of the scattered C
	R6   bytes between rows of C or D    R7   rows left
	R8   B or the scattered C            R9   C or D, at the row
	R10  bias                            R11  relu
	R12  the entry                       R13  the row's end
	R14  B or the scattered C at the entry's row
	R19  scratch                         R20  the row number
	V0 to V15   sums of a row, or a row of D
	V16 to V27  part of a row            V31  a number; zeros`)
	for _, v := range sparseVectors {
		sparseKernelARM64{kernelARM64{2 * v}}.rows(a)
	}
	for _, v := range sparseVectors {
		sparseKernelARM64{kernelARM64{2 * v}}.scatter(a)
	}
	return a.String()
}

// sparseKernelARM64 is the functions for so many vectors of a row.
type sparseKernelARM64 struct{ kernelARM64 }

// start loads the arguments and begins the loop over rows.
func (k sparseKernelARM64) start(a *assembly) {
	a.op("MOVD args+0(FP), R0")
	for i, name := range []string{"list", "first", "starts", "entries", "bRow", "cRow", "rows", "b", "c", "bias", "relu"} {
		a.op("MOVD sparseArgs_%s(R0), R%d", name, 1+i)
	}
	a.label("row")
	a.op("MOVD R2, R20")
	a.op("ADD  $1, R2")
	a.op("CBZ  R1, numbered")
	a.op("MOVD.P 8(R1), R20")
	a.label("numbered")
	a.op("ADD  R20<<3, R3, R19")
	a.op("MOVD (R19), R12")
	a.op("MOVD 8(R19), R13")
	a.op("ADD  R12<<3, R4, R12")
	a.op("ADD  R13<<3, R4, R13")
}

// entry loads the column and the number of an entry, and goes on.
func (k sparseKernelARM64) entry(a *assembly) {
	a.label("entry")
	a.op("MOVW.P 4(R12), R19")
	a.op("VLD1R.P 4(R12), [V31.S4]")
	a.op("MADD R5, R8, R19, R14")
}

// rows writes the kernel that computes rows of C.
func (k sparseKernelARM64) rows(a *assembly) {
	a.functionOf(fmt.Sprintf("sparseRows%d", 4*k.vectors), "sparseArgs")
	k.start(a)
	k.move(a, "VLD1", 0, 10)
	a.op("CMP  R12, R13")
	a.op("BEQ  stored")
	k.entry(a)
	for v := 0; v < k.vectors; v += 4 {
		part := kernelARM64{min(4, k.vectors-v)}
		part.move(a, "VLD1", 16, 14)
		a.op("ADD  $%d, R14", 16*part.vectors)
		for i := range part.vectors {
			a.op("VFMLA V%d.S4, V31.S4, V%d.S4", 16+i, v+i)
		}
	}
	a.op("CMP  R12, R13")
	a.op("BNE  entry")
	a.label("stored")
	a.op("CBZ  R11, store")
	a.op("VEOR V31.B16, V31.B16, V31.B16")
	for i := range k.vectors {
		a.op("WORD $%#x // FMAX V31.S4, V%d.S4, V%d.S4", 0x4e20f400|31<<16|i<<5|i, i, i)
	}
	a.label("store")
	k.move(a, "VST1", 0, 9)
	k.end(a)
}

// scatter writes the kernel that adds to rows of C.
func (k sparseKernelARM64) scatter(a *assembly) {
	a.functionOf(fmt.Sprintf("sparseScatter%d", 4*k.vectors), "sparseArgs")
	k.start(a)
	a.op("CMP  R12, R13")
	a.op("BEQ  next")
	k.move(a, "VLD1", 0, 9)
	k.entry(a)
	for v := 0; v < k.vectors; v += 4 {
		part := kernelARM64{min(4, k.vectors-v)}
		part.move(a, "VLD1", 16, 14)
		for i := range part.vectors {
			a.op("VFMLA V%d.S4, V31.S4, V%d.S4", v+i, 16+i)
		}
		part.move(a, "VST1", 16, 14)
		a.op("ADD  $%d, R14", 16*part.vectors)
	}
	a.op("CMP  R12, R13")
	a.op("BNE  entry")
	a.label("next")
	k.end(a)
}

// end goes to the next row.
func (k sparseKernelARM64) end(a *assembly) {
	a.op("ADD  R6, R9")
	a.op("SUBS $1, R7")
	a.op("BNE  row")
	a.op("RET")
}
