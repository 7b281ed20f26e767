package history

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// maxSession is the highest number of a session; a line that claims a higher one is
// damaged.
const maxSession = 1e9

// A record is a line of the file: an input, the output of one, or neither: then it
// keeps the number of a session from being given again.
type record struct {
	Session int     `json:"session"`
	Line    int     `json:"line"`
	Input   *string `json:"input,omitempty"`
	Output  *string `json:"output,omitempty"`
}

// appendRecord appends a record as a line.
func appendRecord(b []byte, r record) ([]byte, error) {
	buf := bytes.NewBuffer(b)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return b, fmt.Errorf("history: session %d, line %d: %w", r.Session, r.Line, err)
	}
	return buf.Bytes(), nil
}

// parseRecord reads a line. It reports false for one that is damaged.
func parseRecord(line []byte) (record, bool) {
	var r record
	if len(line) == 0 || line[0] != '{' || json.Unmarshal(line, &r) != nil {
		return record{}, false
	}
	return r, r.Session > 0 && r.Session <= maxSession
}

// parseRows returns the inputs in a file, with their outputs, in the order in which
// they were written.
func parseRows(text []byte) []Row {
	type place struct{ session, line int }
	var rows []Row
	last := map[place]int{}
	for line := range bytes.Lines(text) {
		r, ok := parseRecord(line)
		if !ok {
			continue
		}
		at := place{r.Session, r.Line}
		switch i, known := last[at]; {
		case r.Input != nil:
			last[at] = len(rows)
			rows = append(rows, Row{Session: r.Session, Line: r.Line, Input: *r.Input})
		case r.Output != nil && known:
			rows[i].Output = *r.Output
		}
	}
	return rows
}

// highestSession returns the highest number of a session in a file, 0 when there is
// none.
func highestSession(text []byte) int {
	highest := 0
	for line := range bytes.Lines(text) {
		if r, ok := parseRecord(line); ok {
			highest = max(highest, r.Session)
		}
	}
	return highest
}
