package notebook

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golab/kernel"
)

// A Session runs cells; kernel.Session is one.
type Session interface {
	Execute(ctx context.Context, code string, emit func(kernel.Output)) error
	ExecutionCount() int
}

// A Runner runs the cells of notebooks in a session.
type Runner struct {
	Session Session
	Timeout time.Duration // the longest that one cell may take; 0 for no limit

	Start func(c *Cell, number int) // called before a cell; may be nil

	// Output is called with each output as it comes, also for a cell that has
	// ended and left goroutines behind; may be nil.
	Output func(c *Cell, number int, out kernel.Output)
}

// A CellError is the failure of a cell that ended a run.
type CellError struct {
	File   string
	Cell   *Cell
	Number int // as in Position.Cell and in the notebook's In [ ]
	Err    error
}

// Error returns the name of the file and the cell's error.
func (e *CellError) Error() string {
	var located *kernel.Error
	if errors.As(e.Err, &located) && len(located.Trace) > 0 {
		return fmt.Sprintf("%s: %v", e.File, e.Err) // which names the cell
	}
	return fmt.Sprintf("%s: cell %d: %v", e.File, e.Number, e.Err)
}

// Unwrap returns the error of the cell.
func (e *CellError) Unwrap() error { return e.Err }

// Run runs the code cells one after the other and stores in each its outputs and
// its number. As in Jupyter, cells without code and those tagged skip-execution
// are passed over. The first failure ends the run, with a *CellError; but after
// a cell tagged raises-exception it goes on. Cells that were not reached keep
// the outputs that they had. What goroutines show after Run has returned is not
// stored.
func (r Runner) Run(ctx context.Context, n *Notebook) error {
	if lang := n.Language(); lang != "" && !strings.EqualFold(lang, "go") {
		return fmt.Errorf("notebook: %s is a notebook in %s, golab runs Go", n.name, lang)
	}
	n.setLanguage()
	var rec record
	defer rec.end()
	for _, c := range n.cells {
		if !c.IsCode() {
			continue
		}
		if strings.TrimSpace(c.Source()) == "" {
			if err := c.SetOutputs(0, nil); err != nil {
				return err
			}
			continue
		}
		if c.HasTag("skip-execution") {
			continue
		}
		if err := r.cell(ctx, n, c, &rec); err != nil {
			return err
		}
	}
	return nil
}

// cell runs one cell and stores what came.
func (r Runner) cell(ctx context.Context, n *Notebook, c *Cell, all *record) error {
	number := r.Session.ExecutionCount() + 1
	if r.Start != nil {
		r.Start(c, number)
	}
	limited, cancel := ctx, func() {}
	if r.Timeout > 0 {
		limited, cancel = context.WithTimeout(ctx, r.Timeout)
	}
	defer cancel()
	rec := all.begin(c, number)
	err := r.Session.Execute(limited, c.Source(), func(o kernel.Output) {
		all.add(rec, o)
		if r.Output != nil {
			r.Output(c, number, o)
		}
	})
	if stored := all.store(rec); stored != nil {
		return stored
	}
	if err == nil || limited.Err() == nil && c.HasTag("raises-exception") {
		return nil
	}
	return &CellError{File: n.name, Cell: c, Number: number, Err: err}
}
