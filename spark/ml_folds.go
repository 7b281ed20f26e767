package spark

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
)

// A fold is a division of the rows of a frame.
type fold struct{ train, validation *DataFrame }

// A dealing says which rows of a frame validate in which fold.
type dealing struct {
	df       *DataFrame
	within   []string // conditions of SQL, one a fold
	allowed  string   // condition that every row has to meet
	demanded string   // what it says
	column   string   // with the value that does not
	of       string   // how many rows there should have been, for an error
}

// drawn is the column of the draws that deal the rows into folds.
const drawn = "CrossValidator_rand"

// draws gives each row a draw.
func draws(df *DataFrame, seed int64) *DataFrame {
	return df.SelectExpr("*", fmt.Sprintf("rand(%dL) AS %s", seed, drawn))
}

// randomFolds divides the rows of df into k folds as PySpark does: with h = 1/k, fold i
// is the rows whose draw u has i·h ≤ u < (i+1)·h.
func randomFolds(df *DataFrame, k int, seed int64) dealing {
	d := dealing{df: draws(df, seed), allowed: "true", of: fmt.Sprintf(" for %d folds", k)}
	h := 1 / float64(k)
	for i := range k {
		d.within = append(d.within, fmt.Sprintf("%s >= %s AND %s < %s", drawn, sqlDouble(float64(i)*h), drawn, sqlDouble(float64(i+1)*h)))
	}
	return d
}

// columnFolds reads the number of each row's fold from a column.
func columnFolds(df *DataFrame, name string, k int) dealing {
	c := quoted(name)
	d := dealing{
		df: df, column: name, of: ", column " + name,
		allowed:  fmt.Sprintf("coalesce(%s >= 0 AND %s < %d AND %s = floor(%s), false)", c, c, k, c, c),
		demanded: fmt.Sprintf("fold number must be a whole number in range [0, %d)", k),
	}
	for i := range k {
		d.within = append(d.within, fmt.Sprintf("%s = %d", c, i))
	}
	return d
}

// ratioFold keeps about the given part of the rows for training, as PySpark does.
func ratioFold(df *DataFrame, ratio float64, seed int64) dealing {
	return dealing{
		df: draws(df, seed), allowed: "true", of: fmt.Sprintf(", TrainRatio is %v", ratio),
		within: []string{fmt.Sprintf("%s >= %s", drawn, sqlDouble(ratio))},
	}
}

// folds returns the divided frames.
func (d dealing) folds() []fold {
	folds := make([]fold, len(d.within))
	for i, within := range d.within {
		folds[i] = fold{train: d.df.Filter("NOT (" + within + ")"), validation: d.df.Filter(within)}
	}
	return folds
}

// check has the rows counted and reports a fold that has none, or all, and a row that is
// in no fold.
func (d dealing) check() error {
	counts := []string{"count(*)", "count_if(" + d.allowed + ")"}
	for _, within := range d.within {
		counts = append(counts, "count_if("+within+")")
	}
	var n []int64
	err := d.df.SelectExpr(counts...).batches(func(batch arrow.RecordBatch) error {
		for _, column := range batch.Columns() {
			if c, ok := column.(*array.Int64); ok && c.Len() == 1 {
				n = append(n, c.Value(0))
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(n) != len(counts):
		return fmt.Errorf("the server sent %d counts for %d", len(n), len(counts))
	case n[0] == 0:
		return errNoRows
	case n[1] != n[0]:
		return fmt.Errorf("%s, but %d of %d rows have another %s", d.demanded, n[0]-n[1], n[0], d.column)
	}
	for i, rows := range n[2:] {
		var part string
		switch rows {
		case n[0]:
			part = "training"
		case 0:
			part = "validation"
		default:
			continue
		}
		return fmt.Errorf("the %s data at fold %d are empty: the frame has %d rows%s", part, i, n[0], d.of)
	}
	return nil
}

// sqlDouble writes a number so that SQL reads the same one.
func sqlDouble(x float64) string {
	return strconv.FormatFloat(x, 'g', -1, 64) + "D"
}
