package spark

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"golab/data"
)

// vectorBatch reads a batch with a column v of vectors, as Spark sends them, from JSON.
func vectorBatch(t *testing.T, rows string) arrow.RecordBatch {
	t.Helper()
	kind := arrow.StructOf(
		arrow.Field{Name: "type", Type: arrow.PrimitiveTypes.Int8},
		arrow.Field{Name: "size", Type: arrow.PrimitiveTypes.Int32, Nullable: true},
		arrow.Field{Name: "indices", Type: arrow.ListOf(arrow.PrimitiveTypes.Int32), Nullable: true},
		arrow.Field{Name: "values", Type: arrow.ListOf(arrow.PrimitiveTypes.Float64), Nullable: true},
	)
	schema := arrow.NewSchema([]arrow.Field{{Name: "v", Type: kind, Nullable: true}}, nil)
	batch, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	return batch
}

func TestVectors(t *testing.T) {
	const (
		dense  = `{"v":{"type":1,"size":null,"indices":null,"values":[1,2,3]}}`
		sparse = `{"v":{"type":0,"size":3,"indices":[2],"values":[5]}}`
		null   = `{"v":null}`
		short  = `{"v":{"type":1,"size":null,"indices":null,"values":[1]}}`
		wide   = `{"v":{"type":0,"size":10001,"indices":[],"values":[]}}`
		stray  = `{"v":{"type":0,"size":3,"indices":[-1,7,1],"values":[1,2,3]}}`
	)
	for _, c := range []struct{ rows, want string }{
		{"[" + dense + "," + sparse + "]", "[[v[0] v[1] v[2]] [1.000000 2.000000 3.000000] [0.000000 0.000000 5.000000]]"},
		{"[" + null + "," + sparse + "]", "[[v[0] v[1] v[2]] [NaN NaN NaN] [0.000000 0.000000 5.000000]]"},
		{"[" + stray + "]", "[[v[0] v[1] v[2]] [0.000000 3.000000 0.000000]]"},
		{"[" + dense + "," + short + "]", `error: column "v": one vector has 3 numbers, another 1`},
		{"[" + wide + "]", `error: column "v": a vector has 10001 numbers, of which each would be a column; there may be 10000`},
	} {
		got := ""
		if simple, err := simplify(vectorBatch(t, c.rows), map[int]int{}); err != nil {
			got = "error: " + err.Error()
		} else if frame, err := data.FromArrow(simple); err != nil {
			got = "error: " + err.Error()
		} else {
			got = fmt.Sprint(frame.Records())
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.rows, got, c.want)
		}
	}
	sizes := map[int]int{}
	if _, err := simplify(vectorBatch(t, "["+dense+"]"), sizes); err != nil {
		t.Fatal(err)
	}
	if _, err := simplify(vectorBatch(t, "["+short+"]"), sizes); err == nil {
		t.Error("a later batch may have vectors of another length")
	}
}

func TestGuardedMakesErrorsOfPanics(t *testing.T) {
	if err := guarded(func() error { var a []int; _ = a[len(a)]; return nil }); err == nil || !strings.Contains(err.Error(), "no Arrow stream") {
		t.Errorf("%v", err)
	}
}
