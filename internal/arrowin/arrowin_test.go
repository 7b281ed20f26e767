package arrowin

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// zeros returns a batch of a column of zeros, which compress as far as can be.
func zeros(t testing.TB, rows int) arrow.RecordBatch {
	t.Helper()
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	defer b.Release()
	b.AppendValues(make([]float64, rows), nil)
	column := b.NewArray()
	defer column.Release()
	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: column.DataType()}}, nil)
	return array.NewRecordBatch(schema, []arrow.Array{column}, int64(rows))
}

func file(t testing.TB, batch arrow.RecordBatch, options ...ipc.Option) []byte {
	t.Helper()
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
	return b.Bytes()
}

// What compresses best is not refused.
func TestZerosCompressed(t *testing.T) {
	const rows = 2_000_000
	batch := zeros(t, rows)
	defer batch.Release()
	for name, option := range map[string]ipc.Option{"LZ4": ipc.WithLZ4(), "ZSTD": ipc.WithZstd()} {
		content := file(t, batch, option)
		_, got, err := File(content)
		if err != nil || len(got) != 1 || got[0].NumRows() != rows {
			t.Errorf("%s, %d bytes for %d: %v, %v", name, len(content), 8*rows, got, err)
		}
	}
}

// A dictionary that comes in parts is put together, for which there must be memory.
func TestDictionariesInParts(t *testing.T) {
	dt := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{{Name: "x", Type: dt}}, nil)
	words, index := array.NewStringBuilder(memory.DefaultAllocator), array.NewInt16Builder(memory.DefaultAllocator)
	defer words.Release()
	defer index.Release()
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema), ipc.WithDictionaryDeltas(true))
	const parts = 50
	for i := range parts {
		for j := range 100 * (i + 1) {
			words.Append(fmt.Sprint("word ", j))
		}
		index.Append(int16(100 * i))
		x := array.NewDictionaryArray(dt, index.NewArray(), words.NewArray())
		if err := w.Write(array.NewRecordBatch(schema, []arrow.Array{x}, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	seen, last := 0, ""
	for r.Next() {
		seen, last = seen+1, r.RecordBatch().Column(0).ValueStr(0)
	}
	if r.Err() != nil || seen != parts || last != "word 4900" {
		t.Errorf("%d batches, the last row is %q, %v", seen, last, r.Err())
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	batch := zeros(t, 1000)
	defer batch.Release()
	plain, packed := file(t, batch), file(t, batch, ipc.WithZstd())
	claim := bytes.Clone(packed) // the length before the ZSTD frame
	binary.LittleEndian.PutUint64(claim[bytes.Index(claim, []byte{0x28, 0xB5, 0x2F, 0xFD})-8:], 1<<40)
	tail := bytes.Clone(plain)
	binary.LittleEndian.PutUint32(tail[len(tail)-10:], 1<<31)
	for words, content := range map[string][]byte{
		"it does not end as one":       plain[:len(plain)-1],
		"a footer of 2147483648 bytes": tail,
		"claims to be 1099511627776":   claim,
		"the metadata has 0 bytes":     append(make([]byte, 4), ipc.Magic...),
	} {
		if _, _, err := File(content); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%v, want %s", err, words)
		}
	}
}

// A flatbuffer is written here from back to front of nothing but offsets.
type flat struct{ b []byte }

func (f *flat) word(n int) int {
	f.b = binary.LittleEndian.AppendUint32(f.b, uint32(n))
	return len(f.b) - 4
}

func (f *flat) point(at, to int) { binary.LittleEndian.PutUint32(f.b[at:], uint32(to-at)) }

// nested returns a schema with columns to a depth, each of whose tables has the next one
// twice as a child: few bytes for very many columns. If round, the last has the first.
func nested(depth int, round bool) []byte {
	f := new(flat)
	root := f.word(0)
	schemaFields := len(f.b)
	f.b = append(f.b, 8, 0, 8, 0, 0, 0, 4, 0) // its field 1 is at 4
	columnFields := len(f.b)
	f.b = append(f.b, 16, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0) // its field 5 is at 4
	place := len(f.b)
	f.point(root, place)
	f.word(place - schemaFields)
	list := f.word(0)
	var first int
	for i := range depth {
		f.point(list, len(f.b))
		f.word(2)
		a, b := f.word(0), f.word(0)
		column := len(f.b)
		if i == 0 {
			first = column
		}
		if i == depth-1 && round {
			column = first
		}
		f.point(a, column)
		f.point(b, column)
		if column == len(f.b) {
			f.word(column - columnFields)
			list = f.word(0)
		}
	}
	if !round {
		f.point(list, len(f.b))
		f.word(0)
	}
	return f.b
}

func TestSchemasThatAreTraps(t *testing.T) {
	for _, c := range []struct {
		depth int
		round bool
		want  string
	}{
		{1, false, ""},
		{2, false, ""},
		{60, false, "has parts in many places at once"},
		{100, false, "nested more than 64 deep"},
		{20, true, ""},
	} {
		b := nested(c.depth, c.round)
		check := newChecker(b)
		check.schema(check.follow(0))
		err := fmt.Sprint(check.err)
		if c.want == "" && !c.round && check.err != nil || !strings.Contains(err, c.want) || c.round && check.err == nil {
			t.Errorf("%v: %s", c, err)
		}
	}
}

func TestEnough(t *testing.T) {
	for _, n := range []int64{math.MinInt64, 0, few} {
		if err := Enough(n); err != nil {
			t.Errorf("%d: %v", n, err)
		}
	}
	err := Enough(math.MaxInt64)
	if err == nil || !strings.HasPrefix(err.Error(), "it takes 9.2 EB of memory, there are ") {
		t.Errorf("%v", err)
	}
}

func TestAvailable(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
		ok   bool
	}{
		{"MemTotal: 100 kB\nMemAvailable:  20 kB\nSwapFree: 3 kB\n", 23 << 10, true},
		{"MemTotal: 100 kB\nSwapFree: 3 kB\n", 3 << 10, false},
		{"MemAvailable: x\nMemAvailable:", 0, false},
	} {
		if got, ok := available([]byte(c.text)); got != c.want || ok != c.ok {
			t.Errorf("%q: %d, %v", c.text, got, ok)
		}
	}
}

func TestLimited(t *testing.T) {
	refused := func(l *Limited, size int) (err any) {
		defer func() { err = recover() }()
		l.Free(l.Allocate(size))
		return nil
	}
	l := new(Limited)
	l.allow(1000)
	if err := refused(l, 1000); err != nil {
		t.Error(err)
	}
	if err := refused(l, 3<<20); err == nil {
		t.Error("three times as much is given")
	}
	b := l.Reallocate(1<<20, l.Allocate(1<<19))
	if err := refused(l, 1<<19); err == nil || len(b) != 1<<20 {
		t.Errorf("what is given is not counted: %v", err)
	}
	l.Free(b)
	if err := refused(l, 1<<19); err != nil {
		t.Errorf("what is given back is counted: %v", err)
	}
	if err := refused(NewLimited(), math.MaxInt64); err == nil || !strings.HasPrefix(fmt.Sprint(err), "it takes ") {
		t.Errorf("%v", err)
	}
}

// A stream that comes in small pieces, whose lengths are not known, is the same.
func TestStreams(t *testing.T) {
	batch := zeros(t, 9_000_000) // more than is asked for at once
	defer batch.Release()
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(batch.Schema()))
	if err := w.Write(batch); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, in := range []io.Reader{bytes.NewReader(b.Bytes()), iotest.DataErrReader(bytes.NewReader(b.Bytes()))} {
		r, err := NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Next() || r.RecordBatch().NumRows() != batch.NumRows() || r.Next() || r.Err() != nil {
			t.Errorf("%T: %v", in, r.Err())
		}
	}
	for _, n := range []int{3, 6, 100, b.Len() / 2} {
		r, err := NewReader(bytes.NewReader(b.Bytes()[:n]))
		for err == nil && r.Next() {
		}
		if err == nil {
			err = r.Err()
		}
		if err == nil {
			t.Errorf("cut to %d bytes: no error", n)
		}
	}
}
