package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Bounds of what a client may send. A header is small, and goes back with each
// output of its cell. Python, which reads what we send, cannot decode values nested
// deeper than about a thousand.
const (
	maxHeader      = 64 << 10 // bytes; also of a parent header
	maxHeaderDepth = 32
	maxContent     = 256 << 20 // bytes; also of metadata
	maxDepth       = 512
)

// checkSizes refuses signed frames that are too large, before work is spent on
// them.
func checkSizes(signed [][]byte) error {
	for i, name := range [parts]string{"header", "parent_header", "metadata", "content"} {
		limit := maxContent
		if i < 2 {
			limit = maxHeader
		}
		if len(signed[i]) > limit {
			return fmt.Errorf("wire: Decode: %s of %d bytes, at most %d are allowed", name, len(signed[i]), limit)
		}
	}
	return nil
}

// checkObject refuses what is not a JSON object, or nested deeper than limit.
func checkObject(name string, frame []byte, limit int) error {
	trimmed := bytes.TrimLeft(frame, " \t\r\n")
	if len(trimmed) == 0 {
		return fmt.Errorf("wire: Decode: %s is empty, not an object", name)
	}
	if err := checkDepth(name, frame, limit); err != nil {
		return err
	}
	if !json.Valid(frame) {
		return fmt.Errorf("wire: Decode: %s is not JSON: %w", name, syntaxError(frame))
	}
	if trimmed[0] != '{' {
		return fmt.Errorf("wire: Decode: %s is %s, not an object", name, kindOf(trimmed[0]))
	}
	return nil
}

// syntaxError says what is wrong with text that is not JSON.
func syntaxError(text []byte) error {
	var v json.RawMessage
	err := json.Unmarshal(text, &v)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("byte %d: %w", syntax.Offset, err)
	}
	return err
}

// kindOf names a JSON value by its first byte.
func kindOf(first byte) string {
	switch first {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a bool"
	case 'n':
		return "null"
	}
	return "a number"
}

// checkDepth refuses values nested deeper than limit. It counts the brackets
// outside strings; what is not JSON is found by others.
func checkDepth(name string, frame []byte, limit int) error {
	if bytes.Count(frame, []byte{'{'})+bytes.Count(frame, []byte{'['}) <= limit {
		return nil
	}
	depth, quoted := 0, false
	for i := 0; i < len(frame); i++ {
		switch c := frame[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > limit {
				return fmt.Errorf("wire: Decode: %s is nested deeper than %d", name, limit)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// parse reads a header. Text that is not UTF-8 is refused, as it could not go back.
func (h *Header) parse(raw Object) error {
	if !utf8.Valid(raw) {
		return errors.New("wire: Decode: header is not UTF-8")
	}
	if err := json.Unmarshal(raw, h); err != nil {
		return typeError("header", err)
	}
	if h.MsgID == "" {
		return errors.New("wire: Decode: header has no msg_id")
	}
	if h.MsgType == "" {
		return errors.New("wire: Decode: header has no msg_type")
	}
	h.Raw = raw
	return nil
}
