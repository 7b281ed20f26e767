//go:build !purego

package simd

import "unsafe"

// haveVectors says whether float32s are computed by assembly.
var haveVectors = true

// Exact reports whether float64 products can be told how to round.
func Exact() bool { return false }

// vectorCols returns how many columns a kernel reads together.
func vectorCols[T Float]() int { return Lanes }

// multiplyPanel computes one block. The kernels write whole vectors: where C has no
// room for the last, they work on a copy.
func (w *Workspace[T]) multiplyPanel(b block) {
	if unsafe.Sizeof(T(0)) != unsafe.Sizeof(float32(0)) {
		w.panelGo(b)
		return
	}
	args, stored := w.args(b), w.product.stored(b)
	vectors := (stored + Lanes - 1) / Lanes
	if stored%Lanes == 0 {
		singlePanel(&args, vectors)
		return
	}
	p, col := &w.product, b.panel*panelCols[T]()
	var tile [4 * 3 * Lanes]T
	width := vectors * Lanes
	args.c, args.cRow = unsafe.Pointer(&tile), width*int(unsafe.Sizeof(T(0)))
	for at := 0; at < b.rows; at += 4 {
		args.rows = min(4, b.rows-at)
		args.a = unsafe.Pointer(&p.A[(b.row+at)*p.ARow+b.first*p.AInner])
		c := p.C[(b.row+at)*p.CStride+col:]
		for r := range args.rows {
			copy(tile[r*width:], c[r*p.CStride:][:stored])
		}
		singlePanel(&args, vectors)
		for r := range args.rows {
			copy(c[r*p.CStride:][:stored], tile[r*width:])
		}
	}
}
