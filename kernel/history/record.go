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
	r, ok := parseOwn(line)
	if !ok {
		r = record{}
		if len(line) == 0 || line[0] != '{' || json.Unmarshal(line, &r) != nil {
			return record{}, false
		}
	}
	return r, r.Session > 0 && r.Session <= maxSession
}

// parseOwn reads a line that is written as appendRecord writes it, with less work
// than JSON takes at large. It reports false for others.
func parseOwn(line []byte) (r record, ok bool) {
	rest, ok := bytes.CutSuffix(line, []byte("}\n"))
	if !ok {
		return r, false
	}
	if r.Session, rest, ok = cutNumber(rest, `{"session":`); !ok {
		return r, false
	}
	if r.Line, rest, ok = cutNumber(rest, `,"line":`); !ok {
		return r, false
	}
	field := &r.Input
	text, ok := bytes.CutPrefix(rest, []byte(`,"input":`))
	if !ok {
		field = &r.Output
		if text, ok = bytes.CutPrefix(rest, []byte(`,"output":`)); !ok {
			return r, false
		}
	}
	value, ok := parseString(text)
	*field = &value
	return r, ok
}

// cutNumber reads a number of one to nine digits behind prefix.
func cutNumber(text []byte, prefix string) (n int, rest []byte, ok bool) {
	rest, ok = bytes.CutPrefix(text, []byte(prefix))
	digits := 0
	for ; digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '9'; digits++ {
		n = 10*n + int(rest[digits]-'0')
		if digits == 9 {
			return 0, rest, false
		}
	}
	zero := digits > 1 && rest[0] == '0' // JSON knows no 07
	return n, rest[digits:], ok && digits > 0 && !zero
}

// parseString reads a JSON string.
func parseString(text []byte) (s string, ok bool) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return "", false
	}
	inner := text[1 : len(text)-1]
	for _, c := range inner {
		if c == '\\' || c == '"' || c < ' ' || c >= 0x80 {
			return s, json.Unmarshal(text, &s) == nil
		}
	}
	return string(inner), true
}

// parseRows returns the inputs in a file, with their outputs, in the order in which
// they were written, and the highest number of a session.
func parseRows(text []byte) (rows []Row, highest int) {
	type place struct{ session, line int }
	last := map[place]int{}
	for line := range bytes.Lines(text) {
		r, ok := parseRecord(line)
		if !ok {
			continue
		}
		highest = max(highest, r.Session)
		at := place{r.Session, r.Line}
		switch i, known := last[at]; {
		case r.Input != nil:
			last[at] = len(rows)
			rows = append(rows, Row{Session: r.Session, Line: r.Line, Input: *r.Input})
		case r.Output != nil && known:
			rows[i].Output = *r.Output
		}
	}
	return rows, highest
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
