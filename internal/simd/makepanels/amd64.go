package main

import "fmt"

const registersAMD64 = `
	BX   args
	SI   A, first row of the tile        DI   C, first row of the tile
	R8   bytes between rows of A         R9   three times that
	R10  bytes between inner indices     R11  bytes between rows of C
	R12  three times that                R13  rows left
	R14  mask, 0: none                   R15  bytes between rows of B
	AX   A at the inner index            DX   B at the inner index
	CX   inner indices left
`

// singleAMD64 is the kernels of float32s.
func singleAMD64() string {
	a := newAssembly(`
The panel kernels compute C[rows×width] = start + A·B of float32s for one panel B
of width 8, 16 or 24, four rows of C at a time and then one.
` + registersAMD64[:len(registersAMD64)-1] + `
	Y0 to Y11   the sums, row after row
	Y12 to Y14  a row of B               Y15  a number of A; the mask; zeros`)
	for _, vectors := range []int{3, 2, 1} {
		kernelAMD64{name: fmt.Sprintf("panel%d", 8*vectors), vectors: vectors, kind: "S", b: 12}.write(a)
	}
	return a.String()
}

// doubleAMD64 is the kernels of float64s.
func doubleAMD64() string {
	a := newAssembly(`
The panel kernels of float64s compute C[rows×width] = start + A·B for one panel B
of width 4 or 8, four rows of C at a time and then one: fused, or with one rounding
for scale·A, one for the product and one for the sum.
` + registersAMD64[:len(registersAMD64)-1] + `
	Y0 to Y7    the sums, row after row
	Y12, Y13    a row of B, fused        Y8, Y9  the same, not fused
	Y10, Y11    products                 Y13     scale
	Y15         a number of A; the mask; zeros`)
	for _, vectors := range []int{2, 1} {
		kernelAMD64{name: fmt.Sprintf("panelFused%d", 4*vectors), vectors: vectors, kind: "D", b: 12}.write(a)
	}
	for _, vectors := range []int{2, 1} {
		kernelAMD64{name: fmt.Sprintf("panelScaled%d", 4*vectors), vectors: vectors, kind: "D", b: 8, scaled: true}.write(a)
	}
	return a.String()
}

// kernelAMD64 is one function.
type kernelAMD64 struct {
	name    string
	vectors int    // of a row of C
	kind    string // S for float32s, D for float64s
	b       int    // first register of a row of B
	scaled  bool
}

func (k kernelAMD64) write(a *assembly) {
	a.function(k.name)
	a.op("MOVQ args+0(FP), BX")
	a.op("MOVQ panelArgs_a(BX), SI")
	a.op("MOVQ panelArgs_c(BX), DI")
	a.op("MOVQ panelArgs_aRow(BX), R8")
	a.op("LEAQ (R8)(R8*2), R9")
	a.op("MOVQ panelArgs_aInner(BX), R10")
	a.op("MOVQ panelArgs_cRow(BX), R11")
	a.op("LEAQ (R11)(R11*2), R12")
	a.op("MOVQ panelArgs_rows(BX), R13")
	a.op("MOVQ panelArgs_mask(BX), R14")
	if k.scaled {
		a.op("VBROADCASTSD panelArgs_scale(BX), Y13")
	}
	k.tiles(a, "four", 4, "ones")
	a.label("ones")
	a.op("ADDQ $4, R13")
	k.tiles(a, "one", 1, "done")
	a.label("done")
	a.op("VZEROUPPER")
	a.op("RET")
}

// tiles computes tiles of so many rows while there are as many.
func (k kernelAMD64) tiles(a *assembly, name string, rows int, after string) {
	a.label("%s", name)
	a.op("SUBQ $%d, R13", rows)
	a.op("JLT  %s", after)
	k.start(a, name, rows)
	a.label("%s_start", name)
	a.op("MOVQ SI, AX")
	a.op("MOVQ panelArgs_b(BX), DX")
	a.op("MOVQ panelArgs_bRow(BX), R15")
	a.op("MOVQ panelArgs_inner(BX), CX")
	a.label("%s_inner", name)
	k.step(a, rows)
	a.op("JNE  %s_inner", name)
	a.op("CMPQ panelArgs_relu(BX), $0")
	a.op("JEQ  %s_store", name)
	a.op("VXORP%s Y15, Y15, Y15", k.kind)
	for i := range rows * k.vectors {
		a.op("VMAXP%s Y%d, Y15, Y%d", k.kind, i, i)
	}
	a.label("%s_store", name)
	a.op("TESTQ R14, R14")
	a.op("JNE  %s_store_masked", name)
	k.each(rows, func(i int, place string, _ bool) { a.op("VMOVUP%s Y%d, %s", k.kind, i, place) })
	a.op("JMP  %s_next", name)
	a.label("%s_store_masked", name)
	a.op("VMOVUP%s (R14), Y15", k.kind)
	k.each(rows, func(i int, place string, last bool) {
		if last {
			a.op("VMASKMOVP%s Y%d, Y15, %s", k.kind, i, place)
		} else {
			a.op("VMOVUP%s Y%d, %s", k.kind, i, place)
		}
	})
	a.label("%s_next", name)
	a.op("LEAQ (SI)(R8*%d), SI", rows)
	a.op("LEAQ (DI)(R11*%d), DI", rows)
	a.op("JMP  %s", name)
}

// start sets the sums to the bias or to C.
func (k kernelAMD64) start(a *assembly, name string, rows int) {
	a.op("MOVQ panelArgs_bias(BX), CX")
	a.op("TESTQ CX, CX")
	a.op("JEQ  %s_add", name)
	for v := range k.vectors {
		a.op("VMOVUP%s %d(CX), Y%d", k.kind, 32*v, v)
	}
	for i := k.vectors; i < rows*k.vectors; i++ {
		a.op("VMOVAP%s Y%d, Y%d", k.kind, i%k.vectors, i)
	}
	a.op("JMP  %s_start", name)
	a.label("%s_add", name)
	a.op("TESTQ R14, R14")
	a.op("JNE  %s_add_masked", name)
	k.each(rows, func(i int, place string, _ bool) { a.op("VMOVUP%s %s, Y%d", k.kind, place, i) })
	a.op("JMP  %s_start", name)
	a.label("%s_add_masked", name)
	a.op("VMOVUP%s (R14), Y15", k.kind)
	k.each(rows, func(i int, place string, last bool) {
		if last {
			a.op("VMASKMOVP%s %s, Y15, Y%d", k.kind, place, i)
		} else {
			a.op("VMOVUP%s %s, Y%d", k.kind, place, i)
		}
	})
}

// each visits the sums of a tile: their registers, places in C, and whether they are
// the last of their row.
func (k kernelAMD64) each(rows int, visit func(i int, place string, last bool)) {
	bases := []string{"(DI)", "(DI)(R11*1)", "(DI)(R11*2)", "(DI)(R12*1)"}
	for r := range rows {
		for v := range k.vectors {
			visit(r*k.vectors+v, fmt.Sprintf("%d%s", 32*v, bases[r]), v == k.vectors-1)
		}
	}
}

// step adds the products of one inner index.
func (k kernelAMD64) step(a *assembly, rows int) {
	for v := range k.vectors {
		a.op("VMOVUP%s %d(DX), Y%d", k.kind, 32*v, k.b+v)
	}
	for r, place := range []string{"(AX)", "(AX)(R8*1)", "(AX)(R8*2)", "(AX)(R9*1)"}[:rows] {
		a.op("VBROADCASTS%s %s, Y15", k.kind, place)
		if k.scaled {
			a.op("VMULPD Y13, Y15, Y15")
		}
		for v := range k.vectors {
			sum := r*k.vectors + v
			if k.scaled {
				a.op("VMULPD Y%d, Y15, Y%d", k.b+v, 10+v)
				a.op("VADDPD Y%d, Y%d, Y%d", 10+v, sum, sum)
			} else {
				a.op("VFMADD231P%s Y%d, Y15, Y%d", k.kind, k.b+v, sum)
			}
		}
	}
	a.op("ADDQ R10, AX")
	a.op("ADDQ R15, DX")
	a.op("DECQ CX")
}
