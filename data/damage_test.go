package data

import (
	"bytes"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"golab/internal/damage"
)

// variety returns a batch with a column of each of these types.
func variety(t testing.TB, types ...arrow.DataType) arrow.RecordBatch {
	t.Helper()
	var fields []arrow.Field
	for i, dt := range types {
		fields = append(fields, arrow.Field{Name: string(rune('a' + i)), Type: dt, Nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer b.Release()
	for i, dt := range types {
		values := `[1, null, 3, 4]`
		switch dt.ID() {
		case arrow.BOOL:
			values = `[true, null, false, true]`
		case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW, arrow.DICTIONARY:
			values = `["short", null, "longer than twelve bytes", "longer than twelve bytes"]`
		case arrow.NULL:
			values = `[null, null, null, null]`
		}
		if err := b.Field(i).UnmarshalJSON([]byte(values)); err != nil {
			t.Fatal(err)
		}
	}
	return b.NewRecordBatch()
}

// columnTypes are types that both kinds of files have.
func columnTypes() []arrow.DataType {
	return []arrow.DataType{
		arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64, arrow.BinaryTypes.String, arrow.FixedWidthTypes.Boolean,
		&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String},
	}
}

// arrowFiles returns Arrow files of all types and compressions.
func arrowFiles(t testing.TB) map[string][]byte {
	t.Helper()
	batch := variety(t, append(columnTypes(), arrow.BinaryTypes.LargeString, arrow.BinaryTypes.StringView, arrow.Null)...)
	defer batch.Release()
	files := map[string][]byte{}
	for name, options := range map[string][]ipc.Option{"plain": nil, "LZ4": {ipc.WithLZ4()}, "ZSTD": {ipc.WithZstd()}} {
		var b bytes.Buffer
		w, err := ipc.NewFileWriter(&b, append(options, ipc.WithSchema(batch.Schema()))...)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		files[name] = b.Bytes()
	}
	return files
}

// parquetFiles returns Parquet files of all types, with the encodings and compressions.
func parquetFiles(t testing.TB) map[string][]byte {
	t.Helper()
	batch := variety(t, columnTypes()...)
	defer batch.Release()
	files := map[string][]byte{}
	codecs, encodings := compress.Codecs, parquet.Encodings
	for name, properties := range map[string][]parquet.WriterProperty{
		"Snappy":     {parquet.WithCompression(codecs.Snappy)},
		"ZSTD, V2":   {parquet.WithCompression(codecs.Zstd), parquet.WithDataPageVersion(parquet.DataPageV2)},
		"gzip":       {parquet.WithCompression(codecs.Gzip)},
		"Brotli":     {parquet.WithCompression(codecs.Brotli)},
		"LZ4, plain": {parquet.WithCompression(codecs.Lz4Raw), parquet.WithDictionaryDefault(false)},
		"deltas": {
			parquet.WithDictionaryDefault(false), parquet.WithEncodingFor("a", encodings.DeltaBinaryPacked),
			parquet.WithEncodingFor("b", encodings.ByteStreamSplit), parquet.WithEncodingFor("c", encodings.DeltaLengthByteArray),
			parquet.WithEncodingFor("e", encodings.DeltaByteArray),
		},
	} {
		var b bytes.Buffer
		w, err := pqarrow.NewFileWriter(batch.Schema(), &b, parquet.NewWriterProperties(properties...), pqarrow.DefaultWriterProps())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		files[name] = b.Bytes()
	}
	return files
}

// A kindOfFile has files, and what reads them.
type kindOfFile struct {
	files  map[string][]byte
	decode func([]byte) (arrow.Table, error)
	step   func(name string) int // between the places that are overwritten
	most   uint64                // memory
}

func kindsOfFiles(t testing.TB) map[string]kindOfFile {
	t.Helper()
	return map[string]kindOfFile{
		"arrow": {arrowFiles(t), decodeArrow, func(name string) int {
			if name == "plain" {
				return 4
			}
			return 12 // most of it is the same
		}, 100 << 20}, // a window of ZSTD's is up to 64 MiB
		"parquet": {parquetFiles(t), decodeParquet, func(string) int { return 11 }, 600 << 20}, // a page is up to 256 MiB
	}
}

const varietyDump = "a:int=1,null,3,4 b:float=1,null,3,4 c:string=short,null,longer than twelve bytes,longer than twelve bytes d:bool=true,null,false,true " +
	"e:string=short,null,longer than twelve bytes,longer than twelve bytes"

// A huge number anywhere in a file gives an error, or a frame, and takes little memory.
func TestHugeNumbersInFiles(t *testing.T) {
	for kind, k := range kindsOfFiles(t) {
		for name, good := range k.files {
			if df, err := parseTable(good, "x", kind, k.decode); err != nil || !strings.HasPrefix(dump(df), varietyDump) {
				t.Errorf("%s, %s: %s, %v", kind, name, dump(df), err)
			}
			step := k.step(name)
			if testing.Short() {
				step *= 8
			}
			for what, bad := range damage.Words(good, step) {
				var err error
				took := damage.Allocated(func() { _, err = parseTable(bad, "x", kind, k.decode) })
				if took > k.most || err != nil && !strings.HasPrefix(err.Error(), "data: x") {
					t.Errorf("%s, %s, %s: %d bytes of memory, %v", kind, name, what, took, err)
				}
			}
		}
	}
}

func fuzzTable(f *testing.F, kind string) {
	k := kindsOfFiles(f)[kind]
	for _, good := range k.files {
		f.Add(good)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		var err error
		took := damage.Allocated(func() { _, err = parseTable(content, "x", kind, k.decode) })
		if took > k.most+uint64(1000*len(content)) || err != nil && !strings.HasPrefix(err.Error(), "data: x") {
			t.Errorf("%d bytes of memory, %v", took, err)
		}
	})
}

func FuzzReadArrow(f *testing.F)   { fuzzTable(f, "arrow") }
func FuzzReadParquet(f *testing.F) { fuzzTable(f, "parquet") }

// Rows with one text of a dictionary, or views of the same bytes, are few bytes in Arrow
// and few in a frame.
func TestTextsThatAreShared(t *testing.T) {
	const rows = 2000
	long := strings.Repeat("x", 1<<20)
	texts := array.NewStringBuilder(memory.DefaultAllocator)
	texts.Append(long)
	index := array.NewInt8Builder(memory.DefaultAllocator)
	index.AppendValues(make([]int8, rows), nil)
	dictionary := array.NewDictionaryArray(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String},
		index.NewArray(), texts.NewArray())
	headers := make([]arrow.ViewHeader, rows)
	for i := range headers {
		headers[i].SetString(long)
		headers[i].SetIndexOffset(0, 0)
	}
	views := array.NewStringViewData(array.NewData(arrow.BinaryTypes.StringView, rows, []*memory.Buffer{
		nil, memory.NewBufferBytes(arrow.ViewHeaderTraits.CastToBytes(headers)), memory.NewBufferBytes([]byte(long)),
	}, nil, 0, 0))
	for _, column := range []arrow.Array{dictionary, views} {
		schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: column.DataType()}}, nil)
		batch := array.NewRecordBatch(schema, []arrow.Array{column}, rows)
		took := damage.Allocated(func() {
			df, err := FromArrow(batch)
			if err != nil || df.Nrow() != rows || df.Elem(rows-1, 0).String() != long {
				t.Errorf("%v: %v", column.DataType(), err)
			}
		})
		if took > 10<<20 {
			t.Errorf("%v: %d bytes of memory", column.DataType(), took)
		}
	}
}

// A column of nulls takes no memory in Arrow, whatever its length.
func TestColumnsThatAreTooLong(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: arrow.Null}}, nil)
	for _, c := range []struct {
		rows, length int
		want         string
	}{
		{1 << 50, 1 << 50, "data: FromArrow: it takes 27.0 PB of memory"},
		{4, 1 << 50, `data: FromArrow: column "x" has 1125899906842624 rows in batch 0, which has 4`},
	} {
		batch := array.NewRecordBatch(schema, []arrow.Array{array.NewNull(c.length)}, int64(c.rows))
		if _, err := FromArrow(batch); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
