package nn

import (
	"fmt"
	"strings"
)

// shape is what one row looks like on its way through a network: its axes without
// that of the rows. The numbers of a row lie one after the other, the last axis
// fastest.
type shape []int

// size returns the numbers per row.
func (s shape) size() int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

// last returns the length of the last axis.
func (s shape) last() int { return s[len(s)-1] }

// String prints the shape as Keras does: (None, 57).
func (s shape) String() string {
	var b strings.Builder
	b.WriteString("(None")
	for _, d := range s {
		fmt.Fprintf(&b, ", %d", d)
	}
	return b.String() + ")"
}

// flat reports why a layer that takes one axis cannot take s.
func (s shape) flat() error {
	if len(s) != 1 {
		return fmt.Errorf("the input is %v, the layer takes rows of one axis: put a Flatten before it", s)
	}
	return nil
}
