//go:build !purego

package simd

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// haveAVX2 says whether the assembly runs on this processor.
var haveAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// haveVectors says whether float32s are computed by assembly.
var haveVectors = haveAVX2

// panelFused and panelScaled compute a block of so many columns of float64s, the
// latter with Separate rounding.
//
//go:noescape
func panelFused4(args *panelArgs)

//go:noescape
func panelFused8(args *panelArgs)

//go:noescape
func panelScaled4(args *panelArgs)

//go:noescape
func panelScaled8(args *panelArgs)

// packVectors copies rows of vectors vectors, of which the last is masked. Strides
// are in bytes.
//
//go:noescape
func packVectors(dst, src unsafe.Pointer, rows, srcStride, vectors int, mask unsafe.Pointer)

// unpackVectors copies rows of at most three vectors, of which tail numbers of the last
// count, or all if tail is 0. The stride is in bytes.
//
//go:noescape
func unpackVectors(dst, src unsafe.Pointer, rows, dstStride, vectors, tail int)

// transpose8 writes blocks·8 columns of 8 rows of src as rows of 8 to dst. Strides
// are in bytes.
//
//go:noescape
func transpose8(dst, src unsafe.Pointer, blocks, srcStride, dstStride int)

// laneMasks holds the masks of 1 to 8 float32s: that of n begins at index 8-n.
var laneMasks = [16]int32{-1, -1, -1, -1, -1, -1, -1, -1}

// doubleLanes is the number of float64s in a vector, doubleMasks their laneMasks.
const doubleLanes = 4

var doubleMasks = [8]int64{-1, -1, -1, -1}

// laneMask returns the mask of the first n lanes of a vector.
func laneMask(n int) unsafe.Pointer { return unsafe.Pointer(&laneMasks[Lanes-n]) }

// Exact reports whether float64 products can be told how to round.
func Exact() bool { return haveAVX2 }

// vectorCols returns how many columns a kernel reads together.
func vectorCols[T Float]() int {
	if !haveAVX2 || unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0)) {
		return Lanes
	}
	return doubleLanes
}

// multiplyPanel computes one block.
func (w *Workspace[T]) multiplyPanel(b block) {
	p := &w.product
	if !haveAVX2 {
		w.panelGo(b)
		return
	}
	args, stored := w.args(b), p.stored(b)
	if unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0)) {
		if n := stored % Lanes; n > 0 {
			args.mask = laneMask(n)
		}
		singlePanel(&args, (stored+Lanes-1)/Lanes)
		return
	}
	if n := stored % doubleLanes; n > 0 {
		args.mask = unsafe.Pointer(&doubleMasks[doubleLanes-n])
	}
	doublePanel(&args, stored > doubleLanes, p.Rounding == Separate)
}

// doublePanel computes a block of one vector of float64s or of two.
func doublePanel(args *panelArgs, two, separate bool) {
	switch {
	case two && separate:
		panelScaled8(args)
	case two:
		panelFused8(args)
	case separate:
		panelScaled4(args)
	default:
		panelFused4(args)
	}
}

// packRows is packRowsGo.
func packRows[T Float](dst, src []T, stride, inner, cols, width int) {
	d, ok := any(dst).([]float32)
	if !ok || !haveAVX2 {
		packRowsGo(dst, src, stride, inner, cols, width)
		return
	}
	s := any(src).([]float32)
	packVectors(unsafe.Pointer(&d[0]), unsafe.Pointer(&s[0]), inner, 4*stride, width/Lanes, laneMask(cols-width+Lanes))
}

// unpackRows is unpackRowsGo.
func unpackRows[T Float](dst, src []T, stride, rows, cols int) {
	d, ok := any(dst).([]float32)
	if !ok || !haveAVX2 || cols > 3*Lanes {
		unpackRowsGo(dst, src, stride, rows, cols)
		return
	}
	_, s := d[(rows-1)*stride+cols-1], any(src).([]float32)
	unpackVectors(unsafe.Pointer(&d[0]), unsafe.Pointer(&s[0]), rows, 4*stride, Padded(cols)/Lanes, cols%Lanes)
}

// packColumns is packColumnsGo.
func packColumns[T Float](dst, src []T, stride, inner, cols, width int) {
	d, ok := any(dst).([]float32)
	if !ok || !haveAVX2 || inner < Lanes {
		packColumnsGo(dst, src, stride, inner, cols, width)
		return
	}
	s := any(src).([]float32)
	blocks := inner / Lanes
	for j := 0; j < width; j += Lanes {
		if j+Lanes > cols {
			packLastColumns(d[j:], s[min(j*stride, len(s)):], stride, inner, cols-j, width)
			continue
		}
		transpose8(unsafe.Pointer(&d[j]), unsafe.Pointer(&s[j*stride]), blocks, 4*stride, 4*width)
		for l := blocks * Lanes; l < inner; l++ {
			for k := range Lanes {
				d[l*width+j+k] = s[(j+k)*stride+l]
			}
		}
	}
}

// packLastColumns packs the columns of a vector that is not full.
func packLastColumns(dst, src []float32, stride, inner, cols, width int) {
	for l := range inner {
		row := dst[l*width:][:Lanes]
		for k := range row {
			row[k] = 0
			if k < cols {
				row[k] = src[k*stride+l]
			}
		}
	}
}
