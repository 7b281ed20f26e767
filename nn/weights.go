package nn

import (
	"fmt"
	"slices"
)

// Network returns s, as Model.Network returns the model's network: what takes either
// takes anything that has one.
func (s *Sequential) Network() *Sequential { return s }

// Optimizer returns what Compile was given, nil when that was none.
func (m *Model) Optimizer() Optimizer { return m.optimizer }

// Loss returns what Compile was given, nil when that was none.
func (m *Model) Loss() Loss { return m.loss }

// Metrics returns what Compile was given.
func (m *Model) Metrics() []Metric { return slices.Clone(m.metrics) }

// OptimizerState returns a copy of what the optimizer remembers of the fits so far.
func (m *Model) OptimizerState() State {
	return m.state.clone()
}

// SetOptimizerState replaces what the optimizer remembers by a copy of s, so that
// the next Fit goes on from there. It fails, and changes nothing, when the vectors
// of s are not as long as the parameters.
func (m *Model) SetOptimizerState(s State) error {
	if err := m.ready(); err != nil {
		return fmt.Errorf("nn: SetOptimizerState: %w", err)
	}
	if s.Iterations < 0 {
		return fmt.Errorf("nn: SetOptimizerState: %d iterations", s.Iterations)
	}
	n := len(m.net.params)
	if len(s.Slots)%max(n, 1) != 0 {
		return fmt.Errorf("nn: SetOptimizerState: vectors of %d numbers together, the network has %d parameters", len(s.Slots), n)
	}
	m.state = s.clone()
	return nil
}

// clone returns a copy of s.
func (s State) clone() State {
	return State{Iterations: s.Iterations, Slots: slices.Clone(s.Slots), Scalars: slices.Clone(s.Scalars)}
}
