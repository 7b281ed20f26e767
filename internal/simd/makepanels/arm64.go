package main

import (
	"fmt"
	"strings"
)

// singleARM64 is the kernels of float32s.
func singleARM64() string {
	a := newAssembly(`
The panel kernels compute C[rows×width] = start + A·B of float32s for one panel B
of width 8, 16 or 24, four rows of C at a time and then one.

	R0   args
	R1   A, first row of the tile        R2   C, first row of the tile
	R3   bytes between rows of A         R4   bytes between inner indices
	R5   bytes between rows of C         R6   bytes between rows of B
	R7   rows left                       R8   bias, 0: the sums start from C
	R9   relu                            R10 to R13  rows of C
	R14 to R17  rows of A at the inner index
	R19  scratch                         R20  B at the inner index
	R21  inner indices left
	V0 to V23   the sums, row after row
	V24 to V29  a row of B               V30, V31  numbers of A; zeros`)
	for _, vectors := range []int{6, 4, 2} {
		kernelARM64{vectors}.write(a)
	}
	return a.String()
}

// kernelARM64 is one function.
type kernelARM64 struct {
	vectors int // of a row of C
}

func (k kernelARM64) write(a *assembly) {
	a.function(fmt.Sprintf("panel%d", 4*k.vectors))
	a.op("MOVD args+0(FP), R0")
	for i, name := range []string{"a", "c", "aRow", "aInner", "cRow", "bRow", "rows", "bias", "relu"} {
		a.op("MOVD panelArgs_%s(R0), R%d", name, 1+i)
	}
	k.tiles(a, "four", 4, "ones")
	a.label("ones")
	a.op("ADD $4, R7")
	k.tiles(a, "one", 1, "done")
	a.label("done")
	a.op("RET")
}

// tiles computes tiles of so many rows while there are as many.
func (k kernelARM64) tiles(a *assembly, name string, rows int, after string) {
	a.label("%s", name)
	a.op("SUBS $%d, R7", rows)
	a.op("BLT  %s", after)
	for r := range rows {
		if r == 0 {
			a.op("MOVD R2, R10")
			a.op("MOVD R1, R14")
			continue
		}
		a.op("ADD  R5, R%d, R%d", 9+r, 10+r)
		a.op("ADD  R3, R%d, R%d", 13+r, 14+r)
	}
	a.op("CBZ  R8, %s_add", name)
	k.move(a, "VLD1", 0, 8)
	for i := k.vectors; i < rows*k.vectors; i++ {
		a.op("VMOV V%d.B16, V%d.B16", i%k.vectors, i)
	}
	a.op("B    %s_start", name)
	a.label("%s_add", name)
	for r := range rows {
		k.move(a, "VLD1", r*k.vectors, 10+r)
	}
	a.label("%s_start", name)
	a.op("MOVD panelArgs_b(R0), R20")
	a.op("MOVD panelArgs_inner(R0), R21")
	a.label("%s_inner", name)
	k.move(a, "VLD1", 24, 20)
	a.op("ADD  R6, R20")
	for r := range rows {
		number := 30 + r%2
		a.op("VLD1R (R%d), [V%d.S4]", 14+r, number)
		a.op("ADD  R4, R%d", 14+r)
		for v := range k.vectors {
			a.op("VFMLA V%d.S4, V%d.S4, V%d.S4", 24+v, number, r*k.vectors+v)
		}
	}
	a.op("SUBS $1, R21")
	a.op("BNE  %s_inner", name)
	a.op("CBZ  R9, %s_store", name)
	a.op("VEOR V30.B16, V30.B16, V30.B16")
	for i := range rows * k.vectors {
		a.op("WORD $%#x // FMAX V30.S4, V%d.S4, V%d.S4", 0x4e20f400|30<<16|i<<5|i, i, i)
	}
	a.label("%s_store", name)
	for r := range rows {
		k.move(a, "VST1", r*k.vectors, 10+r)
	}
	a.op("MOVD $%d, R19", rows)
	a.op("MADD R19, R1, R3, R1")
	a.op("MADD R19, R2, R5, R2")
	a.op("B    %s", name)
}

// move loads or stores a row, whose address is in a register, four vectors at a time.
func (k kernelARM64) move(a *assembly, op string, first, address int) {
	for v := 0; v < k.vectors; v += 4 {
		var list []string
		for i := v; i < min(v+4, k.vectors); i++ {
			list = append(list, fmt.Sprintf("V%d.S4", first+i))
		}
		registers := "[" + strings.Join(list, ", ") + "]"
		from := address
		if v > 0 {
			a.op("ADD  $%d, R%d, R19", 16*v, address)
			from = 19
		}
		if op == "VLD1" {
			a.op("VLD1 (R%d), %s", from, registers)
		} else {
			a.op("VST1 %s, (R%d)", registers, from)
		}
	}
}
