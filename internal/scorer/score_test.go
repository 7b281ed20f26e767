package scorer

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"golab/data"
	"golab/labs"
	"golab/learn"
	"golab/nn"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/decimal128"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"
	"gonum.org/v1/gonum/mat"
)

func must2(t testing.TB) func(arrow.Array, error) arrow.Array { return must[arrow.Array](t) }

// columnFrom reads a column of a type from a JSON array.
func columnFrom(t testing.TB, dt arrow.DataType, text string) arrow.Array {
	t.Helper()
	a, _, err := array.FromJSON(memory.DefaultAllocator, dt, strings.NewReader(text))
	return must2(t)(a, err)
}

func batchFrom(columns map[string]arrow.Array, order ...string) arrow.RecordBatch {
	var fields []arrow.Field
	var arrays []arrow.Array
	for _, name := range order {
		fields = append(fields, arrow.Field{Name: name, Type: columns[name].DataType(), Nullable: true})
		arrays = append(arrays, columns[name])
	}
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), arrays, int64(arrays[0].Len()))
}

// TestTypesAndNulls gives each column another type, and NULLs.
func TestTypesAndNulls(t *testing.T) {
	net := nn.NewSequential(8, nn.Dense(3, nn.Tanh), nn.Dense(1, nn.Sigmoid)).Init(7)
	decimals := &arrow.Decimal128Type{Precision: 10, Scale: 2}
	columns := map[string]arrow.Array{
		"byte": columnFrom(t, arrow.PrimitiveTypes.Int8, `[1, -2, null, 4]`), "short": columnFrom(t, arrow.PrimitiveTypes.Int16, `[1, 2, 3, 300]`),
		"int": columnFrom(t, arrow.PrimitiveTypes.Int32, `[1, 2, 3, 70000]`), "long": columnFrom(t, arrow.PrimitiveTypes.Int64, `[1, 2, 3, 9007199254740993]`),
		"float": columnFrom(t, arrow.PrimitiveTypes.Float32, `[0.1, 2, 3, 4]`), "double": columnFrom(t, arrow.PrimitiveTypes.Float64, `[0.1, null, 3, 4]`),
		"bool": columnFrom(t, arrow.FixedWidthTypes.Boolean, `[true, false, true, false]`), "decimal": columnFrom(t, decimals, `["0.10", "2", "3", "-4.25"]`),
		"name": columnFrom(t, arrow.BinaryTypes.String, `["a", "b", "c", "d"]`),
	}
	order := []string{"name", "decimal", "bool", "double", "float", "long", "int", "short", "byte"}
	features := []string{"byte", "short", "int", "long", "float", "double", "bool", "decimal"}
	got, valid := numbersOf(t, must2(t)(sent(t, net, features...).Score(batchFrom(columns, order...))), 1)
	rows := mat.NewDense(2, 8, []float64{
		1, 1, 1, 1, float64(float32(0.1)), 0.1, 1, 0.1,
		4, 300, 70000, 9007199254740992, 4, 4, 0, -4.25,
	})
	want := must[*mat.Dense](t)(net.Compile(nil, nil).Predict(rows)).RawMatrix().Data
	if !valid[0] || valid[1] || valid[2] || !valid[3] || got[0] != want[0] || got[3] != want[1] {
		t.Errorf("predictions %v %v, want %v, NULL, NULL, %v", got, valid, want[0], want[1])
	}

	small := nn.NewSequential(1, nn.Dense(1, nn.Linear)).Init(1)
	_, err := sent(t, small, "name").Score(batchFrom(columns, order...))
	wantError(t, "text", err, `column "name" is utf8`, "cast it")
	_, err = sent(t, small, "nope").Score(batchFrom(columns, order...))
	wantError(t, "missing", err, `there are 0 columns "nope"`)
	columns["date"] = columnFrom(t, arrow.FixedWidthTypes.Date32, `["2026-01-01", null, null, null]`)
	pipeline := pipelines(t)[0].model
	columns["a"], columns["b"], columns["c"], columns["d"] = columns["date"], columns["int"], columns["int"], columns["int"]
	_, err = sent(t, pipeline, names()...).Score(batchFrom(columns, names()...))
	wantError(t, "date", err, `column "a" is date32`, "a feature of a pipeline")
}

func TestEmptyBatches(t *testing.T) {
	x, _ := drawn(3)
	for _, tt := range trials(t) {
		scorer := sent(t, tt.model, names()...)
		if got := must2(t)(scorer.Score(batchOf(x).NewSlice(0, 0))); got.Len() != 0 || !arrow.TypeEqual(got.DataType(), scorer.task.Type()) {
			t.Errorf("%s: %v", tt.name, got)
		}
		if got, _ := numbersOf(t, must2(t)(scorer.Score(batchOf(x).NewSlice(1, 3))), scorer.task.Width); !same(got, tt.predict(x)[scorer.task.Width:]) {
			t.Errorf("%s: a slice of a batch is scored otherwise", tt.name)
		}
		all := map[string]arrow.Array{}
		for _, name := range names() {
			all[name] = columnFrom(t, arrow.PrimitiveTypes.Float64, `[null, null]`)
		}
		if got := must2(t)(scorer.Score(batchFrom(all, names()...))); got.NullN() != 2 {
			t.Errorf("%s: all NULL gives %v", tt.name, got)
		}
	}
}

func TestDecimals(t *testing.T) {
	dt := &arrow.Decimal128Type{Precision: 38, Scale: 18}
	texts := []string{"0", "0.1", "-0.1", "12345678901234567890.123456789012345678", "-99999999999999999999.999999999999999999", "0.000000000000000001", "9007199254740993", "0.009007199254740993"}
	b := array.NewDecimal128Builder(memory.DefaultAllocator, dt)
	for _, text := range texts {
		b.Append(must[decimal128.Num](t)(decimal128.FromString(text, 38, 18)))
	}
	for i, got := range floats(b.NewArray()) {
		if want, _ := strconv.ParseFloat(texts[i], 64); got != want {
			t.Errorf("%s is %v, want %v", texts[i], got, want)
		}
	}
	whole := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38, Scale: 0})
	whole.Append(decimal128.New(math.MinInt64, 0))
	if got := floats(whole.NewArray())[0]; got != -math.Pow(2, 127) {
		t.Errorf("-2^127 is %v", got)
	}
}

// TestTextFeatures has a pipeline that knows what to do with texts, and with none.
func TestTextFeatures(t *testing.T) {
	df := dataframe.New(series.New([]string{"x", "y", "x", "z", "y", "x"}, series.String, "s"), series.New([]float64{1, 2, 3, 4, 5, 6}, series.Float, "v"),
		series.New([]float64{0, 1, 0, 1, 1, 0}, series.Float, "label"))
	fit := func(handle string) *labs.PipelineModel {
		return must[*labs.PipelineModel](t)(labs.Pipeline{
			labs.StringIndexer{InputCol: "s", OutputCol: "i", HandleInvalid: handle},
			labs.VectorAssembler{InputCols: []string{"i", "v"}},
			labs.MultilayerPerceptronClassifier{Layers: []int{2, 2}, PredictionCol: "class", Quiet: true},
		}.Fit(df))
	}
	batch := batchFrom(map[string]arrow.Array{
		"s": columnFrom(t, arrow.BinaryTypes.String, `["x", null, "new", "z", "y"]`),
		"v": columnFrom(t, &arrow.Decimal128Type{Precision: 5, Scale: 1}, `["1.5", "2", "3", null, "5"]`),
	}, "s", "v")
	local := func(m *labs.PipelineModel, s []string, v []float64) []float64 {
		out := must[dataframe.DataFrame](t)(m.Transform(dataframe.New(series.New(s, series.String, "s"), series.New(v, series.Float, "v"))))
		return must[[]float64](t)(data.Column(out, "class"))
	}
	for _, tt := range []struct {
		handle string
		valid  []bool
	}{{"keep", []bool{true, true, true, false, true}}, {"skip", []bool{true, false, false, false, true}}} {
		m := fit(tt.handle)
		scorer := sent(t, m, "s", "v")
		got, valid := numbersOf(t, must2(t)(scorer.Score(batch)), 1)
		for i := range valid {
			if valid[i] != tt.valid[i] {
				t.Errorf("%s: row %d is valid: %t, want %t", tt.handle, i, valid[i], tt.valid[i])
			}
		}
		if want := local(m, []string{"x", "y"}, []float64{1.5, 5}); got[0] != want[0] || got[4] != want[1] || scorer.task.Output != "class" {
			t.Errorf("%s: %v in %q, want %v in class", tt.handle, got, scorer.task.Output, want)
		}
	}
	_, err := sent(t, fit("error"), "s", "v").Score(batch)
	wantError(t, "error", err, "labs: StringIndexerModel: unseen label", `"new"`)
}

func BenchmarkScore(b *testing.B) {
	const rows, p = 10000, 57
	net := nn.NewSequential(p, nn.Dense(20, nn.ReLU), nn.Dense(5, nn.ReLU), nn.Dense(1, nn.Sigmoid)).Init(1)
	var features []string
	columns := map[string]arrow.Array{}
	for j := range p {
		name := "f" + strconv.Itoa(j)
		build := builder()
		for i := range rows {
			build.Append(float64(i*j%97) / 97)
		}
		features, columns[name] = append(features, name), build.NewArray()
	}
	batch := batchFrom(columns, features...)
	x, y := drawn(300)
	for _, tt := range []struct {
		name   string
		scorer *Scorer
	}{
		{"network", sent(b, net, features...)},
		{"forest", sent(b, must[*learn.RandomForestClassifierModel](b)(learn.RandomForestClassifier{NEstimators: 20, Seed: 1}.Fit(x, y)), features[:width]...)},
		{"pipeline", sent(b, pipelines(b)[3].model, features[:width]...)},
	} {
		b.Run(tt.name, func(b *testing.B) {
			for b.Loop() {
				must2(b)(tt.scorer.Score(batch))
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
