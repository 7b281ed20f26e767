package wire

import (
	"math"
	"unicode/utf8"
)

// A CompleteRequest asks what may stand at CursorPos, counted in Unicode code
// points. It is the end of the code by default, and always lies in the code.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"`
}

func (r *CompleteRequest) setDefaults() { r.CursorPos = math.MaxInt }

func (r *CompleteRequest) check(content Object) error {
	r.CursorPos = clampCursor(r.Code, r.CursorPos)
	if r.Code == "" {
		return codeMissing(content)
	}
	return nil
}

// clampCursor returns the position in the code that is nearest to pos.
func clampCursor(code string, pos int) int {
	return min(max(pos, 0), utf8.RuneCountInString(code))
}

// A CompleteReply lists what may replace the code points from CursorStart up to
// CursorEnd. An empty Status is "ok". Metadata is always sent: JupyterLab shows nothing without it.
type CompleteReply struct {
	Status      string   `json:"status"`
	Matches     []string `json:"matches"`
	CursorStart int      `json:"cursor_start"`
	CursorEnd   int      `json:"cursor_end"`
	Metadata    Object   `json:"metadata"`
}

func (r CompleteReply) filled() any {
	r.Status, r.Matches, r.Metadata = orOK(r.Status), orNone(r.Matches), orEmpty(r.Metadata)
	return r
}

// CompletionTypes is the Metadata of a CompleteReply: what front ends show beside
// the matches.
type CompletionTypes struct {
	Types []CompletionType `json:"_jupyter_types_experimental"`
}

// A CompletionType is one match with the code points that it replaces, and its
// kind, such as "function".
type CompletionType struct {
	Text      string `json:"text"`
	Type      string `json:"type"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Signature string `json:"signature"`
}

// An InspectRequest asks for help about what stands at CursorPos, as in a
// CompleteRequest. DetailLevel is 0, or 1 for more.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`
	DetailLevel int    `json:"detail_level"`
}

func (r *InspectRequest) setDefaults() { r.CursorPos = math.MaxInt }

func (r *InspectRequest) check(content Object) error {
	r.CursorPos = clampCursor(r.Code, r.CursorPos)
	if r.Code == "" {
		return codeMissing(content)
	}
	return nil
}

// An InspectReply is help as a MIME bundle, empty when nothing was found. An empty
// Status is "ok".
type InspectReply struct {
	Status   string `json:"status"`
	Found    bool   `json:"found"`
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

func (r InspectReply) filled() any {
	r.Status, r.Data, r.Metadata = orOK(r.Status), orEmpty(r.Data), orEmpty(r.Metadata)
	return r
}

// An IsCompleteRequest asks whether a cell can be run as it stands.
type IsCompleteRequest struct {
	Code string `json:"code"`
}

func (r *IsCompleteRequest) check(content Object) error {
	if r.Code == "" {
		return codeMissing(content)
	}
	return nil
}

// An IsCompleteReply says whether a cell can be run as it stands: Status is
// "complete", "incomplete", "invalid" or "unknown", the default. Indent is what the
// next line of an incomplete cell begins with; it is not sent for others.
type IsCompleteReply struct {
	Status string `json:"status"`
	Indent string `json:"indent"`
}

func (r IsCompleteReply) filled() any {
	switch r.Status {
	case "incomplete":
		return r
	case "":
		r.Status = "unknown"
	}
	return struct {
		Status string `json:"status"`
	}{r.Status}
}
