package data

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
)

// Filter returns the rows of df for which want is true of the number in the column
// name:
//
//	adults, err := data.Filter(people, "age", func(age float64) bool { return age >= 18 })
//
// A missing number is NaN, of which no comparison but != is true. It fails if df
// has no such column, or one of text or of vectors.
func Filter(df dataframe.DataFrame, name string, want func(float64) bool) (dataframe.DataFrame, error) {
	column, err := Column(df, name)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Filter: %w", bare(err))
	}
	return keep("Filter", df, func(i int) bool { return want(column[i]) })
}

// FilterText returns the rows of df for which want is true of the text in the
// column name, which is empty where it is missing. It fails if df has no such
// column, or one of numbers.
func FilterText(df dataframe.DataFrame, name string, want func(string) bool) (dataframe.DataFrame, error) {
	j, err := only(df, name)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FilterText: %w", err)
	}
	v := valuesOf(df, j)
	if v.numeric() {
		return dataframe.DataFrame{}, fmt.Errorf("data: FilterText: column %q holds numbers, not text: Filter takes them", name)
	}
	return keep("FilterText", df, func(i int) bool { return want(v.texts[i]) })
}

// FilterRows returns the rows of df for which want is true:
//
//	rows, err := data.FilterRows(people, func(r data.Row) bool {
//		return r.Number("age") >= 18 && r.Text("city") == "Tours"
//	})
//
// It fails if want asks for a column that df has not got, or for a number in a
// column of text and the other way round.
func FilterRows(df dataframe.DataFrame, want func(Row) bool) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FilterRows: %w", err)
	}
	source := &rowSource{df: df, columns: map[string]values{}}
	kept, err := keep("FilterRows", df, func(i int) bool { return source.err == nil && want(Row{source, i}) })
	if source.err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FilterRows: %w", source.err)
	}
	return kept, err
}

// A Row is one row of a frame, as [FilterRows] gives it to a function.
type Row struct {
	source *rowSource
	index  int
}

// A rowSource has the columns that rows have been asked for.
type rowSource struct {
	df      dataframe.DataFrame
	columns map[string]values
	err     error // the first that a row met
}

// Index returns the number of the row, counted from 0.
func (r Row) Index() int { return r.index }

// Number returns the number in the column name, NaN if it is missing; true and
// false are 1 and 0. If there is no such number FilterRows fails.
func (r Row) Number(name string) float64 {
	if v := r.source.column(name); v.numeric() && r.index < len(v.floats) {
		return v.floats[r.index]
	}
	r.source.fail(name, "text, not numbers")
	return math.NaN()
}

// Text returns the text in the column name, "" if it is missing. If there is no
// such text FilterRows fails.
func (r Row) Text(name string) string {
	if v := r.source.column(name); r.index < len(v.texts) {
		return v.texts[r.index]
	}
	r.source.fail(name, "numbers, not text")
	return ""
}

// Missing reports whether the row has no value in the column name. If there is no
// such column FilterRows fails.
func (r Row) Missing(name string) bool {
	v := r.source.column(name)
	return r.index < len(v.missing) && v.missing[r.index]
}

// column returns the column called name, with nothing in it if there is none.
func (s *rowSource) column(name string) values {
	if v, ok := s.columns[name]; ok {
		return v
	}
	j, err := only(s.df, name)
	if err != nil {
		if s.err == nil {
			s.err = err
		}
		return values{}
	}
	s.columns[name] = valuesOf(s.df, j)
	return s.columns[name]
}

// fail keeps the error of a column that holds something else.
func (s *rowSource) fail(name, holds string) {
	if s.err == nil {
		s.err = fmt.Errorf("column %q holds %s", name, holds)
	}
}

// keep returns the rows of df for which want is true.
func keep(caller string, df dataframe.DataFrame, want func(i int) bool) (dataframe.DataFrame, error) {
	rows := []int{}
	for i := range df.Nrow() {
		if want(i) {
			rows = append(rows, i)
		}
	}
	kept, err := subset(df, rows)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %w", caller, err)
	}
	return kept, nil
}
