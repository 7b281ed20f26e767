package kernel

// A Request asks a session to run a cell.
type Request struct {
	Code   string
	Number int  // the execution count; 0 for the next one
	Silent bool // the value of the last expression is not shown

	// UserExpressions are evaluated after the cell has succeeded.
	UserExpressions map[string]string

	// Input serves cells that read os.Stdin; nil when nobody can answer.
	Input Input
}

// A Reply is what came of a request beside its outputs.
type Reply struct {
	UserExpressions map[string]UserExpression

	// Payload has what the front end is asked to do: show a page of help, propose
	// the next cell, leave. Each item is as the protocol has it.
	Payload []map[string]any
}

// A UserExpression is the value of an expression, or why there is none.
type UserExpression struct {
	Data, Metadata map[string]any
	Err            error
}
