package data

import (
	"fmt"
	"slices"

	"github.com/go-gota/gota/dataframe"
)

// OneHot returns df with a column of 0 and 1 for each value of the named columns,
// or of all columns of text if none is named, as pandas's get_dummies does: the
// column city becomes city_Paris, city_Tours and so on, in the order of the values,
// behind all other columns. A row with a missing value has 0 in all of them.
//
// It fails if df has no column of a name, if one holds vectors, or if two columns
// would share a name.
func OneHot(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	chosen, err := chosen(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: OneHot: %w", err)
	}
	if len(names) == 0 {
		chosen = slices.DeleteFunc(chosen, func(j int) bool { return numeric(df.Types()[j]) })
	}
	for _, name := range names {
		if _, err := only(df, name); err != nil {
			return dataframe.DataFrame{}, fmt.Errorf("data: OneHot: %w", err)
		}
	}
	rows := allRows(df.Nrow())
	var columns []column
	for _, v := range allValues(df, without(allRows(df.Ncol()), chosen)) {
		columns = append(columns, v.rows(rows))
	}
	for _, v := range allValues(df, chosen) {
		columns = append(columns, v.indicators()...)
	}
	if len(columns) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: OneHot: the columns named have no value among %d rows, so that the result would have no column", df.Nrow())
	}
	hot, err := distinctFrame(columns, df.Nrow())
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: OneHot: %w", err)
	}
	return hot, nil
}

// indicators returns a column for each different value, 1 in the rows that have it.
func (v values) indicators() []column {
	counts := v.counts()
	compare := v.comparer()
	slices.SortFunc(counts, func(a, b valueCount) int { return compare(a.row, b.row) })
	columns := make([]column, len(counts))
	position := make(map[any]int, len(counts))
	for k, c := range counts {
		columns[k] = newColumn(v.name+"_"+v.text(c.row), kindInt, len(v.missing))
		columns[k].bits = make([]uint64, len(v.missing))
		position[v.exact(c.row)] = k
	}
	for i, gap := range v.missing {
		if !gap {
			columns[position[v.exact(i)]].bits[i] = 1
		}
	}
	return columns
}
