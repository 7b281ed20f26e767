package spark

import (
	"fmt"

	"golab/internal/tuning"
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
	shared := make([]tuning.Axis, len(axes))
	for i, axis := range axes {
		shared[i] = tuning.Axis(axis)
	}
	grid, err := tuning.Grid(pipeline, shared)
	if err != nil {
		return nil, fmt.Errorf("spark: ParamGrid: %w", err)
	}
	return grid, nil
}
