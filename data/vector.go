package data

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

// A field is what a reader of a frame takes for one column: a column or a group
// of them that make up a vector.
type field struct {
	name    string
	columns []int // positions in the frame; of a vector, by index
	vector  bool
}

// Columns returns the names of the columns of df in order. A vector column, which
// gota holds as features[0], features[1] and so on, counts as one: features.
func Columns(df dataframe.DataFrame) []string {
	all := fields(df)
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.name
	}
	return names
}

// Vector returns the vector column name of df as a new matrix, n×k: a row for
// each row of df, a column for each number of the vector. It fails if df has no
// such vector, or no rows.
func Vector(df dataframe.DataFrame, name string) (*mat.Dense, error) {
	f, err := find(df, name)
	if err != nil {
		return nil, fmt.Errorf("data: Vector: %w", err)
	}
	if !f.vector {
		return nil, fmt.Errorf("data: Vector: %q is a column of single values, not of vectors", name)
	}
	x, err := dense(df, f.columns)
	if err != nil {
		return nil, fmt.Errorf("data: Vector: %w", err)
	}
	return x, nil
}

// WithVector returns df with the rows of m, n×k, as the vector column name: the
// columns name[0] to name[k-1]. It replaces the column or vector of that name or
// else comes last. df itself stays as it is. The zero frame takes a matrix of any
// height. It fails if m does not have one row for each row of df.
func WithVector(df dataframe.DataFrame, name string, m mat.Matrix) (dataframe.DataFrame, error) {
	if name == "" {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithVector: the name is empty")
	}
	if d, dense := m.(*mat.Dense); m == nil || dense && d == nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithVector: the matrix for %q is nil", name)
	}
	rows, k := m.Dims()
	if k == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithVector: the matrix for %q has no columns", name)
	}
	columns := make([]series.Series, k)
	values := make([]float64, rows)
	for j := range columns {
		columns[j] = series.New(mat.Col(values, j, m), series.Float, member(name, j))
	}
	replaced, err := replace(df, name, rows, columns...)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: WithVector: %w", err)
	}
	return replaced, nil
}

// member returns the name of number i of the vector column called name.
func member(name string, i int) string {
	return name + "[" + strconv.Itoa(i) + "]"
}

// fields returns the columns of df with vectors taken together. A vector is a run
// of numeric columns name[0], name[1], ... wherever they stand, unless there is a
// column called name itself; it has the place of its first.
func fields(df dataframe.DataFrame) []field {
	names, types := df.Names(), df.Types()
	position := make(map[string]int, len(names))
	for i, name := range names {
		if _, ok := position[name]; !ok {
			position[name] = i
		}
	}
	grouped := make(map[int]bool)
	groups := make(map[int]field)
	for i, name := range names {
		base, first := strings.CutSuffix(name, "[0]")
		if _, plain := position[base]; !first || base == "" || plain {
			continue
		}
		f := field{name: base, vector: true}
		for j, ok := i, true; ok && numeric(types[j]); j, ok = position[member(base, len(f.columns))] {
			f.columns = append(f.columns, j)
			grouped[j] = true
		}
		if len(f.columns) > 0 {
			groups[i] = f
		}
	}
	all := make([]field, 0, len(names))
	for i, name := range names {
		if f, ok := groups[i]; ok {
			all = append(all, f)
		} else if !grouped[i] {
			all = append(all, field{name: name, columns: []int{i}})
		}
	}
	return all
}

// find returns the column or vector of df called name; a single member of a
// vector is found too.
func find(df dataframe.DataFrame, name string) (field, error) {
	if err := usable(df); err != nil {
		return field{}, err
	}
	for _, f := range fields(df) {
		if f.name == name {
			return f, nil
		}
	}
	for i, have := range df.Names() {
		if have == name {
			return field{name: name, columns: []int{i}}, nil
		}
	}
	_, err := indexOf(Columns(df), name)
	return field{}, err
}
