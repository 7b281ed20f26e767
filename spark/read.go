package spark

import (
	"maps"

	"golab/spark/internal/wire"
)

// A Reader says how files are read by the server. Its methods return a changed copy.
type Reader struct {
	session *Session
	source  *wire.Read_DataSource
}

// Read returns a reader with Spark's defaults.
func (s *Session) Read() *Reader { return &Reader{s, &wire.Read_DataSource{}} }

// changed returns a copy of the reader to be changed.
func (r *Reader) changed() *Reader {
	return &Reader{r.session, &wire.Read_DataSource{
		Format: r.source.Format, Schema: r.source.Schema, Options: maps.Clone(r.source.GetOptions()),
	}}
}

// Format sets what the files are: csv, parquet, json, text, orc or another that the
// server knows.
func (r *Reader) Format(format string) *Reader {
	c := r.changed()
	c.source.Format = &format
	return c
}

// Option sets one of the options that Spark documents for the format, such as header to
// "true" for CSV.
func (r *Reader) Option(key, value string) *Reader {
	c := r.changed()
	if c.source.Options == nil {
		c.source.Options = map[string]string{}
	}
	c.source.Options[key] = value
	return c
}

// Schema sets names and types of the columns, as in SQL: "age INT, income DOUBLE".
func (r *Reader) Schema(ddl string) *Reader {
	c := r.changed()
	c.source.Schema = &ddl
	return c
}

// Load reads the files at paths, which the server must be able to reach.
func (r *Reader) Load(paths ...string) *DataFrame {
	c := r.changed()
	c.source.Paths = paths
	return r.session.newDataFrame(&wire.Relation{RelType: &wire.Relation_Read{
		Read: &wire.Read{ReadType: &wire.Read_DataSource_{DataSource: c.source}},
	}})
}

// CSV reads CSV files. Without options all columns are text and named _c0, _c1 and so on.
func (r *Reader) CSV(paths ...string) *DataFrame { return r.Format("csv").Load(paths...) }

// Parquet reads Parquet files.
func (r *Reader) Parquet(paths ...string) *DataFrame { return r.Format("parquet").Load(paths...) }

// Table reads a table or view of the server.
func (r *Reader) Table(name string) *DataFrame {
	return r.session.newDataFrame(&wire.Relation{RelType: &wire.Relation_Read{Read: &wire.Read{
		ReadType: &wire.Read_NamedTable_{NamedTable: &wire.Read_NamedTable{
			UnparsedIdentifier: name, Options: r.source.GetOptions(),
		}},
	}}})
}

// Range returns the whole numbers from start to end−1 as the column id.
func (s *Session) Range(start, end int64) *DataFrame {
	return s.newDataFrame(&wire.Relation{RelType: &wire.Relation_Range{
		Range: &wire.Range{Start: &start, End: end, Step: 1},
	}})
}
