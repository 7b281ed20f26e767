package nn

import (
	"fmt"
	"iter"

	"gonum.org/v1/gonum/mat"
)

// PredictSeq returns the network's outputs for each part of a sequence of rows, as
// Predict does for all rows at once: memory is needed for one part at a time, however
// many there are. Parts of some thousand rows keep all cores busy. It stops at the first
// part for which Predict fails, with an error that counts parts from 1.
func (m *Model) PredictSeq(parts iter.Seq[mat.Matrix]) iter.Seq2[*mat.Dense, error] {
	return func(yield func(*mat.Dense, error) bool) {
		n := 0
		for x := range parts {
			n++
			p, err := m.Predict(x)
			if err != nil {
				yield(nil, fmt.Errorf("part %d: %w", n, err))
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}
