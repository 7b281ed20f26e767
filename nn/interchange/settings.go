package interchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// object is a serialized Keras object: a layer, an optimizer, a loss.
type object struct {
	ClassName string          `json:"class_name"`
	Config    json.RawMessage `json:"config"`
}

// settings is the config of an object, taken apart setting by setting, so that none
// is overlooked: what was not asked for by the end is an error. The first error is
// kept and ends the reading.
type settings struct {
	left       map[string]json.RawMessage
	err        error
	forPredict bool // what only a fit sees is left out
	rank       int  // axes of a row where they count; 0: 1
}

// readSettings reads a JSON object.
func readSettings(text json.RawMessage) *settings {
	s := &settings{left: map[string]json.RawMessage{}}
	if len(text) == 0 {
		s.err = errors.New("the config is missing")
	} else if err := json.Unmarshal(text, &s.left); err != nil {
		s.err = fmt.Errorf("the config: %w", err)
	}
	return s
}

// take removes a setting and decodes it into v, whose value stays when there is no
// such setting or it is null. It reports whether there was one.
func (s *settings) take(name string, v any) bool {
	text, ok := s.left[name]
	delete(s.left, name)
	if !ok || isNull(text) || s.err != nil {
		return false
	}
	if err := json.Unmarshal(text, v); err != nil {
		s.err = fmt.Errorf("%s: %w", name, err)
	}
	return true
}

// skip removes settings that mean nothing here.
func (s *settings) skip(names ...string) {
	for _, name := range names {
		delete(s.left, name)
	}
}

// none removes settings that must be missing, null, false, zero or empty: golab/nn
// has no such thing.
func (s *settings) none(names ...string) {
	for _, name := range names {
		text := s.left[name]
		delete(s.left, name)
		if s.err == nil && !slices.Contains([]string{"", "null", "false", "0", "0.0", "[]", "{}"}, string(bytes.TrimSpace(text))) {
			s.err = fmt.Errorf("%s is %s, which golab/nn has not", name, short(text))
		}
	}
}

// end returns the first error, or one that names what was not asked for.
func (s *settings) end() error {
	if s.err == nil && len(s.left) > 0 {
		return fmt.Errorf("unknown settings: %s", strings.Join(slices.Sorted(maps.Keys(s.left)), ", "))
	}
	return s.err
}

// isNull reports whether a JSON value is missing or null.
func isNull(text json.RawMessage) bool {
	t := bytes.TrimSpace(text)
	return len(t) == 0 || string(t) == "null"
}

// named decodes what Keras writes as a name, or as an object of its own: the name
// of its class or, for a function, of that. "" stands for null.
func named(text json.RawMessage) (name string, config json.RawMessage, err error) {
	if isNull(text) {
		return "", nil, nil
	}
	if err := json.Unmarshal(text, &name); err == nil {
		return name, nil, nil
	}
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		return "", nil, fmt.Errorf("%s is neither a name nor an object", short(text))
	}
	if o.ClassName == "function" {
		if err := json.Unmarshal(o.Config, &name); err != nil {
			return "", nil, fmt.Errorf("the function %s has no name", short(text))
		}
		return name, nil, nil
	}
	return o.ClassName, o.Config, nil
}

// short returns a JSON value, cut to fit an error.
func short(text []byte) string {
	const most = 80
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}
