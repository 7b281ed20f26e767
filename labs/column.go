package labs

import (
	"fmt"
	"math"
	"slices"

	"golab/data"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

// NoColumn, given as the name of a column that a model adds, keeps the model from
// adding it. (The empty name means the default one.)
const NoColumn = "-"

// mostFeatures is how many numbers a row may have that a model in bytes was fitted to,
// and how many categories are told apart.
const mostFeatures = 1 << 24

// named returns name, or the default for the empty one.
func named(name, byDefault string) string {
	if name == "" {
		return byDefault
	}
	return name
}

// has reports whether df has a column, or a vector column, of that name.
func has(df dataframe.DataFrame, name string) bool {
	return slices.Contains(data.Columns(df), name) || slices.Contains(df.Names(), name)
}

// features reads the vector column of that name, n×p with p the number wanted, and
// checks that it holds finite numbers only.
func features(df dataframe.DataFrame, name string, want int, whose string) (*mat.Dense, error) {
	x, err := vectorsOf(df, name)
	if err != nil {
		return nil, err
	}
	if _, p := x.Dims(); p != want {
		return nil, fmt.Errorf("%s has %d numbers a row, %s %d", name, p, whose, want)
	}
	return x, finite(x, name)
}

// vectorsOf reads the vector column of that name, n×p, from a frame with rows.
func vectorsOf(df dataframe.DataFrame, name string) (*mat.Dense, error) {
	if err := frameError(df); err != nil {
		return nil, err
	}
	if df.Nrow() == 0 {
		return nil, fmt.Errorf("the frame has no rows")
	}
	return data.Vector(df, name)
}

// finite reports the first number of x, the vector column of that name, that is not.
func finite(x *mat.Dense, name string) error {
	n, _ := x.Dims()
	for i := range n {
		for j, v := range x.RawRowView(i) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("row %d has %s[%d] = %v, which is no finite number", i, name, j, v)
			}
		}
	}
	return nil
}

// classes reads the label column and checks that it holds numbers of k classes.
func classes(df dataframe.DataFrame, name string, k int) ([]float64, error) {
	y, err := labels(df, name)
	if err != nil {
		return nil, err
	}
	for i, label := range y {
		if label != math.Trunc(label) || label < 0 || label >= float64(k) || math.IsNaN(label) {
			return nil, fmt.Errorf("row %d has %s = %v, the labels of %d classes are 0 to %d", i, name, label, k, k-1)
		}
	}
	return y, nil
}

// labels reads the label column.
func labels(df dataframe.DataFrame, name string) ([]float64, error) {
	y, err := data.Column(df, name)
	if err != nil {
		if j := slices.Index(df.Names(), name); j >= 0 && df.Types()[j] == series.String {
			err = fmt.Errorf("%w; a StringIndexer makes numbers of it", err)
		}
		return nil, err
	}
	return y, nil
}
