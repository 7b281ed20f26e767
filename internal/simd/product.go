package simd

import (
	"fmt"
	"runtime"
	"unsafe"
)

// Float is a type of number to compute with.
type Float interface{ float32 | float64 }

// Lanes is the number of float32s in a vector: a padded row has a multiple of it.
const Lanes = 8

// Padded returns the least multiple of Lanes that is at least n.
func Padded(n int) int { return (n + Lanes - 1) &^ (Lanes - 1) }

const (
	innerBlock = 256     // inner indices whose panel stays in the first cache
	rowBlock   = 128     // rows whose part of A stays in the second cache
	directSize = 1 << 15 // bytes of B that stay in the first cache without packing
	sharedWork = 1 << 21 // multiplications that are worth waking another core
)

// panelCols returns the columns of B that a kernel takes at a time.
func panelCols[T Float]() int {
	if unsafe.Sizeof(T(0)) == unsafe.Sizeof(float32(0)) {
		return 3 * Lanes
	}
	return Lanes
}

// Rounding says how a product of float64s rounds.
type Rounding uint8

const (
	// Fast is whatever is fast here.
	Fast Rounding = iota
	// Fused rounds each multiplication and addition once.
	Fused
	// Separate rounds Scale·A, its product with B and the sum.
	Separate
)

// Product is the matrix product C := A·B, where A is Rows×Inner, B is Inner×Cols
// and C is Rows×Cols. Entry (i, j) is summed from Bias[j], or from what C holds,
// over the inner index in its order:
//
//	C[i,j] = (… ((Bias[j] + A[i,0]·B[0,j]) + A[i,1]·B[1,j]) …)
type Product[T Float] struct {
	Rows, Cols, Inner int

	A            []T // entry (i, l) is at i·ARow + l·AInner
	ARow, AInner int

	B           []T // row l starts at l·BStride
	BStride     int
	BTransposed bool // column j starts at j·BStride instead
	BPadded     bool // rows of B have room for Padded(Cols) numbers, of any value

	C          []T // row i starts at i·CStride
	CStride    int
	CPadded    bool // CStride and C have room for Padded(Cols) columns; what is beyond Cols is spoilt
	Accumulate bool // the sums start from C
	Bias       []T  // Cols numbers from which the sums start; nil: zeros
	ReLU       bool // negative sums become 0

	Rounding Rounding // other than Fast for float64s, and where Exact reports true
	Scale    T        // for Separate: multiplies A
}

// Multiply computes the product. It panics when a size is 0 or a slice is too
// short.
func (w *Workspace[T]) Multiply(p Product[T]) {
	p.check()
	w.reserve(p.Inner*Padded(p.Cols), Padded(p.Cols))
	copy(w.bias, p.Bias)
	clear(w.bias[len(p.Bias):])
	w.product = p
	panels, cores := p.panels(), 1
	if !w.Alone && p.Rows*p.Cols*p.Inner >= sharedWork {
		cores = runtime.GOMAXPROCS(0)
	}
	if panels >= 2*cores {
		w.share(panels, min(cores, panels), byPanels)
		return
	}
	w.pack(0, panels)
	w.share(p.Rows, min(cores, (p.Rows+rowBlock-1)/rowBlock), byRows)
}

// panels returns the number of panels of B.
func (p *Product[T]) panels() int { return (p.Cols + panelCols[T]() - 1) / panelCols[T]() }

// width returns the padded number of columns of panel j.
func (p *Product[T]) width(j int) int { return min(panelCols[T](), Padded(p.Cols)-j*panelCols[T]()) }

// check reads the last entries of all matrices.
func (p *Product[T]) check() {
	if min(p.Rows, p.Cols, p.Inner) < 1 {
		panic(fmt.Errorf("simd: Multiply: %d×%d by %d×%d, all sizes must be at least 1", p.Rows, p.Inner, p.Inner, p.Cols))
	}
	cols := p.Cols
	if p.CPadded {
		cols = Padded(cols)
	}
	_ = p.C[(p.Rows-1)*p.CStride+cols-1]
	_ = p.A[(p.Rows-1)*p.ARow+(p.Inner-1)*p.AInner]
	switch {
	case p.BTransposed:
		_ = p.B[(p.Cols-1)*p.BStride+p.Inner-1]
	case p.BPadded:
		_ = p.B[(p.Inner-1)*p.BStride+Padded(p.Cols)-1]
	default:
		_ = p.B[(p.Inner-1)*p.BStride+p.Cols-1]
	}
}

// rows computes rows from to to of the columns of some panels, which are packed.
func (w *Workspace[T]) rows(from, to, firstPanel, lastPanel int) {
	p := &w.product
	for at := from; at < to; at += rowBlock {
		for l := 0; l < p.Inner; l += innerBlock {
			for j := firstPanel; j < lastPanel; j++ {
				w.multiplyPanel(block{
					panel: j, width: p.width(j),
					row: at, rows: min(rowBlock, to-at),
					first: l, inner: min(innerBlock, p.Inner-l),
				})
			}
		}
	}
}

// block is a part of a product: some rows times one panel, over some of the inner
// indices.
type block struct {
	panel, width int
	row, rows    int
	first, inner int
}

// starts reports whether the sums of the block start from the bias.
func (p *Product[T]) starts(b block) bool { return b.first == 0 && !p.Accumulate }

// ends reports whether the sums of the block are complete.
func (p *Product[T]) ends(b block) bool { return b.first+b.inner == p.Inner }

// stored returns how many columns of the block there are in C.
func (p *Product[T]) stored(b block) int {
	if p.CPadded {
		return b.width
	}
	return min(b.width, p.Cols-b.panel*panelCols[T]())
}

// at returns the panel's numbers for the block's inner indices, and how far apart
// their rows begin.
func (w *Workspace[T]) at(b block) ([]T, int) {
	p := &w.product
	if p.direct(b.panel) {
		return p.B[b.first*p.BStride+b.panel*panelCols[T]():], p.BStride
	}
	return w.packed[b.panel*panelCols[T]()*p.Inner+b.first*b.width:][:b.inner*b.width], b.width
}

// direct reports whether panel j is used where it lies in B.
func (p *Product[T]) direct(j int) bool {
	whole := p.BPadded || p.Cols%vectorCols[T]() == 0 || (j+1)*panelCols[T]() <= p.Cols
	return whole && !p.BTransposed && p.Inner*p.BStride*int(unsafe.Sizeof(T(0))) <= directSize
}
