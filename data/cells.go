package data

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/internal/jvm"
)

// A table is what Text and HTML show of a frame: the cells as text, with rows and
// columns left out in the middle where there are too many.
type table struct {
	names, types []string
	rows         []int // numbers of the rows shown
	cells        [][]string
	numeric      []bool // columns to align to the right
	rowGap       int    // position in rows before which rows are left out, or -1
	columnGap    int    // likewise for columns
	height       int    // rows of the frame
	width        int    // columns of the frame, a vector being one
}

// How much of a frame is shown; all but the width as in pandas.
const (
	maxRows    = 60 // above that, only headRows from both ends
	headRows   = 5
	maxCell    = 50 // characters
	maxColumns = 20 // in HTML
	maxLine    = 100
)

// tabulate writes the cells of df that fit into the given number of columns.
func tabulate(df dataframe.DataFrame, columns int) table {
	all := fields(df)
	t := table{height: df.Nrow(), width: len(all), rowGap: -1, columnGap: -1}
	for i := range df.Nrow() {
		if df.Nrow() <= maxRows || i < headRows || i >= df.Nrow()-headRows {
			t.rows = append(t.rows, i)
		}
	}
	if len(t.rows) < df.Nrow() {
		t.rowGap = headRows
	}
	if len(all) > columns {
		t.columnGap = (columns + 1) / 2
		all = append(all[:t.columnGap:t.columnGap], all[len(all)-columns/2:]...)
	}
	types := df.Types()
	t.cells = make([][]string, len(t.rows))
	for _, f := range all {
		t.names = append(t.names, f.name)
		t.types = append(t.types, typeName(f, types[f.columns[0]]))
		t.numeric = append(t.numeric, f.vector || numeric(types[f.columns[0]]))
		column := make([]string, len(t.rows))
		for r, i := range t.rows {
			column[r] = shorten(cell(df, i, f))
		}
		if !f.vector && types[f.columns[0]] == series.Float {
			alignPoints(column, shown(df, t.rows, f.columns[0]))
		}
		for r, text := range column {
			t.cells[r] = append(t.cells[r], text)
		}
	}
	return t
}

// shown returns the numbers of a column in the given rows.
func shown(df dataframe.DataFrame, rows []int, column int) []float64 {
	values := make([]float64, len(rows))
	for r, i := range rows {
		values[r] = df.Elem(i, column).Float()
	}
	return values
}

// alignPoints writes the numbers of a column anew, all with as many digits behind
// the point as the one that needs most, so that they stand point under point when
// set to the right: six at most beside a number of 0.1 or more, as in pandas. A
// column with powers of ten stays as it is.
func alignPoints(column []string, values []float64) {
	decimals, largest := 0, 0.0
	for r, text := range column {
		if strings.Contains(text, "e") {
			return
		}
		_, behind, _ := strings.Cut(text, ".")
		decimals = max(decimals, len(behind))
		if size := math.Abs(values[r]); len(behind) > 0 && size > largest {
			largest = size
		}
	}
	if largest >= 0.1 {
		decimals = min(decimals, 6)
	}
	for r, text := range column {
		if strings.Contains(text, ".") {
			column[r] = strconv.FormatFloat(values[r], 'f', decimals, 64)
		}
	}
}

// typeName says what a column holds.
func typeName(f field, t series.Type) string {
	switch {
	case f.vector:
		return "vector"
	case t == series.Float:
		return "float64"
	default:
		return string(t)
	}
}

// cell returns row i of a column or vector as text.
func cell(df dataframe.DataFrame, i int, f field) string {
	if f.vector {
		v := make([]float64, len(f.columns))
		for k, j := range f.columns {
			v[k] = df.Elem(i, j).Float()
		}
		return vectorText(v)
	}
	e := df.Elem(i, f.columns[0])
	if e.Type() == series.Float {
		return floatText(e.Float())
	}
	return e.String()
}

// shorten cuts a text that is too long and shows its control characters.
func shorten(s string) string {
	var cell []rune
	for _, r := range s {
		if len(cell) > maxCell {
			break
		}
		if unicode.IsControl(r) {
			quoted := []rune(strconv.QuoteRune(r))
			cell = append(cell, quoted[1:len(quoted)-1]...)
		} else {
			cell = append(cell, r)
		}
	}
	if len(cell) > maxCell {
		return string(cell[:maxCell-3]) + "..."
	}
	return string(cell)
}

// floatText writes x with six significant digits, or all digits before the point
// if there are more, and always so that it is seen to be no int.
func floatText(x float64) string {
	const digits = 6
	switch size := math.Abs(x); {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 0):
		return strings.TrimPrefix(strconv.FormatFloat(x, 'g', -1, 64), "+")
	case size != 0 && size < 1e-4, size >= 1e15:
		return strconv.FormatFloat(x, 'g', digits, 64)
	default:
		before := 0 // digits before the point, or less zeros behind it
		if size > 0 {
			before = int(math.Floor(math.Log10(size))) + 1
		}
		s := strconv.FormatFloat(x, 'f', max(digits-before, 1), 64)
		s = strings.TrimRight(s, "0")
		if strings.HasSuffix(s, ".") {
			s += "0"
		}
		return s
	}
}

// vectorText writes v as Spark does: all numbers in brackets, or, for a sparse
// vector, its size, the positions of its numbers and the numbers.
func vectorText(v []float64) string {
	if !isSparse(v) {
		return listText(v, jvm.DoubleText)
	}
	indices, values := nonZeros(v)
	return "(" + strconv.Itoa(len(v)) + "," + listText(indices, strconv.Itoa) + "," + listText(values, jvm.DoubleText) + ")"
}

// listText writes a list in brackets without blanks.
func listText[T any](list []T, text func(T) string) string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = text(x)
	}
	return "[" + strings.Join(all, ",") + "]"
}
