package notebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// parse reads one JSON value. Its error says the line and what is wrong there.
func parse(data []byte) (*value, error) {
	if err := check(data); err != nil {
		return nil, err
	}
	r := reader{data: data}
	return r.value(), nil
}

// check returns what makes data no JSON.
func check(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return errors.New("the file is empty")
	}
	var raw json.RawMessage
	err := json.Unmarshal(data, &raw)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at := min(int(syntax.Offset), len(data))
		return fmt.Errorf("line %d: not JSON: %w", 1+bytes.Count(data[:at], []byte("\n")), err)
	}
	return err
}

// A reader reads text that is known to be JSON.
type reader struct {
	data []byte
	at   int
}

// peek returns the next character that is not white space.
func (r *reader) peek() byte {
	for r.at < len(r.data) {
		switch c := r.data[r.at]; c {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return c
		}
	}
	return 0
}

// value reads a value.
func (r *reader) value() *value {
	v := &value{kind: r.peek()}
	start := r.at
	switch v.kind {
	case '{':
		r.at++
		for r.peek() != '}' {
			key := r.string()
			r.peek()
			r.at++ // the colon
			v.fields = append(v.fields, field{unquote(key), key, r.value()})
			if r.peek() == ',' {
				r.at++
			}
		}
		r.at++
	case '[':
		r.at++
		for r.peek() != ']' {
			v.items = append(v.items, r.value())
			if r.peek() == ',' {
				r.at++
			}
		}
		r.at++
	case '"':
		v.text = unquote(r.string())
	default:
		v.kind = 0
		for r.at < len(r.data) && !bytes.ContainsRune([]byte(" \t\r\n,]}"), rune(r.data[r.at])) {
			r.at++
		}
	}
	v.raw = r.data[start:r.at]
	return v
}

// string reads a string and returns it as it is written.
func (r *reader) string() []byte {
	r.peek()
	start := r.at
	for r.at++; r.data[r.at] != '"'; r.at++ {
		if r.data[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
	return r.data[start:r.at]
}

// unquote returns what a JSON string says.
func unquote(raw []byte) string {
	if !bytes.ContainsRune(raw, '\\') {
		return string(bytes.ToValidUTF8(raw[1:len(raw)-1], []byte("\uFFFD")))
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		panic("notebook: internal error: " + err.Error()) // check has read it
	}
	return s
}
