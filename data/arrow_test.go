package data

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/float16"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
)

// everything is a frame with all types, gaps and numbers that are hard to keep.
func everything(t testing.TB) dataframe.DataFrame {
	t.Helper()
	ints := series.New([]int{math.MaxInt64, 0, -9007199254740993}, series.Int, "int")
	ints.Elem(1).Set(nil)
	floats := series.New([]float64{1e-300, 0, math.NaN()}, series.Float, "float")
	floats.Elem(1).Set(nil)
	texts := series.New([]string{"a,\"b\"\n", "", "é名"}, series.String, "char_freq_;")
	bools := series.New([]bool{true, false, true}, series.Bool, "bool")
	bools.Elem(1).Set(nil)
	vector := []series.Series{
		series.New([]float64{0.1, math.Inf(1), math.Copysign(0, -1)}, series.Float, "v[0]"),
		series.New([]float64{1, 2, 3}, series.Float, "v[1]"),
	}
	df := dataframe.New(ints, floats, texts, bools, vector[0], vector[1])
	if df.Err != nil {
		t.Fatal(df.Err)
	}
	return df
}

const everythingDump = "int:int=9223372036854775807,null,-9007199254740993 float:float=1e-300,null,NaN " +
	"char_freq_;:string=a,\"b\"\n,,é名 bool:bool=true,null,true v[0]:float=0.1,+Inf,-0 v[1]:float=1,2,3"

func TestArrowRoundTrip(t *testing.T) {
	for name, df := range map[string]dataframe.DataFrame{"everything": everything(t), "no rows": everything(t).Subset([]int{})} {
		batch, err := ToArrow(df)
		if err != nil {
			t.Fatal(err)
		}
		got, err := FromArrow(batch)
		batch.Release()
		if err != nil || dump(got) != dump(df) {
			t.Errorf("%s: %s, %v, want %s", name, dump(got), err, dump(df))
		}
	}
	if got := dump(everything(t)); got != everythingDump {
		t.Errorf("the frame itself is %s", got)
	}
}

func TestToArrowSchema(t *testing.T) {
	batch, err := ToArrow(everything(t))
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	var got []string
	for _, f := range batch.Schema().Fields() {
		got = append(got, fmt.Sprintf("%s %v", f.Name, f.Type))
	}
	if want := "int int64, float float64, char_freq_; utf8, bool bool, v[0] float64, v[1] float64"; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
	if batch.Column(0).NullN() != 1 || batch.Column(1).NullN() != 1 || batch.Column(2).NullN() != 0 {
		t.Errorf("nulls: %d, %d, %d", batch.Column(0).NullN(), batch.Column(1).NullN(), batch.Column(2).NullN())
	}
	if _, err := ToArrow(dataframe.DataFrame{}); err == nil || err.Error() != "data: ToArrow: the frame has no columns" {
		t.Errorf("the zero frame: %v", err)
	}
}

func TestFromArrowBatches(t *testing.T) {
	df := everything(t)
	var batches []arrow.RecordBatch
	for _, rows := range [][]int{{0, 1}, {}, {2}} {
		batch, err := ToArrow(df.Subset(rows))
		if err != nil {
			t.Fatal(err)
		}
		defer batch.Release()
		batches = append(batches, batch)
	}
	got, err := FromArrow(batches...)
	if err != nil || dump(got) != everythingDump {
		t.Errorf("%s, %v", dump(got), err)
	}
}

// build returns a batch with one column x of a type, appended to by fill.
func build(dt arrow.DataType, fill func(array.Builder)) arrow.RecordBatch {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "x", Type: dt, Nullable: true}}, nil))
	defer b.Release()
	fill(b.Field(0))
	return b.NewRecordBatch()
}

func TestFromArrowTypes(t *testing.T) {
	tests := []struct {
		dt   arrow.DataType
		json string
		want string
	}{
		{arrow.PrimitiveTypes.Int8, "[-128, null]", "x:int=-128,null"},
		{arrow.PrimitiveTypes.Int16, "[-300]", "x:int=-300"},
		{arrow.PrimitiveTypes.Int32, "[70000]", "x:int=70000"},
		{arrow.PrimitiveTypes.Int64, "[9007199254740993]", "x:int=9007199254740993"},
		{arrow.PrimitiveTypes.Uint8, "[255]", "x:int=255"},
		{arrow.PrimitiveTypes.Uint16, "[65535]", "x:int=65535"},
		{arrow.PrimitiveTypes.Uint32, "[4294967295]", "x:int=4294967295"},
		{arrow.PrimitiveTypes.Uint64, "[7]", "x:int=7"},
		{arrow.PrimitiveTypes.Float32, "[0.5, null]", "x:float=0.5,null"},
		{arrow.PrimitiveTypes.Float64, "[0.1]", "x:float=0.1"},
		{arrow.Null, "[null, null]", "x:float=null,null"},
		{arrow.FixedWidthTypes.Boolean, "[true, false, null]", "x:bool=true,false,null"},
		{arrow.BinaryTypes.String, `["é", ""]`, "x:string=é,"},
		{arrow.BinaryTypes.LargeString, `["a", "b"]`, "x:string=a,b"},
		{arrow.BinaryTypes.StringView, `["short", "longer than twelve bytes"]`, "x:string=short,longer than twelve bytes"},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, `["b", "a", "b"]`, "x:string=b,a,b"},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.PrimitiveTypes.Int64}, `[5, null, 5]`, "x:int=5,null,5"},
	}
	for _, tt := range tests {
		batch := build(tt.dt, func(b array.Builder) {
			if err := b.UnmarshalJSON([]byte(tt.json)); err != nil {
				t.Fatalf("%v: %v", tt.dt, err)
			}
		})
		got, err := FromArrow(batch)
		if err != nil || dump(got) != tt.want {
			t.Errorf("%v: %s, %v, want %s", tt.dt, dump(got), err, tt.want)
		}
		batch.Release()
	}
	half := build(arrow.FixedWidthTypes.Float16, func(b array.Builder) { b.(*array.Float16Builder).Append(float16.New(0.25)) })
	defer half.Release()
	if got, err := FromArrow(half); err != nil || dump(got) != "x:float=0.25" {
		t.Errorf("half floats: %s, %v", dump(got), err)
	}
}

func TestFromArrowErrors(t *testing.T) {
	date := build(arrow.FixedWidthTypes.Date32, func(b array.Builder) { b.AppendNull() })
	great := build(arrow.PrimitiveTypes.Uint64, func(b array.Builder) { b.(*array.Uint64Builder).Append(math.MaxUint64) })
	plain := build(arrow.PrimitiveTypes.Int64, func(b array.Builder) { b.AppendNull() })
	field := arrow.Field{Name: "x", Type: arrow.PrimitiveTypes.Int64, Nullable: true}
	twice := array.NewRecordBatch(arrow.NewSchema([]arrow.Field{field, field}, nil), []arrow.Array{plain.Column(0), plain.Column(0)}, 1)
	field.Name = ""
	unnamed := array.NewRecordBatch(arrow.NewSchema([]arrow.Field{field}, nil), plain.Columns(), 1)
	bare := array.NewRecordBatch(arrow.NewSchema(nil, nil), nil, 0)
	tests := []struct {
		batches []arrow.RecordBatch
		want    string
	}{
		{nil, "there are no batches"},
		{[]arrow.RecordBatch{bare}, "there are no columns"},
		{[]arrow.RecordBatch{date}, `column "x": a frame has no column type for Arrow's date32`},
		{[]arrow.RecordBatch{great}, `column "x": 18446744073709551615 is too great for an int`},
		{[]arrow.RecordBatch{twice}, `columns 0 and 1 are both "x"`},
		{[]arrow.RecordBatch{unnamed}, "column 0 has no name"},
		{[]arrow.RecordBatch{plain, date}, "batch 1 has the schema"},
	}
	for _, tt := range tests {
		_, err := FromArrow(tt.batches...)
		if err == nil || !strings.HasPrefix(err.Error(), "data: FromArrow: "+tt.want) {
			t.Errorf("%v, want %s", err, tt.want)
		}
	}
}

// A format is a pair of functions for one kind of file.
type format struct {
	write func(dataframe.DataFrame, string) error
	read  func(string) (dataframe.DataFrame, error)
}

var formats = map[string]format{
	"arrow":   {WriteArrow, ReadArrow},
	"parquet": {WriteParquet, ReadParquet},
}

func TestFileRoundTrip(t *testing.T) {
	for name, f := range formats {
		dir := filepath.Join(t.TempDir(), "new")
		path := filepath.Join(dir, "table."+name)
		for range 2 { // the second time over the first file
			if err := f.write(everything(t), path); err != nil {
				t.Fatal(err)
			}
			got, err := f.read(path)
			if err != nil || dump(got) != everythingDump {
				t.Errorf("%s: %s, %v", name, dump(got), err)
			}
		}
		if err := f.write(everything(t).Subset([]int{}), path); err != nil {
			t.Fatal(err)
		}
		if got, err := f.read(path); err != nil || got.Nrow() != 0 || got.Ncol() != 6 {
			t.Errorf("%s: no rows: %s, %v", name, dump(got), err)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("%s: the folder has %v, %v", name, entries, err)
		}
	}
}

// A file with several batches, as other programs write them, is one frame.
func TestReadArrowBatches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "batches.arrow")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var w *ipc.FileWriter
	for _, rows := range [][]int{{0}, {1, 2}} {
		batch, err := ToArrow(everything(t).Subset(rows))
		if err != nil {
			t.Fatal(err)
		}
		defer batch.Release()
		if w == nil {
			if w, err = ipc.NewFileWriter(f, ipc.WithSchema(batch.Schema())); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadArrow(path); err != nil || dump(got) != everythingDump {
		t.Errorf("%s, %v", dump(got), err)
	}
}

// A file cut short or with bytes wiped out gives an error, never a panic.
func TestReadDamagedFile(t *testing.T) {
	for name, f := range formats {
		path := filepath.Join(t.TempDir(), "table."+name)
		if err := f.write(everything(t), path); err != nil {
			t.Fatal(err)
		}
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(good); n += 7 {
			if err := os.WriteFile(path, good[:n], 0o666); err != nil {
				t.Fatal(err)
			}
			if _, err := f.read(path); err == nil || !strings.HasPrefix(err.Error(), "data: "+path+" is not a") {
				t.Fatalf("%s: %d of %d bytes: %v", name, n, len(good), err)
			}
			bad := bytes.Clone(good)
			clear(bad[n:min(n+7, len(bad))])
			if err := os.WriteFile(path, bad, 0o666); err != nil {
				t.Fatal(err)
			}
			if _, err := f.read(path); err != nil && !strings.HasPrefix(err.Error(), "data: "+path) {
				t.Fatalf("%s: bytes %d to %d wiped out: %v", name, n, n+7, err)
			}
		}
	}
}

func TestFileErrors(t *testing.T) {
	dir := t.TempDir()
	file := put(t, dir, "plain.csv")
	for name, f := range formats {
		if _, err := f.read(filepath.Join(dir, "none")); err == nil || !strings.HasPrefix(err.Error(), "data: open ") {
			t.Errorf("%s: missing: %v", name, err)
		}
		if _, err := f.read(file); err == nil || !strings.Contains(err.Error(), "plain.csv is not a") {
			t.Errorf("%s: a CSV file: %v", name, err)
		}
		if err := f.write(dataframe.DataFrame{}, file); err == nil || !strings.HasPrefix(err.Error(), "data: ") {
			t.Errorf("%s: the zero frame: %v", name, err)
		}
		if err := f.write(everything(t), filepath.Join(file, "x")); err == nil || !strings.HasPrefix(err.Error(), "data: ") {
			t.Errorf("%s: a file for a folder: %v", name, err)
		}
		if text, err := os.ReadFile(file); err != nil || string(text) != "1,2\n" {
			t.Errorf("%s: the file has become %q, %v", name, text, err)
		}
	}
}

func ExampleWriteParquet() {
	dir, err := os.MkdirTemp("", "golab")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	df, _ := CSV{Header: true}.Parse(strings.NewReader("height,label\n1.5,0\n3,1\n"), "shapes.csv")
	path := filepath.Join(dir, "shapes.parquet")
	if err := WriteParquet(df, path); err != nil {
		fmt.Println(err)
		return
	}
	again, err := ReadParquet(path)
	fmt.Println(Columns(again), again.Nrow(), err)
	// Output:
	// [height label] 2 <nil>
}
