package spark

import (
	"fmt"
	"maps"
	"strings"

	"golab/spark/internal/wire"
)

// A Writer says how a frame is written by the server. Its methods but the last return a
// changed copy.
type Writer struct {
	df        *DataFrame
	format    string
	mode      string
	options   map[string]string
	partition []string
}

// Write returns a writer with Spark's defaults.
func (df *DataFrame) Write() *Writer { return &Writer{df: df} }

// Format sets what is written: csv, parquet, json, orc or another that the server knows.
func (w Writer) Format(format string) *Writer {
	w.format = format
	return &w
}

// Mode says what becomes of files that are there already: error, which is the default,
// overwrite, append or ignore.
func (w Writer) Mode(mode string) *Writer {
	w.mode = mode
	return &w
}

// Option sets one of the options that Spark documents for the format.
func (w Writer) Option(key, value string) *Writer {
	w.options = maps.Clone(w.options)
	if w.options == nil {
		w.options = map[string]string{}
	}
	w.options[key] = value
	return &w
}

// PartitionBy puts rows with equal values in the columns into a folder of their own.
func (w Writer) PartitionBy(columns ...string) *Writer {
	w.partition = columns
	return &w
}

// Save writes the files into a folder at path, which is the server's.
func (w Writer) Save(path string) error { return w.write("Save", path, "") }

// CSV writes CSV files into a folder at path, which is the server's.
func (w Writer) CSV(path string) error { return w.Format("csv").write("CSV", path, "") }

// Parquet writes Parquet files into a folder at path, which is the server's.
func (w Writer) Parquet(path string) error { return w.Format("parquet").write("Parquet", path, "") }

// SaveAsTable writes a table of the server's catalog.
func (w Writer) SaveAsTable(name string) error { return w.write("SaveAsTable", "", name) }

// write runs the writing, of files at a path or of a table.
func (w Writer) write(method, path, table string) error {
	mode, ok := saveMode(w.mode)
	err := w.df.problem()
	if !ok {
		err = fmt.Errorf("%q is no mode; there are error, overwrite, append and ignore", w.mode)
	}
	if err == nil {
		operation := &wire.WriteOperation{Input: w.df.input(), Mode: mode, Options: w.options, PartitioningColumns: w.partition}
		if w.format != "" {
			operation.Source = &w.format
		}
		switch {
		case table != "":
			operation.SaveType = &wire.WriteOperation_Table{Table: &wire.WriteOperation_SaveTable{
				TableName: table, SaveMethod: wire.WriteOperation_SaveTable_TABLE_SAVE_METHOD_SAVE_AS_TABLE,
			}}
		case path != "":
			operation.SaveType = &wire.WriteOperation_Path{Path: path}
		}
		session := w.df.session
		_, err = session.command(session.ctx, &wire.Command{CommandType: &wire.Command_WriteOperation{WriteOperation: operation}})
	}
	if err != nil {
		return fmt.Errorf("spark: %s: %w", method, err)
	}
	return nil
}

// saveMode reads a mode by Spark's names.
func saveMode(mode string) (wire.WriteOperation_SaveMode, bool) {
	switch strings.ToLower(mode) {
	case "", "error", "errorifexists", "default":
		return wire.WriteOperation_SAVE_MODE_ERROR_IF_EXISTS, true
	case "overwrite":
		return wire.WriteOperation_SAVE_MODE_OVERWRITE, true
	case "append":
		return wire.WriteOperation_SAVE_MODE_APPEND, true
	case "ignore":
		return wire.WriteOperation_SAVE_MODE_IGNORE, true
	}
	return 0, false
}
