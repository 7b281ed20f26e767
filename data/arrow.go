package data

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/internal/arrowin"
)

// ToArrow returns df as one Arrow record batch: columns of float64, int64, utf8
// and bool, a vector as the columns of its numbers. A missing value is null; NaN
// stays NaN. The caller releases the batch.
func ToArrow(df dataframe.DataFrame) (arrow.RecordBatch, error) {
	if err := usable(df); err != nil {
		return nil, fmt.Errorf("data: ToArrow: %w", err)
	}
	arrays := make([]arrow.Array, df.Ncol())
	schema := make([]arrow.Field, df.Ncol())
	types := df.Types()
	for j, name := range df.Names() {
		arrays[j] = arrowColumn(df, j, types[j])
		defer arrays[j].Release()
		schema[j] = arrow.Field{Name: name, Type: arrays[j].DataType(), Nullable: true}
	}
	return array.NewRecordBatch(arrow.NewSchema(schema, nil), arrays, int64(df.Nrow())), nil
}

// arrowColumn returns column j of df, of type t, as an array.
func arrowColumn(df dataframe.DataFrame, j int, t series.Type) arrow.Array {
	var builder array.Builder
	var add func(e series.Element)
	switch t {
	case series.Int:
		b := array.NewInt64Builder(memory.DefaultAllocator)
		builder, add = b, func(e series.Element) {
			n, _ := e.Int() // fails for missing values only, which are not added
			b.Append(int64(n))
		}
	case series.String:
		b := array.NewStringBuilder(memory.DefaultAllocator)
		builder, add = b, func(e series.Element) { b.Append(e.String()) }
	case series.Bool:
		b := array.NewBooleanBuilder(memory.DefaultAllocator)
		builder, add = b, func(e series.Element) { b.Append(e.Float() == 1) }
	default:
		b := array.NewFloat64Builder(memory.DefaultAllocator)
		builder, add = b, func(e series.Element) { b.Append(e.Float()) }
	}
	defer builder.Release()
	builder.Reserve(df.Nrow())
	for i := range df.Nrow() {
		if e := df.Elem(i, j); isNull(e) {
			builder.AppendNull()
		} else {
			add(e)
		}
	}
	return builder.NewArray()
}

// FromArrow returns the rows of record batches, which have one schema, as one
// frame. Columns of floats become float64, whole numbers int, texts string,
// truth values bool, and dictionaries of these what they stand for. Null becomes
// a missing value. Nothing is shared with the batches.
//
// It fails if there is no batch or no column, if the schemas differ, if two
// columns have one name, or if a column is of another type or has a whole number
// too great for an int.
func FromArrow(batches ...arrow.RecordBatch) (dataframe.DataFrame, error) {
	if len(batches) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: FromArrow: there are no batches")
	}
	schema := batches[0].Schema()
	for i, batch := range batches {
		if !batch.Schema().Equal(schema) {
			return dataframe.DataFrame{}, fmt.Errorf("data: FromArrow: batch %d has the schema %v, batch 0 has %v", i, batch.Schema(), schema)
		}
	}
	table, err := tableOf(schema, batches)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FromArrow: %w", err)
	}
	defer table.Release()
	df, err := fromTable(table)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FromArrow: %w", err)
	}
	return df, nil
}

// tableOf returns batches as one table. It fails if a column is not as long as its batch,
// of which arrow-go does not make sure.
func tableOf(schema *arrow.Schema, batches []arrow.RecordBatch) (arrow.Table, error) {
	for i, batch := range batches {
		for j, c := range batch.Columns() {
			if int64(c.Len()) != batch.NumRows() {
				return nil, fmt.Errorf("column %q has %d rows in batch %d, which has %d", batch.ColumnName(j), c.Len(), i, batch.NumRows())
			}
		}
	}
	return array.NewTableFromRecords(schema, batches), nil
}

// fromTable returns a table, whose columns may be in pieces, as a frame.
func fromTable(table arrow.Table) (dataframe.DataFrame, error) {
	n := int(table.NumCols())
	if n == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("there are no columns")
	}
	if err := enoughFor(table); err != nil {
		return dataframe.DataFrame{}, err
	}
	columns, names := make([]column, n), make([]string, n)
	for j := range columns {
		c := table.Column(j)
		names[j] = c.Name()
		columns[j].name = names[j]
		if names[j] == "" {
			return dataframe.DataFrame{}, fmt.Errorf("column %d has no name", j)
		}
		for _, chunk := range c.Data().Chunks() {
			if err := columns[j].addArray(chunk); err != nil {
				return dataframe.DataFrame{}, fmt.Errorf("column %q: %w", names[j], err)
			}
		}
		if columns[j].kind == kindOpen {
			columns[j].kind, _ = kindOf(c.DataType())
		}
	}
	if first, again := duplicate(names); again >= 0 {
		return dataframe.DataFrame{}, fmt.Errorf("columns %d and %d are both %q", first, again, names[again])
	}
	return newFrame(columns, int(table.NumRows())), nil
}

// enoughFor returns an error if there is not enough memory for a table as a frame. A column
// of nulls takes none in Arrow, so its length may be any number.
func enoughFor(table arrow.Table) error {
	row := 0.0 // bytes
	for j := range int(table.NumCols()) {
		switch k, _ := kindOf(table.Column(j).DataType()); k {
		case kindText:
			row += 40 // a string here, and an element of gota
		case kindBool:
			row += 10
		default:
			row += 24
		}
	}
	return arrowin.Enough(int64(min(row*float64(table.NumRows()), 1<<62)))
}
