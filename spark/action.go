package spark

import (
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/go-gota/gota/dataframe"

	"golab/spark/internal/wire"
)

// Count returns the number of rows.
func (df *DataFrame) Count() (int64, error) {
	n, found := int64(0), false
	err := df.GroupBy().Count().batches(func(batch arrow.RecordBatch) error {
		if counts, ok := batch.Column(0).(*array.Int64); ok && counts.Len() == 1 {
			n, found = counts.Value(0), true
		}
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("the server sent no count")
	}
	if err != nil {
		return 0, fmt.Errorf("spark: Count: %w", err)
	}
	return n, nil
}

// Head brings the first n rows here, as [DataFrame.Collect] does.
func (df *DataFrame) Head(n int) (dataframe.DataFrame, error) {
	frame, err := df.Limit(n).collect()
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("spark: Head: %w", err)
	}
	return frame, nil
}

// Take is Head by its other name in Spark.
func (df *DataFrame) Take(n int) (dataframe.DataFrame, error) { return df.Head(n) }

// First brings the first row here, as a frame of one row or, where there is none, of
// none.
func (df *DataFrame) First() (dataframe.DataFrame, error) { return df.Head(1) }

// Show prints the first 20 rows, or as many as are asked for, as Spark prints them: long
// texts are cut.
func (df *DataFrame) Show(rows ...int) error {
	n := shownRows
	if len(rows) > 0 {
		n = rows[0]
	}
	text, err := df.showString(n, shownWidth, false)
	if err != nil {
		return fmt.Errorf("spark: Show: %w", err)
	}
	_, err = fmt.Fprintln(os.Stdout, text)
	return err
}

// What Show prints where nothing else is asked for.
const (
	shownRows  = 20
	shownWidth = 20
)

// ShowString returns what Show prints of n rows: texts cut at truncate characters, or
// not at all for 0, and, if vertical, each row as a list.
func (df *DataFrame) ShowString(n, truncate int, vertical bool) (string, error) {
	text, err := df.showString(n, truncate, vertical)
	if err != nil {
		return "", fmt.Errorf("spark: ShowString: %w", err)
	}
	return text, nil
}

func (df *DataFrame) showString(n, truncate int, vertical bool) (string, error) {
	if n < 0 || n > math.MaxInt32 || truncate < 0 || truncate > math.MaxInt32 {
		return "", fmt.Errorf("%d rows cut at %d characters, want 0 to %d", n, truncate, math.MaxInt32)
	}
	shown := df.with(&wire.Relation{RelType: &wire.Relation_ShowString{ShowString: &wire.ShowString{
		Input: df.input(), NumRows: int32(n), Truncate: int32(truncate), Vertical: vertical,
	}}})
	text, found := "", false
	err := shown.batches(func(batch arrow.RecordBatch) error {
		if c, ok := batch.Column(0).(*array.String); ok && c.Len() == 1 {
			text, found = strings.Clone(c.Value(0)), true
		}
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("the server sent no text")
	}
	return strings.TrimRight(text, "\n"), err
}
