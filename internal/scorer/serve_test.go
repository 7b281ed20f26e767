package scorer

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
)

// request returns what Serve reads: a task and batches, which may be none.
func request(t testing.TB, tt trial, batches ...arrow.RecordBatch) []byte {
	t.Helper()
	task := must[[]byte](t)(must[*Task](t)(NewTask(tt.model, names())).MarshalBinary())
	var in bytes.Buffer
	in.Write(binary.BigEndian.AppendUint64(nil, uint64(len(task))))
	in.Write(task)
	if len(batches) > 0 {
		w := ipc.NewWriter(&in, ipc.WithSchema(batches[0].Schema()))
		for _, batch := range batches {
			if err := w.Write(batch); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return in.Bytes()
}

func TestServe(t *testing.T) {
	tt := trials(t)[0]
	x, _ := drawn(100)
	whole := batchOf(x)
	var out bytes.Buffer
	if err := Serve(bytes.NewReader(request(t, tt, whole.NewSlice(0, 40), whole.NewSlice(40, 40), whole.NewSlice(40, 100))), &out); err != nil {
		t.Fatal(err)
	}
	rest, ok := strings.CutPrefix(out.String(), Greeting)
	if !ok {
		t.Fatalf("the answer begins %.20q", out.String())
	}
	r, err := ipc.NewReader(strings.NewReader(rest))
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	var sizes []int64
	for r.Next() {
		values, _ := numbersOf(t, r.RecordBatch().Column(0), 1)
		got, sizes = append(got, values...), append(sizes, r.RecordBatch().NumRows())
	}
	if len(sizes) != 3 || sizes[0] != 40 || sizes[1] != 0 || sizes[2] != 60 || r.Schema().Field(0).Name != "prediction" {
		t.Errorf("batches of %v rows, schema %v", sizes, r.Schema())
	}
	if !same(got, tt.predict(x)) {
		t.Error("the predictions differ")
	}
}

func TestServeNothing(t *testing.T) {
	var out bytes.Buffer
	if err := Serve(bytes.NewReader(request(t, trials(t)[0])), &out); err != nil || out.String() != Greeting {
		t.Errorf("the answer is %q (%v), want the greeting", out.String(), err)
	}
}

func TestServeRefuses(t *testing.T) {
	x, _ := drawn(10)
	tt := trials(t)[0]
	good := request(t, tt, batchOf(x), batchOf(x))
	one := request(t, tt)
	for _, tt := range []struct {
		name  string
		in    []byte
		greet bool
		part  string
	}{
		{"nothing", nil, false, "the length of the model"},
		{"half a length", []byte{0, 0}, false, "the length of the model"},
		{"too long", bytes.Repeat([]byte{255}, 8), false, "the most is"},
		{"half a model", one[:len(one)-5], false, "the model ends after"},
		{"no model", append(make([]byte, 7), 1, 'x'), false, "1 bytes are not a model"},
		{"garbage after it", append(bytes.Clone(one), "hello, I am no Arrow"...), true, "the batches"},
		{"half a batch", good[:len(good)-500], true, "the batches"},
	} {
		var out bytes.Buffer
		wantError(t, tt.name, Serve(bytes.NewReader(tt.in), &out), tt.part)
		if strings.HasPrefix(out.String(), Greeting) != tt.greet {
			t.Errorf("%s: the answer is %.30q", tt.name, out.String())
		}
	}
	other := array.NewRecordBatch(arrow.NewSchema(doubleFields()[:1], nil), batchOf(x).Columns()[:1], 10)
	wantError(t, "no column", Serve(bytes.NewReader(request(t, tt, other)), io.Discard), `there are 0 columns "b"`)
}

// A broken writer fails after some bytes.
type broken struct{ left int }

var errBroken = errors.New("broken")

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestServeToNobody(t *testing.T) {
	x, _ := drawn(10)
	in := request(t, trials(t)[0], batchOf(x))
	for _, left := range []int{0, len(Greeting)} {
		if err := Serve(bytes.NewReader(in), &broken{left}); !errors.Is(err, errBroken) {
			t.Errorf("after %d bytes: %v, want %v", left, err, errBroken)
		}
	}
}

func FuzzServe(f *testing.F) {
	x, _ := drawn(3)
	for _, tt := range trials(f) {
		f.Add(request(f, tt, batchOf(x)))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if len(in) > 8 && binary.BigEndian.Uint64(in) > uint64(len(in)) {
			return
		}
		_ = Serve(bytes.NewReader(in), io.Discard)
	})
}
