package kernel

// An Output is what a cell shows: a Stream, a DisplayData, an ExecuteResult or
// an ErrorOutput, named as in the Jupyter protocol and in notebook files.
type Output interface{ output() }

// A Stream is text that a cell printed; Name is "stdout" or "stderr".
type Stream struct {
	Name string
	Text string
}

// A DisplayData is a value shown in several representations, keyed by MIME type.
type DisplayData struct {
	Data     map[string]any
	Metadata map[string]any
}

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

func (Stream) output()        {}
func (DisplayData) output()   {}
func (ExecuteResult) output() {}
func (ErrorOutput) output()   {}
