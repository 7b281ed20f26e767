package scorer

import (
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"gonum.org/v1/gonum/mat"
)

// A Scorer scores the batches of one stream, one after the other, and keeps the memory
// that it needs from one to the next.
type Scorer struct {
	task *Task
	x    []float64 // the features of a batch, row by row
}

// NewScorer returns a scorer for a task.
func NewScorer(t *Task) *Scorer { return &Scorer{task: t} }

// Score returns the predictions for a batch that holds the features, by name, as a
// column of doubles or of lists of doubles with a value for each row.
//
// The prediction is NULL where a feature is NULL, unless a StringIndexer reads it that
// does not take that for an error, and where a stage leaves the row out. It is NaN where a feature is NaN
// or infinite and the model refuses such rows; pipelines refuse the batch. Else it is, bit
// for bit, what the model predicts elsewhere on such a processor.
func (s *Scorer) Score(batch arrow.RecordBatch) (arrow.Array, error) {
	columns, err := s.task.pick(batch)
	if err != nil {
		return nil, err
	}
	rows := int(batch.NumRows())
	if rows == 0 {
		return s.task.array(nil, nil), nil
	}
	if s.task.frames != nil {
		values, valid, err := s.task.frames.predict(s.task.Features, columns, rows)
		if err != nil {
			return nil, err
		}
		return s.task.array(values, valid), nil
	}
	return s.scoreMatrix(columns, rows)
}

// pick returns the columns of the features.
func (t *Task) pick(batch arrow.RecordBatch) ([]arrow.Array, error) {
	columns := make([]arrow.Array, len(t.Features))
	for i, name := range t.Features {
		at := batch.Schema().FieldIndices(name)
		if len(at) != 1 {
			return nil, fmt.Errorf("there are %d columns %q, the model needs one", len(at), name)
		}
		columns[i] = batch.Column(at[0])
		if err := t.checkType(name, columns[i].DataType()); err != nil {
			return nil, err
		}
	}
	return columns, nil
}

// scoreMatrix scores with a model of numbers.
func (s *Scorer) scoreMatrix(columns []arrow.Array, rows int) (arrow.Array, error) {
	p := len(columns)
	if cap(s.x) < rows*p {
		s.x = make([]float64, rows*p)
	}
	x := s.x[:rows*p]
	numbers, missing := make([][]float64, p), make([]bool, rows)
	for j, column := range columns {
		numbers[j] = floats(column)
		markNulls(missing, column)
	}
	turn(x, numbers, rows)
	for i, m := range missing {
		if m {
			clear(x[i*p : (i+1)*p])
		}
	}
	values, err := s.predict(x, rows)
	if err != nil {
		return nil, err
	}
	for i := range missing {
		missing[i] = !missing[i]
	}
	return s.task.array(values, missing), nil
}

// predict gives the rows to the model. If it refuses them, it is asked again without
// those that are not finite, whose predictions become NaN.
func (s *Scorer) predict(x []float64, rows int) ([]float64, error) {
	p := len(x) / rows
	values, err := s.task.kind.predict(s.task.model, mat.NewDense(rows, p, x))
	if err == nil {
		return values, nil
	}
	var bad []int
	for i := range rows {
		if row := x[i*p : (i+1)*p]; !finite(row) {
			bad = append(bad, i)
			clear(row)
		}
	}
	if len(bad) == 0 {
		return nil, err
	}
	if values, err = s.task.kind.predict(s.task.model, mat.NewDense(rows, p, x)); err != nil {
		return nil, err
	}
	for _, i := range bad {
		for j := range s.task.Width {
			values[i*s.task.Width+j] = math.NaN()
		}
	}
	return values, nil
}

func finite(row []float64) bool {
	for _, v := range row {
		if v-v != 0 {
			return false
		}
	}
	return true
}

func builder() *array.Float64Builder { return array.NewFloat64Builder(memory.DefaultAllocator) }

// Type returns the type of the predictions.
func (t *Task) Type() arrow.DataType {
	if t.Width == 1 {
		return arrow.PrimitiveTypes.Float64
	}
	return arrow.ListOf(arrow.PrimitiveTypes.Float64)
}

// array returns predictions as a column.
func (t *Task) array(values []float64, valid []bool) arrow.Array {
	if t.Width == 1 {
		b := builder()
		defer b.Release()
		b.AppendValues(values, valid)
		return b.NewArray()
	}
	b := array.NewListBuilder(memory.DefaultAllocator, arrow.PrimitiveTypes.Float64)
	defer b.Release()
	numbers := b.ValueBuilder().(*array.Float64Builder)
	b.Reserve(len(valid))
	numbers.Reserve(len(values))
	for i, ok := range valid {
		if b.Append(ok); ok {
			numbers.AppendValues(values[i*t.Width:(i+1)*t.Width], nil)
		}
	}
	return b.NewArray()
}
