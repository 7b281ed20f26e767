package kernel

import "golab/kernel/comm"

// An Output is what a cell shows: a Stream, a DisplayData, an UpdateDisplayData,
// a ClearOutput, an ExecuteResult, an ErrorOutput or a Comm, named as in the
// Jupyter protocol and in notebook files.
type Output interface{ output() }

// A Stream is text that a cell printed; Name is "stdout" or "stderr".
type Stream struct {
	Name string
	Text string
}

// A DisplayData is a value shown in several representations, keyed by MIME type.
// Transient is not stored: its display_id is the name under which the value can
// be replaced.
type DisplayData struct {
	Data, Metadata, Transient map[string]any
}

// An UpdateDisplayData replaces every DisplayData with the same display_id.
type UpdateDisplayData struct {
	Data, Metadata, Transient map[string]any
}

// A ClearOutput takes away what the cell has shown; with Wait not before
// something new comes.
type ClearOutput struct{ Wait bool }

// An ExecuteResult is the value of the last expression of a cell.
type ExecuteResult struct {
	ExecutionCount int
	Data           map[string]any
	Metadata       map[string]any
}

// An ErrorOutput is the failure of a cell.
type ErrorOutput struct {
	EName     string
	EValue    string
	Traceback []string
}

// A Comm is a message to an object in the front end.
type Comm struct{ Message comm.Message }

func (Stream) output()            {}
func (DisplayData) output()       {}
func (UpdateDisplayData) output() {}
func (ClearOutput) output()       {}
func (ExecuteResult) output()     {}
func (ErrorOutput) output()       {}
func (Comm) output()              {}

// ID returns the display_id, or nothing.
func (d DisplayData) ID() string { return displayID(d.Transient) }

// ID returns the display_id.
func (d UpdateDisplayData) ID() string { return displayID(d.Transient) }

func displayID(transient map[string]any) string {
	id, _ := transient["display_id"].(string)
	return id
}
