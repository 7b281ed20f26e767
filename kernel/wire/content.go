package wire

import "encoding/json"

// Object is a JSON object as it came or as it goes: never decoded and encoded
// again on the way.
type Object = json.RawMessage

// An ExecuteRequest asks to run a cell. What is absent has the protocol's
// default: see NewExecuteRequest.
type ExecuteRequest struct {
	Code            string            `json:"code"`
	Silent          bool              `json:"silent"`
	StoreHistory    bool              `json:"store_history"`
	UserExpressions map[string]string `json:"user_expressions"`
	AllowStdin      bool              `json:"allow_stdin"`
	StopOnError     bool              `json:"stop_on_error"`
}

// An ExecuteReply says how a cell ended. Status is "ok", "error" or "aborted".
type ExecuteReply struct {
	Status          string            `json:"status"`
	ExecutionCount  int               `json:"execution_count"`
	UserExpressions map[string]Object `json:"user_expressions,omitempty"`
	Payload         []Object          `json:"payload"`
	EName           string            `json:"ename,omitempty"`
	EValue          string            `json:"evalue,omitempty"`
	Traceback       []string          `json:"traceback,omitempty"`
}

// A CompleteRequest asks what may stand at CursorPos, counted in Unicode code
// points.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"`
}

// A CompleteReply lists what may replace the code points from CursorStart up to
// CursorEnd. Metadata must be an object: JupyterLab shows nothing without one.
type CompleteReply struct {
	Status      string   `json:"status"`
	Matches     []string `json:"matches"`
	CursorStart int      `json:"cursor_start"`
	CursorEnd   int      `json:"cursor_end"`
	Metadata    Object   `json:"metadata"`
}

// An InspectRequest asks for help about what stands at CursorPos.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`
	DetailLevel int    `json:"detail_level"`
}

// An InspectReply is help as a MIME bundle, empty when nothing was found.
type InspectReply struct {
	Status   string `json:"status"`
	Found    bool   `json:"found"`
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

// An IsCompleteReply says whether a cell can be run as it stands: Status is
// "complete", "incomplete", "invalid" or "unknown". Indent is what the next line
// of an incomplete cell begins with.
type IsCompleteReply struct {
	Status string `json:"status"`
	Indent string `json:"indent"`
}

// A Publication is what a cell sends to the iopub socket, without the headers:
// "stream", "display_data", "update_display_data", "clear_output",
// "execute_result", "error", "comm_open", "comm_msg" or "comm_close".
type Publication struct {
	MsgType  string
	Content  Object
	Metadata Object // of the message; nil for {}
	Buffers  [][]byte
}
