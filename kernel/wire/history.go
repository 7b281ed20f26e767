package wire

// A HistoryRequest asks for what was typed. HistAccessType is "tail" for the last N
// inputs, "range" for the lines from Start up to Stop of a Session, or "search" for
// the last N inputs that match Pattern.
type HistoryRequest struct {
	Output         bool   `json:"output"` // with what cells returned
	Raw            bool   `json:"raw"`    // of no meaning in Go
	HistAccessType string `json:"hist_access_type"`
	Session        int    `json:"session"` // 0 is this one, -1 the one before
	Start          int    `json:"start"`
	Stop           int    `json:"stop"`    // 0 is the end of the session
	N              int    `json:"n"`       // -1, the default, is all
	Pattern        string `json:"pattern"` // with * and ?; the default is *
	Unique         bool   `json:"unique"`
}

func (r *HistoryRequest) setDefaults() {
	*r = HistoryRequest{Raw: true, HistAccessType: "tail", N: -1, Pattern: "*"}
}

// A HistoryReply lists inputs, and what they returned if Output.
type HistoryReply struct {
	Output  bool
	History []HistoryRow
}

// A HistoryRow is one input: the Line of a Session. An empty Output is none.
type HistoryRow struct {
	Session, Line int
	Input, Output string
}

func (r HistoryReply) filled() any {
	rows := make([][3]any, len(r.History))
	for i, row := range r.History {
		rows[i] = [3]any{row.Session, row.Line, row.Input}
		if !r.Output {
			continue
		}
		pair := [2]any{row.Input, nil}
		if row.Output != "" {
			pair[1] = row.Output
		}
		rows[i][2] = pair
	}
	return struct {
		Status  string   `json:"status"`
		History [][3]any `json:"history"`
	}{"ok", rows}
}
