package data

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-gota/gota/dataframe"
)

// SortBy returns the rows of df in the order of the named columns, the first one
// counting most; a minus in front of a name, as in "-age", turns its order round.
// Numbers go by size and texts by their code points; false comes before true.
// Missing values come last in either order, and rows that are equal stay as they
// were.
//
// It fails if df has no column of a name, or if one holds vectors.
func SortBy(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: SortBy: %w", err)
	}
	if len(names) == 0 {
		return dataframe.DataFrame{}, fmt.Errorf("data: SortBy: no column is named")
	}
	var orders []func(i, j int) int
	for _, name := range names {
		order, err := sortOrder(df, name)
		if err != nil {
			return dataframe.DataFrame{}, fmt.Errorf("data: SortBy: %w", err)
		}
		orders = append(orders, order)
	}
	rows := allRows(df.Nrow())
	sortRows(rows, inTurn(orders))
	sorted, err := subset(df, rows)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: SortBy: %w", err)
	}
	return sorted, nil
}

// sortOrder returns the order of rows by a column, whose name may have a minus in
// front that is not its own.
func sortOrder(df dataframe.DataFrame, name string) (func(i, j int) int, error) {
	down := strings.HasPrefix(name, "-") && !slices.Contains(df.Names(), name)
	if down {
		name = name[1:]
	}
	j, err := only(df, name)
	if err != nil {
		return nil, err
	}
	return valuesOf(df, j).order(down), nil
}

// order returns the order of rows by their values, with the missing ones last.
func (v values) order(down bool) func(i, j int) int {
	compare, missing := v.comparer(), v.missing
	if down {
		up := compare
		compare = func(i, j int) int { return up(j, i) }
	}
	if v.gaps == 0 {
		return compare
	}
	return func(i, j int) int {
		if missing[i] || missing[j] {
			return boolToInt(missing[i]) - boolToInt(missing[j])
		}
		return compare(i, j)
	}
}

// orderBy returns the order of rows by several columns, the first counting most.
func orderBy(columns []values) func(i, j int) int {
	orders := make([]func(i, j int) int, len(columns))
	for k, v := range columns {
		orders[k] = v.order(false)
	}
	return inTurn(orders)
}

// sortRows sorts rows that are in the frame's order; equal ones stay as they are.
func sortRows(rows []int, order func(i, j int) int) {
	slices.SortFunc(rows, func(i, j int) int {
		if c := order(i, j); c != 0 {
			return c
		}
		return i - j
	})
}

// inTurn returns the order in which the first one that tells two rows apart counts.
func inTurn(orders []func(i, j int) int) func(i, j int) int {
	if len(orders) == 1 {
		return orders[0]
	}
	return func(i, j int) int {
		for _, order := range orders {
			if c := order(i, j); c != 0 {
				return c
			}
		}
		return 0
	}
}
