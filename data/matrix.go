package data

import (
	"fmt"

	"github.com/go-gota/gota/dataframe"
	"gonum.org/v1/gonum/mat"
)

// Matrix returns the named columns of df as a new matrix, n×p: a row for each row
// of df, a column for each name in the order given, or for each column of df if
// no name is given. A vector column stands for all its numbers. Whole numbers
// become floats, true and false 1 and 0, missing values NaN.
//
// It fails if df has no rows, or no column of a name, or text in it.
func Matrix(df dataframe.DataFrame, cols ...string) (*mat.Dense, error) {
	if len(cols) == 0 {
		cols = Columns(df)
	}
	positions, err := positions(df, cols)
	if err != nil {
		return nil, fmt.Errorf("data: Matrix: %w", err)
	}
	x, err := dense(df, positions)
	if err != nil {
		return nil, fmt.Errorf("data: Matrix: %w", err)
	}
	return x, nil
}

// Column returns a copy of the numbers in the column name of df, one for each row.
// Whole numbers become floats, true and false 1 and 0, missing values NaN.
//
// It fails if df has no such column, or one of text or of vectors.
func Column(df dataframe.DataFrame, name string) ([]float64, error) {
	f, err := find(df, name)
	if err != nil {
		return nil, fmt.Errorf("data: Column: %w", err)
	}
	if f.vector {
		return nil, fmt.Errorf("data: Column: %q holds vectors of %d numbers: Vector returns them", name, len(f.columns))
	}
	if err := wantNumbers(df, f.columns); err != nil {
		return nil, fmt.Errorf("data: Column: %w", err)
	}
	values := make([]float64, df.Nrow())
	numbers(df, f.columns[0], values, 1)
	return values, nil
}

// positions returns where the named columns of df stand.
func positions(df dataframe.DataFrame, names []string) ([]int, error) {
	if err := usable(df); err != nil {
		return nil, err
	}
	known := make(map[string][]int)
	for i, name := range df.Names() {
		known[name] = []int{i}
	}
	for _, f := range fields(df) {
		known[f.name] = f.columns
	}
	var all []int
	for _, name := range names {
		columns, ok := known[name]
		if !ok {
			_, err := indexOf(Columns(df), name)
			return nil, err
		}
		all = append(all, columns...)
	}
	return all, nil
}

// dense copies columns of numbers into a matrix.
func dense(df dataframe.DataFrame, columns []int) (*mat.Dense, error) {
	if err := wantNumbers(df, columns); err != nil {
		return nil, err
	}
	n, p := df.Nrow(), len(columns)
	if n == 0 {
		return nil, fmt.Errorf("the frame has no rows")
	}
	values := make([]float64, n*p)
	for k, j := range columns {
		numbers(df, j, values[k:], p)
	}
	return mat.NewDense(n, p, values), nil
}

// wantNumbers returns an error for the first of the columns that holds text.
func wantNumbers(df dataframe.DataFrame, columns []int) error {
	names, types := df.Names(), df.Types()
	for _, j := range columns {
		if !numeric(types[j]) {
			sample := ""
			if df.Nrow() > 0 {
				sample = fmt.Sprintf(": row 0 has %q", clip([]byte(df.Elem(0, j).String())))
			}
			return fmt.Errorf("column %q holds text, not numbers%s", names[j], sample)
		}
	}
	return nil
}
