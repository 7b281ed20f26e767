package nn

import "gonum.org/v1/gonum/mat"

// inputChecker is a layer that does not take any number. It is the first one of its
// network.
type inputChecker interface {
	// checkInput reports the first cell of x that the layer cannot take.
	checkInput(x mat.Matrix) error
}

// inputCheckerOf returns l, or the layer in it, if that does not take any number.
func inputCheckerOf(l Layer) (inputChecker, bool) {
	if f, ok := l.(FrozenLayer); ok {
		return inputCheckerOf(f.Layer)
	}
	c, ok := l.(inputChecker)
	return c, ok
}

// checkInput reports why the rows of x cannot enter the network. It leaves numbers that
// are not finite to the reading, unless the first layer looks at them.
func (s *Sequential) checkInput(x mat.Matrix) error {
	if err := checkShape(x, s.inputs); err != nil {
		return err
	}
	if c, ok := inputCheckerOf(s.layers[0]); ok {
		return c.checkInput(x)
	}
	return nil
}
