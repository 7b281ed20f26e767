package tuning

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// An Axis is a field that a grid varies and the values that it takes.
type Axis struct {
	Field  any   // the address of the field
	Values []any // of the field's type
}

// Grid returns a copy of a pipeline, a list of stages, for each combination of the axes'
// values, the values of the last axis changing fastest. A field is that of a stage that
// was given by its address, of one in a pipeline within, or a place in the pipeline. A
// stage that was given by its address becomes a value, if its type allows.
//
// It fails when an axis has no values or one of another type than its field, when its
// field is in no stage, and when two axes have the same field.
func Grid[P ~[]S, S any](pipeline P, axes []Axis) ([]P, error) {
	size := 1
	for i, axis := range axes {
		if err := check(axis, pipeline); err != nil {
			return nil, fmt.Errorf("axis %d of %d: %w", i+1, len(axes), err)
		}
		if j := slices.IndexFunc(axes[:i], func(a Axis) bool { return a.Field == axis.Field }); j >= 0 {
			return nil, fmt.Errorf("axis %d of %d: it varies the same field as axis %d", i+1, len(axes), j+1)
		}
		size *= len(axis.Values)
	}
	grid := make([]P, size)
	for c := range grid {
		values, rest := substitution[P, S]{}, c
		for _, axis := range slices.Backward(axes) {
			values[axis.Field] = axis.Values[rest%len(axis.Values)]
			rest /= len(axis.Values)
		}
		grid[c], _ = values.pipeline(pipeline)
	}
	return grid, nil
}

// check reports what makes an axis unfit for a pipeline.
func check[P ~[]S, S any](a Axis, p P) error {
	field := reflect.ValueOf(a.Field)
	if field.Kind() != reflect.Pointer || field.IsNil() {
		return fmt.Errorf("the field is %T, it must be the address of one, as in &mlp.Layers", a.Field)
	}
	if len(a.Values) == 0 {
		return errors.New("there are no values")
	}
	for i, v := range a.Values {
		if t := reflect.TypeOf(v); t == nil || !t.AssignableTo(field.Type().Elem()) {
			return fmt.Errorf("value %d of %d is %T, the field is %s", i+1, len(a.Values), v, field.Type().Elem())
		}
	}
	if _, found := (substitution[P, S]{a.Field: a.Values[0]}).pipeline(p); !found {
		return fmt.Errorf("the field, %s, is in no stage of the pipeline; a stage that varies is given by its address, as in %T{assembler, &mlp}", field.Type().Elem(), p)
	}
	return nil
}

// A substitution gives the fields at some addresses other values.
type substitution[P ~[]S, S any] map[any]any

// pipeline copies a pipeline with the other values put in, and reports whether there
// were any.
func (s substitution[P, S]) pipeline(p P) (P, bool) {
	out, changed := slices.Clone(p), false
	for i := range p {
		var here bool
		if value, ok := s[&p[i]]; ok {
			out[i], here = value.(S)
		} else {
			out[i], here = s.stage(p[i])
		}
		changed = changed || here
	}
	return out, changed
}

// stage copies a stage.
func (s substitution[P, S]) stage(stage S) (S, bool) {
	given := reflect.ValueOf(stage)
	if given.Kind() == reflect.Pointer {
		given = given.Elem()
	}
	if p, ok := given.Interface().(P); ok {
		inner, changed := s.pipeline(p)
		return any(inner).(S), changed
	}
	if !given.CanAddr() || given.Kind() != reflect.Struct {
		return stage, false
	}
	clone := reflect.New(given.Type())
	clone.Elem().Set(given)
	changed := s.fields(clone.Elem(), given)
	if value, ok := clone.Elem().Interface().(S); ok {
		return value, changed
	}
	if !changed {
		return stage, false
	}
	return clone.Interface().(S), true
}

// fields puts the other values into the fields of clone, a copy of given.
func (s substitution[P, S]) fields(clone, given reflect.Value) bool {
	changed := false
	for i := range given.NumField() {
		if !given.Type().Field(i).IsExported() {
			continue
		}
		field := given.Field(i)
		if value, ok := s[field.Addr().Interface()]; ok {
			clone.Field(i).Set(reflect.ValueOf(value))
			changed = true
		} else if field.Kind() == reflect.Struct && s.fields(clone.Field(i), field) {
			changed = true
		}
	}
	return changed
}
