//go:build !golab_scorer

package data

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/go-gota/gota/dataframe"

	"golab/internal/arrowin"
)

// ReadParquet reads the Parquet file at path into a frame, by the rules of
// [FromArrow].
func ReadParquet(path string) (dataframe.DataFrame, error) {
	return readTable(path, "a Parquet file", decodeParquet)
}

// decodeParquet returns the rows of a Parquet file. What its numbers make arrow-go ask for
// goes through an allocator with a limit, is checked here or is bounded by the bytes that
// there are.
func decodeParquet(content []byte) (arrow.Table, error) {
	memory := arrowin.NewLimited()
	properties := parquet.NewReaderProperties(memory)
	r, err := file.NewParquetReader(bytes.NewReader(content), file.WithReadProps(properties))
	if err != nil {
		return nil, err
	}
	if err := checkParquet(r, int64(len(content))); err != nil {
		return nil, err
	}
	reader, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory)
	if err != nil {
		return nil, err
	}
	return reader.ReadTable(context.Background())
}

// checkParquet fails if the footer says what is not true of a file with so many bytes.
func checkParquet(r *file.Reader, size int64) error {
	for i := range r.NumRowGroups() {
		group := r.MetaData().RowGroup(i)
		if rows := group.NumRows(); rows < 0 || rows > r.NumRows() {
			return fmt.Errorf("row group %d has %d rows, the file has %d", i, rows, r.NumRows())
		}
		for j := range group.NumColumns() {
			column, err := group.ColumnChunk(j)
			if err != nil {
				return err
			}
			if n := column.TotalCompressedSize(); n < 0 || n > size {
				return fmt.Errorf("column %d of row group %d has %d bytes, the file has %d", j, i, n, size)
			}
		}
	}
	return nil
}

// WriteParquet writes df to a Parquet file at path, compressed with Snappy as
// Spark's, by the rules of [ToArrow]. The file appears when it is complete; its
// folder is made if need be.
func WriteParquet(df dataframe.DataFrame, path string) error {
	return writeBatch(df, path, func(w io.Writer, batch arrow.RecordBatch) error {
		properties := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy))
		out, err := pqarrow.NewFileWriter(batch.Schema(), w, properties, pqarrow.DefaultWriterProps())
		if err != nil {
			return err
		}
		if err := out.Write(batch); err != nil {
			return err
		}
		return out.Close()
	})
}
