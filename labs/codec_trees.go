package labs

import (
	"golab/internal/forest"

	"gonum.org/v1/gonum/mat"
)

// A matrix in bytes is its number of columns, 0 for none at all, and the list of its
// numbers row by row. A tree is the list of its nodes, each its numbers.

func (w *codecWriter) matrix(m *mat.Dense) {
	if m == nil {
		w.integer(0)
		return
	}
	rows, cols := m.Dims()
	w.integer(cols)
	w.integer(rows * cols)
	for i := range rows {
		for _, v := range m.RawRowView(i) {
			w.number(v)
		}
	}
}

func (r *codecReader) matrix() *mat.Dense {
	cols := r.integer()
	if cols == 0 {
		return nil
	}
	v := readAll(r, r.number)
	if cols < 0 || len(v) == 0 || len(v)%cols != 0 {
		r.fail("a matrix has %d numbers in %d columns", len(v), cols)
		return nil
	}
	return mat.NewDense(len(v)/cols, cols, v)
}

func (w *codecWriter) tree(t *forest.Tree) {
	writeAll(w, t.Nodes, func(n forest.Node) {
		w.integer(n.Feature)
		w.number(n.Threshold)
		w.integer(n.Right)
		w.number(n.Prediction)
		w.number(n.Gain)
		writeAll(w, n.Stats, w.number)
	})
}

func (r *codecReader) tree() *forest.Tree {
	return &forest.Tree{Nodes: readAll(r, func() forest.Node {
		return forest.Node{
			Feature: r.integer(), Threshold: r.number(), Right: r.integer(),
			Prediction: r.number(), Gain: r.number(), Stats: readAll(r, r.number),
		}
	})}
}
