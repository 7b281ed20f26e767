package nn

// Constraint is a projection of a tensor of weights after each step of the
// optimizer. [NonNeg] is one.
type Constraint interface {
	// String returns Keras's class name.
	String() string
	// check reports settings that make no sense for a tensor with these axes.
	check(dims []int) error
	// project32 and project64 change the weights of a tensor with these axes.
	project32(w []float32, dims []int)
	project64(w []float64, dims []int)
}

// NonNeg makes negative weights 0.
//
// Source: Keras 3.15 (keras/src/constraints/constraints.py).
type NonNeg struct{}

// String returns Keras's class name.
func (NonNeg) String() string { return "NonNeg" }

func (NonNeg) check([]int) error              { return nil }
func (NonNeg) project32(w []float32, _ []int) { nonNeg(w) }
func (NonNeg) project64(w []float64, _ []int) { nonNeg(w) }

func nonNeg[T float](w []T) {
	for i, v := range w {
		w[i] = max(v, 0)
	}
}

// project applies c to w.
func project[T float](c Constraint, w []T, dims []int) {
	switch w := any(w).(type) {
	case []float32:
		c.project32(w, dims)
	case []float64:
		c.project64(w, dims)
	}
}

// constraints returns the places that have a constraint.
func (s *Sequential) constraints() []place {
	var all []place
	for _, p := range s.places() {
		if p.constraint != nil && !p.frozen {
			all = append(all, p)
		}
	}
	return all
}
