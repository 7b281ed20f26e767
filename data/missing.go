package data

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
)

// DropMissing returns the rows of df that have a value in each of the named
// columns, or in all columns if none is named. It fails if df has no column of a
// name.
func DropMissing(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	chosen, err := chosen(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: DropMissing: %w", err)
	}
	gap := make([]bool, df.Nrow())
	for _, v := range allValues(df, chosen) {
		for i, missing := range v.missing {
			gap[i] = gap[i] || missing
		}
	}
	return keep("DropMissing", df, func(i int) bool { return !gap[i] })
}

// FillMissing returns df with a statistic of each named column in the place of
// its missing values: [Mean], [Median], [Min], [Max] or [Mode]. If no column is
// named it fills all that the statistic can be had of: those of numbers or, for
// Mode, all with a value. A column of ints stays one if the statistic is whole.
//
// It fails if df has no column of a name, if one holds text and the statistic
// wants numbers, or if a named one has no value at all.
func FillMissing(df dataframe.DataFrame, s Statistic, names ...string) (dataframe.DataFrame, error) {
	if s != Mean && s != Median && s != Min && s != Max && s != Mode {
		return dataframe.DataFrame{}, fmt.Errorf("data: FillMissing: the %v is no value to fill a column with", s)
	}
	filled, err := fill(df, names, func(v values) (values, error) {
		if err := s.check(v); err != nil {
			return v, err
		}
		if v.gaps == len(v.missing) {
			return v, fmt.Errorf("column %q has no value among %d, so there is no %v", v.name, len(v.missing), s)
		}
		c := newColumn(v.name, s.kind(v), 1)
		s.addTo(&c, v, allRows(len(v.missing)))
		return valuesOf(newFrame([]column{c}, 1), 0), nil
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FillMissing: %w", err)
	}
	return filled, nil
}

// FillNumber returns df with a number in the place of the missing values of the
// named columns, or of all columns of numbers if none is named. It fails if df has
// no column of a name, or one of text.
func FillNumber(df dataframe.DataFrame, number float64, names ...string) (dataframe.DataFrame, error) {
	filled, err := fill(df, names, func(v values) (values, error) {
		if !v.numeric() {
			return v, fmt.Errorf("column %q holds text, not numbers: FillText fills it", v.name)
		}
		return values{kind: kindFloat, floats: []float64{number}, missing: []bool{math.IsNaN(number)}}, nil
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FillNumber: %w", err)
	}
	return filled, nil
}

// FillText returns df with a text in the place of the missing values of the named
// columns, or of all columns of text if none is named. It fails if df has no
// column of a name, or one of numbers.
func FillText(df dataframe.DataFrame, text string, names ...string) (dataframe.DataFrame, error) {
	filled, err := fill(df, names, func(v values) (values, error) {
		if v.numeric() {
			return v, fmt.Errorf("column %q holds numbers, not text: FillNumber fills it", v.name)
		}
		return values{kind: kindText, texts: []string{text}, missing: []bool{text == ""}}, nil
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: FillText: %w", err)
	}
	return filled, nil
}

// fill replaces the gaps of the named columns by what with returns for each: the
// first of its values. Where no column is named, those for which with fails stay
// as they are.
func fill(df dataframe.DataFrame, names []string, with func(values) (values, error)) (dataframe.DataFrame, error) {
	chosen, err := chosen(df, names)
	if err != nil {
		return df, err
	}
	all := allValues(df, allRows(df.Ncol()))
	columns := make([]column, len(all))
	rows := allRows(df.Nrow())
	for j, v := range all {
		columns[j] = v.rows(rows)
	}
	for _, j := range chosen {
		value, err := with(all[j])
		if err != nil && len(names) == 0 {
			continue
		}
		if err != nil {
			return df, err
		}
		columns[j] = all[j].filled(value)
	}
	return newFrame(columns, df.Nrow()), nil
}

// filled returns the column with the first of other's values in its gaps. Whole
// numbers go into ints, and 0 and 1 into true and false.
func (v values) filled(other values) column {
	if other.kind == kindFloat {
		x := other.floats[0]
		switch {
		case v.kind == kindInt && x == math.Trunc(x) && math.Abs(x) < 1<<53:
			other = values{kind: kindInt, ints: []int{int(x)}, missing: other.missing}
		case v.kind == kindBool && (x == 0 || x == 1):
			other.kind = kindBool
		case v.kind == kindBool && v.gaps > 0:
			v.kind = kindFloat
		}
	}
	c := newColumn(v.name, v.kind, len(v.missing))
	for i, gap := range v.missing {
		if gap {
			other.addTo(&c, 0)
		} else {
			v.addTo(&c, i)
		}
	}
	return c
}
