package spark

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"golab/data"
	"golab/spark/internal/wire"
)

// int64s returns the values of a column of BIGINT.
func int64s(t *testing.T, column arrow.Array) []int64 {
	t.Helper()
	c, ok := column.(*array.Int64)
	if !ok {
		t.Fatalf("a column of %v, want int64", column.DataType())
	}
	return c.Int64Values()
}

// numbered returns a frame of n rows: their numbers, thirds of these, and texts.
func numbered(n int) dataframe.DataFrame {
	ids, thirds, names := make([]int, n), make([]float64, n), make([]string, n)
	for i := range n {
		ids[i], thirds[i], names[i] = i, float64(i)/3, fmt.Sprintf("row %d", i)
	}
	return dataframe.New(series.New(ids, series.Int, "id"), series.New(thirds, series.Float, "x"), series.New(names, series.String, "name"))
}

func TestLiveFramesThereAndBack(t *testing.T) {
	s := live(t)
	for _, n := range []int{0, 1, 1000, 60_000} { // the last one goes in pieces
		frame := numbered(n)
		df, err := s.CreateDataFrame(frame)
		if err != nil {
			t.Fatal(err)
		}
		if chunked := df.plan.GetChunkedCachedLocalRelation() != nil; chunked != (n == 60_000) {
			t.Errorf("%d rows: uploaded in pieces: %v", n, chunked)
		}
		back, err := df.Collect()
		if err != nil || back.Nrow() != n {
			t.Fatalf("%d rows there, %d back, %v", n, back.Nrow(), err)
		}
		if n > 0 && (!slices.Equal(back.Col("x").Float(), frame.Col("x").Float()) || !slices.Equal(back.Col("name").Records(), frame.Col("name").Records())) {
			t.Errorf("%d rows: other values came back", n)
		}
	}
	odd := dataframe.New(
		series.New([]any{1.5, nil, math.Inf(-1), math.Copysign(0, -1)}, series.Float, "x"),
		series.New([]any{1, nil, math.MaxInt64, math.MinInt64}, series.Int, "n"),
		series.New([]any{true, nil, false, true}, series.Bool, "b"),
		series.New([]any{"ä\x00", nil, "", "x\ny"}, series.String, "s"),
		series.New([]float64{1, 2, 3, 4}, series.Float, "v[0]"),
		series.New([]float64{5, 6, 7, 8}, series.Float, "v[1]"),
	)
	df, err := s.CreateDataFrame(odd)
	if err != nil {
		t.Fatal(err)
	}
	back, err := df.Collect()
	if err != nil || fmt.Sprintf("%q", back.Records()) != fmt.Sprintf("%q", odd.Records()) {
		t.Errorf("back came %q, %v, want %q", back.Records(), err, odd.Records())
	}
	if nulls := values(df.SelectExpr("count_if(x IS NULL)", "count_if(n IS NULL)", "count_if(b IS NULL)", "count_if(s IS NULL)").ToDF("x", "n", "b", "s")); nulls != "[[x n b s] [1 1 1 1]]" {
		t.Errorf("NULL came there as %s", nulls)
	}
}

func TestLiveVectors(t *testing.T) {
	s := live(t)
	numbers := sql(t, s, "SELECT * FROM VALUES (1D, 2D, 3D), (0D, 0D, 0D), (0D, 5D, 0D) AS t(a, b, c)").Coalesce(1)
	literal := func(v any) *wire.Expression_Literal {
		l, err := literalOf(v)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	inputs := &wire.Expression_Literal_Array{ElementType: &wire.DataType{Kind: &wire.DataType_String_{String_: &wire.DataType_Simple{}}}}
	for _, name := range []string{"a", "b", "c"} {
		inputs.Elements = append(inputs.Elements, literal(name))
	}
	assembled := numbers.with(&wire.Relation{RelType: &wire.Relation_MlRelation{MlRelation: &wire.MlRelation{
		MlType: &wire.MlRelation_Transform_{Transform: &wire.MlRelation_Transform{
			Operator: &wire.MlRelation_Transform_Transformer{Transformer: &wire.MlOperator{
				Name: "org.apache.spark.ml.feature.VectorAssembler", Uid: "assembler", Type: wire.MlOperator_OPERATOR_TYPE_TRANSFORMER,
			}},
			Input: numbers.plan,
			Params: &wire.MlParams{Params: map[string]*wire.Expression_Literal{
				"inputCols": {LiteralType: &wire.Expression_Literal_Array_{Array: inputs}}, "outputCol": literal("features"),
			}},
		}},
	}}})
	frame, err := assembled.Collect()
	if err != nil {
		t.Fatal(err)
	}
	m, err := data.Vector(frame, "features")
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{1, 2, 3, 0, 0, 0, 0, 5, 0}; !slices.Equal(m.RawMatrix().Data, want) {
		t.Errorf("the vectors are %v, want %v", m.RawMatrix().Data, want)
	}
	if schema := text(assembled.Select("features").Schema()); schema != "`features` vector" {
		t.Errorf("the schema is %s", schema)
	}
}

// A gigabyte goes through little memory.
func TestLiveBatchesAreFlat(t *testing.T) {
	s := live(t)
	const n, width = 1_000_000, 1000
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	rows, most, count := int64(0), uint64(0), 0
	// The server brings whole partitions to its driver, so they should be small.
	df := sql(t, s, fmt.Sprintf("SELECT id, repeat(char(65 + id %% 26), %d) AS text FROM range(0, %d, 1, 200)", width, n))
	for batch, err := range df.Batches() {
		if err != nil {
			t.Fatal(err)
		}
		rows += batch.NumRows()
		if count++; count%20 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if rows != n || most > before.HeapAlloc+60<<20 {
		t.Errorf("%d rows took %d MB above %d", rows, most>>20, before.HeapAlloc>>20)
	}
	t.Logf("%d batches, %d MB above %d", count, (most-before.HeapAlloc)>>20, before.HeapAlloc>>20)
}

func TestLiveInterrupt(t *testing.T) {
	s := live(t)
	slow := s.Range(0, 4).Repartition(4).SelectExpr("id", "java_method('java.lang.Thread', 'sleep', 60000L)")
	ctx, cancel := context.WithCancel(s.ctx)
	time.AfterFunc(3*time.Second, cancel)
	if _, err := slow.WithContext(ctx).Collect(); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
	// The two cores are free again long before the minute is over.
	short, cancel := context.WithTimeout(s.ctx, 45*time.Second)
	defer cancel()
	if n, err := s.WithContext(short).Range(0, 10).Repartition(2).Count(); n != 10 || err != nil {
		t.Errorf("Count = %d, %v, want 10", n, err)
	}
	time.AfterFunc(3*time.Second, func() {
		if err := s.Interrupt(); err != nil {
			t.Error(err)
		}
	})
	_, err := slow.Collect()
	checkError(t, err, "OPERATION_CANCELED", "")
}

func TestLiveSessions(t *testing.T) {
	a, b := live(t), live(t)
	if !strings.HasPrefix(a.Version(), "4.") || a.ID() == b.ID() || !strings.Contains(a.String(), a.ID()) {
		t.Errorf("%v and %v", a, b)
	}
	if err := a.Range(0, 3).CreateOrReplaceTempView("mine"); err != nil {
		t.Fatal(err)
	}
	if n, err := a.Read().Table("mine").Count(); n != 3 || err != nil {
		t.Errorf("Count = %d, %v, want 3", n, err)
	}
	_, err := b.Read().Table("mine").Count()
	checkError(t, err, "TABLE_OR_VIEW_NOT_FOUND", "mine")

	// A session that another client has ended.
	same, err := Options{Quiet: true}.Connect("sc://" + a.link.host + "/;session_id=" + b.ID())
	if err != nil {
		t.Fatal(err)
	}
	if err := same.Stop(); err != nil {
		t.Fatal(err)
	}
	_, err = b.Range(0, 1).Count()
	checkError(t, err, "INVALID_HANDLE.SESSION_CLOSED", "connect again")

	for _, size := range []int{0, 10, artifactChunk, artifactChunk + 1, 200_000} {
		name := fmt.Sprintf("files/of-%d", size)
		if err := a.addArtifact(a.ctx, name, make([]byte, size)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	hash, err := a.cacheArtifact(a.ctx, []byte("content"))
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := a.hasArtifact(a.ctx, "cache/"+hash); !ok || err != nil {
		t.Errorf("hasArtifact = %v, %v, want true", ok, err)
	}
	if ok, err := a.hasArtifact(a.ctx, "cache/"+strings.Repeat("0", 64)); ok || err != nil {
		t.Errorf("hasArtifact = %v, %v, want false", ok, err)
	}
	err = a.addArtifact(a.ctx, "files/of-10", []byte("other"))
	checkError(t, err, "ARTIFACT_ALREADY_EXISTS", "of-10")
}
