// Package simd is the arithmetic of dense networks on slices of numbers: matrix
// products, activations and optimizer steps.
//
// On amd64 with AVX2 and FMA the float32 kernels are assembly, chosen when the
// program starts; everywhere else, with the build tag purego, and for float64
// they are plain Go. The two agree within rounding: a fused multiplication and
// addition rounds once where plain Go rounds twice.
//
// Every entry of a product is one chain of additions in the order of the inner
// index, and every other result depends on its own operands alone. So results
// depend neither on the number of cores, nor on the place of a row in a batch.
package simd
