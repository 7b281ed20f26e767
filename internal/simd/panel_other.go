//go:build (!amd64 && !arm64) || purego

package simd

// Exact reports whether float64 products can be told how to round.
func Exact() bool { return false }

// vectorCols returns how many columns are read together.
func vectorCols[T Float]() int { return Lanes }

// multiplyPanel computes one block.
func (w *Workspace[T]) multiplyPanel(b block) { w.panelGo(b) }

// vectorized reports whether assembly computes with Ts.
func vectorized[T Float]() bool { return false }

// sparseKernel computes a part.
func (w *Workspace[T]) sparseKernel(s sparsePart) { w.sparseGo(s) }

// apply and applyRows leave all to their callers.
func apply[T Float](operation, scalars, ...[]T) bool { return false }

func applyRows[T Float](operation, scalars, int, int, ...strided[T]) bool { return false }
