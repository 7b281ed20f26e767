//go:build (amd64 || arm64) && !purego

package simd

import "unsafe"

// panelArgs is a block as the assembly takes it; strides are in bytes.
type panelArgs struct {
	rows, inner  int
	a            unsafe.Pointer
	aRow, aInner int
	b            unsafe.Pointer // inner rows of as many numbers as the kernel's name says
	bRow         int
	c            unsafe.Pointer
	cRow         int
	bias         unsafe.Pointer // nil: the sums start from c
	relu         int
	mask         unsafe.Pointer // on amd64, which columns of the last vector are in c; nil: all
	scale        float64
}

// panel8, panel16 and panel24 compute a block of so many columns of float32s.
//
//go:noescape
func panel8(args *panelArgs)

//go:noescape
func panel16(args *panelArgs)

//go:noescape
func panel24(args *panelArgs)

// singlePanel computes a block of vectors·8 columns of float32s.
func singlePanel(args *panelArgs, vectors int) {
	switch vectors {
	case 1:
		panel8(args)
	case 2:
		panel16(args)
	default:
		panel24(args)
	}
}

// args returns the block for the assembly.
func (w *Workspace[T]) args(b block) panelArgs {
	p, size := &w.product, int(unsafe.Sizeof(T(0)))
	panel, bRow := w.at(b)
	args := panelArgs{
		rows: b.rows, inner: b.inner,
		a: unsafe.Pointer(&p.A[b.row*p.ARow+b.first*p.AInner]), aRow: size * p.ARow, aInner: size * p.AInner,
		b: unsafe.Pointer(&panel[0]), bRow: size * bRow,
		c: unsafe.Pointer(&p.C[b.row*p.CStride+b.panel*panelCols[T]()]), cRow: size * p.CStride,
		scale: float64(p.Scale),
	}
	if p.starts(b) {
		args.bias = unsafe.Pointer(&w.bias[b.panel*panelCols[T]()])
	}
	if p.ReLU && p.ends(b) {
		args.relu = 1
	}
	return args
}
