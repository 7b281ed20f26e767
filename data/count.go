package data

import (
	"fmt"
	"slices"

	"github.com/go-gota/gota/dataframe"
)

// ValueCounts returns how often each value of the column name comes, the most
// frequent first and of equally frequent ones the one that comes first: a frame
// of the value under the column's own name, its count and its proportion, which
// is the share of all values that are not missing.
//
// It fails if df has no such column, or one of vectors.
func ValueCounts(df dataframe.DataFrame, name string) (dataframe.DataFrame, error) {
	j, err := only(df, name)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: ValueCounts: %w", err)
	}
	if name == "count" || name == "proportion" {
		return dataframe.DataFrame{}, fmt.Errorf("data: ValueCounts: the result has a column %q of its own; Rename helps", name)
	}
	v := valuesOf(df, j)
	counts := v.counts()
	columns := []column{
		newColumn(name, v.kind, len(counts)), newColumn("count", kindInt, len(counts)), newColumn("proportion", kindFloat, len(counts)),
	}
	for _, c := range counts {
		v.addTo(&columns[0], c.row)
		columns[1].addInt(c.n)
		columns[2].addFloat(float64(c.n) / float64(len(v.missing)-v.gaps))
	}
	return newFrame(columns, len(counts)), nil
}

// A valueCount is how often the value of a row comes.
type valueCount struct{ row, n int }

// counts returns the different values, each by the first row that has it, in
// falling order of frequency.
func (v values) counts() []valueCount {
	var all []valueCount
	position := map[any]int{}
	for i, gap := range v.missing {
		if gap {
			continue
		}
		key := v.exact(i)
		k, ok := position[key]
		if !ok {
			k = len(all)
			position[key] = k
			all = append(all, valueCount{row: i})
		}
		all[k].n++
	}
	slices.SortStableFunc(all, func(a, b valueCount) int { return b.n - a.n })
	return all
}

// exact returns the value of row i, which is not missing, as a key of maps.
func (v values) exact(i int) any {
	switch v.kind {
	case kindText:
		return v.texts[i]
	case kindInt:
		return v.ints[i]
	default:
		return v.floats[i] // -0 equals 0
	}
}

// Missing returns how many values are missing in each column of df: a frame of the
// column's name, their number and their proportion of the rows. NaN is missing in
// a column of numbers, the empty text in one of texts.
func Missing(df dataframe.DataFrame) (dataframe.DataFrame, error) {
	if err := usable(df); err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Missing: %w", err)
	}
	n := df.Ncol()
	columns := []column{newColumn("column", kindText, n), newColumn("missing", kindInt, n), newColumn("proportion", kindFloat, n)}
	for _, v := range allValues(df, allRows(n)) {
		columns[0].addText(v.name)
		columns[1].addInt(v.gaps)
		columns[2].addFloat(float64(v.gaps) / float64(max(df.Nrow(), 1)))
	}
	return newFrame(columns, n), nil
}
