package interchange

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
)

// form ties a struct of golab/nn to a class of Keras.
type form struct {
	class    string
	zero     any      // a value of the struct
	fields   []field  // Keras's settings that are fields of the struct
	skip     []string // settings that mean nothing here
	none     []string // settings that golab/nn has not
	fixed    map[string]any
	explicit bool // what is read is kept where it is the default, too
}

// field is one setting.
type field struct {
	keras, name string // Keras's name, the field's
	write       func(v reflect.Value) (any, error)
	read        func(text json.RawMessage, s *settings, explicit bool, v reflect.Value) error
}

// object returns v as Keras writes it.
func (f *form) object(module string, v any) (kerasObject, error) {
	config, err := f.write(v)
	return kerasObject{Module: module, ClassName: f.class, Config: config}, err
}

// write returns the settings of v, which is a struct or a pointer to one.
func (f *form) write(v any) (map[string]any, error) {
	config := map[string]any{}
	maps.Copy(config, f.fixed)
	s := reflect.Indirect(reflect.ValueOf(v))
	for _, one := range f.fields {
		value, err := one.write(s.FieldByName(one.name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.keras, err)
		}
		config[one.keras] = value
	}
	return config, nil
}

// read returns a pointer to a struct with the settings in s, all of which must be
// known.
func (f *form) read(s *settings) (reflect.Value, error) {
	v := reflect.New(reflect.TypeOf(f.zero))
	for _, one := range f.fields {
		text, ok := s.left[one.keras]
		delete(s.left, one.keras)
		if !ok || s.err != nil {
			text = nil
		}
		if err := one.read(text, s, f.explicit, v.Elem().FieldByName(one.name)); err != nil && s.err == nil {
			s.err = fmt.Errorf("%s: %w", one.keras, err)
		}
	}
	s.skip(f.skip...)
	s.none(f.none...)
	if _, ok := f.fixed["axis"]; ok {
		if err := takeLastAxis(s); err != nil && s.err == nil {
			s.err = err
		}
	}
	return v, s.end()
}

// formOfValue returns the form of a struct, or of what a pointer points to.
func formOfValue(all []form, v any) *form {
	t := reflect.TypeOf(v)
	for i := range all {
		if zero := reflect.TypeOf(all[i].zero); t == zero || t == reflect.PointerTo(zero) {
			return &all[i]
		}
	}
	return nil
}

// formNamed returns the form of a class, which may be named in snake case.
func formNamed(all []form, name string) *form {
	plain := strings.ToLower(strings.ReplaceAll(name, "_", ""))
	for i := range all {
		if strings.ToLower(all[i].class) == plain {
			return &all[i]
		}
	}
	return nil
}

// readObject reads an object of one of the forms, nil for null.
func readObject(all []form, text json.RawMessage) (any, error) {
	name, config, err := named(text)
	if err != nil || name == "" {
		return nil, err
	}
	f := formNamed(all, name)
	if f == nil {
		return nil, fmt.Errorf("%q, which golab/nn has not", short([]byte(name)))
	}
	if config == nil {
		config = json.RawMessage("{}")
	}
	v, err := f.read(readSettings(config))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.class, err)
	}
	return v.Elem().Interface(), nil
}
