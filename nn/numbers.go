package nn

import (
	"fmt"
	"slices"
)

// numbers are what a fit changes: the network's vectors and the optimizer's memory.
// In float32 they are the network's and the model's own.
type numbers[T float] struct {
	vectors[T]
	memory    *memory[T]
	places    []place   // of params
	penalties penalties // of regularizers
	bounded   []place   // by constraints
}

// newNumbers returns the numbers of m. It fails in float64 for an optimizer that
// computes in float32 only.
func newNumbers[T float](m *Model) (numbers[T], error) {
	n := numbers[T]{
		places:    m.net.trainablePlaces(),
		penalties: m.net.penalties(),
		bounded:   m.net.constraints(),
	}
	if own, ok := any(&n).(*numbers[float32]); ok {
		own.vectors = vectors[float32]{m.net.params, m.net.grads, m.net.state}
		own.memory = (*memory[float32])(&m.state)
		return n, nil
	}
	if _, ok := m.optimizer.(optimizerRule); !ok {
		return n, fmt.Errorf("Float64 needs an optimizer of this package, this is %T", m.optimizer)
	}
	n.params, n.grads = convert[T](m.net.params), make([]T, len(m.net.params))
	n.state = convert[T](m.net.state)
	n.memory = &memory[T]{m.state.Iterations, convert[T](m.state.Slots), convert[T](m.state.Scalars)}
	return n, nil
}

// convert returns v in another type.
func convert[To, From float](v []From) []To {
	if v, ok := any(v).([]To); ok {
		return slices.Clone(v)
	}
	to := make([]To, len(v))
	for i, f := range v {
		to[i] = To(f)
	}
	return to
}

// update makes one step of the model's optimizer.
func (n *numbers[T]) update(m *Model) {
	gradPenalties(n.penalties, n.params, n.grads)
	if o, ok := m.optimizer.(optimizerRule); ok {
		update(o, n.memory, n.params, n.grads, n.places)
	} else {
		m.optimizer.Update(&m.state, m.net.params, m.net.grads)
	}
	for _, p := range n.bounded {
		project(p.constraint, n.params[p.from:p.to], p.dims)
	}
}

// narrow makes the network's weights those of the fit.
func (n *numbers[T]) narrow(net *Sequential) {
	if _, own := any(n).(*numbers[float32]); own {
		return
	}
	narrowTo(net.params, n.params)
	narrowTo(net.state, n.state)
}

func narrowTo[T float](dst []float32, src []T) {
	for i, v := range src {
		dst[i] = float32(v)
	}
}

// widen takes over what was changed in the network's weights since narrow.
func (n *numbers[T]) widen(net *Sequential) {
	if _, own := any(n).(*numbers[float32]); own {
		return
	}
	widenFrom(n.params, net.params)
	widenFrom(n.state, net.state)
}

func widenFrom[T float](dst []T, src []float32) {
	for i, v := range src {
		if float32(dst[i]) != v {
			dst[i] = T(v)
		}
	}
}

// finish leaves the numbers in the model.
func (n *numbers[T]) finish(m *Model) {
	if o, ok := m.optimizer.(optimizerRule); ok {
		finish(o, n.memory, n.params)
	}
	if _, own := any(n).(*numbers[float32]); own {
		return
	}
	n.narrow(m.net)
	m.state = State{n.memory.Iterations, convert[float32](n.memory.Slots), convert[float32](n.memory.Scalars)}
}
