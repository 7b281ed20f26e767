package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

// A request with fields whose default is not their zero value sets them before
// it is decoded.
type defaulter interface{ setDefaults() }

// A request that can be wrong, or is to be put right, though its types are right.
type checker interface{ check(content Object) error }

// ReadContent decodes the content of the message into a request, such as a
// pointer to an [ExecuteRequest]. What it held before is lost: a field that is
// absent or null has the protocol's default. The error names the type of the
// message and the field. Fields that the protocol does not know are passed over.
func (m *Message) ReadContent(request any) error {
	v := reflect.ValueOf(request)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("wire: ReadContent: %T is not a pointer to a request", request)
	}
	v.Elem().SetZero()
	if d, ok := request.(defaulter); ok {
		d.setDefaults()
	}
	content := m.Content
	if len(content) == 0 {
		content = Object("{}")
	}
	if err := json.Unmarshal(content, request); err != nil {
		return typeError(m.Header.MsgType, err)
	}
	if c, ok := request.(checker); ok {
		if err := c.check(content); err != nil {
			return fmt.Errorf("wire: %s: %w", m.Header.MsgType, err)
		}
	}
	return nil
}

// typeError says which field of what has the wrong type.
func typeError(what string, err error) error {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return fmt.Errorf("wire: %s: %w", what, err)
	}
	field := wrong.Field
	if field == "" {
		field = "the content"
	}
	return fmt.Errorf("wire: %s: %s is %s, want %s", what, field, article(wrong.Value), kindName(wrong.Type))
}

func article(value string) string {
	switch {
	case strings.HasPrefix(value, "number ") && len(value) < 40:
		return "the " + value
	case strings.HasPrefix(value, "number "):
		return "a long number"
	case value == "object" || value == "array":
		return "an " + value
	}
	return "a " + value
}

// kindName is JSON's word for what a field of type t holds.
func kindName(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "a bool"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "an array"
	}
	return "an object"
}

// codeMissing is an error when the code, which is empty, was not sent.
func codeMissing(content Object) error {
	var sent struct {
		Code *string `json:"code"`
	}
	if err := json.Unmarshal(content, &sent); err != nil || sent.Code == nil {
		return errors.New("code is missing")
	}
	return nil
}

// orEmpty returns an object: {} for nil and null.
func orEmpty(o Object) Object {
	if len(o) == 0 || string(o) == "null" {
		return Object("{}")
	}
	return o
}
