//go:build (!amd64 && !arm64) || purego

package simd

// Exact reports whether float64 products can be told how to round.
func Exact() bool { return false }

// vectorCols returns how many columns are read together.
func vectorCols[T Float]() int { return Lanes }

// multiplyPanel computes one block.
func (w *Workspace[T]) multiplyPanel(b block) { w.panelGo(b) }

// sparseVectorized reports whether assembly does sparse products.
func sparseVectorized[T Float]() bool { return false }

// sparseKernel computes a part.
func (w *Workspace[T]) sparseKernel(s sparsePart) { w.sparseGo(s) }
