package display

import (
	"fmt"
	"sync"
	"sync/atomic"

	"golab/kernel/comm"
)

// A Frontend is where the functions of this package show values: the session
// that runs the caller's cell. Its methods may be called from many goroutines at
// once.
type Frontend interface {
	// Render returns what Bundle returns for the one value, with the session's
	// own renderers.
	Render(v any) (Data, error)

	// Show shows data, which has its display_id, if any, in d.Transient. With
	// update it replaces all that is shown under that id instead.
	Show(d Data, update bool) error

	// ClearOutput takes away what the cell has shown, with wait only when
	// something new comes.
	ClearOutput(wait bool) error

	// SetNextInput proposes the text of a new cell below, or with replace another
	// text of the caller's cell.
	SetNextInput(code string, replace bool) error

	// Comms returns the comms of the session, or nil where there are none: then
	// nobody looks on while the cell runs.
	Comms() *comm.Manager

	// Cell returns a number that no other run of a cell has, for callers in a
	// cell or in a goroutine that it has started, and 0 for all others, such as
	// handlers of messages.
	Cell() int

	// Bind returns a function that runs another one as a part of the caller's
	// cell, also after that has ended: what is shown there goes below the cell. It
	// returns when run has or, if it is interrupted, soon: run is then left behind.
	Bind() func(run func()) error

	// Capture runs a function and returns what it shows and prints, as outputs of
	// a notebook file, in the place of showing it.
	Capture(run func()) ([]MIMEMap, error)
}

// frontend is process-wide, as os.Stdout is: cells are code of this process.
var frontend atomic.Pointer[place]

// A place is a Frontend with the ids that Update has shown there.
type place struct {
	Frontend

	mu    sync.Mutex // held while Update shows
	shown map[shownID]bool
}

// A shownID is a display_id and the run of a cell that has shown it; 0 stands
// for any.
type shownID struct {
	id   string
	cell int
}

// SetFrontend makes f the place where values are shown, and returns the one
// before; nil stands for os.Stdout, to which values go as text.
func SetFrontend(f Frontend) (old Frontend) {
	var p *place
	if f != nil {
		p = &place{Frontend: f, shown: map[shownID]bool{}}
	}
	if before := frontend.Swap(p); before != nil {
		return before.Frontend
	}
	return nil
}

// Comms returns the comms of the session, or nil where there are none.
func Comms() *comm.Manager {
	if p := frontend.Load(); p != nil {
		return p.Comms()
	}
	return nil
}

// SetNextInput proposes the text of a new cell below the one that calls it, or with
// replace another text of that cell, which the front end shows when the cell has
// ended: a solution to a task, for example. Without a front end it does nothing.
func SetNextInput(code string, replace bool) error {
	if p := frontend.Load(); p != nil {
		return p.SetNextInput(code, replace)
	}
	return nil
}

// Bind returns a function that runs another one as a part of the cell that calls
// Bind: what callbacks show goes below the cell that they come from. Without a
// front end it runs it, and no more.
func Bind() func(run func()) error {
	if p := frontend.Load(); p != nil {
		return p.Bind()
	}
	return Call
}

// Capture runs a function and returns what it shows and prints, as outputs of a
// notebook file, in the place of showing it. Without a front end it shows it and
// returns nothing.
func Capture(run func()) ([]MIMEMap, error) {
	if p := frontend.Load(); p != nil {
		return p.Capture(run)
	}
	return nil, Call(run)
}

// Call runs a function and returns its panic as an error.
func Call(run func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = p
		default:
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	run()
	return nil
}
