package nn

import (
	"math/rand/v2"

	"golab/internal/simd"
)

// Layer is one stage of a Sequential. The layers are the types of this package
// whose names end in Layer; the methods are those that a network needs of its
// layers, and are not for callers.
type Layer interface {
	// check reports why the layer cannot take rows of a shape.
	check(in shape) error
	// kind returns Keras's snake case and class name: "dense", "Dense".
	kind() (name, class string)
	// output returns the shape of the rows that the layer gives.
	output(in shape) shape
	// variables returns the layer's weights in Keras's order.
	variables(in shape) []variable
	// stage32 and stage64 return the layer's computation.
	stage32(in shape) stage[float32]
	stage64(in shape) stage[float64]
}

// activated is a layer that ends in an activation, which a loss may compute in its
// place.
type activated interface {
	Layer
	// activation returns the function applied last.
	activation() Activation
	// withActivation returns the layer with another function applied last; nil if the
	// layer needs the numbers after its own.
	withActivation(a Activation) Layer
}

// activationOf returns the function that a layer applies last.
func activationOf(l Layer) Activation {
	if a, ok := l.(activated); ok {
		return a.activation()
	}
	return Linear
}

// stage is the computation of one layer. It may hold buffers of its own and what it
// has to remember from Forward to Backward.
type stage[T float] interface {
	// Forward writes out from in, of as many rows.
	Forward(c *call[T], in, out matrix[T])
	// Backward adds to c.grads, where there are some, and writes p.din, after a Forward
	// from p.in to p.out.
	Backward(c *call[T], p pass[T])
}

// call is what a stage computes with beside its rows.
type call[T float] struct {
	work     *simd.Workspace[T]
	params   []T        // the layer's part of the network's vectors
	grads    []T        // nil: not wanted
	state    []T        // weights that the gradient does not change
	backward bool       // a Backward may follow
	training bool       // forward as in a fit: with noise, with the batch's own means
	frozen   bool       // the layer learns nothing: it takes no means of the batch
	random   *rand.Rand // the layer's stream, where training
	penalty  float64    // what the stage adds to the loss of the rows of the last Forward
	err      error      // of a layer that is a caller's
}

// pass is what a stage goes backward with.
type pass[T float] struct {
	in, out matrix[T]
	d       matrix[T] // ∂loss/∂out, which may be overwritten
	din     matrix[T] // place for ∂loss/∂in; without rows: not wanted
}

// stageOf picks stage32 or stage64.
func stageOf[T float](l Layer, in shape) stage[T] {
	if _, ok := any(T(0)).(float32); ok {
		return any(l.stage32(in)).(stage[T])
	}
	return any(l.stage64(in)).(stage[T])
}
