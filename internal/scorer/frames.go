package scorer

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"golab/data"
	"golab/labs"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// frames scores with the stages of a pipeline.
type frames struct {
	model    *labs.PipelineModel
	output   string          // the prediction column
	tolerant map[string]bool // columns in which a stage knows what to do with NULL
}

// rowColumn carries the number of each row past stages that leave rows out.
const rowColumn = "golab row"

// newFrames looks at the stages of a pipeline.
func newFrames(model *labs.PipelineModel, features []string) (*frames, error) {
	stages, err := flat(nil, model)
	if err != nil {
		return nil, err
	}
	f := &frames{model: model, tolerant: map[string]bool{}}
	for _, stage := range stages {
		if name, ok := columnOf(stage, "PredictionCol", "prediction"); ok {
			f.output = name
		}
		if indexer, ok := stage.(*labs.StringIndexerModel); ok && indexer.HandleInvalid != "error" {
			for _, name := range indexer.InputCols {
				f.tolerant[name] = true
			}
		}
	}
	switch {
	case f.output == "":
		return nil, errors.New("no stage of the pipeline predicts")
	case f.output == labs.NoColumn:
		return nil, errors.New("the last stage has PredictionCol NoColumn, so nothing is predicted")
	case slices.Contains(features, f.output):
		return nil, fmt.Errorf("%q is a feature and the prediction column", f.output)
	}
	if vector, ok := vectorOf(stages[0]); ok && !slices.Contains(features, vector) {
		assembler := labs.VectorAssembler{InputCols: features, OutputCol: vector, HandleInvalid: "keep"}
		f.model = &labs.PipelineModel{Stages: append([]labs.Transformer{assembler}, stages...)}
	}
	return f, nil
}

// flat appends the stages of a pipeline, those of pipelines within in their place.
func flat(stages []labs.Transformer, model *labs.PipelineModel) ([]labs.Transformer, error) {
	if model == nil {
		return nil, errors.New("a pipeline or the best of a search is nil")
	}
	var err error
	for i, stage := range model.Stages {
		if v := reflect.ValueOf(stage); stage == nil || v.Kind() == reflect.Pointer && v.IsNil() {
			return nil, fmt.Errorf("stage %d of %d is nil", i+1, len(model.Stages))
		}
		switch inner := stage.(type) {
		case *labs.PipelineModel:
			stages, err = flat(stages, inner)
		case *labs.CrossValidatorModel:
			stages, err = flat(stages, inner.BestModel)
		case *labs.TrainValidationSplitModel:
			stages, err = flat(stages, inner.BestModel)
		default:
			stages = append(stages, stage)
		}
		if err != nil {
			return nil, err
		}
	}
	return stages, nil
}

// columnOf returns the name of a column that a stage's parameter tells.
func columnOf(stage labs.Transformer, parameter, byDefault string) (string, bool) {
	v := reflect.Indirect(reflect.ValueOf(stage))
	if v.Kind() != reflect.Struct {
		return "", false
	}
	field := v.FieldByName(parameter)
	if !field.IsValid() || field.Kind() != reflect.String {
		return "", false
	}
	if field.String() == "" {
		return byDefault, true
	}
	return field.String(), true
}

// vectorOf returns the vector column that a stage reads.
func vectorOf(stage labs.Transformer) (string, bool) {
	switch s := stage.(type) {
	case *labs.StandardScalerModel:
		return s.InputCol, true
	case *labs.MinMaxScalerModel:
		return s.InputCol, true
	}
	return columnOf(stage, "FeaturesCol", "features")
}

// predict returns the predictions for the rows of the columns called names; valid is
// false for those that have none, and for those without valid already.
func (f *frames) predict(names []string, columns []arrow.Array, rows int) (values []float64, valid []bool, err error) {
	values, valid = make([]float64, rows), make([]bool, rows)
	whole := f.complete(names, columns, rows)
	if len(whole) == 0 {
		return values, valid, nil
	}
	batch, err := frameBatch(names, columns, rows)
	if err != nil {
		return nil, nil, err
	}
	df, err := data.FromArrow(batch)
	if err != nil {
		return nil, nil, err
	}
	if len(whole) < rows {
		df = df.Subset(whole)
	}
	numbers := make([]float64, len(whole))
	for i, row := range whole {
		numbers[i] = float64(row)
	}
	if df, err = data.WithColumn(df, rowColumn, numbers); err != nil {
		return nil, nil, err
	}
	if df, err = f.model.Transform(df); err != nil {
		return nil, nil, err
	}
	left, err := data.Column(df, rowColumn)
	if err != nil {
		return nil, nil, err
	}
	predicted, err := data.Column(df, f.output)
	if err != nil {
		return nil, nil, err
	}
	for i, row := range left {
		values[int(row)], valid[int(row)] = predicted[i], true
	}
	return values, valid, nil
}

// complete returns the rows that have a value in all columns but the tolerant ones.
func (f *frames) complete(names []string, columns []arrow.Array, rows int) []int {
	missing := make([]bool, rows)
	for c, column := range columns {
		if !f.tolerant[names[c]] {
			markNulls(missing, column)
		}
	}
	whole := make([]int, 0, rows)
	for row, m := range missing {
		if !m {
			whole = append(whole, row)
		}
	}
	return whole
}

// frameBatch returns the columns as a record batch of which data can make a frame.
func frameBatch(names []string, columns []arrow.Array, rows int) (arrow.RecordBatch, error) {
	fields, arrays := make([]arrow.Field, len(columns)), make([]arrow.Array, len(columns))
	for c, column := range columns {
		if isDecimal(column.DataType()) {
			column = doubles(column)
		}
		fields[c], arrays[c] = arrow.Field{Name: names[c], Type: column.DataType(), Nullable: true}, column
	}
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), arrays, int64(rows)), nil
}
