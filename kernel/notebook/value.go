package notebook

import (
	"encoding/json"
	"slices"
	"strings"
)

// A value is a JSON value that remembers how it was written.
type value struct {
	kind   byte    // first character: { [ " and, for other values, 0
	raw    []byte  // as it was written; nil when it has been changed or made
	fields []field // of an object, in order
	items  []*value
	text   string // of a string
}

// A field is a member of an object.
type field struct {
	name  string
	key   []byte // the name as it was written, quotes included; nil when made
	value *value
}

// object returns an object of the fields in the order of their names.
func object(fields map[string]*value) *value {
	v := &value{kind: '{'}
	for name, f := range fields {
		v.fields = append(v.fields, field{name: name, value: f})
	}
	slices.SortFunc(v.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return v
}

// array returns an array of the items.
func array(items ...*value) *value { return &value{kind: '[', items: items} }

// text returns a string.
func text(s string) *value { return &value{kind: '"', text: strings.ToValidUTF8(s, "\uFFFD")} }

// lines returns a text as a list of its lines, as notebooks hold it.
func lines(s string) *value {
	v := array()
	for _, line := range splitLines(strings.ToValidUTF8(s, "\uFFFD")) {
		v.items = append(v.items, text(line))
	}
	return v
}

// literal returns a number, true, false or null, given as JSON.
func literal(s string) *value { return &value{raw: []byte(s)} }

// encoded returns any Go value as JSON, the keys of its objects sorted.
func encoded(x any) (*value, error) {
	data, err := json.Marshal(x)
	if err != nil {
		return nil, err
	}
	v, err := parse(data)
	if err != nil {
		return nil, err
	}
	v.forget(true)
	v.sort()
	return v, nil
}

// get returns a field of an object, or nil.
func (v *value) get(name string) *value {
	if v == nil {
		return nil
	}
	for _, f := range slices.Backward(v.fields) {
		if f.name == name {
			return f.value
		}
	}
	return nil
}

// set replaces a field of an object. A new one is put in the order of the names
// where the others are in it, else at the end.
func (v *value) set(name string, x *value) {
	for i := range slices.Backward(v.fields) {
		if v.fields[i].name == name {
			v.fields[i].value = x
			v.raw = nil
			return
		}
	}
	byName := func(a, b field) int { return strings.Compare(a.name, b.name) }
	at := len(v.fields)
	if slices.IsSortedFunc(v.fields, byName) {
		at, _ = slices.BinarySearchFunc(v.fields, field{name: name}, byName)
	}
	v.fields = slices.Insert(v.fields, at, field{name: name, value: x})
	v.raw = nil
}

// joined returns the text of a string or of a list of strings.
func (v *value) joined() (string, bool) {
	switch {
	case v == nil:
		return "", false
	case v.kind == '"':
		return v.text, true
	case v.kind != '[':
		return "", false
	}
	var b strings.Builder
	for _, item := range v.items {
		if item.kind != '"' {
			return "", false
		}
		b.WriteString(item.text)
	}
	return b.String(), true
}

// kindName says what a value is.
func (v *value) kindName() string {
	switch {
	case v == nil:
		return "missing"
	case v.kind == '{':
		return "an object"
	case v.kind == '[':
		return "a list"
	case v.kind == '"':
		return "a text"
	}
	return string(v.raw)
}

// unchanged reports whether v is as it was read.
func (v *value) unchanged() bool {
	if v.raw == nil {
		return false
	}
	for _, f := range v.fields {
		if !f.value.unchanged() {
			return false
		}
	}
	for _, item := range v.items {
		if !item.unchanged() {
			return false
		}
	}
	return true
}

// forget makes v forget how it was laid out. Numbers stay as they were written,
// and so do strings unless they are to be forgotten too.
func (v *value) forget(strings bool) {
	if v.kind == '{' || v.kind == '[' || v.kind == '"' && strings {
		v.raw = nil
	}
	for i := range v.fields {
		if strings {
			v.fields[i].key = nil
		}
		v.fields[i].value.forget(strings)
	}
	for _, item := range v.items {
		item.forget(strings)
	}
}

// sort orders the fields of all objects in v by their names.
func (v *value) sort() {
	slices.SortStableFunc(v.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	for _, f := range v.fields {
		f.value.sort()
	}
	for _, item := range v.items {
		item.sort()
	}
}
