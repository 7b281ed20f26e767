package nn

import (
	"fmt"

	"golab/internal/jvm"
)

// Numerics says how an [MLP] rounds: in which order its matrix products add, which
// code computes exp and log, and how many lanes a vector has. Spark's training is
// chaotic in the last bit, so the same network trained with another Numerics gives
// another accuracy, as Spark itself does on another Java or processor.
//
// The zero value is [Spark30Java8]. Numerics are comparable with ==.
type Numerics struct {
	Products ProductOrder
	ExpLog   ExpLog
	Lanes    int // float64s in a vector, for VectorBLAS alone; 0 means 8
}

// ProductOrder names the order in which a matrix product adds, and whether it
// rounds once or twice for each multiplication and addition.
type ProductOrder jvm.ProductOrder

// The orders in which releases of Spark multiply matrices.
const (
	// F2J is reference BLAS translated from Fortran: Spark 3.0 and 3.1.
	F2J = ProductOrder(jvm.F2J)
	// Java8BLAS is dot products: Spark 3.2 and later on Java 8.
	Java8BLAS = ProductOrder(jvm.Java8BLAS)
	// Java11BLAS is dot products of fused operations: Spark 3.2 and later on Java 11
	// and 17 without Java's vector module.
	Java11BLAS = ProductOrder(jvm.Java11BLAS)
	// VectorBLAS adds Java's vector module to that: Spark 4 on Java 17.
	VectorBLAS = ProductOrder(jvm.VectorBLAS)
	// NativeProducts is whatever is fast here.
	NativeProducts = ProductOrder(jvm.NativeProducts)
)

// String returns the name of the constant.
func (o ProductOrder) String() string { return jvm.ProductOrder(o).String() }

// ExpLog names the code that computes exp and log.
type ExpLog jvm.ExpLog

// The codes with which Java computes exp and log.
const (
	// X87 is Java 8 on x86-64.
	X87 = ExpLog(jvm.X87)
	// Fdlibm is Java's StrictMath everywhere.
	Fdlibm = ExpLog(jvm.Fdlibm)
	// IntelLibm is Java 9 and later on x86-64.
	IntelLibm = ExpLog(jvm.IntelLibm)
	// NativeMath is Go's package math.
	NativeMath = ExpLog(jvm.NativeMath)
)

// String returns the name of the constant.
func (e ExpLog) String() string { return jvm.ExpLog(e).String() }

// The numerics of the releases of Spark that were checked, on x86-64, and of none.
// A network trained with one of the first six has the weights that Spark has, in
// every bit, when the data are one partition.
var (
	// Spark30Java8 is Spark 3.0 and 3.1 on Java 8: the zero value.
	Spark30Java8 = Numerics{Products: F2J, ExpLog: X87}
	// Spark33Java8 is Spark 3.2 and 3.3 on Java 8.
	Spark33Java8 = Numerics{Products: Java8BLAS, ExpLog: X87}
	// Spark33Java17 is Spark 3.3 on Java 17.
	Spark33Java17 = Numerics{Products: Java11BLAS, ExpLog: IntelLibm}
	// Spark41AVX512 is Spark 4.1 on Java 17 and a processor with AVX-512.
	Spark41AVX512 = Numerics{Products: VectorBLAS, ExpLog: IntelLibm, Lanes: 8}
	// Spark41AVX2 is Spark 4.1 on Java 17 and a processor with AVX2 only.
	Spark41AVX2 = Numerics{Products: VectorBLAS, ExpLog: IntelLibm, Lanes: 4}
	// SparkFdlibm is Spark with reference BLAS and StrictMath forced on it: no
	// processor makes a difference.
	SparkFdlibm = Numerics{Products: F2J, ExpLog: Fdlibm}
	// Native is fast and promises no bits: they may differ between machines.
	Native = Numerics{Products: NativeProducts, ExpLog: NativeMath}
)

// Spark41 returns the numerics of Spark 4.1 on Java 17 on this processor:
// [Spark41AVX512] or [Spark41AVX2]. Other architectures than amd64 get the latter;
// no Java was measured there. A Java that leaves AVX-512 unused (-XX:UseAVX=2)
// computes as Spark41AVX2 whatever the processor.
func Spark41() Numerics {
	n := Spark41AVX2
	n.Lanes = jvm.VectorLanes()
	return n
}

// String returns the name of the variable that holds n, or n's parts.
func (n Numerics) String() string {
	named := []struct {
		name string
		Numerics
	}{
		{"Spark30Java8", Spark30Java8},
		{"Spark33Java8", Spark33Java8},
		{"Spark33Java17", Spark33Java17},
		{"Spark41AVX512", Spark41AVX512},
		{"Spark41AVX2", Spark41AVX2},
		{"SparkFdlibm", SparkFdlibm},
		{"Native", Native},
	}
	for _, p := range named {
		if n.arithmetic() == p.arithmetic() {
			return p.name
		}
	}
	if n.Products == VectorBLAS {
		return fmt.Sprintf("%v(%d)+%v", n.Products, n.arithmetic().Lanes, n.ExpLog)
	}
	return fmt.Sprintf("%v+%v", n.Products, n.ExpLog)
}

// arithmetic returns n with the number of lanes that is used.
func (n Numerics) arithmetic() Numerics {
	switch {
	case n.Products != VectorBLAS:
		n.Lanes = 0
	case n.Lanes == 0:
		n.Lanes = 8
	}
	return n
}

// maxLanes is what the widest registers there are hold: 2048 bits.
const maxLanes = 32

// check reports what is wrong with n.
func (n Numerics) check() error {
	switch {
	case !jvm.ProductOrder(n.Products).Valid():
		return fmt.Errorf("Numerics.Products is %v, the last order is %v", n.Products, NativeProducts)
	case !jvm.ExpLog(n.ExpLog).Valid():
		return fmt.Errorf("Numerics.ExpLog is %v, the last code is %v", n.ExpLog, NativeMath)
	case n.Lanes < 0 || n.Lanes > maxLanes:
		return fmt.Errorf("Numerics.Lanes is %d, a vector has 1 to %d lanes (0 means 8)", n.Lanes, maxLanes)
	}
	return nil
}
