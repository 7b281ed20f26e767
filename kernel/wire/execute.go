package wire

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

// NewExecuteRequest returns a request with the protocol's defaults: not silent,
// kept in the history, with stdin, and an error stops the cells that wait.
func NewExecuteRequest(code string) ExecuteRequest {
	return ExecuteRequest{Code: code, StoreHistory: true, AllowStdin: true, StopOnError: true}
}

func (r *ExecuteRequest) setDefaults() { *r = NewExecuteRequest("") }

// check keeps silent cells out of the history, as the protocol demands.
func (r *ExecuteRequest) check(content Object) error {
	if r.Silent {
		r.StoreHistory = false
	}
	if r.UserExpressions == nil {
		r.UserExpressions = map[string]string{}
	}
	if r.Code == "" {
		return codeMissing(content)
	}
	return nil
}

// An ExecuteReply says how a cell ended. Status is "ok", "error" or "aborted".
// Only what belongs to the status is sent. That a cell was aborted is all there is to
// say, as in ipykernel: front ends take an execution count for the cell's own.
type ExecuteReply struct {
	Status          string            `json:"status"`
	ExecutionCount  int               `json:"execution_count"`
	UserExpressions map[string]Object `json:"user_expressions,omitempty"`
	Payload         []Object          `json:"payload"`
	EName           string            `json:"ename,omitempty"`
	EValue          string            `json:"evalue,omitempty"`
	Traceback       []string          `json:"traceback,omitempty"`
}

func (r ExecuteReply) filled() any {
	if r.Payload == nil {
		r.Payload = []Object{}
	}
	switch r.Status {
	case "error":
		return struct {
			Status         string   `json:"status"`
			ExecutionCount int      `json:"execution_count"`
			EName          string   `json:"ename"`
			EValue         string   `json:"evalue"`
			Traceback      []string `json:"traceback"`
			Payload        []Object `json:"payload"`
		}{r.Status, r.ExecutionCount, r.EName, r.EValue, orNone(r.Traceback), r.Payload}
	case "aborted":
		return struct {
			Status string `json:"status"`
		}{r.Status}
	}
	if r.UserExpressions == nil {
		r.UserExpressions = map[string]Object{}
	}
	return struct {
		Status          string            `json:"status"`
		ExecutionCount  int               `json:"execution_count"`
		UserExpressions map[string]Object `json:"user_expressions"`
		Payload         []Object          `json:"payload"`
	}{orOK(r.Status), r.ExecutionCount, r.UserExpressions, r.Payload}
}

// orOK returns a status that is not empty.
func orOK(status string) string {
	if status == "" {
		return "ok"
	}
	return status
}

// orNone returns a list that is not null.
func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// A Page is a payload of an ExecuteReply: help to be shown in a pager. Data is a
// MIME bundle with text/plain, Start the line to begin with.
type Page struct {
	Data  Object `json:"data"`
	Start int    `json:"start"`
}

func (p Page) filled() any {
	return struct {
		Source string `json:"source"`
		Data   Object `json:"data"`
		Start  int    `json:"start"`
	}{"page", orEmpty(p.Data), p.Start}
}

// A SetNextInput is a payload of an ExecuteReply: a new cell with the text, or
// another text for this one.
type SetNextInput struct {
	Text    string `json:"text"`
	Replace bool   `json:"replace"`
}

func (s SetNextInput) filled() any {
	return struct {
		Source  string `json:"source"`
		Text    string `json:"text"`
		Replace bool   `json:"replace"`
	}{"set_next_input", s.Text, s.Replace}
}

// An AskExit is a payload of an ExecuteReply: it ends a console, which leaves the
// kernel running if KeepKernel.
type AskExit struct {
	KeepKernel bool `json:"keepkernel"`
}

func (a AskExit) filled() any {
	return struct {
		Source     string `json:"source"`
		KeepKernel bool   `json:"keepkernel"`
	}{"ask_exit", a.KeepKernel}
}

// An ErrorReply answers any request that failed. Its status is "error".
type ErrorReply struct {
	EName     string   `json:"ename"`
	EValue    string   `json:"evalue"`
	Traceback []string `json:"traceback"`
}

func (r ErrorReply) filled() any {
	return struct {
		Status    string   `json:"status"`
		EName     string   `json:"ename"`
		EValue    string   `json:"evalue"`
		Traceback []string `json:"traceback"`
	}{"error", r.EName, r.EValue, orNone(r.Traceback)}
}
