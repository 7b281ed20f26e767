package nn

import (
	"errors"
	"fmt"
	"strings"
)

// CustomLayer is a layer of a caller's own making. It computes in float64 and stands
// between layers of this package as any other; a network that has one does not go into
// files.
type CustomLayer struct {
	Name    string         // as shown in summaries, such as "Swish"
	Units   int            // outputs per row
	Weights []CustomWeight // that are learned
	// New returns the computation for rows of some inputs. It is called for each
	// goroutine that computes.
	New func(inputs int) CustomStage
}

// CustomWeight is a tensor of a CustomLayer's weights.
type CustomWeight struct {
	Name        string
	Shape       []int
	Initializer Initializer // nil: GlorotUniform
	Regularizer Regularizer // zero: none
	Constraint  Constraint  // nil: none
}

// CustomStage is the computation of a CustomLayer on one goroutine. All matrices are
// given row by row, the weights tensor after tensor.
type CustomStage interface {
	// Forward writes the outputs of rows rows of in to out.
	Forward(weights, in, out []float64, rows int) error
	// Backward takes d, ∂loss/∂out of the last Forward, and writes ∂loss/∂in to din and
	// ∂loss/∂weights to grads.
	Backward(d, din, grads []float64) error
}

func (l CustomLayer) check(in shape) error {
	switch {
	case l.Name == "":
		return errors.New("the Name of a CustomLayer is empty")
	case l.New == nil:
		return fmt.Errorf("%s: New is nil", l.Name)
	case l.Units < 1 || l.Units > maxUnits:
		return fmt.Errorf("%s: %d units, there must be 1 to %d", l.Name, l.Units, maxUnits)
	}
	for _, w := range l.Weights {
		n := int64(1)
		for _, d := range w.Shape {
			if n *= int64(d); d < 1 || n > maxParams {
				return fmt.Errorf("%s: weight %s has the shape %v", l.Name, w.Name, w.Shape)
			}
		}
	}
	if err := in.flat(); err != nil {
		return err
	}
	return checkVariables(l.variables(in))
}

func (l CustomLayer) kind() (name, class string) { return strings.ToLower(l.Name), l.Name }
func (l CustomLayer) output(shape) shape         { return shape{l.Units} }

func (l CustomLayer) variables(shape) []variable {
	var all []variable
	for _, w := range l.Weights {
		all = append(all, variable{
			name: w.Name, dims: w.Shape, initializer: orInitializer(w.Initializer, GlorotUniform{}),
			regularizer: w.Regularizer, constraint: w.Constraint,
		})
	}
	return all
}

// String describes the layer in short.
func (l CustomLayer) String() string { return fmt.Sprintf("%s(%d)", l.Name, l.Units) }

func (l CustomLayer) stage32(in shape) stage[float32] {
	return &customStage[float32]{CustomStage: l.New(in.size())}
}

func (l CustomLayer) stage64(in shape) stage[float64] {
	return &customStage[float64]{CustomStage: l.New(in.size())}
}

// customStage computes a CustomLayer: it converts numbers on the way in and out.
type customStage[T float] struct {
	CustomStage
	weights, in, out, d, din, grads []float64
}

// Forward is the stage's.
func (s *customStage[T]) Forward(c *call[T], in, out matrix[T]) {
	s.weights = sized(s.weights, len(c.params))
	for i, v := range c.params {
		s.weights[i] = float64(v)
	}
	s.in, s.out = sized(s.in, in.rows*in.cols), sized(s.out, out.rows*out.cols)
	widenRows(s.in, in)
	if c.err = s.CustomStage.Forward(s.weights, s.in, s.out, in.rows); c.err == nil {
		narrowRows(out, s.out)
	}
}

// Backward is the stage's.
func (s *customStage[T]) Backward(c *call[T], p pass[T]) {
	s.d, s.din, s.grads = sized(s.d, len(s.out)), sized(s.din, len(s.in)), sized(s.grads, len(s.weights))
	widenRows(s.d, p.d)
	clear(s.grads)
	if c.err = s.CustomStage.Backward(s.d, s.din, s.grads); c.err != nil {
		return
	}
	for i := range c.grads {
		c.grads[i] += T(s.grads[i])
	}
	if p.din.rows > 0 {
		narrowRows(p.din, s.din)
	}
}

// sized returns v with n numbers of any value.
func sized(v []float64, n int) []float64 {
	if cap(v) < n {
		v = make([]float64, n)
	}
	return v[:n]
}
