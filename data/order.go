package data

import (
	"cmp"
	"math"
	"slices"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// orderOf returns a comparison of rows by one column of df, as Spark orders them.
func orderOf(df dataframe.DataFrame, f field) func(i, j int) int {
	if f.vector {
		return vectorOrder(df, f.columns)
	}
	column, n := f.columns[0], df.Nrow()
	var compare func(i, j int) int
	switch df.Types()[column] {
	case series.Int: // not as floats, which are too coarse for great numbers
		values := make([]int, n)
		for i := range values {
			values[i], _ = df.Elem(i, column).Int() // 0 if missing
		}
		compare = func(i, j int) int { return cmp.Compare(values[i], values[j]) }
	case series.String:
		values := make([]string, n)
		for i := range values {
			values[i] = df.Elem(i, column).String()
		}
		compare = func(i, j int) int { return cmp.Compare(values[i], values[j]) }
	default:
		values := make([]float64, n)
		numbers(df, column, values, 1)
		compare = func(i, j int) int { return compareDoubles(values[i], values[j]) }
	}
	return nullsFirst(df, column, compare)
}

// nullsFirst puts rows with no value in column before all others.
func nullsFirst(df dataframe.DataFrame, column int, compare func(i, j int) int) func(i, j int) int {
	present := make([]int, df.Nrow()) // 0 where there is no value
	gaps := false
	for i := range present {
		if isNull(df.Elem(i, column)) {
			gaps = true
		} else {
			present[i] = 1
		}
	}
	if !gaps {
		return compare
	}
	return func(i, j int) int {
		if present[i]*present[j] == 0 {
			return present[i] - present[j]
		}
		return compare(i, j)
	}
}

// vectorOrder compares rows by the vector in columns as Spark does the struct
// (type, size, indices, values) behind it: sparse before dense, then position by
// position. A vector is sparse where VectorAssembler makes it so.
func vectorOrder(df dataframe.DataFrame, columns []int) func(i, j int) int {
	n, k := df.Nrow(), len(columns)
	all := make([]float64, n*k)
	for c, column := range columns {
		numbers(df, column, all[c:], k)
	}
	indices := make([][]int, n) // nil for a dense vector
	values := make([][]float64, n)
	for i := range n {
		values[i] = all[i*k : (i+1)*k]
		if isSparse(values[i]) {
			indices[i], values[i] = nonZeros(values[i])
		}
	}
	return func(i, j int) int {
		if (indices[i] == nil) != (indices[j] == nil) {
			if indices[i] != nil {
				return -1
			}
			return 1
		}
		if c := slices.Compare(indices[i], indices[j]); c != 0 {
			return c
		}
		return slices.CompareFunc(values[i], values[j], compareDoubles)
	}
}

// compareDoubles orders NaN behind all numbers, and takes -0 for 0.
func compareDoubles(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case a == b:
		return 0
	}
	return cmp.Compare(boolToInt(math.IsNaN(a)), boolToInt(math.IsNaN(b)))
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isSparse reports whether Spark keeps v as a sparse vector, which it does when
// that is smaller (Vector.compressed, Spark 3.0).
func isSparse(v []float64) bool {
	n := 0
	for _, x := range v {
		if x != 0 {
			n++
		}
	}
	return 1.5*float64(n+1) < float64(len(v))
}

// nonZeros returns the positions and values of the numbers in v that are not 0.
func nonZeros(v []float64) (indices []int, values []float64) {
	indices, values = []int{}, []float64{}
	for i, x := range v {
		if x != 0 {
			indices = append(indices, i)
			values = append(values, x)
		}
	}
	return indices, values
}
