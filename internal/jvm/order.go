package jvm

import "fmt"

// ProductOrder names the order in which a matrix product adds, and whether it fuses
// multiplication and addition. The order decides the last bits of every result.
type ProductOrder uint8

const (
	// F2J is reference BLAS translated from Fortran, in Spark 3.0 and 3.1.
	F2J ProductOrder = iota
	// Java8BLAS is dev.ludovic.netlib on Java 8: dot products, not fused.
	Java8BLAS
	// Java11BLAS is dev.ludovic.netlib on Java 11 and later: dot products, fused.
	Java11BLAS
	// VectorBLAS is dev.ludovic.netlib with Java's vector module, in Spark 4 on
	// Java 17. Its order depends on the number of lanes.
	VectorBLAS
	// NativeProducts is whatever is fast here, with no promise of bits.
	NativeProducts
)

// String returns the name of the constant.
func (o ProductOrder) String() string {
	switch o {
	case F2J:
		return "F2J"
	case Java8BLAS:
		return "Java8BLAS"
	case Java11BLAS:
		return "Java11BLAS"
	case VectorBLAS:
		return "VectorBLAS"
	case NativeProducts:
		return "NativeProducts"
	}
	return fmt.Sprintf("ProductOrder(%d)", uint8(o))
}

// Valid reports whether o is one of the constants.
func (o ProductOrder) Valid() bool { return o <= NativeProducts }

// dots reports whether each entry is a dot product summed from zero, added to C at
// the end, rather than summed onto C.
func (o ProductOrder) dots() bool {
	return o == Java8BLAS || o.fused()
}

// fused reports whether x·y + z is rounded once.
func (o ProductOrder) fused() bool { return o == Java11BLAS || o == VectorBLAS }
