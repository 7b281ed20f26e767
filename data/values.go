package data

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// values are the cells of a column, taken out of its frame.
type values struct {
	name    string
	kind    kind
	ints    []int     // of a column of ints
	floats  []float64 // of any column of numbers; NaN where there is none
	texts   []string  // of a column of text
	missing []bool
	gaps    int // how many are missing
}

// valuesOf returns the cells of column j. NaN and the empty text are missing.
func valuesOf(df dataframe.DataFrame, j int) values {
	n := df.Nrow()
	v := values{name: df.Names()[j], missing: make([]bool, n)}
	switch df.Types()[j] {
	case series.String:
		v.kind, v.texts = kindText, make([]string, n)
	case series.Int:
		v.kind, v.ints, v.floats = kindInt, make([]int, n), make([]float64, n)
	case series.Bool:
		v.kind, v.floats = kindBool, make([]float64, n)
	default:
		v.kind, v.floats = kindFloat, make([]float64, n)
	}
	for i := range n {
		e := df.Elem(i, j)
		gap := e.IsNA()
		switch {
		case v.kind == kindText && !gap:
			v.texts[i] = e.String()
			gap = v.texts[i] == ""
		case v.kind == kindText:
		case gap:
			v.floats[i] = math.NaN()
		default:
			v.floats[i] = e.Float()
			if v.kind == kindInt {
				v.ints[i], _ = e.Int() // never missing here
			}
		}
		if gap {
			v.missing[i] = true
			v.gaps++
		}
	}
	return v
}

// allValues returns the columns at the given positions.
func allValues(df dataframe.DataFrame, positions []int) []values {
	all := make([]values, len(positions))
	for k, j := range positions {
		all[k] = valuesOf(df, j)
	}
	return all
}

// numeric reports whether the cells are numbers, true and false being 1 and 0.
func (v values) numeric() bool { return v.kind != kindText }

// present returns the numbers that are not missing.
func (v values) present() []float64 {
	some := make([]float64, 0, len(v.floats)-v.gaps)
	for i, x := range v.floats {
		if !v.missing[i] {
			some = append(some, x)
		}
	}
	return some
}

// addTo appends the cell of row i to c, or a gap if i is below 0.
func (v values) addTo(c *column, i int) {
	switch {
	case i < 0 || v.missing[i]:
		c.addMissing()
	case v.kind == kindText:
		c.addText(v.texts[i])
	case v.kind == kindInt:
		c.addInt(v.ints[i])
	case v.kind == kindBool:
		c.addBool(v.floats[i] == 1)
	default:
		c.addFloat(v.floats[i])
	}
}

// rows returns the column made of the given rows, in order.
func (v values) rows(rows []int) column {
	c := newColumn(v.name, v.kind, len(rows))
	for _, i := range rows {
		v.addTo(&c, i)
	}
	return c
}

// chosen returns the positions of the named columns, or of all if none is named.
func chosen(df dataframe.DataFrame, names []string) ([]int, error) {
	if len(names) > 0 {
		if first, again := duplicate(names); again >= 0 {
			return nil, fmt.Errorf("%q is named twice, at places %d and %d", names[again], first, again)
		}
		return positions(df, names)
	}
	if err := usable(df); err != nil {
		return nil, err
	}
	return allRows(df.Ncol()), nil
}

// chosenNumbers is chosen for numbers: none named means all columns of numbers.
func chosenNumbers(df dataframe.DataFrame, names []string) ([]int, error) {
	all, err := chosen(df, names)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 {
		return all, wantNumbers(df, all)
	}
	var some []int
	for _, j := range all {
		if numeric(df.Types()[j]) {
			some = append(some, j)
		}
	}
	if len(some) == 0 {
		return nil, fmt.Errorf("none of the %d columns holds numbers", df.Ncol())
	}
	return some, nil
}

// only returns the position of the one column called name, which is no vector.
func only(df dataframe.DataFrame, name string) (int, error) {
	f, err := find(df, name)
	if err != nil {
		return 0, err
	}
	if f.vector {
		return 0, fmt.Errorf("%q holds vectors of %d numbers, not single values", name, len(f.columns))
	}
	return f.columns[0], nil
}

// allRows returns 0 to n-1.
func allRows(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// subset returns the given rows of df, in order.
func subset(df dataframe.DataFrame, rows []int) (dataframe.DataFrame, error) {
	some := df.Subset(append([]int{}, rows...)) // gota takes nil for a mistake
	return some, some.Err
}
