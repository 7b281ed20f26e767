package data

import (
	"fmt"
	"math"

	"github.com/go-gota/gota/dataframe"
)

// Corr returns how the named columns of df go together in pairs, or all columns of
// numbers if none is named: the matrix of Pearson's coefficients
//
//	r = Σ(x-x̄)(y-ȳ) / √(Σ(x-x̄)²·Σ(y-ȳ)²)
//
// as a frame with a row and a column for each, behind a first column, named
// column, with their names. [Matrix] takes the numbers out. The sums are over the
// rows where both have a value. It is NaN for less than two such rows and for a
// column that is the same in all of them.
//
// It fails if df has no column of a name, or one of text.
//
// Source: DataFrame.corr, pandas 3.1, which numpy.corrcoef agrees with.
func Corr(df dataframe.DataFrame, names ...string) (dataframe.DataFrame, error) {
	chosen, err := chosenNumbers(df, names)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Corr: %w", err)
	}
	all := allValues(df, chosen)
	n := len(all)
	columns := []column{newColumn("column", kindText, n)}
	for _, v := range all {
		columns[0].addText(v.name)
		c := newColumn(v.name, kindFloat, n)
		for range n {
			c.addFloat(math.NaN())
		}
		columns = append(columns, c)
	}
	for i, v := range all {
		for j, w := range all[:i+1] {
			r := math.Float64bits(correlation(v, w))
			columns[i+1].bits[j], columns[j+1].bits[i] = r, r
		}
	}
	matrix, err := distinctFrame(columns, n)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: Corr: %w", err)
	}
	return matrix, nil
}

// correlation returns Pearson's coefficient of two columns.
func correlation(v, w values) float64 {
	xs, ys := v.floats, w.floats
	if v.gaps+w.gaps > 0 {
		xs, ys = nil, nil
		for i := range v.floats {
			if !v.missing[i] && !w.missing[i] {
				xs, ys = append(xs, v.floats[i]), append(ys, w.floats[i])
			}
		}
	}
	if len(xs) < 2 || allEqual(xs) || allEqual(ys) {
		return math.NaN()
	}
	n := float64(len(xs))
	xMean, yMean := pairwiseSum(xs)/n, pairwiseSum(ys)/n
	var xx, yy, xy float64
	for i := range xs {
		dx, dy := xs[i]-xMean, ys[i]-yMean
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
	}
	r := xy / math.Sqrt(xx) / math.Sqrt(yy)
	if v.name == w.name && !math.IsNaN(r) {
		return 1
	}
	return math.Max(-1, math.Min(1, r)) // NaN stays
}

// allEqual reports whether all numbers are equal.
func allEqual(a []float64) bool {
	for _, x := range a {
		if x != a[0] {
			return false
		}
	}
	return true
}
