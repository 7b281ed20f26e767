package spark

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/go-gota/gota/dataframe"

	"golab/data"
	"golab/internal/arrowin"
)

// Collect brings all rows here, as a frame. Numbers become float64 or int, also decimals,
// which lose what a float64 does not hold; texts string, truth values bool; vectors of
// Spark ML a vector column, as golab/data has them; dates and times the text that Spark
// shows, and all other types a text of theirs. NULL becomes a missing value.
//
// It fails if two columns have one name, or if the vectors of a column differ in length or
// have more than 10,000 numbers, or if the rows take more memory than this machine has left.
// [DataFrame.Batches] serves for more rows than there is memory for.
func (df *DataFrame) Collect() (dataframe.DataFrame, error) {
	frame, err := df.collect()
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("spark: Collect: %w", err)
	}
	return frame, nil
}

func (df *DataFrame) collect() (frame dataframe.DataFrame, err error) {
	var batches []arrow.RecordBatch
	defer func() {
		for _, b := range batches {
			b.Release()
		}
	}()
	sizes := map[int]int{} // of the vectors, by column
	rows := int64(0)
	err = df.batches(func(batch arrow.RecordBatch) error {
		return guarded(func() error {
			simple, err := simplify(batch, sizes)
			if err != nil {
				return err
			}
			batches = append(batches, simple)
			rows += simple.NumRows()
			// Each cell takes 10 bytes of a frame at least; the server may have no end of them.
			return arrowin.Enough(int64(min(10*float64(rows)*float64(simple.NumCols()), 1<<62)))
		})
	})
	if err != nil {
		return dataframe.DataFrame{}, err
	}
	if len(batches) > 1 { // an empty one knows no size of its vectors
		batches = dropEmpty(batches)
	}
	err = guarded(func() error {
		frame, err = data.FromArrow(batches...)
		return err
	})
	return frame, err
}

// guarded calls f. Damaged rows make arrow-go panic here and there; that becomes an
// error too.
func guarded(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the server sent rows that are no Arrow stream: %v", p)
		}
	}()
	return f()
}

// dropEmpty returns the batches that have rows, or the first.
func dropEmpty(batches []arrow.RecordBatch) []arrow.RecordBatch {
	kept := batches[:0]
	for i, b := range batches {
		if b.NumRows() > 0 || i == len(batches)-1 && len(kept) == 0 {
			kept = append(kept, b)
		} else {
			b.Release()
		}
	}
	return kept
}

// simplify returns a batch whose columns are of the types that a frame has. Sizes has
// the lengths of vectors in former batches.
func simplify(batch arrow.RecordBatch, sizes map[int]int) (arrow.RecordBatch, error) {
	// A column of structs without fields takes no bytes, so its length may be any number.
	if err := arrowin.Enough(int64(min(16*float64(batch.NumRows())*float64(batch.NumCols()), 1<<62))); err != nil {
		return nil, err
	}
	var fields []arrow.Field
	var columns []arrow.Array
	defer func() {
		for _, c := range columns {
			c.Release()
		}
	}()
	for j, column := range batch.Columns() {
		name := batch.ColumnName(j)
		if column.Len() != int(batch.NumRows()) { // of which arrow-go is not sure
			return nil, fmt.Errorf("column %q has %d rows, the batch has %d", name, column.Len(), batch.NumRows())
		}
		if v, ok := vectorOf(column); ok {
			size, err := v.size(sizes[j])
			if err != nil {
				return nil, fmt.Errorf("column %q: %w", name, err)
			}
			sizes[j] = size
			for i, part := range v.columns(size) {
				fields = append(fields, arrow.Field{Name: name + "[" + strconv.Itoa(i) + "]", Type: part.DataType(), Nullable: true})
				columns = append(columns, part)
			}
			continue
		}
		simple := simpleColumn(column)
		fields = append(fields, arrow.Field{Name: name, Type: simple.DataType(), Nullable: true})
		columns = append(columns, simple)
	}
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, batch.NumRows()), nil
}

// simpleColumn returns a column as one of numbers, texts or truth values. The caller
// releases it.
func simpleColumn(column arrow.Array) arrow.Array {
	switch c := column.(type) {
	case *array.Decimal128, *array.Decimal256:
		return numbers(column)
	case *array.Timestamp:
		local, err := c.DataType().(*arrow.TimestampType).GetToTimeFunc()
		if err != nil {
			return texts(column, column.ValueStr) // a zone that this machine does not know
		}
		return texts(column, func(i int) string { return local(c.Value(i)).Format("2006-01-02 15:04:05.999999") })
	case *array.Binary, *array.LargeBinary, *array.FixedSizeBinary, *array.List, *array.LargeList, *array.Map, *array.Struct,
		*array.Date32, *array.Date64, *array.Duration, *array.MonthInterval, *array.DayTimeInterval, *array.MonthDayNanoInterval,
		*array.Time32, *array.Time64:
		return texts(column, column.ValueStr)
	}
	column.Retain()
	return column
}

// texts returns the values of a column as text.
func texts(column arrow.Array, text func(i int) string) arrow.Array {
	b := array.NewStringBuilder(arrowin.NewLimited())
	defer b.Release()
	b.Reserve(column.Len())
	for i := range column.Len() {
		if column.IsNull(i) {
			b.AppendNull()
		} else {
			b.Append(text(i))
		}
	}
	return b.NewArray()
}

// numbers returns the values of a column of decimals as float64.
func numbers(column arrow.Array) arrow.Array {
	b := array.NewFloat64Builder(arrowin.NewLimited())
	defer b.Release()
	b.Reserve(column.Len())
	for i := range column.Len() {
		x, err := strconv.ParseFloat(column.ValueStr(i), 64)
		if err != nil { // it is null
			b.AppendNull()
		} else {
			b.Append(x)
		}
	}
	return b.NewArray()
}
