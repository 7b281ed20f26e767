package wire

// A Publication is what a cell sends to the iopub socket, without the headers:
// "stream", "display_data", "update_display_data", "clear_output",
// "execute_result", "error", "comm_open", "comm_msg" or "comm_close".
type Publication struct {
	MsgType  string
	Content  Object
	Metadata Object // of the message; nil for {}
	Buffers  [][]byte
}

// NewPublication returns a message for the iopub socket with the content encoded
// by [Marshal].
func NewPublication(msgType string, content any) Publication {
	return Publication{MsgType: msgType, Content: Marshal(content)}
}

// A Status is the content of "status": ExecutionState is "starting", "busy" or
// "idle".
type Status struct {
	ExecutionState string `json:"execution_state"`
}

// An ExecuteInput tells all front ends what is being run.
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// A Stream is text for "stdout" or "stderr", which is its Name.
type Stream struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A Display is the content of "display_data" and "update_display_data": a MIME
// bundle. Metadata describes it as a whole or, by MIME types, its parts.
type Display struct {
	Data      Object    `json:"data"`
	Metadata  Object    `json:"metadata"`
	Transient Transient `json:"transient"`
}

// Transient is what notebooks do not save: the name under which a display is
// updated.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"`
}

func (d Display) filled() any {
	d.Data, d.Metadata = orEmpty(d.Data), orEmpty(d.Metadata)
	return d
}

// An ExecuteResult is the value of a cell as a MIME bundle.
type ExecuteResult struct {
	ExecutionCount int       `json:"execution_count"`
	Data           Object    `json:"data"`
	Metadata       Object    `json:"metadata"`
	Transient      Transient `json:"transient"`
}

func (r ExecuteResult) filled() any {
	r.Data, r.Metadata = orEmpty(r.Data), orEmpty(r.Metadata)
	return r
}

// A ClearOutput removes what a cell has shown: at once, or when there is something
// new if Wait.
type ClearOutput struct {
	Wait bool `json:"wait"`
}

// An Error is the content of "error": how a cell failed.
type Error struct {
	EName     string   `json:"ename"`
	EValue    string   `json:"evalue"`
	Traceback []string `json:"traceback"`
}

func (e Error) filled() any {
	e.Traceback = orNone(e.Traceback)
	return e
}

// An IOPubWelcome tells a subscriber that its subscription holds.
type IOPubWelcome struct {
	Subscription string `json:"subscription"`
}
