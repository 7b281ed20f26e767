package data

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/go-gota/gota/dataframe"

	"golab/internal/arrowin"
	"golab/internal/atomicfile"
)

// ReadArrow reads the Arrow IPC file at path, also called Feather, into a frame, by
// the rules of [FromArrow].
func ReadArrow(path string) (dataframe.DataFrame, error) {
	return readTable(path, "an Arrow IPC file", decodeArrow)
}

// decodeArrow returns the rows of an Arrow IPC file.
func decodeArrow(content []byte) (arrow.Table, error) {
	schema, batches, err := arrowin.File(content)
	if err != nil {
		return nil, err
	}
	defer func() {
		for _, b := range batches {
			b.Release()
		}
	}()
	return tableOf(schema, batches)
}

// WriteArrow writes df to an Arrow IPC file at path, by the rules of [ToArrow]. The
// file appears when it is complete; its folder is made if need be.
func WriteArrow(df dataframe.DataFrame, path string) error {
	return writeBatch(df, path, func(w io.Writer, batch arrow.RecordBatch) error {
		out, err := ipc.NewFileWriter(w, ipc.WithSchema(batch.Schema()))
		if err != nil {
			return err
		}
		if err := out.Write(batch); err != nil {
			return err
		}
		return out.Close()
	})
}

// readTable reads the file at path, which should be what kind says, with decode.
func readTable(path, kind string, decode func(content []byte) (arrow.Table, error)) (dataframe.DataFrame, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %w", err)
	}
	return parseTable(content, path, kind, decode)
}

// parseTable is readTable for the content of a file. Damaged ones make arrow-go panic
// here and there; that becomes an error too.
func parseTable(content []byte, path, kind string, decode func([]byte) (arrow.Table, error)) (df dataframe.DataFrame, err error) {
	defer func() {
		if p := recover(); p != nil {
			df, err = dataframe.DataFrame{}, fmt.Errorf("data: %s is not %s, or a damaged one: %v", path, kind, p)
		}
	}()
	table, err := decode(content)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s is not %s, or a damaged one: %w", path, kind, err)
	}
	defer table.Release()
	df, err = fromTable(table)
	if err != nil {
		return dataframe.DataFrame{}, fmt.Errorf("data: %s: %w", path, err)
	}
	return df, nil
}

// writeBatch makes the file at path of df with encode.
func writeBatch(df dataframe.DataFrame, path string, encode func(io.Writer, arrow.RecordBatch) error) error {
	batch, err := ToArrow(df)
	if err != nil {
		return err
	}
	defer batch.Release()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("data: %w", err)
	}
	err = atomicfile.Write(path, func(w io.Writer) error {
		return encode(keepOpen{w}, batch)
	})
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	return nil
}

// keepOpen hides the Close of a writer from encoders that would call it.
type keepOpen struct {
	io.Writer
}
