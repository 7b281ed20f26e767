package labs

import (
	"fmt"
	"reflect"
	"slices"
)

// A Grid is a list of candidates: pipelines of which the best is to be found. It is made
// by [ParamGrid], or by hand:
//
//	var grid []labs.Pipeline
//	for _, layers := range [][]int{{57, 5, 2}, {57, 20, 5, 2}} {
//		candidate := mlp
//		candidate.Layers = layers
//		grid = append(grid, labs.Pipeline{assembler, candidate})
//	}
type Grid []Pipeline

// An Axis is a field that a [Grid] varies and the values that it takes, made by [Vary].
type Axis struct {
	field  any // the address of the field
	values []reflect.Value
}

// Vary returns the axis of one field, given by its address, and its values:
//
//	labs.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2})
func Vary[T any](field *T, values ...T) Axis {
	axis := Axis{field: field}
	for i := range values {
		axis.values = append(axis.values, reflect.ValueOf(values).Index(i))
	}
	return axis
}

// ParamGrid returns a candidate for each combination of the axes' values, the values of
// the last axis changing fastest, as PySpark's ParamGridBuilder does. Without axes
// there is one candidate, the pipeline itself.
//
// A stage of which a field varies is given by its address:
//
//	grid, err := labs.ParamGrid(labs.Pipeline{assembler, &mlp},
//		labs.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2}),
//		labs.Vary(&mlp.MaxIter, 50, 100),
//	)
//
// Every field of a stage can vary, also one of a stage in a pipeline within the
// pipeline, and a stage as a whole by its address in the pipeline, &pipeline[1]. The
// candidates have copies of the stages; mlp stays as it is.
//
// ParamGrid fails when an axis has no values, when its field is in no stage, and when
// two axes have the same field.
func ParamGrid(pipeline Pipeline, axes ...Axis) (Grid, error) {
	if err := pipeline.check(); err != nil {
		return nil, fmt.Errorf("labs: ParamGrid: %w", err)
	}
	size := 1
	for i, axis := range axes {
		if len(axis.values) == 0 {
			return nil, fmt.Errorf("labs: ParamGrid: axis %d of %d has no values", i+1, len(axes))
		}
		if j := slices.IndexFunc(axes[:i], func(a Axis) bool { return a.field == axis.field }); j >= 0 {
			return nil, fmt.Errorf("labs: ParamGrid: axes %d and %d of %d vary the same field", j+1, i+1, len(axes))
		}
		if s := (substitution{axis.field: axis.values[0]}); !s.touches(pipeline) {
			return nil, fmt.Errorf("labs: ParamGrid: the field of axis %d of %d, %s, is in no stage of the pipeline; a stage that varies is given by its address, as in labs.Pipeline{assembler, &mlp}",
				i+1, len(axes), axis.values[0].Type())
		}
		size *= len(axis.values)
	}
	grid := make(Grid, size)
	for c := range grid {
		values, rest := substitution{}, c
		for _, axis := range slices.Backward(axes) {
			values[axis.field] = axis.values[rest%len(axis.values)]
			rest /= len(axis.values)
		}
		grid[c], _ = values.pipeline(pipeline)
	}
	return grid, nil
}

// A substitution gives the fields at some addresses other values.
type substitution map[any]reflect.Value

// touches reports whether one of the addresses is in the pipeline.
func (s substitution) touches(p Pipeline) bool {
	_, ok := s.pipeline(p)
	return ok
}

// pipeline copies a pipeline with the other values put in, and reports whether there
// were any.
func (s substitution) pipeline(p Pipeline) (Pipeline, bool) {
	out, changed := slices.Clone(p), false
	for i := range p {
		var here bool
		if value, ok := s[&p[i]]; ok {
			out[i], here = value.Interface().(Stage)
		} else {
			out[i], here = s.stage(p[i])
		}
		changed = changed || here
	}
	return out, changed
}

// stage copies a stage. One that was given by its address becomes a value, if its
// type allows.
func (s substitution) stage(stage Stage) (Stage, bool) {
	if p, ok := stage.(Pipeline); ok {
		return s.pipeline(p)
	}
	if p, ok := stage.(*Pipeline); ok {
		return s.pipeline(*p)
	}
	given := reflect.ValueOf(stage)
	if given.Kind() != reflect.Pointer || given.Elem().Kind() != reflect.Struct {
		return stage, false
	}
	clone := reflect.New(given.Type().Elem())
	clone.Elem().Set(given.Elem())
	changed := s.fields(clone.Elem(), given.Elem())
	if value, ok := clone.Elem().Interface().(Stage); ok {
		return value, changed
	}
	if !changed {
		return stage, false
	}
	return clone.Interface().(Stage), true
}

// fields puts the other values into the fields of clone, a copy of given.
func (s substitution) fields(clone, given reflect.Value) bool {
	changed := false
	for i := range given.NumField() {
		if !given.Type().Field(i).IsExported() {
			continue
		}
		field := given.Field(i)
		if value, ok := s[field.Addr().Interface()]; ok {
			clone.Field(i).Set(value)
			changed = true
		} else if field.Kind() == reflect.Struct && s.fields(clone.Field(i), field) {
			changed = true
		}
	}
	return changed
}
