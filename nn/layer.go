package nn

import (
	"math/rand/v2"

	"golab/internal/simd"
)

// Layer is one stage of a Sequential. DenseLayer is one; the methods are those
// that a network needs of its layers, and are not for callers.
type Layer interface {
	// check reports why the layer cannot take inputs numbers per row.
	check(inputs int) error
	// kind returns Keras's snake case and class name: "dense", "Dense".
	kind() (name, class string)
	// outputs returns the numbers per row that the layer gives.
	outputs(inputs int) int
	// size returns the number of parameters.
	size(inputs int) int
	// init fills the layer's parameters from r.
	init(params []float32, inputs int, r *rand.Rand)
	// activation returns the function applied last.
	activation() Activation
	// withActivation returns the layer with another function applied last.
	withActivation(a Activation) Layer
	// record describes the layer for a file.
	record() layerRecord
	// stage32 and stage64 return the layer's computation.
	stage32(inputs int) stage[float32]
	stage64(inputs int) stage[float64]
}

// stage is the computation of one layer. It holds no data: params and grads are
// the layer's part of the network's vectors.
type stage[T float] interface {
	// Forward writes out from in, of as many rows.
	Forward(w *simd.Workspace[T], params []T, in, out matrix[T])
	// Backward adds to grads and writes p.din, after a Forward from p.in to p.out.
	Backward(w *simd.Workspace[T], params, grads []T, p pass[T])
}

// pass is what a stage goes backward with.
type pass[T float] struct {
	in, out matrix[T]
	d       matrix[T] // ∂loss/∂out, which may be overwritten
	din     matrix[T] // place for ∂loss/∂in; without rows: not wanted
}

// stageOf picks stage32 or stage64.
func stageOf[T float](l Layer, inputs int) stage[T] {
	if s, ok := any(l.stage32(inputs)).(stage[T]); ok {
		return s
	}
	return any(l.stage64(inputs)).(stage[T])
}
