package spark

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"golab/labs"
)

// A Grid is a list of candidates: pipelines of which the best is to be found. It is made
// by [ParamGrid], or by hand:
//
//	var grid spark.Grid
//	for _, layers := range [][]int{{57, 5, 2}, {57, 20, 5, 2}} {
//		candidate := mlp
//		candidate.Layers = layers
//		grid = append(grid, spark.Pipeline{assembler, candidate})
//	}
type Grid []Pipeline

// An Axis is a field that a [Grid] varies and the values that it takes, as in
// golab/labs. [Vary] makes one with the types checked by the compiler.
type Axis = labs.Axis

// Vary returns the axis of one field, given by its address, and its values:
//
//	spark.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2})
func Vary[T any](field *T, values ...T) Axis { return labs.Vary(field, values...) }

// ParamGrid returns a candidate for each combination of the axes' values, the values of
// the last axis changing fastest, as PySpark's ParamGridBuilder does. Without axes
// there is one candidate, the pipeline itself.
//
// A stage of which a field varies is given by its address:
//
//	grid, err := spark.ParamGrid(spark.Pipeline{assembler, &mlp},
//		spark.Vary(&mlp.Layers, []int{57, 5, 2}, []int{57, 20, 5, 2}),
//		spark.Vary(&mlp.MaxIter, 50, 100),
//	)
//
// Every field of a stage can vary, also one of a stage in a pipeline within the
// pipeline, and a stage as a whole by its address in the pipeline. The candidates have
// copies of the stages; mlp stays as it is. [golab/labs.ParamGrid] does the same for
// local frames.
//
// ParamGrid fails when an axis has no values or one of another type than its field, when
// its field is in no stage, and when two axes have the same field.
func ParamGrid(pipeline Pipeline, axes ...Axis) (Grid, error) {
	if err := pipeline.check(); err != nil {
		return nil, fmt.Errorf("spark: ParamGrid: %w", err)
	}
	size := 1
	for i, axis := range axes {
		if err := checkAxis(axis, pipeline); err != nil {
			return nil, fmt.Errorf("spark: ParamGrid: axis %d of %d: %w", i+1, len(axes), err)
		}
		if j := slices.IndexFunc(axes[:i], func(a Axis) bool { return a.Field == axis.Field }); j >= 0 {
			return nil, fmt.Errorf("spark: ParamGrid: axis %d of %d: it varies the same field as axis %d", i+1, len(axes), j+1)
		}
		size *= len(axis.Values)
	}
	grid := make(Grid, size)
	for c := range grid {
		values, rest := substitution{}, c
		for _, axis := range slices.Backward(axes) {
			values[axis.Field] = axis.Values[rest%len(axis.Values)]
			rest /= len(axis.Values)
		}
		grid[c], _ = values.pipeline(pipeline)
	}
	return grid, nil
}

// checkAxis reports what makes an axis unfit for a pipeline.
func checkAxis(a Axis, p Pipeline) error {
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
	if _, found := (substitution{a.Field: a.Values[0]}).pipeline(p); !found {
		return fmt.Errorf("the field, %s, is in no stage of the pipeline; a stage that varies is given by its address, as in spark.Pipeline{assembler, &mlp}", field.Type().Elem())
	}
	return nil
}

// A substitution gives the fields at some addresses other values.
type substitution map[any]any

// pipeline copies a pipeline with the other values put in, and reports whether there
// were any.
func (s substitution) pipeline(p Pipeline) (Pipeline, bool) {
	out, changed := slices.Clone(p), false
	for i := range p {
		var here bool
		if value, ok := s[&p[i]]; ok {
			out[i], here = value.(Stage)
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
	switch p := stage.(type) {
	case Pipeline:
		return s.pipeline(p)
	case *Pipeline:
		return s.pipeline(*p)
	}
	given := reflect.ValueOf(stage)
	if given.Kind() != reflect.Pointer || given.Elem().Kind() != reflect.Struct {
		return stage, false
	}
	clone := reflect.New(given.Type().Elem())
	if _, ok := clone.Elem().Interface().(Stage); !ok {
		return stage, false // a fitted model, which is a stage by its address alone
	}
	clone.Elem().Set(given.Elem())
	changed := s.fields(clone.Elem(), given.Elem())
	return clone.Elem().Interface().(Stage), changed
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
			clone.Field(i).Set(reflect.ValueOf(value))
			changed = true
		} else if field.Kind() == reflect.Struct && s.fields(clone.Field(i), field) {
			changed = true
		}
	}
	return changed
}
