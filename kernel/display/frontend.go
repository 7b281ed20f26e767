package display

import (
	"sync/atomic"

	"golab/kernel/comm"
)

// A Frontend is where the functions of this package show values: the cell that
// calls them.
type Frontend interface {
	// Show shows data, which has its display_id, if any, in d.Transient. With
	// update it replaces all that is shown under that id instead.
	Show(d Data, update bool) error

	// ClearOutput takes away what the cell has shown, with wait only when
	// something new comes.
	ClearOutput(wait bool) error

	// Comms returns the comms of the session, or nil where there are none.
	Comms() *comm.Manager
}

// frontend is process-wide, as os.Stdout is: cells are code of this process.
var frontend atomic.Pointer[Frontend]

// SetFrontend makes f the place where values are shown, and returns the one
// before; nil stands for os.Stdout, to which values go as text.
func SetFrontend(f Frontend) (old Frontend) {
	var p *Frontend
	if f != nil {
		p = &f
	}
	if before := frontend.Swap(p); before != nil {
		return *before
	}
	return nil
}
