package notebook

import (
	"errors"
	"sync"

	"golab/kernel"
)

// A record keeps what the cells of a run show: goroutines may show something
// for a cell that has ended, and an update changes what any cell shows.
type record struct {
	mu    sync.Mutex
	cells []*recorded
	ended bool
	err   error // of late outputs
}

// A recorded is one cell that was run.
type recorded struct {
	recorder
	cell   *Cell
	number int
	over   bool
}

// begin adds a cell.
func (r *record) begin(c *Cell, number int) *recorded {
	r.mu.Lock()
	defer r.mu.Unlock()
	rec := &recorded{cell: c, number: number}
	r.cells = append(r.cells, rec)
	return rec
}

// add takes an output of a cell.
func (r *record) add(rec *recorded, o kernel.Output) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	if u, ok := o.(kernel.UpdateDisplayData); ok {
		for _, other := range r.cells {
			if other.update(u) && other.over {
				r.write(other)
			}
		}
		return
	}
	rec.add(o)
	if rec.over {
		r.write(rec)
	}
}

// store stores the outputs of a cell that has ended.
func (r *record) store(rec *recorded) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	rec.over = true
	r.write(rec)
	return r.err
}

// write stores the outputs. The caller holds mu.
func (r *record) write(rec *recorded) {
	rec.finish()
	r.err = errors.Join(r.err, rec.cell.SetOutputs(rec.number, rec.outputs))
}

// end makes the record deaf to what comes later.
func (r *record) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
}
