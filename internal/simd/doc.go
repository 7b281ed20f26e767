// Package simd is the arithmetic of dense networks on slices of numbers: matrix
// products, also with sparse rows, activations and their gradients, softmax, dropout,
// moments of columns and optimizer steps.
//
// On amd64 with AVX2 and FMA and on arm64 the float32 kernels are assembly, chosen when
// the program starts; everywhere else, with the build tag purego, and for float64 they
// are plain Go. The two agree within rounding: a fused multiplication and addition
// rounds once where plain Go rounds twice. Optimizer steps, functions of columns and
// dropout have the same bits everywhere.
//
// Every entry of a product is one chain of additions in the order of the inner index,
// and every other result but a dropout mask depends on its own row or number alone. So
// results depend neither on the number of cores, nor on the place of a row in a batch.
//
// Most assembly is generated: makepanels unrolls the products, and compiles the
// functions of single numbers from one description for both processors.
package simd
