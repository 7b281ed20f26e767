package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// A content with parts that must not be null, or that depend on one another,
// returns what is to be encoded in its place.
type filler interface {
	filled() any
}

// Marshal encodes the content of a message, or a part of it; it never fails.
// Characters such as < stay as they are. Bytes that are not UTF-8 become U+FFFD.
// What JSON has no word for becomes null, as in JavaScript: NaN, infinities,
// functions, channels, a value that contains itself or whose own encoding fails;
// a complex number becomes its text. An Object is not touched; nil is {}.
func Marshal(v any) Object {
	switch content := v.(type) {
	case Object:
		if len(content) == 0 {
			return Object("{}")
		}
		return content
	case filler:
		v = content.filled()
	}
	out, err := encode(v)
	if err != nil {
		// A plain tree of what could be encoded cannot fail.
		out, _ = encode(plain(v))
	}
	return out
}

// encode is json.Marshal without the escapes for HTML; a method of v that panics
// is an error.
func encode(v any) (out Object, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("wire: Marshal: %v", p)
		}
	}()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	out = bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	if !utf8.Valid(out) { // out of a RawMessage
		out = bytes.ToValidUTF8(out, []byte("\ufffd"))
	}
	return out, nil
}
