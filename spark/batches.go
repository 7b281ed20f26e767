package spark

import (
	"bytes"
	"errors"
	"fmt"
	"iter"

	"github.com/apache/arrow-go/v18/arrow"

	"golab/internal/arrowin"
	"golab/spark/internal/wire"
)

// errEnough says that the receiver of batches wants no more.
var errEnough = errors.New("no more batches are wanted")

// Batches runs the plan and yields the rows as Arrow record batches, of some ten
// thousand rows each, as they come from the server, so that a result of any size goes
// through little memory. A batch lives until the next one; who keeps it has to Retain
// it. When the loop is left early, the query is interrupted at the server. An error is
// yielded last, with a nil batch.
func (df *DataFrame) Batches() iter.Seq2[arrow.RecordBatch, error] {
	return func(yield func(arrow.RecordBatch, error) bool) {
		err := df.batches(func(batch arrow.RecordBatch) error {
			if !yield(batch, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, fmt.Errorf("spark: Batches: %w", err))
		}
	}
}

// batches runs the plan and calls each with every batch. It fails if rows are missing.
func (df *DataFrame) batches(each func(arrow.RecordBatch) error) error {
	seen := int64(0)
	return df.run(func(response *wire.ExecutePlanResponse) error {
		b := response.GetArrowBatch()
		if b == nil {
			return nil
		}
		if b.StartOffset != nil && b.GetStartOffset() != seen {
			return fmt.Errorf("the server sent rows from row %d on, after %d rows", b.GetStartOffset(), seen)
		}
		n, err := decode(b.GetData(), each)
		if err == nil && n != b.GetRowCount() {
			err = fmt.Errorf("the server sent %d rows in an Arrow stream that should have %d", n, b.GetRowCount())
		}
		seen += n
		return err
	})
}

// decode reads an Arrow IPC stream and returns the number of rows. Damaged ones make
// arrow-go panic here and there; that becomes an error too.
func decode(stream []byte, each func(arrow.RecordBatch) error) (rows int64, err error) {
	ours := true // the panic, if there is one
	defer func() {
		if !ours {
			return
		}
		if p := recover(); p != nil {
			err = fmt.Errorf("the server sent rows that are no Arrow stream: %v", p)
		}
	}()
	r, err := arrowin.NewReader(bytes.NewReader(stream))
	if err != nil {
		return 0, fmt.Errorf("the server sent rows that are no Arrow stream: %w", err)
	}
	defer r.Release()
	for r.Next() {
		batch := r.RecordBatch()
		rows += batch.NumRows()
		ours = false
		if err := each(batch); err != nil {
			return rows, err
		}
		ours = true
	}
	if err := r.Err(); err != nil {
		return rows, fmt.Errorf("the server sent rows that are no Arrow stream: %w", err)
	}
	return rows, nil
}
