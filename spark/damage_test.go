package spark

import (
	"bytes"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/go-gota/gota/dataframe"

	"golab/data"
	"golab/internal/damage"
)

// sparkStreams returns streams with the types that a server sends.
func sparkStreams(t testing.TB) map[string][]byte {
	t.Helper()
	vector := arrow.StructOf(
		arrow.Field{Name: "type", Type: arrow.PrimitiveTypes.Int8},
		arrow.Field{Name: "size", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
		arrow.Field{Name: "indices", Type: arrow.ListOf(arrow.PrimitiveTypes.Int32), Nullable: true},
		arrow.Field{Name: "values", Type: arrow.ListOf(arrow.PrimitiveTypes.Float64), Nullable: true},
	)
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "d", Type: &arrow.Decimal128Type{Precision: 5, Scale: 2}, Nullable: true},
		{Name: "t", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, Nullable: true},
		{Name: "m", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), Nullable: true},
		{Name: "v", Type: vector, Nullable: true},
		{Name: "n", Type: arrow.Null, Nullable: true},
		{Name: "b", Type: arrow.BinaryTypes.Binary, Nullable: true},
	}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(`[
		{"d":"1.5","t":1704164645000000,"m":[{"key":"a","value":1}],"v":{"type":1,"values":[1,2]},"b":"AAE="},
		{"d":null,"t":null,"m":null,"v":{"type":0,"size":2,"indices":[1],"values":[5]},"b":null}]`))
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	streams := map[string][]byte{}
	for name, options := range map[string][]ipc.Option{"plain": nil, "LZ4": {ipc.WithLZ4()}, "ZSTD": {ipc.WithZstd()}} {
		var b bytes.Buffer
		w := ipc.NewWriter(&b, append(options, ipc.WithSchema(schema))...)
		for range 2 {
			if err := w.Write(batch); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		streams[name] = b.Bytes()
	}
	return streams
}

// frameOf makes a frame of a stream as Collect does.
func frameOf(stream []byte) (frame dataframe.DataFrame, err error) {
	var batches []arrow.RecordBatch
	sizes := map[int]int{}
	_, err = decode(stream, func(batch arrow.RecordBatch) error {
		return guarded(func() error {
			simple, err := simplify(batch, sizes)
			if err == nil {
				batches = append(batches, simple)
			}
			return err
		})
	})
	if err != nil {
		return frame, err
	}
	err = guarded(func() error {
		frame, err = data.FromArrow(batches...)
		return err
	})
	return frame, err
}

const mostMemory = 100 << 20 // a window of ZSTD's is up to 64 MiB

// A huge number anywhere in what a server sends gives an error, or a frame, and takes
// little memory.
func TestHugeNumbersInStreams(t *testing.T) {
	for name, good := range sparkStreams(t) {
		if frame, err := frameOf(good); err != nil || frame.Nrow() != 4 || frame.Ncol() != 7 {
			t.Errorf("%s: %v, %v", name, frame, err)
		}
		step := 4
		if testing.Short() {
			step = 32
		}
		for what, bad := range damage.Words(good, step) {
			var err error
			took := damage.Allocated(func() { _, err = frameOf(bad) })
			if took > mostMemory {
				t.Errorf("%s, %s: %d bytes of memory, %v", name, what, took, err)
			}
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, good := range sparkStreams(f) {
		f.Add(good)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		var err error
		took := damage.Allocated(func() { _, err = frameOf(stream) })
		if took > mostMemory+uint64(1000*len(stream)) {
			t.Errorf("%d bytes of memory, %v", took, err)
		}
	})
}
