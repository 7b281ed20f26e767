package spark

import (
	"fmt"
	"strconv"
)

// A fold is a division of the rows of a frame.
type fold struct{ train, validation *DataFrame }

// drawn is the column of the draws that deal the rows into folds.
const drawn = "CrossValidator_rand"

// randomFolds divides the rows of df into k folds as PySpark does: with h = 1/k, fold i
// is the rows whose draw u has i·h ≤ u < (i+1)·h.
func randomFolds(df *DataFrame, k int, seed int64) []fold {
	df = df.SelectExpr("*", fmt.Sprintf("rand(%dL) AS %s", seed, drawn))
	folds := make([]fold, k)
	h := 1 / float64(k)
	for i := range folds {
		within := fmt.Sprintf("%s >= %s AND %s < %s", drawn, sqlDouble(float64(i)*h), drawn, sqlDouble(float64(i+1)*h))
		folds[i] = fold{train: df.Filter("NOT (" + within + ")"), validation: df.Filter(within)}
	}
	return folds
}

// columnFolds reads the number of each row's fold from a column.
func columnFolds(df *DataFrame, name string, k int) []fold {
	folds := make([]fold, k)
	for i := range folds {
		folds[i] = fold{
			train:      df.Filter(fmt.Sprintf("%s != %d", quoted(name), i)),
			validation: df.Filter(fmt.Sprintf("%s = %d", quoted(name), i)),
		}
	}
	return folds
}

// sqlDouble writes a number so that SQL reads the same one.
func sqlDouble(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) + "D" }
