package data

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/go-gota/gota/dataframe"
)

// The rows of Describe's result, for texts and for numbers.
var (
	textRows   = []string{"count", "unique", "top", "freq"}
	numberRows = []string{"count", "mean", "std", "min", "25%", "50%", "75%", "max"}
)

// Describe returns a frame that sums up the columns of df, one row for each
// statistic, as pandas's describe does: of numbers the count, mean, standard
// deviation, minimum, quartiles and maximum; of texts, true and false the count,
// the number of different values, the most frequent one (of several the first)
// and how often it comes. The first column, statistic, names them.
//
// Without names it describes the columns of numbers or, where there are none, all
// others. With names it describes those; where they are of both sorts, a
// statistic that a column has not got is missing. Vectors count as the columns of
// their numbers, and missing values do not count.
//
// The deviation is √(Σ(x-mean)²/(n-1)), NaN below two values. A quantile q of n
// values is the one at place (n-1)·q of the sorted values, counted from 0, and
// between two places on the line that joins them. Sums are added in NumPy's order,
// so that all digits are those of pandas.
//
// It fails if df has no column of a name.
//
// Source: pandas 3.1, describe.py and nanops.py; NumPy 2, _function_base_impl.py.
func Describe(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	chosen, err := chosen(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Describe: %w", err)
	}
	all := allValues(df, chosen)
	countable := slices.ContainsFunc(all, values.countable)
	if len(names) == 0 && countable {
		all = slices.DeleteFunc(all, func(v values) bool { return !v.countable() })
	}
	rows := numberRows
	switch plain := slices.ContainsFunc(all, func(v values) bool { return !v.countable() }); {
	case plain && countable:
		rows = append(slices.Clone(textRows), numberRows[1:]...)
	case plain:
		rows = textRows
	}
	head := newColumn("statistic", kindText, len(rows))
	head.texts = append(head.texts, rows...)
	columns := []column{head}
	for _, v := range all {
		if v.name == head.name {
			return dataframe.DataFrame{}, fmt.Errorf("data: Describe: a column is called %q, which is the name of the result's first; Rename helps", v.name)
		}
		if v.countable() {
			columns = append(columns, v.describeNumbers(rows))
		} else {
			columns = append(columns, v.describeTexts(rows))
		}
	}
	return newFrame(columns, len(rows)), nil
}

// countable reports whether the cells are numbers, true and false being none.
func (v values) countable() bool { return v.kind == kindInt || v.kind == kindFloat }

// describeNumbers returns the column of the named statistics.
func (v values) describeNumbers(rows []string) column {
	some := v.present()
	n := float64(len(some))
	slices.Sort(some)
	mean, std := v.moments(n)
	known := map[string]float64{
		"count": n, "mean": mean, "std": std,
		"min": quantile(some, 0), "25%": quantile(some, 0.25), "50%": quantile(some, 0.5), "75%": quantile(some, 0.75), "max": quantile(some, 1),
	}
	c := newColumn(v.name, kindFloat, len(rows))
	for _, row := range rows {
		if x, ok := known[row]; ok && !math.IsNaN(x) {
			c.addFloat(x)
		} else {
			c.addMissing()
		}
	}
	return c
}

// moments returns mean and deviation of the n numbers that are not missing, in
// pandas's order of sums: a missing number stands in them as 0.
func (v values) moments(n float64) (mean, std float64) {
	a := slices.Clone(v.floats)
	for i := range a {
		if v.missing[i] {
			a[i] = 0
		}
	}
	mean = pairwiseSum(a) / n
	if n < 2 {
		return mean, math.NaN()
	}
	for i := range a {
		d := mean - a[i]
		a[i] = d * d
		if v.missing[i] {
			a[i] = 0
		}
	}
	return mean, math.Sqrt(pairwiseSum(a) / (n - 1))
}

// quantile returns the quantile q of sorted numbers, NaN if there are none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	place := float64(len(sorted)-1) * q
	i := int(place)
	if i == len(sorted)-1 {
		return sorted[i]
	}
	a, b, t := sorted[i], sorted[i+1], place-math.Floor(place)
	if t == 0 || a == b {
		return a
	}
	if t < 0.5 {
		return a + float64((b-a)*t)
	}
	return b - float64((b-a)*(1-t))
}

// describeTexts returns the column of the named statistics, as text.
func (v values) describeTexts(rows []string) column {
	counts := v.counts()
	known := map[string]string{"count": strconv.Itoa(len(v.missing) - v.gaps), "unique": strconv.Itoa(len(counts))}
	if len(counts) > 0 {
		known["top"], known["freq"] = v.text(counts[0].row), strconv.Itoa(counts[0].n)
	}
	c := newColumn(v.name, kindText, len(rows))
	for _, row := range rows {
		c.addText(known[row])
	}
	return c
}

// text returns the value of row i, which is not missing, as text.
func (v values) text(i int) string {
	switch v.kind {
	case kindText:
		return v.texts[i]
	case kindInt:
		return strconv.Itoa(v.ints[i])
	case kindBool:
		return strconv.FormatBool(v.floats[i] == 1)
	default:
		return exactText(v.floats[i])
	}
}
