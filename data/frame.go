package data

import (
	"fmt"
	"reflect"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// Rename returns df with the given names for its columns, in order; a vector
// counts as the columns of its numbers. It fails if the names are not as many as
// the columns, or not distinct, or if one is empty.
func Rename(df dataframe.DataFrame, names []string) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Rename: %w", err)
	}
	if len(names) != df.Ncol() {
		return dataframe.DataFrame{}, fmt.Errorf("data: Rename: %d names, the frame has %d columns", len(names), df.Ncol())
	}
	if first, again := duplicate(names); again >= 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: Rename: columns %d and %d would both be %q", first, again, names[again])
	}
	for i, name := range names {
		if name == "" {
			return dataframe.DataFrame{}, fmt.Errorf("data: Rename: the name of column %d is empty", i)
		}
	}
	renamed := df.Copy()
	if err := renamed.SetNames(names...); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Rename: %w", err)
	}
	return renamed, nil
}

// WithColumn returns df with values as the float64 column name, which replaces
// the column or vector of that name or else comes last. df itself stays as it
// is. The zero frame takes a column of any length. It fails if there is not one
// value for each row.
func WithColumn(df dataframe.DataFrame, name string, values []float64) (dataframe.DataFrame, error) {
	if name == "" {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithColumn: the name is empty")
	}
	replaced, err := replace(df, name, len(values), series.New(values, series.Float, name))
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithColumn: %w", err)
	}
	return replaced, nil
}

// replace puts columns of the given length where df has the column or vector
// called name, or behind the last one.
func replace(df dataframe.DataFrame, name string, length int, columns ...series.Series) (dataframe.DataFrame, error) {
	if df.Err != nil {
		return df, usable(df)
	}
	if df.Ncol() > 0 && length != df.Nrow() {
		return df, fmt.Errorf("%q has %d values, the frame has %d rows", name, length, df.Nrow())
	}
	var all []series.Series
	placed := false
	names := df.Names()
	for _, f := range fields(df) {
		if f.name == name {
			all = append(all, columns...)
			placed = true
			continue
		}
		for _, j := range f.columns {
			if names[j] == name { // one number of a vector
				all = append(all, columns...)
				placed = true
				continue
			}
			all = append(all, df.Col(names[j]))
		}
	}
	if !placed {
		all = append(all, columns...)
	}
	names = make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	if _, again := duplicate(names); again >= 0 {
		return df, fmt.Errorf("there would be two columns %q", names[again])
	}
	replaced := dataframe.New(all...)
	return replaced, usable(replaced)
}

// usable returns an error if df carries one, as gota's frames may, or has no columns.
func usable(df dataframe.DataFrame) error {
	if df.Err != nil {
		return fmt.Errorf("the frame is unusable: %w", df.Err)
	}
	if df.Ncol() == 0 {
		return fmt.Errorf("the frame has no columns")
	}
	return nil
}

// numeric reports whether the cells of a column of type t are numbers.
func numeric(t series.Type) bool {
	return t == series.Int || t == series.Float || t == series.Bool
}

// numbers stores column j of df in dst, with the given distance between rows.
func numbers(df dataframe.DataFrame, j int, dst []float64, stride int) {
	for i := range df.Nrow() {
		dst[i*stride] = df.Elem(i, j).Float()
	}
}

// isNull reports whether e has no value at all, unlike one whose value is NaN.
// Spark and Arrow tell the two apart; gota does so only in a field of its own.
func isNull(e series.Element) bool {
	if !e.IsNA() {
		return false
	}
	flag := reflect.ValueOf(e).Elem().FieldByName("nan")
	return flag.Kind() == reflect.Bool && flag.Bool()
}
