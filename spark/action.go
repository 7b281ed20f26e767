package spark

import (
	"fmt"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/go-gota/gota/dataframe"

	"golab/data"
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

// Collect brings all rows here, as a frame. Batches serves for more than there is memory
// for.
func (df *DataFrame) Collect() (dataframe.DataFrame, error) {
	var batches []arrow.RecordBatch
	defer func() {
		for _, b := range batches {
			b.Release()
		}
	}()
	err := df.batches(func(batch arrow.RecordBatch) error {
		batch.Retain()
		batches = append(batches, batch)
		return nil
	})
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("spark: Collect: %w", err)
	}
	frame, err := data.FromArrow(batches...)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("spark: Collect: %w", err)
	}
	return frame, nil
}
