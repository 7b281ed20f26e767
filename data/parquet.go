//go:build !golab_scorer

package data

import (
	"bytes"
	"context"
	"io"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/go-gota/gota/dataframe"
)

// ReadParquet reads the Parquet file at path into a frame, by the rules of
// [FromArrow].
func ReadParquet(path string) (dataframe.DataFrame, error) {
	return readTable(path, "a Parquet file", func(content []byte) (arrow.Table, error) {
		return pqarrow.ReadTable(context.Background(), bytes.NewReader(content), nil, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	})
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
