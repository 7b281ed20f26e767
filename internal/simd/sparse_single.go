//go:build (amd64 || arm64) && !purego

package simd

import "unsafe"

// sparseArgs is a part of a sparse product as the assembly takes it; strides are in
// bytes.
type sparseArgs struct {
	rows    int            // at least 1
	list    unsafe.Pointer // of rows; nil: first, first+1 and so on
	first   int
	starts  unsafe.Pointer
	entries unsafe.Pointer
	b       unsafe.Pointer
	bRow    int
	c       unsafe.Pointer
	cRow    int
	bias    unsafe.Pointer
	relu    int
}

// The kernels take as many columns as their names say: sparseRows computes rows of C,
// sparseScatter adds them to B.

//go:noescape
func sparseRows8(args *sparseArgs)

//go:noescape
func sparseRows16(args *sparseArgs)

//go:noescape
func sparseRows24(args *sparseArgs)

//go:noescape
func sparseRows32(args *sparseArgs)

//go:noescape
func sparseRows64(args *sparseArgs)

//go:noescape
func sparseScatter8(args *sparseArgs)

//go:noescape
func sparseScatter16(args *sparseArgs)

//go:noescape
func sparseScatter24(args *sparseArgs)

//go:noescape
func sparseScatter32(args *sparseArgs)

//go:noescape
func sparseScatter64(args *sparseArgs)

// sparseKernel computes a part.
func (w *Workspace[T]) sparseKernel(s sparsePart) {
	p := &w.sparse
	if !vectorized[T]() || len(p.X.entries) == 0 {
		w.sparseGo(s)
		return
	}
	args := sparseArgs{
		rows: s.to - s.from, first: s.from,
		starts: unsafe.Pointer(&p.X.starts[0]), entries: unsafe.Pointer(&p.X.entries[0]),
		c: unsafe.Pointer(&p.C[s.from*p.CStride+s.col]), cRow: 4 * p.CStride,
		bias: unsafe.Pointer(&w.bias[s.col]),
	}
	if s.packed {
		args.b, args.bRow = unsafe.Pointer(&w.packed[0]), 4*Padded(s.width)
	} else {
		args.b, args.bRow = unsafe.Pointer(&p.B[s.col]), 4*p.BStride
	}
	if p.List != nil {
		args.list = unsafe.Pointer(&p.List[s.from])
	}
	if p.ReLU {
		args.relu = 1
	}
	if s.scatter {
		sparseScatter(&args, Padded(s.width))
	} else {
		sparseRows(&args, Padded(s.width))
	}
}

func sparseRows(args *sparseArgs, width int) {
	switch width {
	case 8:
		sparseRows8(args)
	case 16:
		sparseRows16(args)
	case 24:
		sparseRows24(args)
	case 32:
		sparseRows32(args)
	default:
		sparseRows64(args)
	}
}

func sparseScatter(args *sparseArgs, width int) {
	switch width {
	case 8:
		sparseScatter8(args)
	case 16:
		sparseScatter16(args)
	case 24:
		sparseScatter24(args)
	case 32:
		sparseScatter32(args)
	default:
		sparseScatter64(args)
	}
}
