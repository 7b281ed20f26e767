package wire

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
)

// plain returns v as a tree of maps, slices and values that JSON can hold: the
// second try of Marshal, and slow.
func plain(v any) any {
	p := planer{open: map[visit]bool{}}
	return p.value(reflect.ValueOf(v))
}

// A planer makes plain trees. It keeps the references from the root to where it
// is: one that comes again is a cycle.
type planer struct {
	open map[visit]bool
}

type visit struct {
	at  uintptr
	typ reflect.Type
}

func (p *planer) value(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	if raw, ok := encodedByItself(v); ok {
		return raw
	}
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return nil
		}
		return v.Interface()
	case reflect.Complex64, reflect.Complex128:
		return fmt.Sprint(v.Complex())
	case reflect.String: // a json.Number too, which may be none
		return v.String()
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return nil
	case reflect.Pointer, reflect.Map, reflect.Slice:
		if v.IsNil() {
			return nil
		}
		key := visit{v.Pointer(), v.Type()}
		if p.open[key] && (v.Kind() != reflect.Slice || v.Len() > 0) || len(p.open) > maxDepth {
			return nil
		}
		p.open[key] = true
		defer delete(p.open, key)
		return p.inside(v)
	case reflect.Interface:
		return p.value(v.Elem())
	case reflect.Array, reflect.Struct:
		return p.inside(v)
	}
	return v.Interface()
}

// inside makes the parts of v plain.
func (p *planer) inside(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Map:
		out := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			out[keyText(it.Key())] = p.value(it.Value())
		}
		return out
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Bytes()
		}
		out := make([]any, v.Len())
		for i := range out {
			out[i] = p.value(v.Index(i))
		}
		return out
	case reflect.Struct:
		return p.fields(v)
	}
	return p.value(v.Elem())
}

// fields returns the fields of a struct under the names that JSON has for them.
func (p *planer) fields(v reflect.Value) any {
	out := map[string]any{}
	for _, field := range reflect.VisibleFields(v.Type()) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || field.Tag.Get("json") == "-" || field.Anonymous && name == "" {
			continue
		}
		value, err := v.FieldByIndexErr(field.Index)
		if err != nil || strings.Contains(options, "omit") && value.IsZero() {
			continue
		}
		if name == "" {
			name = field.Name
		}
		out[name] = p.value(value)
	}
	return out
}

// encodedByItself reports whether v has a method that encodes it, and returns what
// comes of it: null if it fails, the text of a RawMessage that is not JSON.
func encodedByItself(v reflect.Value) (any, bool) {
	if !v.CanInterface() {
		return nil, true
	}
	switch x := v.Interface().(type) {
	case json.RawMessage:
		if out, err := encode(x); err == nil {
			return out, true
		}
		return string(x), true
	case json.Marshaler, encoding.TextMarshaler:
		if out, err := encode(x); err == nil {
			return out, true
		}
		return nil, true
	}
	return nil, false
}

// keyText returns the key of a map as JSON has it.
func keyText(key reflect.Value) string {
	if t, ok := key.Interface().(encoding.TextMarshaler); ok && key.Kind() != reflect.String {
		if text, err := t.MarshalText(); err == nil {
			return string(text)
		}
	}
	return fmt.Sprint(key.Interface())
}
